/** Who to remind next: the groups whose answers would raise the R-indicator most, and the seats of such a group. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Table } from '#analysis/report/table.ts';
import { Problem } from '#lib/domain/problem.ts';
import { inLocale, m } from '#lib/i18n.ts';
import { formatNumber, midSentence } from '#lib/ui/format.ts';
import { canBeReminded, REACHABLE, RESPONDED, type FrafallData } from './data.ts';
import { numberAt, numbersAt, runOn, saidOf, textsAt, type Outcome } from './runs.ts';
import { cutLevel, levelLabel, type Sentence, type Words } from './words.ts';

export const ANSWERS = 10;
/** Groups a page has room for. */
const SHOWN = 15;

export interface RemindView {
	answers: number;
	pairs: boolean;
	outcome: Outcome | null;
	violation: string | null;
	notes: Sentence[];
	assumptions: Sentence[];
	table: Table | null;
	/** For each row of the table: which codes its seats have, as a query. */
	groups: { label: string; query: Record<string, string> }[];
}

/** The codes of a group named by the engine, stratum by stratum. */
function codesOf(names: string[], level: string, { strata }: Words): Record<string, string> {
	const [first = '', second] = names;
	if (second === undefined) return { [first]: level };
	const code = cutLevel(first, [second], level, strata) ?? level;
	return { [first]: code, [second]: level.slice(code.length + ' × '.length) };
}

/** @param names strata of the model */
export function remindView(data: FrafallData, names: readonly string[], asked: { answers: number; pairs: boolean }, words: Words): RemindView {
	const { locale } = words;
	const empty = { ...asked, outcome: null, violation: null, notes: [], assumptions: [], table: null, groups: [] };
	if (names.length === 0) return empty;
	const outcome = runOn(data, { method: 'who_to_remind', responded: RESPONDED, reachable: REACHABLE, strata: names, answers: asked.answers, ...(asked.pairs ? { depth: 2 } : {}) });
	const said = saidOf(outcome, words);
	if (isViolation(outcome)) return { ...empty, outcome, violation: outcome.violation === 'no_data' ? m.frafall_remind_nobody({}, { locale }) : said.violation };
	const strata = textsAt(outcome, 'groups', 'stratum').map((s) => s.split(' × '));
	const levels = textsAt(outcome, 'groups', 'level');
	const of = (name: string) => numbersAt(outcome, 'groups', name);
	const [N, n, reachable, answers, R, gain] = [of('population'), of('respondents'), of('reachable'), of('answers'), of('R'), of('gain')];
	const shown = levels.map((_, k) => k).filter((k) => (gain[k] ?? 0) > 0).slice(0, SHOWN);
	const label = (k: number) => m.frafall_of_stratum({
		level: levelLabel(strata[k] ?? [], levels[k] ?? '', words), stratum: (strata[k] ?? []).map((s) => midSentence(inLocale(words.strata.find((x) => x.name === s)?.label, locale) || s)).join(' × ')
	}, { locale });
	const table: Table = {
		title: m.frafall_remind_table({ R: formatNumber(numberAt(outcome, 'R'), locale, 3) }, { locale }),
		rowHeading: m.frafall_group({}, { locale }), notes: [], provenance: [],
		columns: [
			{ key: 'N', label: m.frafall_column_sample({}, { locale }) }, { key: 'rate', label: m.frafall_column_rate({}, { locale }) }, { key: 'reachable', label: m.frafall_column_reachable({}, { locale }) },
			{ key: 'answers', label: m.frafall_column_further({}, { locale }) }, { key: 'R', label: m.frafall_column_r_then({}, { locale }) }, { key: 'gain', label: m.frafall_column_gain({}, { locale }) }
		],
		rows: [
			...shown.map((k) => ({
				key: `${strata[k]?.join()}:${levels[k]}`, label: label(k),
				cells: [
					{ kind: 'count' as const, value: N[k] ?? 0 }, { kind: 'percent' as const, value: (n[k] ?? 0) / (N[k] || 1), decimals: 1 }, { kind: 'count' as const, value: reachable[k] ?? 0 },
					{ kind: 'count' as const, value: answers[k] ?? 0 }, { kind: 'number' as const, value: R[k] ?? 0, decimals: 3 }, { kind: 'number' as const, value: gain[k] ?? 0, decimals: 3 }
				]
			})),
			{
				key: 'even', label: m.frafall_remind_even({}, { locale }), total: true,
				cells: [
					{ kind: 'count', value: outcome.n }, { kind: 'percent', value: data.answered / data.base.length, decimals: 1 }, { kind: 'count', value: data.base.filter(canBeReminded).length },
					{ kind: 'count', value: numberAt(outcome, 'even', 'answers') }, { kind: 'number', value: numberAt(outcome, 'even', 'R'), decimals: 3 }, { kind: 'number', value: numberAt(outcome, 'even', 'gain'), decimals: 3 }
				]
			}
		]
	};
	return { ...asked, outcome, ...said, table, groups: shown.map((k) => ({ label: label(k), query: codesOf(strata[k] ?? [], levels[k] ?? '', words) })) };
}

/**
 * Keys and strata of the seats of a group that can be reminded now.
 * @param codes by stratum, as `groups[].query`; none: everyone who can be reminded
 * @throws Problem evaluate_problem_unknown_stratum (404)
 */
export function seatsToRemind(data: FrafallData, codes: Readonly<Record<string, string>>) {
	const odd = Object.keys(codes).find((name) => !data.strata.some((s) => s.name === name));
	if (odd !== undefined) throw new Problem('evaluate_problem_unknown_stratum', 404, { name: odd.slice(0, 63) });
	return data.base.filter((seat) => canBeReminded(seat) && Object.entries(codes).every(([name, code]) => seat.codes[name] === code));
}
