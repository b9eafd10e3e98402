import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MISSING, type Dataset } from '#lib/domain/dataset/types.ts';
import { categoryNumbers } from '#lib/server/export/data/coding.ts';
import { savVariables } from '#lib/server/export/data/sav/variables.ts';
import { toSav } from '#lib/server/export/data/sav/write.ts';
import { fileWords } from '#lib/server/export/data/words.ts';
import { anyDataset } from '../support/dataset/arbitrary.ts';
import { cellAt, type Cell } from '../support/dataset/build.ts';
import { readSav, type ReadSav } from '../support/dataset/sav.ts';

const made = new Date('2021-06-01T00:00:00Z');

/** What a cell of the file says, read with nothing but the file: a value, or a kind of missing by its label. */
function told(file: ReadSav, name: string, row: number, kinds: readonly string[]): string {
	const variable = file.variables.find((v) => v.name === name);
	const value = file.rows[row]?.[name];
	const label = typeof value === 'number' ? variable?.values.get(value) : undefined;
	const range = variable?.missing;
	const gone = typeof value === 'number' && typeof range === 'object' && range !== null && value >= range.min && value <= range.max;
	return gone ? `missing ${kinds.indexOf(label ?? '')}` : String(value);
}
const KINDS = ['Ikke spurt', 'Ikke besvart', 'Vet ikke', 'Skjult av hensyn til personvern'];

function expected(dataset: Dataset, place: number, cell: Cell): string {
	const variable = dataset.variables[place];
	if (!variable) throw new RangeError('no such variable');
	if (typeof cell === 'object') return variable.type === 'text' ? '' : `missing ${MISSING.indexOf(cell.missing)}`;
	if (variable.type !== 'categorical') return String(cell);
	return String(categoryNumbers(variable).numbers[variable.categories.findIndex((c) => c.value === cell)]);
}

describe('Any dataset', () => {
	it('is read back from its SPSS file by its values and kinds of missing', async () => {
		await fc.assert(fc.asyncProperty(anyDataset, async (dataset) => {
			const file = await readSav(Buffer.concat([...toSav(dataset, { words: fileWords('nb'), made })]));
			const names = savVariables(dataset, fileWords('nb')).filter((v) => !v.companion).map((v) => v.name);
			expect(file.rows.length).toBe(dataset.rows);
			for (const [place, { name, type }] of dataset.variables.entries()) {
				for (let row = 0; row < dataset.rows; row++) {
					const cell = cellAt(dataset, name, row);
					expect(told(file, names[place] ?? '', row, KINDS)).toBe(expected(dataset, place, cell));
					const companion = file.rows[row]?.[`${name}__missing`];
					if (type === 'text' && companion !== undefined) expect(companion).toBe(typeof cell === 'object' ? 1 + MISSING.indexOf(cell.missing) : null);
				}
			}
		}), { numRuns: 150 });
	});

	it('has in its SPSS file the labels of its variables and categories, as far as they fit', async () => {
		await fc.assert(fc.asyncProperty(anyDataset, async (dataset) => {
			const file = await readSav(Buffer.concat([...toSav(dataset, { words: fileWords('nb'), made })]));
			const named = savVariables(dataset, fileWords('nb')).filter((v) => !v.companion);
			const fits = (whole: string, kept: string | undefined, most: number) => {
				const one = whole.replace(/\s+/gu, ' ').trim();
				if (Buffer.byteLength(one) <= most) expect(kept).toBe(one);
				else expect(one.startsWith((kept ?? '').slice(0, -1)) && kept?.endsWith('…')).toBe(true);
			};
			for (const [place, variable] of dataset.variables.entries()) {
				const read = file.variables.find((v) => v.name === named[place]?.name);
				fits(variable.label.nb ?? '', read?.label, 256);
				const { numbers } = categoryNumbers(variable);
				for (const [i, category] of variable.categories.entries()) fits(category.label.nb ?? '', read?.values.get(numbers[i] ?? NaN), 120);
			}
		}), { numRuns: 60 });
	});
});
