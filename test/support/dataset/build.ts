/** Datasets from rows as one would write them. */
import { emptyCodes, firstMissing } from '#lib/domain/dataset/column.ts';
import { MISSING, type Dataset, type DatasetCategory, type DatasetColumn, type DatasetVariable, type MissingKind } from '#lib/domain/dataset/types.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';

export type Cell = string | number | { missing: MissingKind };
export const missing = (kind: MissingKind): Cell => ({ missing: kind });
export const inAll = (text: string): Text => ({ nb: text, nn: `${text} (nn)`, en: `${text} (en)` });

export interface Given extends Partial<Omit<DatasetVariable, 'label' | 'categories' | 'question'>> {
	name: string;
	type: DatasetVariable['type'];
	label?: string;
	question?: string;
	/** Value and label. */
	categories?: readonly (readonly [string, string])[];
	cells: readonly Cell[];
}

function columnOf(given: Given, categories: readonly DatasetCategory[]): DatasetColumn {
	const { cells, type } = given;
	const kinds = Uint8Array.from(cells, (cell) => (typeof cell === 'object' ? 1 + MISSING.indexOf(cell.missing) : 0));
	const kept = kinds.some((k) => k > 0) ? kinds : null;
	if (type === 'numeric') return { kind: 'numeric', values: Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : 0)), missing: kept };
	if (type === 'text') return { kind: 'text', values: cells.map((cell) => (typeof cell === 'string' ? cell : null)), missing: kept };
	const codes = emptyCodes(cells.length, categories.length);
	const first = firstMissing(codes);
	cells.forEach((cell, i) => {
		const found = categories.findIndex((c) => c.value === cell);
		if (typeof cell !== 'object' && found < 0) throw new RangeError(`${given.name}: no category ${cell}`);
		codes[i] = typeof cell === 'object' ? first + MISSING.indexOf(cell.missing) : found;
	});
	return { kind: 'categorical', codes };
}

/** A dataset of one survey's responses. */
export function buildDataset(variables: readonly Given[], over: Partial<Dataset> = {}): Dataset {
	const made = variables.map(({ cells: _, label, question, categories = [], ...given }): DatasetVariable => ({
		measure: given.type === 'numeric' ? 'scale' : 'nominal', reversed: false, decimals: null, unit: null, origin: { kind: 'item', survey: 'prove', item: given.name, block: 'side' },
		...given, label: inAll(label ?? given.name), question: question === undefined ? null : inAll(question), categories: categories.map(([value, text]) => ({ value, label: inAll(text) }))
	}));
	return {
		key: 'prove', kind: 'responses', title: inAll('Prøve på en undersøkelse'), hash: 'ab'.repeat(32), rows: variables[0]?.cells.length ?? 0, variables: made,
		columns: Object.fromEntries(variables.map((given, i) => [given.name, columnOf(given, made[i]?.categories ?? [])])), suppressBelow: 0, ...over
	};
}

/** The cell in a row, as it was given; for reading back. */
export function cellAt(dataset: Dataset, name: string, row: number): Cell {
	const column = dataset.columns[name];
	const variable = dataset.variables.find((v) => v.name === name);
	if (!column || !variable) throw new RangeError(`no variable ${name}`);
	const gone = (kind: number): Cell => missing(MISSING[kind] ?? 'not_answered');
	if (column.kind === 'categorical') {
		const code = column.codes[row] ?? 0;
		const first = firstMissing(column.codes);
		return code >= first ? gone(code - first) : (variable.categories[code]?.value ?? '');
	}
	const kind = column.missing?.[row] ?? 0;
	return kind > 0 ? gone(kind - 1) : (column.values[row] ?? '');
}
