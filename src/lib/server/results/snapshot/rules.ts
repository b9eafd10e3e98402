/** One derived variable from those that it is made of. The statistics library does the reckoning. */
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import { bandColumn, naturalBreakColumn, quantileGroupColumn } from '#analysis/recode/columns.ts';
import { meanIndex, reverseColumn } from '#analysis/scale/mean-index.ts';
import { tableOf } from '#analysis/table/build.ts';
import type { CategoricalColumn, Column } from '#analysis/table/table.ts';
import { emptyCodes, firstMissing } from '#lib/domain/dataset/column.ts';
import type { DatasetCategory, DatasetColumn, DatasetVariable, Derived, DerivedRule } from '#lib/domain/dataset/types.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { engineColumn } from './engine-table.ts';

/** What stands in the way of a derived variable: a message key after `snapshot_fault_`, and what it takes. */
export interface Fault {
	/** The derived variable's name, or where in the definition. */
	name: string;
	code: string;
	params: Record<string, string | number>;
}
export interface Made { variable: DatasetVariable; column: DatasetColumn }
export type Source = Made;

type Of<R extends DerivedRule['rule']> = Extract<DerivedRule, { rule: R }>;
type Result = { categories: DatasetCategory[]; column: DatasetColumn; measure: DatasetVariable['measure'] } | { fault: Omit<Fault, 'name'> };

const fault = (code: string, params: Fault['params'] = {}): { fault: Omit<Fault, 'name'> } => ({ fault: { code, params } });
const MOST_NAMED = 12;
/** The first of many, for a reader to choose from. */
export const some = (list: readonly string[]): string => (list.length === 0 ? '–' : list.slice(0, MOST_NAMED).join(', ') + (list.length > MOST_NAMED ? ' …' : ''));

/** Whether its values are numbers, or categories that each have one. */
export const scored = ({ variable }: Pick<Source, 'variable'>): boolean => variable.type === 'numeric' || (variable.type === 'categorical' && variable.categories.every((c) => c.score !== undefined));

export function sourcesOf(rule: DerivedRule): readonly string[] {
	return typeof rule.of === 'string' ? [rule.of] : rule.of;
}

function recode(rule: Of<'recode'>, { variable, column }: Source): Result {
	if (column.kind !== 'categorical') return fault('recode_kind', { variable: variable.name });
	const values = rule.groups.map((g) => g.value).concat(rule.rest ? [rule.rest.value] : []);
	const again = values.find((value, i) => values.indexOf(value) !== i);
	if (again !== undefined) return fault('group_twice', { value: again });
	const place = new Map<string, number>();
	for (const [g, group] of rule.groups.entries()) {
		for (const value of group.from) {
			if (!variable.categories.some((c) => c.value === value)) return fault('category', { variable: variable.name, value, has: some(variable.categories.map((c) => c.value)) });
			if (place.has(value)) return fault('category_twice', { value });
			place.set(value, g);
		}
	}
	const categories = rule.groups.map(({ value, label, score }): DatasetCategory => ({ value, label, ...(score !== undefined && { score }) })).concat(rule.rest ? [rule.rest] : []);
	const codes = emptyCodes(column.codes.length, categories.length, 'not_answered');
	const [top, first] = [firstMissing(codes), firstMissing(column.codes)];
	const rest = rule.rest ? categories.length - 1 : top + 1;
	const to = variable.categories.map((c) => place.get(c.value) ?? rest);
	for (let i = 0; i < codes.length; i++) {
		const code = column.codes[i] ?? first;
		codes[i] = code >= first ? top + code - first : to[code] ?? rest;
	}
	return { categories, column: { kind: 'categorical', codes }, measure: categories.every((c) => c.score !== undefined) ? 'ordinal' : 'nominal' };
}

/** A table of the library with these columns; `in` the language of the first. */
const tableFor = (sources: readonly Source[]) => tableOf(Object.fromEntries(sources.flatMap(({ variable, column }): [string, Column][] => {
	const read = engineColumn(variable, column, 'nb');
	return read ? [[variable.name, read]] : [];
})));

function reverse(source: Source): Result {
	const { variable, column } = source;
	if (column.kind !== 'categorical' || !scored(source)) return fault('reverse_kind', { variable: variable.name });
	const turned = reverseColumn(tableFor([source]), variable.name);
	if (isViolation(turned) || turned.kind !== 'categorical') return fault('reverse_kind', { variable: variable.name });
	const order = turned.categories.map((c, from) => ({ from, score: c.score ?? 0 })).sort((a, b) => a.score - b.score);
	const categories = order.map(({ from, score }): DatasetCategory => ({ value: String(score), label: variable.categories[from]?.label ?? {}, score }));
	const to = new Map(order.map(({ from }, i) => [from, i]));
	return { categories, column: { kind: 'categorical', codes: column.codes.map((code) => to.get(code) ?? code) }, measure: 'ordinal' };
}

function index(rule: Of<'index'>, sources: readonly Source[]): Result {
	const stranger = rule.reversed.find((name) => !rule.of.includes(name));
	if (stranger !== undefined) return fault('reversed', { variable: stranger, has: some(rule.of) });
	const again = rule.of.find((name, i) => rule.of.indexOf(name) !== i);
	if (again !== undefined) return fault('item_twice', { variable: again });
	if ((rule.at_least ?? 1) > rule.of.length) return fault('at_least', { most: rule.of.length });
	const wrong = sources.find((s) => !scored(s) || (s.variable.type === 'numeric' && rule.reversed.includes(s.variable.name)));
	if (wrong) return fault(scored(wrong) ? 'reverse_kind' : 'score', { variable: wrong.variable.name });
	const made = meanIndex(tableFor(sources), { items: rule.of, reversed: rule.reversed, min_valid: rule.at_least ?? null });
	if (isViolation(made)) return fault('score', { variable: some(rule.of) });
	return { categories: [], column: { kind: 'numeric', values: made.column.values, missing: made.column.missing }, measure: 'scale' };
}

/** Bands in mathematical notation; in Norwegian with a decimal comma. */
function notation(label: string): Text {
	const norwegian = label.replace(', ', '; ').replaceAll('.', ',').replaceAll('Inf', '∞').replaceAll('-', '−');
	return { nb: norwegian, nn: norwegian, en: label.replaceAll('Inf', '∞').replaceAll('-', '−') };
}

function grouped(source: Source, labels: readonly Text[] | undefined, needed: number, make: (of: string) => CategoricalColumn | Violation): Result {
	if (!scored(source)) return fault('score', { variable: source.variable.name });
	if (labels && labels.length !== needed) return fault('labels', { needed, given: labels.length });
	const made = make(source.variable.name);
	if (isViolation(made)) return fault('values', { variable: source.variable.name, groups: needed });
	const categories = made.categories.map(({ value, label, score }, i): DatasetCategory => ({ value, label: labels?.[i] ?? notation(label), ...(score !== undefined && { score }) }));
	return { categories, column: { kind: 'categorical', codes: made.codes }, measure: 'ordinal' };
}

function apply(rule: DerivedRule, sources: readonly [Source, ...Source[]]): Result {
	const [source] = sources;
	switch (rule.rule) {
		case 'recode': return recode(rule, source);
		case 'reverse': return reverse(source);
		case 'index': return index(rule, sources);
		case 'bands':
			if (rule.upper.some((u, i) => i > 0 && u <= (rule.upper[i - 1] ?? u))) return fault('upper');
			return grouped(source, rule.labels, rule.upper.length + 1, (x) => bandColumn(tableFor([source]), { x, limits: rule.upper, closed: rule.closed ?? 'right' }));
		case 'quantiles': return grouped(source, rule.labels, rule.groups, (x) => quantileGroupColumn(tableFor([source]), { x, groups: rule.groups }));
		case 'natural': return grouped(source, rule.labels, rule.groups, (x) => naturalBreakColumn(tableFor([source]), { x, k: rule.groups }));
	}
}

/**
 * Makes a derived variable. Missing is carried over by kind; of an index as the library's `meanIndex` says: not asked when all that is missing was not asked, suppressed
 * when anything is, don't know when all that was asked and is missing is that, else not answered.
 * @param sources the variables of `rule.of`, in its order
 */
export function makeDerived({ name, label, rule }: Derived, sources: readonly [Source, ...Source[]]): Made | { fault: Fault } {
	const made = apply(rule, sources);
	if ('fault' in made) return { fault: { name, ...made.fault } };
	const { categories, column, measure } = made;
	return {
		column,
		variable: {
			name, label, question: null, type: column.kind, measure, categories, reversed: false,
			decimals: rule.rule === 'index' ? 2 : null, unit: null, origin: { kind: 'derived', rule }
		}
	};
}
