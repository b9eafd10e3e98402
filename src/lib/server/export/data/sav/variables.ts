/** The dataset's variables as a system file has them. */
import { MISSING, type Dataset, type DatasetColumn, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import { inLocale } from '#lib/domain/text.ts';
import { cutBytes, oneLine } from '../bytes.ts';
import { categoryNumbers, columnOf, kindAt, kindsIn, needsCompanion } from '../coding.ts';
import { companionName, spssNames } from '../names.ts';
import type { FileWords } from '../words.ts';

/** Bytes that a label of a variable and of a value may have in SPSS. */
const LABEL = 256;
const VALUE_LABEL = 120;
/** Bytes of the longest string there is. */
const LONGEST = 32_767;

export interface SavVariable {
	/** As people write it. */
	name: string;
	label: string;
	/** Bytes of a text; 0 for a number. */
	width: number;
	/** Digits to show, and how many of them are decimals. */
	shown: number;
	decimals: number;
	measure: 1 | 2 | 3;
	/** In the order of the values. */
	valueLabels: readonly (readonly [number, string])[];
	/** The number that stands for each kind of missing, lowest first: they are declared as one range. */
	missing: readonly number[] | null;
	/** Name and value, for what SPSS has no field for. */
	attributes: readonly (readonly [string, string])[];
	column: DatasetColumn;
	/** Of categories: the number of each. Empty for others; a companion has those of the kinds. */
	numbers: readonly number[];
	/** Whether it says why the text before it is missing. */
	companion: boolean;
}

const MEASURES = { nominal: 1, ordinal: 2, scale: 3 } as const;

/** -99 to -96, or -999 to -996 and so on where a valid value is in that range. */
function missingNumbers(taken: (low: number, high: number) => boolean): number[] {
	for (let nines = 2; nines < 16; nines++) {
		const low = 1 - 10 ** nines;
		if (!taken(low, low + MISSING.length - 1)) return MISSING.map((_, k) => low + k);
	}
	throw new RangeError('no numbers are left for what is missing');
}

function numbersTaken(column: DatasetColumn, numbers: readonly number[], rows: number): (low: number, high: number) => boolean {
	return (low, high) => {
		if (column.kind !== 'numeric') return numbers.some((n) => n >= low && n <= high);
		for (let i = 0; i < rows; i++) {
			const x = column.values[i] ?? 0;
			if (x >= low && x <= high && kindAt(column, i) === 0) return true;
		}
		return false;
	};
}

/** Decimals to show: those of the variable, or none where all values are whole, else two. */
function decimalsOf(variable: DatasetVariable, column: DatasetColumn, rows: number): number {
	if (column.kind !== 'numeric') return 0;
	if (variable.decimals !== null) return Math.min(16, Math.max(0, Math.trunc(variable.decimals)));
	for (let i = 0; i < rows; i++) if (kindAt(column, i) === 0 && !Number.isInteger(column.values[i])) return 2;
	return 0;
}

function longest(column: DatasetColumn): number {
	if (column.kind !== 'text') return 0;
	let most = 1;
	for (const text of column.values) if (text) most = Math.max(most, Buffer.byteLength(text));
	return Math.min(most, LONGEST);
}

const kindLabel = (kind: number, words: FileWords): string => words.missing[MISSING[kind] ?? 'not_answered'];
const valueLabel = (text: string): string => cutBytes(oneLine(text), VALUE_LABEL, '…');

function companionOf(of: SavVariable, name: string, rows: number, words: FileWords): SavVariable {
	const met = kindsIn(of.column, rows);
	const numbers = MISSING.map((_, k) => k + 1);
	return {
		...of, name, label: cutBytes(`${of.label} (${words.companion})`, LABEL, '…'), width: 0, shown: 8, decimals: 0, measure: 1, missing: null, attributes: [],
		valueLabels: numbers.filter((_, k) => met[k]).map((n) => [n, kindLabel(n - 1, words)] as const), numbers, companion: true
	};
}

/** In the order of the dataset, each text that needs one followed by a variable that says why it is missing. */
export function savVariables(dataset: Dataset, words: FileWords): SavVariable[] {
	const { locale } = words;
	const made = dataset.variables.flatMap((variable): SavVariable[] => {
		const column = columnOf(dataset, variable);
		const { numbers, own } = variable.type === 'categorical' ? categoryNumbers(variable) : { numbers: [], own: true };
		const met = kindsIn(column, dataset.rows);
		const missing = column.kind !== 'text' && met.some(Boolean) ? missingNumbers(numbersTaken(column, numbers, dataset.rows)) : null;
		const labels = [
			...(missing ?? []).flatMap((n, k) => (met[k] ? [[n, valueLabel(kindLabel(k, words))] as const] : [])),
			...variable.categories.map((c, i) => [numbers[i] ?? NaN, valueLabel(inLocale(c.label, locale) || c.value)] as const)
		];
		const question = variable.question && oneLine(inLocale(variable.question, locale));
		const digits = Math.max(...[...numbers, ...(missing ?? [])].map((n) => String(n).length), 1);
		const one: SavVariable = {
			name: variable.name, label: cutBytes(oneLine(inLocale(variable.label, locale)), LABEL, '…'), width: longest(column),
			shown: column.kind === 'categorical' ? Math.max(4, digits) : Math.max(12, digits), decimals: decimalsOf(variable, column, dataset.rows),
			measure: MEASURES[variable.measure], valueLabels: labels.sort((a, b) => a[0] - b[0]), missing, column, numbers, companion: false,
			attributes: [
				...(question ? [['Question', question] as const] : []),
				...(own ? [] : variable.categories.map((c, i) => [`Value[${i + 1}]`, oneLine(c.value)] as const))
			]
		};
		return needsCompanion(column, dataset.rows) ? [one, companionOf(one, companionName(variable.name), dataset.rows, words)] : [one];
	});
	const names = spssNames(made.map((v) => v.name));
	return made.map((v, i) => ({ ...v, name: names[i] ?? v.name }));
}
