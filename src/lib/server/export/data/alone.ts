/** How many people a file of single answers could point out: those who are alone in what is known about them beforehand. */
import { aloneIn, type Aloneness } from '#lib/domain/link/alone.ts';
import { firstMissing } from '#lib/domain/dataset/column.ts';
import type { Dataset, DatasetVariable } from '#lib/domain/dataset/types.ts';

/** Variables taken into account: those with the most categories, which tell the most. */
const MOST = 8;
/** Known to others than the respondent: from the population list, or by the municipality. */
const KNOWN: ReadonlySet<DatasetVariable['origin']['kind']> = new Set(['frame', 'link']);

/** By the part's variables, which are the same as long as the part is kept in memory: a large one takes a second or two. */
const counted = new WeakMap<object, Aloneness[]>();

/** Rows of each part and wave: whoever has the file sees which a row is of, and a person in two waves hides nobody. */
function pieces(dataset: Dataset): number[][] {
	const of = dataset.variables.flatMap(({ name, origin }) => {
		const column = dataset.columns[name];
		return (origin.kind === 'part' || origin.kind === 'wave') && column?.kind === 'categorical' ? [column.codes] : [];
	});
	const by = Map.groupBy(Array.from({ length: dataset.rows }, (_, i) => i), (i) => of.map((codes) => codes[i]).join(' '));
	return by.size > 0 ? [...by.values()] : [[]];
}

/** The same combinations of columns in each. */
function summed(all: readonly Aloneness[][]): Aloneness[] {
	const [first = [], ...others] = all;
	return first.map((one, i) => others.reduce((sum, other) => {
		const next = other[i];
		return next ? { columns: sum.columns, combinations: sum.combinations + next.combinations, alone: sum.alone + next.alone, below3: sum.below3 + next.below3, below5: sum.below5 + next.below5 } : sum;
	}, one));
}

/** Alone by the variable that tells the most, by it with each other, and by all. Empty where nothing is known beforehand, and of municipalities, which are no people. */
export function aloneInDataset(dataset: Dataset): Aloneness[] {
	if (dataset.kind === 'municipalities') return [];
	const there = counted.get(dataset.variables);
	if (there) return there;
	const known = dataset.variables.filter((v) => v.type === 'categorical' && KNOWN.has(v.origin.kind) && v.categories.length > 1).sort((a, b) => b.categories.length - a.categories.length).slice(0, MOST);
	const traits = known.map((variable) => {
		const column = dataset.columns[variable.name];
		const values = column?.kind === 'categorical' ? Array.from(column.codes, (code) => (code < firstMissing(column.codes) ? (variable.categories[code]?.value ?? null) : null)) : [];
		return { name: variable.name, values };
	});
	const alone = summed(pieces(dataset).map((rows) => aloneIn(traits, rows)));
	counted.set(dataset.variables, alone);
	return alone;
}
