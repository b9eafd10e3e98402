/** A block of items by group in one go: means, a test of each item, and the p-values corrected for all of them together. */
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import type { Cell, Row, Table } from '#analysis/report/table.ts';
import type { Result } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Figure } from '#lib/domain/figure/types.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';
import { engineTable } from '../snapshot/engine-table.ts';
import { cellOf, NONE } from './cells.ts';
import { valueLabel } from './layout/parts.ts';
import { present } from './present.ts';
import { nameWithin, quoted, readerOf, variableLabel, type Reader } from './reader.ts';
import { LEVEL } from './sentence/compare.ts';
import { cohenD, effectOf, effectPhrase, listed, num, statistic } from './sentence/parts.ts';
import { suppress } from './suppress/index.ts';

export const CORRECTIONS = ['holm', 'hochberg', 'bonferroni', 'BH', 'BY'] as const;
export type Correction = (typeof CORRECTIONS)[number];
export interface BatteryOptions {
	/** `means`: Welch's t with two groups, Welch's analysis of variance with more. `ranks`: Mann-Whitney, Kruskal-Wallis. */
	test?: 'means' | 'ranks';
	correction?: Correction;
	/** What the figure's lines show: a standard deviation to each side, as the report does, or a confidence interval. */
	interval?: 'sd' | 'ci';
	filter?: AnySpec['filter'];
}
export interface Battery {
	/** Means and standard deviations of each group, the test, and p before and after correction: an item a row. */
	table: Table;
	figure: Figure;
	sentences: string[];
	warnings: string[];
	/** The specs that it is made of, so that each can be run and traced alone. */
	specs: { means: AnySpec; tests: AnySpec[] };
	results: { means: Result; tests: (Result | Violation)[] };
}

const LETTERS: Readonly<Record<string, string>> = { t_test: 'Welch t', anova_welch: 'Welch F', mann_whitney: 'U', kruskal_wallis: 'H' };
const VALUES: Readonly<Record<string, string>> = { t_test: 't', anova_welch: 'F', mann_whitney: 'U', kruskal_wallis: 'H' };

/** Groups that somebody with an answer to any of the items is in. */
function groupsIn(means: Result): number {
	const n = Array.isArray(means.values.n) ? means.values.n : [];
	return Math.max(0, ...n.map((row) => (Array.isArray(row) ? row.filter((x) => typeof x === 'number' && x > 0).length : 0)));
}

function correct(tests: readonly (Result | Violation)[], correction: Correction): (number | null)[] {
	const p = tests.map((test) => (isViolation(test) ? null : num(test, 'p')));
	const given = p.filter((x) => x !== null);
	const adjusted = given.length > 0 ? run({ method: 'p_adjust', p: given } as BaseSpec) : null;
	const values = adjusted && !isViolation(adjusted) ? adjusted.values[correction] : null;
	let k = 0;
	return p.map((x) => { const found = x === null || !Array.isArray(values) ? null : values[k++]; return typeof found === 'number' ? found : null; });
}

function testCells(test: Result | Violation, corrected: number | null, locale: Locale): Cell[] {
	if (isViolation(test)) { const cell: Cell = test.violation === 'suppressed' ? { kind: 'missing', reason: 'suppressed' } : NONE; return [cell, cell, cell, cell]; }
	const value = num(test, VALUES[test.method] ?? 't');
	const df = test.method === 'mann_whitney' ? undefined : test.values.df;
	return [
		value === null ? NONE : { kind: 'text', value: statistic(LETTERS[test.method] ?? '', df, value, locale) }, cellOf(num(test, 'p'), 'p', locale), cellOf(corrected, 'p', locale),
		{ kind: 'text', value: effectPhrase(cohenD(test) ?? effectOf(test, 'omega2', 'rank_biserial', 'epsilon2'), locale) }
	];
}

const correctionName = (correction: Correction, locale: Locale): string => translate(`result_battery_adjust_${correction.toLowerCase()}`, {}, locale);

function sentences(items: readonly string[], corrected: readonly (number | null)[], reader: Reader): string[] {
	const { locale } = reader;
	const tested = corrected.filter((p) => p !== null).length;
	if (tested === 0) return [];
	const differ = items.filter((_, i) => (corrected[i] ?? 1) < LEVEL);
	if (differ.length === 0) return [m.result_battery_alike({ of: tested }, { locale })];
	return [m.result_battery_differ({ count: differ.length, of: tested, items: listed(differ.map((item) => nameWithin(variableLabel(reader, item), locale)), locale) }, { locale })];
}

/** Each warning once, with the items that it is of, unless it is of all of them or names its own. */
function itemWarnings(items: readonly string[], tests: readonly (Result | Violation)[], dataset: Dataset, reader: Reader): string[] {
	const { locale } = reader;
	const said = items.flatMap((item, i) => { const one = tests[i]; return one === undefined || isViolation(one) ? [] : present(one, dataset, locale).warnings.map((text) => ({ item, text })); });
	return [...Map.groupBy(said, (w) => w.text)].map(([text, of]) => {
		const labels = of.map((w) => quoted(variableLabel(reader, w.item), locale));
		return labels.length === items.length || labels.some((label) => text.includes(label)) ? text : m.result_battery_warning({ items: listed(labels, locale), text }, { locale });
	});
}

/** @returns a violation when the means cannot be made: an unknown variable, a text among the items, nobody left by the filter. Everything is suppressed as the dataset asks. */
export function battery(dataset: Dataset, items: readonly string[], by: string, locale: Locale, options: BatteryOptions = {}): Battery | Violation {
	const { test = 'means', correction = 'holm', interval = 'sd', filter } = options;
	const shared = filter && filter.length > 0 ? { filter } : {};
	const table = engineTable(dataset, locale);
	const means: AnySpec = { method: 'means', y: items, group: by, ...shared };
	const all = run(means as BaseSpec, table);
	const shown = suppress(all, dataset.suppressBelow);
	if (isViolation(all)) return all;
	if (isViolation(shown)) return shown;
	const method = groupsIn(all) === 2 ? (test === 'means' ? 't_test' : 'mann_whitney') : test === 'means' ? 'anova_welch' : 'kruskal_wallis';
	const specs = items.map((y): AnySpec => ({ method, y, group: by, ...shared }));
	const raw = specs.map((spec) => suppress(run(spec as BaseSpec, table), dataset.suppressBelow));
	const corrected = correct(raw, correction);
	const reader = readerOf(shown, dataset, locale);
	const presented = present(shown, dataset, locale);
	const base = presented.tables[0]?.table;
	const pictures = presented.figures.filter((figure) => (figure.kind === 'bars' || figure.kind === 'dots') && figure.interval === interval);
	const [figure] = pictures;
	if (!base || !figure) throw new Error('means have a table and figures');
	const name = correctionName(correction, locale);
	const columns = [
		{ key: 'test', label: m.result_battery_test({}, { locale }), group: '' }, { key: 'p', label: valueLabel('p', reader), group: '' },
		{ key: 'p_corrected', label: m.result_battery_corrected({ method: name }, { locale }), group: '' }, { key: 'effect', label: m.result_battery_effect({}, { locale }), group: '' }
	];
	const single = items.length === 1;
	const rows = base.rows.map((row, i): Row => ({ ...row, cells: [...row.cells, ...(single ? (row.total && raw[0] ? testCells(raw[0], corrected[0] ?? null, locale) : columns.map(() => NONE)) : raw[i] ? testCells(raw[i], corrected[i] ?? null, locale) : [])] }));
	const refused = items.filter((_, i) => { const one = raw[i]; return one !== undefined && isViolation(one); });
	const tested = corrected.filter((p) => p !== null).length;
	return {
		table: {
			...base, columns: [...base.columns, ...columns], rows,
			notes: [...(tested > 1 ? [m.result_battery_note({ tests: tested, method: name }, { locale })] : []), ...(refused.length > 0 ? [m.result_battery_refused({ items: refused.map((item) => variableLabel(reader, item)).join(', ') }, { locale })] : []), ...base.notes]
		},
		figure, sentences: sentences(items, corrected, reader), warnings: itemWarnings(items, raw, dataset, reader),
		specs: { means, tests: specs }, results: { means: shown, tests: raw }
	};
}
