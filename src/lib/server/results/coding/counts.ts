/** How often each code was given, in all and by a group of the population list. */
import type { Cell, Table } from '#analysis/report/table.ts';
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { midSentence } from '#lib/ui/format.ts';
import type { Stratum } from '../response.ts';
import type { Coded } from './read.ts';

/** Whose codes count: those of at least one coder, those that all who judged the answer gave, or one coder's. */
export type Whose = 'any' | 'all' | { coder: string };

/** The codes that count for an answer; null where nobody asked for has judged it. */
export function codesThatCount({ judged }: Coded, responseId: number, whose: Whose): Set<number> | null {
	const by = [...(judged.get(responseId)?.entries() ?? [])].filter(([coder]) => typeof whose === 'string' || coder === whose.coder).map(([, j]) => j.codes);
	if (by.length === 0) return null;
	if (whose !== 'all') return new Set(by.flat());
	return new Set((by[0] ?? []).filter((c) => by.every((codes) => codes.includes(c))));
}

/**
 * Which cells of a row are not shown: the first is of all, the others of groups that make it up. A count of people below the limit, a group that is, and where only one group
 * would be hidden the smallest other too, since it could be found by subtraction.
 */
export function hiddenCells(counts: readonly number[], sizes: readonly number[], limit: number): Set<number> {
	const hidden = new Set(counts.flatMap((n, i) => ((n > 0 && n < limit) || (sizes[i] ?? 0) < limit ? [i] : [])));
	const groups = counts.flatMap((_, i) => (i > 0 ? [i] : []));
	const open = groups.filter((i) => !hidden.has(i));
	if (groups.length - open.length === 1 && !hidden.has(0)) {
		const least = open.sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0))[0];
		hidden.add(least ?? 0);
	}
	return hidden;
}

const percent = (n: number, of: number): Cell => (of === 0 ? { kind: 'missing', reason: 'zero_denominator' } : { kind: 'percent', value: n / of, decimals: 0 });

/** Code, then those below it: an answer with one below counts once above. Answers may have several codes, so that shares do not sum to 100. */
export function countTable(coded: Coded, whose: Whose, by: { stratum: Stratum; groups: ReadonlyMap<number, string> } | null, suppressBelow: number, locale: Locale): Table {
	const l = { locale };
	const judged = coded.answers.flatMap((a) => {
		const codes = codesThatCount(coded, a.responseId, whose);
		return codes ? [{ codes, group: by?.groups.get(a.responseId) ?? null }] : [];
	});
	const all = { key: 'all', label: m.coding_all({}, l), of: judged };
	const parts = (by?.stratum.categories ?? []).map((c) => ({ key: c.code, label: inLocale(c.label, locale) || c.code, of: judged.filter((j) => j.group === c.code) })).filter((p) => p.of.length > 0);
	const columns = [all, ...parts];
	const cells = (n: (of: typeof judged) => number, asShare: boolean): Cell[] => {
		const counts = columns.map(({ of }) => n(of));
		const hidden = hiddenCells(counts, columns.map(({ of }) => of.length), suppressBelow);
		return counts.map((count, i): Cell => (hidden.has(i) ? { kind: 'missing', reason: 'suppressed' } : asShare ? percent(count, columns[i]?.of.length ?? 0) : { kind: 'count', value: count }));
	};
	return {
		title: by ? m.coding_counts_by({ group: midSentence(inLocale(by.stratum.label, locale)) }, l) : m.coding_counts({}, l), rowHeading: m.coding_code({}, l),
		columns: columns.map(({ key, label }) => ({ key, label })),
		rows: [
			...coded.codes.flatMap((code) => {
				const under = coded.codes.filter((c) => c.path.includes(code.id)).map((c) => c.id);
				const n = (of: typeof judged) => of.filter((j) => under.some((c) => j.codes.has(c))).length;
				const label = `${'– '.repeat(code.depth)}${code.label}`;
				return [{ key: code.key, label, cells: cells(n, false) }, { key: `${code.key}.share`, label: m.coding_share_of({ code: code.label }, l), cells: cells(n, true) }];
			}),
			{ key: 'none', label: m.coding_no_code({}, l), cells: cells((of) => of.filter((j) => j.codes.size === 0).length, false) },
			{ key: 'judged', label: m.coding_judged({}, l), total: true, cells: cells((of) => of.length, false) }
		],
		notes: [m.coding_counts_note({}, l)], provenance: []
	};
}
