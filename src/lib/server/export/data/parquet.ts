/** Data as Parquet, by hyparquet-writer: a group of rows at a time, categories as a dictionary of their values. */
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { firstMissing } from '#lib/domain/dataset/column.ts';
import { MISSING, type Dataset, type DatasetColumn, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { codebookOf } from './codebook.ts';
import { columnOf, kindAt, kindsIn } from './coding.ts';
import { companionName } from './names.ts';

/** Cells a group of rows, which is held as a whole while it is packed. */
const GROUP = 1_000_000;
const INT32 = 2 ** 31;

interface ParquetColumn { name: string; type: 'STRING' | 'INT32' | 'DOUBLE'; at: (row: number) => string | number | null }

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
		return { name, type: 'STRING', at: (row) => { const code = column.codes[row] ?? first; return code < first ? (values[code] ?? null) : null; } };
	}
	const at = (row: number): string | number | null => (kindAt(column, row) === 0 ? (column.values[row] ?? null) : null);
	return { name, type: column.kind === 'text' ? 'STRING' : whole(column, dataset.rows) ? 'INT32' : 'DOUBLE', at };
}

/** The kind of missing of each row, for a variable that has others than not answered. */
function kindsOf(dataset: Dataset, variable: DatasetVariable): ParquetColumn[] {
	const column = columnOf(dataset, variable);
	if (!kindsIn(column, dataset.rows).some((met, k) => met && k !== 1)) return [];
	return [{ name: companionName(variable.name), type: 'STRING', at: (row) => MISSING[kindAt(column, row) - 1] ?? null }];
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
	const most = Math.min(20_000, Math.max(500, Math.floor(GROUP / Math.max(1, columns.length))));
	for (let from = 0; from < dataset.rows; from += most) {
		const size = Math.min(most, dataset.rows - from);
		const columnData = columns.map(({ name, at }) => ({ name, data: Array.from({ length: size }, (_, i) => at(from + i)) }));
		void file.write({ columnData, rowGroupSize: size });
		yield taken();
	}
	void file.finish();
	yield taken();
}
