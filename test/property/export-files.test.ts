import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { CSV_MISSING } from '#analysis/table/csv.ts';
import { MISSING, type Dataset } from '#lib/domain/dataset/types.ts';
import { codebookPage } from '#lib/server/export/data/codebook-page.ts';
import { categoryNumbers } from '#lib/server/export/data/coding.ts';
import { toCsv } from '#lib/server/export/data/csv.ts';
import { toDdi } from '#lib/server/export/data/ddi.ts';
import { dtaVariables } from '#lib/server/export/data/dta/variables.ts';
import { toDta } from '#lib/server/export/data/dta/write.ts';
import { toParquet } from '#lib/server/export/data/parquet.ts';
import { fileWords } from '#lib/server/export/data/words.ts';
import { toXlsx } from '#lib/server/export/data/xlsx/write.ts';
import { anyDataset } from '../support/dataset/arbitrary.ts';
import { cellAt, type Cell } from '../support/dataset/build.ts';
import { readDta } from '../support/dataset/dta.ts';
import { readXml } from '../support/dataset/xml.ts';

const made = new Date('2021-06-01T00:00:00Z');
const words = fileWords('nb');
const bytes = (pieces: Iterable<Uint8Array>) => Buffer.concat([...pieces]);
const kindOf = (cell: Cell): number => (typeof cell === 'object' ? MISSING.indexOf(cell.missing) : -1);

/** Every cell of a dataset, with its place. */
function* cellsOf(dataset: Dataset) {
	for (const [place, variable] of dataset.variables.entries()) for (let row = 0; row < dataset.rows; row++) yield { variable, place, row, cell: cellAt(dataset, variable.name, row) };
}
const numberOf = (dataset: Dataset, place: number, cell: Cell): number | undefined => {
	const variable = dataset.variables[place];
	return variable && categoryNumbers(variable).numbers[variable.categories.findIndex((c) => c.value === cell)];
};

describe('Any dataset', () => {
	it('is read back from CSV, cell by cell', () => {
		fc.assert(fc.property(anyDataset, (dataset) => {
			const [heading, ...rows] = parse(bytes(toCsv(dataset)).toString('utf8')) as string[][];
			expect(heading).toEqual(dataset.variables.map((v) => v.name));
			expect(rows).toHaveLength(dataset.rows);
			for (const { cell, place, row } of cellsOf(dataset)) expect(rows[row]?.[place]).toBe(typeof cell === 'object' ? CSV_MISSING[cell.missing] : String(cell));
		}), { numRuns: 150 });
	});

	it('is read back from Excel by its values', () => {
		fc.assert(fc.property(anyDataset, (dataset) => {
			const sheet = XLSX.read(bytes(toXlsx(dataset, { words, labels: false, made })), { type: 'buffer' }).Sheets.Data ?? {};
			for (const { cell, place, row } of cellsOf(dataset)) {
				const read = (sheet[XLSX.utils.encode_cell({ r: row + 1, c: place })] as XLSX.CellObject | undefined)?.v;
				if (typeof cell === 'object' ? cell.missing === 'not_answered' : cell === '') expect(read).toBeUndefined();
				else expect(String(read)).toBe(typeof cell === 'object' ? CSV_MISSING[cell.missing] : String(cell));
			}
		}), { numRuns: 60 });
	});

	it('is read back from Parquet, and which kind of missing each null is', async () => {
		await fc.assert(fc.asyncProperty(anyDataset, async (dataset) => {
			const all = bytes(toParquet(dataset, 'nb'));
			const rows = await parquetReadObjects({ file: all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength) });
			expect(rows).toHaveLength(dataset.rows);
			for (const { cell, variable, row } of cellsOf(dataset)) {
				expect(rows[row]?.[variable.name] ?? null).toBe(typeof cell === 'object' ? null : cell);
				expect(rows[row]?.[`${variable.name}__missing`] ?? (kindOf(cell) >= 0 ? 'not_answered' : null)).toBe(typeof cell === 'object' ? cell.missing : null);
			}
		}), { numRuns: 60 });
	});

	it('is read back from Stata by its values, labels and kinds of missing', () => {
		fc.assert(fc.property(anyDataset, (dataset) => {
			const file = readDta(bytes(toDta(dataset, { words, made })));
			const variables = dtaVariables(dataset, words);
			const places = variables.flatMap((v, i) => (v.companion ? [] : [i]));
			for (const { cell, variable, place, row } of cellsOf(dataset)) {
				const read = file.cells[row]?.[places[place] ?? -1];
				if (typeof cell === 'object') expect(read).toBe(variable.type === 'text' ? '' : `.${'abcd'[kindOf(cell)] ?? ''}`);
				else expect(read).toBe(variable.type === 'categorical' ? numberOf(dataset, place, cell) : cell);
			}
			for (const [place, variable] of dataset.variables.entries()) {
				const read = file.variables[places[place] ?? -1];
				for (const category of variable.categories) expect(read?.values.get(numberOf(dataset, place, category.value) ?? NaN)).toBe(category.label.nb?.replace(/\s+/gu, ' '));
			}
		}), { numRuns: 100 });
	});

	it('is described in a document that is XML, and in a page whose texts are all escaped', () => {
		fc.assert(fc.property(anyDataset, (dataset) => {
			const root = readXml(bytes(toDdi([{ dataset, file: 'data.csv' }], { title: 'Å & <b>', wave: '2021', made })).toString('utf8'));
			expect(root.children.at(-1)?.children.filter((c) => c.name === 'var').map((v) => v.attributes.name)).toEqual(dataset.variables.map((v) => v.name));
			const page = new TextDecoder().decode(codebookPage(dataset, 'nb'));
			// what is left without its elements holds no angle bracket of anybody's text
			expect(page.slice(page.indexOf('<body>')).replace(/<\/?(body|html|h1|h2|p|b|code|nav|a|table|thead|tbody|tr|td|th)( [a-z]+="[^"<>]*")*>/g, '')).not.toMatch(/[<>]/);
		}), { numRuns: 60 });
	});
});
