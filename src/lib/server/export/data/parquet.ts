/** Data as Parquet, by hyparquet-writer: a group of rows at a time, categories as a dictionary of their values. */
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { firstMissing } from '#lib/domain/dataset/column.ts';
import { MISSING, type Dataset, type DatasetColumn, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { codebookOf } from './codebook.ts';
import { columnOf, kindAt, kindsIn } from './coding.ts';
import { companionName } from './names.ts';

/** Rows a group, and cells at most: what a group is packed into is held as a whole. Each column of a group costs as much again as some thousand cells, so that groups are not small. */
const ROWS = 20_000;
const CELLS = 20_000_000;
const INT32 = 2 ** 31;

type Value = string | number | null;
/** `read` gives the values of rows from `from` and before `to`. */
interface ParquetColumn { name: string; type: 'STRING' | 'INT32' | 'DOUBLE'; read: (from: number, to: number) => Value[] }

const whole = (column: DatasetColumn, rows: number): boolean => {
	if (column.kind !== 'numeric') return false;
	for (let i = 0; i < rows; i++) {
		const x = column.values[i] ?? 0;
		if (kindAt(column, i) === 0 && !(Number.isInteger(x) && Math.abs(x) < INT32)) return false;
	}
	return true;
};

function valuesOf(dataset: Dataset, variable: DatasetVariable): ParquetColumn {
	const column = columnOf(dataset, variable);
	const { name } = variable;
	if (column.kind === 'categorical') {
		const first = firstMissing(column.codes);
		const values = variable.categories.map((c) => c.value);
		const { codes } = column;
		return { name, type: 'STRING', read: (from, to) => {
			const out = new Array<Value>(to - from).fill(null);
			for (let i = from; i < to; i++) {
				const code = codes[i] ?? first;
				if (code < first) out[i - from] = values[code] ?? null;
			}
			return out;
		} };
	}
	const read = (from: number, to: number): Value[] => {
		const out = new Array<Value>(to - from).fill(null);
		for (let i = from; i < to; i++) if (kindAt(column, i) === 0) out[i - from] = column.values[i] ?? null;
		return out;
	};
	return { name, type: column.kind === 'text' ? 'STRING' : whole(column, dataset.rows) ? 'INT32' : 'DOUBLE', read };
}

/** The kind of missing of each row, for a variable that has others than not answered. */
function kindsOf(dataset: Dataset, variable: DatasetVariable): ParquetColumn[] {
	const column = columnOf(dataset, variable);
	if (!kindsIn(column, dataset.rows).some((met, k) => met && k !== 1)) return [];
	const read = (from: number, to: number): Value[] => {
		const out = new Array<Value>(to - from).fill(null);
		for (let i = from; i < to; i++) {
			const kind = kindAt(column, i);
			if (kind > 0) out[i - from] = MISSING[kind - 1] ?? null;
		}
		return out;
	};
	return [{ name: companionName(variable.name), type: 'STRING', read }];
}

/**
 * Numbers are INT32 where all are whole and small, else DOUBLE; categories and texts are strings. Missing is null; where it is of several kinds, a column `<name>__missing` says which
 * (null: the value is valid; without such a column, null is not answered). The codebook is the file's metadata under `grunnlag`.
 * @param locale language of the codebook
 */
export function* toParquet(dataset: Dataset, locale: Locale): Generator<Uint8Array> {
	const columns = dataset.variables.flatMap((variable) => [valuesOf(dataset, variable), ...kindsOf(dataset, variable)]);
	const writer = new ByteWriter(1 << 20);
	const schema = schemaFromColumnData({ columnData: columns.map(({ name, type }) => ({ name, type, data: [] })) });
	const codebook = { key: dataset.key, hash: dataset.hash, variables: codebookOf(dataset, locale) };
	const file = new ParquetWriter({ writer, schema, kvMetadata: [{ key: 'grunnlag', value: JSON.stringify(codebook) }], createdBy: 'Grunnlag' });
	const taken = (): Uint8Array => {
		const piece = writer.getBytes().slice();
		// what is handed on is let go of; the offsets in the file go on
		writer.index = 0;
		return piece;
	};
	const most = Math.min(ROWS, Math.max(500, Math.floor(CELLS / Math.max(1, columns.length))));
	for (let from = 0; from < dataset.rows; from += most) {
		const to = Math.min(from + most, dataset.rows);
		// the values of a column are made when the writer comes to it, and let go of when it is packed
		const columnData = columns.map(({ name, read }) => ({ name, get data() { return read(from, to); } }));
		void file.write({ columnData, rowGroupSize: to - from });
		yield taken();
	}
	void file.finish();
	yield taken();
}
