/** Random datasets: every type, every kind of missing, labels of any letters. */
import fc from 'fast-check';
import { MISSING, type Dataset } from '#lib/domain/dataset/types.ts';
import { buildDataset, missing, type Cell, type Given } from './build.ts';

/** Letters of one to four bytes, quotation marks, separators and marks that some format gives a meaning. */
const letter = fc.constantFrom(...'abcÆØÅæøåéßłЖ中𝄞😀 .,;:=/\\\'"`<>&%$#@~|()[]{}!?*-+\t');
export const anyText = (most: number): fc.Arbitrary<string> => fc.array(letter, { maxLength: most }).map((letters) => letters.join('').trim());
const label = anyText(140).map((text) => text || 'x');

const gone = fc.constantFrom(...MISSING).map(missing);
const cells = (of: fc.Arbitrary<Cell>, rows: number) => fc.array(fc.oneof({ weight: 4, arbitrary: of }, { weight: 1, arbitrary: gone }), { minLength: rows, maxLength: rows });
export const number = fc.oneof(fc.integer({ min: -1100, max: 300 }), fc.double({ min: -1e12, max: 1e12, noNaN: true }).map((x) => x + 0), fc.constantFrom(-99, -96.5, 151, 152, -999, 0.1, 2 ** 53));

const values = fc.oneof(
	fc.uniqueArray(fc.integer({ min: -120, max: 400 }).map(String), { minLength: 1, maxLength: 12 }),
	fc.uniqueArray(fc.constantFrom('0301', '1101', '4601', '5501', '9999'), { minLength: 1 }),
	fc.uniqueArray(anyText(20).filter((t) => t !== ''), { minLength: 1, maxLength: 300 })
);

function variable(name: string, rows: number): fc.Arbitrary<Given> {
	return fc.oneof(
		values.chain((all) => fc.record({
			name: fc.constant(name), type: fc.constant('categorical' as const), label, question: label, measure: fc.constantFrom('nominal' as const, 'ordinal' as const),
			categories: fc.tuple(...all.map((value) => label.map((text) => [value, text] as const))), cells: cells(fc.constantFrom(...all), rows)
		})),
		fc.record({ name: fc.constant(name), type: fc.constant('numeric' as const), label, decimals: fc.constantFrom(null, 0, 1, 3), cells: cells(number, rows) }),
		fc.record({ name: fc.constant(name), type: fc.constant('text' as const), label, cells: cells(anyText(400), rows) })
	);
}

const name = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/), fc.stringMatching(/^[a-z][a-z0-9_]{40,54}$/), fc.constantFrom('by', 'all', 'with', 'if', 'str5', 'long_name_of_a_variable', 'long_name_of_another'));

export const anyDataset: fc.Arbitrary<Dataset> = fc.tuple(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 12 }))
	.chain(([names, rows]) => fc.tuple(...names.map((n) => variable(n, rows))).map((given) => buildDataset(given, { rows })));
