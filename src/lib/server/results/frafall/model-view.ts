/** All strata together: which of them matter beside the others, and how far the response is from the list. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Cell, Table } from '#analysis/report/table.ts';
import { inLocale, m } from '#lib/i18n.ts';
import { formatNumber, midSentence } from '#lib/ui/format.ts';
import { countPatterns, RESPONDED, type FrafallData } from './data.ts';
import { numberAt, numbersAt, runOn, saidOf, textsAt, type Outcome } from './runs.ts';
import { levelLabel, type Sentence, type Words } from './words.ts';

/** A stratum with fewer seats a level than this would fit chance. */
const SEATS_PER_LEVEL = 10;

export interface LeftOut { stratum: string; text: string }

/**
 * The strata that can stand together: in the list's order, each that follows from none before it, has enough seats a level and gives an estimate.
 */
export function strataTogether(data: FrafallData, words: Words): { names: string[]; left: LeftOut[] } {
	const left: LeftOut[] = [];
	const met = countPatterns(data.base, data.patterns);
	const tried = (strata: string[]): Outcome => runOn(data, { method: 'r_indicator', responded: RESPONDED, strata });
	const enough = data.strata.filter(({ name, label, categories }) => {
		const used = categories.filter((c) => data.patterns.some((codes, k) => met[k]! > 0 && codes[name] === c.code)).length;
		if (used * SEATS_PER_LEVEL <= data.base.length) return true;
		left.push({ stratum: name, text: m.frafall_left_out_levels({ stratum: inLocale(label, words.locale), levels: used, seats: formatNumber(data.base.length, words.locale) }, { locale: words.locale }) });
		return false;
	});
	const all = enough.map((s) => s.name);
	// as most lists go: all of them give an estimate, and so does any part
	if (all.length === 0 || !isViolation(tried(all))) return { names: all, left };
	const names: string[] = [];
	for (const { name, label } of enough) {
		const outcome = tried([...names, name]);
		if (!isViolation(outcome)) names.push(name);
		else left.push({ stratum: name, text: m.frafall_left_out_reason({ stratum: inLocale(label, words.locale), reason: saidOf(outcome, words).violation ?? '' }, { locale: words.locale }) });
	}
	const place = (of: LeftOut) => data.strata.findIndex((s) => s.name === of.stratum);
	left.sort((x, y) => place(x) - place(y));
	return { names, left };
}

export interface ModelView {
	names: string[];
	left: LeftOut[];
	/** What of the strata the reader chose; empty: those that can stand together. */
	indicator: Outcome | null;
	model: Outcome | null;
	sentence: string | null;
	violation: string | null;
	notes: Sentence[];
	assumptions: Sentence[];
	strata: Table | null;
	categories: Table | null;
}

const three = (value: number | null): Cell => (value === null ? { kind: 'missing', reason: 'not_applicable' } : { kind: 'number', value, decimals: 3 });

export function indicatorSentence(result: Extract<Outcome, { method: string }>, words: Words): string {
	const { locale } = words;
	const of = (name: string, decimals = 2) => formatNumber(numberAt(result, name), locale, decimals);
	return m.frafall_r_sentence({ R: of('R_bias_adjusted'), low: of('R_lo'), high: of('R_hi'), plain: of('R'), bias: of('max_abs_bias_std') }, { locale });
}

export function modelView(data: FrafallData, asked: readonly string[], words: Words): ModelView {
	const { locale } = words;
	const chosen = asked.filter((name, i) => data.strata.some((s) => s.name === name) && asked.indexOf(name) === i);
	const { names, left } = chosen.length > 0 ? { names: chosen, left: [] } : strataTogether(data, words);
	const empty = { names, left, indicator: null, model: null, sentence: null, violation: null, notes: [], assumptions: [], strata: null, categories: null };
	if (names.length === 0) return empty;
	const indicator = runOn(data, { method: 'r_indicator', responded: RESPONDED, strata: names });
	const model = runOn(data, { method: 'nonresponse_model', responded: RESPONDED, strata: names });
	const [said, modelSaid] = [saidOf(indicator, words), saidOf(model, words)];
	if (isViolation(indicator) || isViolation(model)) return { ...empty, indicator, model, violation: said.violation ?? modelSaid.violation };
	const label = (name: string) => inLocale(data.strata.find((s) => s.name === name)?.label, locale) || name;
	const [chi2, df, p] = ['chi2', 'df', 'p_holm'].map((part) => numbersAt(model, 'stratum', part)) as [(number | null)[], (number | null)[], (number | null)[]];
	const strata: Table = {
		title: m.frafall_model_table({}, { locale }), rowHeading: m.frafall_stratum({}, { locale }), notes: [], provenance: [],
		columns: [
			{ key: 'chi2', label: 'χ²', group: m.frafall_group_test({}, { locale }) }, { key: 'df', label: m.frafall_column_df({}, { locale }), group: m.frafall_group_test({}, { locale }) },
			{ key: 'p', label: m.frafall_column_p({}, { locale }), group: m.frafall_group_test({}, { locale }) },
			{ key: 'P_u', label: m.frafall_column_partial_u({}, { locale }), group: m.frafall_group_partials({}, { locale }) }, { key: 'P_c', label: m.frafall_column_partial_c({}, { locale }), group: m.frafall_group_partials({}, { locale }) }
		],
		rows: textsAt(model, 'stratum', 'names').map((name, k) => ({
			key: name, label: label(name),
			cells: [
				{ kind: 'number', value: chi2[k] ?? 0, decimals: 1 }, { kind: 'count', value: df[k] ?? 0 }, { kind: 'p', value: p[k] ?? 1 },
				three(numberAt(indicator, 'partial', name, 'P_u')), three(numberAt(indicator, 'partial', name, 'P_c'))
			]
		}))
	};
	const categories: Table = {
		title: m.frafall_partials_table({}, { locale }), rowHeading: m.frafall_group({}, { locale }), notes: [m.frafall_partials_note({}, { locale })], provenance: [],
		columns: [{ key: 'P_uk', label: m.frafall_column_partial_u({}, { locale }) }, { key: 'P_ck', label: m.frafall_column_partial_c({}, { locale }) }],
		rows: names.flatMap((name) => {
			const [u, c] = [numbersAt(indicator, 'partial', name, 'P_uk'), numbersAt(indicator, 'partial', name, 'P_ck')];
			return textsAt(indicator, 'partial', name, 'categories').map((level, k) => ({
				key: `${name}:${level}`, label: m.frafall_of_stratum({ level: levelLabel([name], level, words), stratum: midSentence(label(name)) }, { locale }), cells: [three(u[k] ?? null), three(c[k] ?? null)]
			}));
		})
	};
	const known = new Set(said.notes.map((n) => n.text));
	const taken = new Set(said.assumptions.map((a) => a.key));
	return {
		names, left, indicator, model, sentence: indicatorSentence(indicator, words), violation: null, strata, categories,
		notes: [...modelSaid.notes.filter((n) => !known.has(n.text)), ...said.notes], assumptions: [...said.assumptions, ...modelSaid.assumptions.filter((a) => !taken.has(a.key))]
	};
}
