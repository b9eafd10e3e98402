/** What a dataset is called in the `.sav` that is exported of it: names that SPSS takes, and a number for each category. */
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset, DatasetVariable } from '#lib/domain/dataset/types.ts';
import { missingAt } from '#lib/domain/dataset/column.ts';
import { categoryNumbers } from '#lib/server/export/data/coding.ts';
import { spssNames } from '#lib/server/export/data/names.ts';

export class SpssData {
	readonly dataset: Dataset | null;
	/** Commands that make helper variables, in the order they were asked for. */
	readonly made: string[] = [];
	readonly #names: Map<string, string>;
	readonly #byName: Map<string, DatasetVariable>;

	constructor(dataset: Dataset | null) {
		this.dataset = dataset;
		const variables = dataset?.variables ?? [];
		const names = spssNames(variables.map((v) => v.name));
		this.#names = new Map(variables.map((v, i) => [v.name, names[i]!]));
		this.#byName = new Map(variables.map((v) => [v.name, v]));
	}

	has(name: string): boolean {
		return this.#byName.has(name);
	}
	variable(name: string): DatasetVariable {
		const found = this.#byName.get(name);
		if (!found) throw new RangeError(`no variable ${name}`);
		return found;
	}
	/** The variable as SPSS knows it. */
	name(name: string): string {
		this.variable(name);
		return this.#names.get(name)!;
	}
	names(names: readonly string[]): string {
		return names.map((n) => this.name(n)).join(' ');
	}
	/** A command that makes a helper, once. */
	make(text: string): void {
		if (!this.made.includes(text)) this.made.push(text);
	}

	/** The number of a category; of a variable of numbers the number itself; null where it is none. */
	code(name: string, value: string): number | null {
		const variable = this.variable(name);
		if (variable.type === 'numeric') return Number.isFinite(Number(value)) ? Number(value) : null;
		const at = variable.categories.findIndex((c) => c.value === value);
		return at < 0 ? null : categoryNumbers(variable).numbers[at]!;
	}
	codes(name: string, values: readonly string[]): number[] {
		return values.map((v) => this.code(name, v)).filter((v) => v !== null);
	}
	/** The categories that some row has, in order; of numbers the values met. */
	met(name: string): string[] {
		const { dataset } = this;
		const variable = this.variable(name);
		const column = dataset?.columns[name];
		if (!dataset || !column || column.kind === 'text') return [];
		const rows = Array.from({ length: dataset.rows }, (_, i) => i).filter((i) => missingAt(column, i) === 0);
		if (column.kind === 'numeric') return [...new Set(rows.map((i) => column.values[i]!))].sort((a, b) => a - b).map(String);
		const codes = new Set(rows.map((i) => column.codes[i]!));
		return variable.categories.map((c) => c.value).filter((_, i) => codes.has(i));
	}

	/** The variable as numbers: itself, unless the scores of its categories are others than the numbers they have in the file. */
	numeric(name: string): string {
		const variable = this.variable(name);
		const own = this.name(name);
		if (variable.type !== 'categorical') return own;
		const { numbers } = categoryNumbers(variable);
		if (variable.categories.every((c, i) => c.score === undefined || c.score === numbers[i])) return own;
		const to = helperName(own, 'score');
		this.make(`RECODE ${own} ${variable.categories.map((c, i) => `(${numbers[i]!}=${c.score ?? 'SYSMIS'})`).join(' ')} INTO ${to}.`);
		return to;
	}
	/** Lowest and highest point of an item's scale; null where it has none. */
	ends(name: string): [number, number] | null {
		const scores = this.variable(name).categories.map((c) => c.score).filter((s) => s !== undefined);
		return scores.length > 0 ? [Math.min(...scores), Math.max(...scores)] : null;
	}
	/** Items as numbers, those worded the other way round turned; null where the scale's ends are not known. */
	items(items: readonly string[], reversed: readonly string[], ends: [number, number] | null = null): string[] | null {
		const out: string[] = [];
		for (const item of items) {
			const x = this.numeric(item);
			if (!reversed.includes(item)) {
				out.push(x);
				continue;
			}
			const [low, high] = ends ?? this.ends(item) ?? [];
			if (low === undefined || high === undefined) return null;
			const to = helperName(x, 'r');
			this.make(`COMPUTE ${to} = ${low + high} - ${x}.`);
			out.push(to);
		}
		return out;
	}
}

/** A name that no variable of the data has: theirs never have a hash. */
export const helperName = (name: string, what: string): string => `${name.slice(0, 62 - what.length)}#${what}`;

/** Columns that a spec names, in its fields and its filter. */
export function namedIn(spec: AnySpec, data: SpssData): string[] {
	const found = new Set<string>();
	const walk = (value: unknown): void => {
		if (typeof value === 'string') for (const word of [value, ...value.split(':')]) if (data.has(word)) found.add(word);
		if (Array.isArray(value)) value.forEach(walk);
		else if (value && typeof value === 'object') Object.values(value).forEach(walk);
	};
	walk(Object.fromEntries(Object.entries(spec).filter(([key]) => key !== 'method' && key !== 'filter')));
	for (const { column } of spec.filter ?? []) if (data.has(column)) found.add(column);
	return [...found];
}
