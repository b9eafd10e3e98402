/** The dataset's variables as a Stata file has them. */
import { MISSING, type Dataset, type DatasetColumn, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import { inLocale } from '#lib/domain/text.ts';
import { cutBytes, oneLine } from '../bytes.ts';
import { categoryNumbers, columnOf, kindAt, kindsIn, needsCompanion } from '../coding.ts';
import { companionName, stataNames } from '../names.ts';
import type { FileWords } from '../words.ts';

/** How a value is stored: the range of what is valid, and what stands for `.` and `.a` to `.d`, one after another. */
export interface NumberType { code: number; bytes: number; low: number; high: number; missing: readonly number[]; format: string }

const after = (first: number): number[] => [0, 1, 2, 3, 4].map((k) => first + k);
export const NUMBER_TYPES: readonly NumberType[] = [
	{ code: 65_530, bytes: 1, low: -127, high: 100, missing: after(101), format: '%8.0g' },
	{ code: 65_529, bytes: 2, low: -32_767, high: 32_740, missing: after(32_741), format: '%8.0g' },
	{ code: 65_528, bytes: 4, low: -2_147_483_647, high: 2_147_483_620, missing: after(2_147_483_621), format: '%12.0g' }
];
const DOUBLE: NumberType = { code: 65_526, bytes: 8, low: -Number.MAX_VALUE, high: Number.MAX_VALUE / 2, missing: [0, 1, 2, 3, 4].map((k) => 2 ** 1023 * (1 + k / 4096)), format: '%10.0g' };
/** Texts longer than this are kept apart from the rows. */
const LONGEST_IN_ROW = 2045;
const STRL = 32_768;
const LABEL_LETTERS = 80;
const VALUE_LABEL = 32_000;
/** The numbers that labels of `.a` to `.d` are under. */
const LABELLED_MISSING = after(2_147_483_621).slice(1);

export interface DtaVariable {
	name: string;
	label: string;
	/** Null: a text. */
	number: NumberType | null;
	/** Of a text: bytes in the row, or null where it is kept apart. */
	width: number | null;
	code: number;
	format: string;
	valueLabels: readonly (readonly [number, string])[];
	/** Name and value, for what Stata has no field for. */
	characteristics: readonly (readonly [string, string])[];
	column: DatasetColumn;
	/** Of categories: the number of each. */
	numbers: readonly number[];
	companion: boolean;
}

/** The first type that holds all values. */
function typeFor(column: DatasetColumn, numbers: readonly number[], rows: number): NumberType {
	let [low, high] = [0, 0];
	for (const n of numbers) [low, high] = [Math.min(low, n), Math.max(high, n)];
	if (column.kind === 'numeric') {
		for (let i = 0; i < rows; i++) {
			if (kindAt(column, i) > 0) continue;
			const x = column.values[i] ?? 0;
			if (!Number.isInteger(x)) return DOUBLE;
			low = Math.min(low, x);
			high = Math.max(high, x);
		}
	}
	return NUMBER_TYPES.find((type) => low >= type.low && high <= type.high) ?? DOUBLE;
}

function textForm(column: DatasetColumn): Pick<DtaVariable, 'width' | 'code' | 'format'> {
	let most = 1;
	if (column.kind === 'text') for (const text of column.values) if (text) most = Math.max(most, Buffer.byteLength(text));
	return most > LONGEST_IN_ROW ? { width: null, code: STRL, format: '%9s' } : { width: most, code: most, format: `%-${Math.min(most, 80)}s` };
}

const letters = (text: string): string => { const all = [...oneLine(text)]; return all.length > LABEL_LETTERS ? `${all.slice(0, LABEL_LETTERS - 1).join('')}…` : all.join(''); };
const kindLabel = (k: number, words: FileWords): string => words.missing[MISSING[k] ?? 'not_answered'];

function variableOf(dataset: Dataset, variable: DatasetVariable, words: FileWords): DtaVariable[] {
	const { locale } = words;
	const column = columnOf(dataset, variable);
	const { numbers, own } = variable.type === 'categorical' ? categoryNumbers(variable) : { numbers: [], own: true };
	const met = kindsIn(column, dataset.rows);
	const label = letters(inLocale(variable.label, locale));
	const type = typeFor(column, numbers, dataset.rows);
	const question = variable.question && oneLine(inLocale(variable.question, locale));
	const characteristics: [string, string][] = [
		...(question ? [['question', question] satisfies [string, string]] : []), ...(own ? [] : variable.categories.map((c, i): [string, string] => [`value${i + 1}`, oneLine(c.value)]))
	];
	if (column.kind !== 'text') {
		const valueLabels = [
			...variable.categories.map((c, i) => [numbers[i] ?? 0, cutBytes(oneLine(inLocale(c.label, locale) || c.value), VALUE_LABEL, '…')] as const).sort((a, b) => a[0] - b[0]),
			...LABELLED_MISSING.flatMap((n, k) => (met[k] ? [[n, kindLabel(k, words)] as const] : []))
		];
		return [{ name: variable.name, label, number: type, width: null, code: type.code, format: type.format, valueLabels, characteristics, column, numbers, companion: false }];
	}
	const text: DtaVariable = { name: variable.name, label, number: null, ...textForm(column), valueLabels: [], characteristics, column, numbers: [], companion: false };
	if (!needsCompanion(column, dataset.rows)) return [text];
	const [byte = DOUBLE] = NUMBER_TYPES;
	return [text, {
		...text, name: companionName(variable.name), label: letters(`${label} (${words.companion})`), number: byte, width: null, code: byte.code, format: byte.format,
		valueLabels: MISSING.flatMap((_, k) => (met[k] ? [[k + 1, kindLabel(k, words)] as const] : [])), characteristics: [], numbers: MISSING.map((_, k) => k + 1), companion: true
	}];
}

/** In the order of the dataset, each text that needs one followed by a variable that says why it is missing. */
export function dtaVariables(dataset: Dataset, words: FileWords): DtaVariable[] {
	const made = dataset.variables.flatMap((variable) => variableOf(dataset, variable, words));
	const names = stataNames(made.map((v) => v.name));
	return made.map((v, i) => ({ ...v, name: names[i] ?? v.name }));
}
