/** How alike two coders judged, code by code, on the answers that both have judged. */
import { isViolation } from '#analysis/assumptions.ts';
import { run } from '#analysis/run.ts';
import type { Spec } from '#analysis/spec.ts';
import type { Cell, Table } from '#analysis/report/table.ts';
import { categoricalColumn, tableOf } from '#analysis/table/build.ts';
import { m, type Locale } from '#lib/i18n.ts';
import type { Coded } from './read.ts';

const CATEGORIES = [{ value: '0', label: '0' }, { value: '1', label: '1' }];
const NOT_DEFINED: Cell = { kind: 'missing', reason: 'not_applicable' };

/** Answers that both have judged, by their codes then. */
export const bothJudged = ({ answers, judged }: Coded, a: string, b: string): { first: number[]; second: number[] }[] => answers.flatMap(({ responseId }) => {
	const [first, second] = [judged.get(responseId)?.get(a), judged.get(responseId)?.get(b)];
	return first && second ? [{ first: first.codes, second: second.codes }] : [];
});

/**
 * Cohen's kappa with its interval and Krippendorff's alpha of each code given or not given, a code being given too where one below it is. A code that both gave all or none
 * of the answers has no kappa: chance alone explains it.
 * @param names of the two, as pages call them
 */
export function agreementTable(coded: Coded, a: string, b: string, names: [string, string], locale: Locale): Table {
	const both = bothJudged(coded, a, b);
	const l = { locale };
	const rows = coded.codes.map((code) => {
		const under = new Set(coded.codes.filter((c) => c.path.includes(code.id)).map((c) => c.id));
		const given = (codes: readonly number[]) => (codes.some((c) => under.has(c)) ? '1' : '0');
		const [first, second] = [both.map((x) => given(x.first)), both.map((x) => given(x.second))];
		const count = (xs: readonly string[]) => xs.filter((x) => x === '1').length;
		const alike = first.filter((x, i) => x === second[i]).length;
		const spec: Spec = { method: 'agreement', first: 'a', second: 'b' };
		const made = run(spec, tableOf({ a: categoricalColumn(first, 'a', CATEGORIES), b: categoricalColumn(second, 'b', CATEGORIES) }));
		const values = isViolation(made) ? null : (made.values as unknown as { kappa: { value: number; low: number; high: number }; alpha: number });
		const number = (value: number | undefined): Cell => (value === undefined ? NOT_DEFINED : { kind: 'number', value, decimals: 2 });
		return {
			key: code.key, label: `${'– '.repeat(code.depth)}${code.label}`,
			cells: [
				{ kind: 'count', value: count(first) }, { kind: 'count', value: count(second) },
				both.length > 0 ? { kind: 'percent', value: alike / both.length, decimals: 0 } : { kind: 'missing', reason: 'zero_denominator' },
				number(values?.kappa.value), values ? { kind: 'interval', low: values.kappa.low, high: values.kappa.high, decimals: 2 } : NOT_DEFINED, number(values?.alpha)
			] satisfies Cell[]
		};
	});
	return {
		title: m.coding_agreement_title({ n: both.length }, l), rowHeading: m.coding_code({}, l),
		columns: [
			{ key: 'first', label: names[0], group: m.coding_given_by({}, l) }, { key: 'second', label: names[1], group: m.coding_given_by({}, l) }, { key: 'alike', label: m.coding_alike({}, l) },
			{ key: 'kappa', label: m.coding_kappa({}, l) }, { key: 'interval', label: m.coding_interval({}, l) }, { key: 'alpha', label: m.coding_alpha({}, l) }
		],
		rows, notes: [m.coding_agreement_note({}, l)], provenance: []
	};
}
