/** From what is meant to what is asked of a table: every measure is found in the table's own metadata first, or refused. */
import { Problem } from '#lib/domain/problem.ts';
import type { Selection } from '#lib/domain/register/cube.ts';
import type { VariableAbout, VariableDefinition } from '#lib/domain/register/figures.ts';
import { codesOf, rolesOf, yearOf, type MetaDimension, type TableMeta, type Wanted } from '#lib/domain/register/pick.ts';
import { isMunicipalityCode } from '#lib/domain/region/aggregates.ts';

/** A variable as it is wanted: which measure, which categories of the other dimensions; or a share of two variables before it. */
export type WantedVariable = VariableAbout & {
	from: { contents: Wanted | null; sum: Readonly<Record<string, Wanted>> } | { share: string; of: string };
};
export interface Asked {
	/** First and last year, both included; null for all there are. */
	years: { from: number; to: number } | null;
	/** Which of the table's codes of municipalities; null for all of them. */
	regions: ((code: string) => boolean) | null;
}
export interface Request { selection: Selection; definitions: VariableDefinition[] }

const all = (dimension: MetaDimension): string[] => dimension.categories.map((c) => c.code);

/**
 * @throws Problem when the table lacks a measure or category, a dimension that must be chosen in is not, or no region or year is left
 */
export function requestOf(meta: TableMeta, variables: readonly WantedVariable[], asked: Asked): Request {
	const roles = rolesOf(meta.id, meta.dimensions);
	const used = new Map<string, Set<string>>();
	const use = (dimension: MetaDimension, codes: readonly string[]) => {
		const set = used.get(dimension.id) ?? new Set();
		for (const code of codes) set.add(code);
		used.set(dimension.id, set);
		return codes;
	};
	const definitions = variables.map((variable): VariableDefinition => {
		const { from } = variable;
		if ('share' in from) return { ...variable, from };
		const missing = Object.keys(from.sum).find((id) => !roles.others.some((d) => d.id === id));
		if (missing !== undefined) throw new Problem('statbank_problem_no_dimension', 422, { table: meta.id, measure: variable.label, dimension: missing, holds: meta.dimensions.map((d) => d.id).join(', ') });
		const contents = roles.contents && from.contents ? use(roles.contents, codesOf(meta.id, roles.contents, from.contents, variable.label))[0] ?? null : null;
		if (roles.contents && contents === null && roles.contents.categories.length > 1) throw new Problem('statbank_problem_choose_one', 422, { table: meta.id, measure: variable.label, dimension: roles.contents.label });
		const sum = roles.others.flatMap((dimension): [string, readonly string[]][] => {
			const wanted = from.sum[dimension.id];
			if (wanted) return [[dimension.id, use(dimension, codesOf(meta.id, dimension, wanted, variable.label))]];
			if (dimension.categories.length === 1) return [[dimension.id, use(dimension, all(dimension))]];
			if (dimension.optional) return [];
			throw new Problem('statbank_problem_choose_one', 422, { table: meta.id, measure: variable.label, dimension: dimension.label });
		});
		return { ...variable, from: { contents, sum: Object.fromEntries(sum) } };
	});
	for (const dimension of roles.others) {
		const wanting = definitions.filter((d) => 'sum' in d.from && !(dimension.id in d.from.sum));
		if (used.has(dimension.id) && wanting[0]) throw new Problem('statbank_problem_choose_one', 422, { table: meta.id, measure: wanting[0].label, dimension: dimension.label });
	}
	const regions = all(roles.region).filter((code) => isMunicipalityCode(code) && (asked.regions?.(code) ?? true));
	const years = all(roles.time).filter((code) => asked.years === null || (yearOf(meta.id, code) >= asked.years.from && yearOf(meta.id, code) <= asked.years.to));
	if (regions.length === 0) throw new Problem('statbank_problem_nothing_left', 422, { table: meta.id, dimension: roles.region.label });
	if (years.length === 0) throw new Problem('statbank_problem_no_years', 422, { table: meta.id, first: all(roles.time).sort()[0] ?? '', last: all(roles.time).sort().at(-1) ?? '' });
	const selection = meta.dimensions.flatMap((dimension) => {
		if (dimension === roles.region) return [{ id: dimension.id, codes: regions }];
		if (dimension === roles.time) return [{ id: dimension.id, codes: years }];
		if (dimension === roles.contents) return [{ id: dimension.id, codes: all(dimension).filter((code) => used.get(dimension.id)?.has(code) ?? true) }];
		const set = used.get(dimension.id);
		return set ? [{ id: dimension.id, codes: all(dimension).filter((code) => set.has(code)) }] : [];
	});
	return { selection, definitions };
}
