/** Figures by region and year out of an answer of StatBank: what is no municipality, or was none in the year, is left out and counted. */
import { Problem } from '../problem.ts';
import { isMunicipalityCode } from '../region/aggregates.ts';
import { combine } from './combine.ts';
import { stridesOf, type Cube, type Dimension } from './cube.ts';
import { rolesOf, yearOf } from './pick.ts';
import { cellAt, columnOf, type Cell, type RegisterSource, type RegisterTable, type RegisterVariable } from './table.ts';

export type VariableAbout = Omit<RegisterVariable, 'source'>;
/** A variable as it is taken from a table: cells of one measure, summed over the codes of each other dimension; or 100 times one variable over another. */
export type VariableDefinition = VariableAbout & {
	from: { contents: string | null; sum: Readonly<Record<string, readonly string[]>> } | { share: string; of: string };
};

export interface Dropped {
	/** Codes that are sums, counties, rest categories or areas outside the municipalities. */
	notMunicipalities: number;
	/** Region and year where the code was not valid on any day of the year and there is no figure but dots or 0. */
	outsideLife: number;
	/** Region and year in which no figure can exist, where no classification says whether the code was valid. */
	allDots: number;
}

/** Whether a code was valid on some day of the year; null when the classifications held do not say. */
export type Life = (code: string, year: number) => boolean | null;

function placeOf(dimension: Dimension, code: string, table: string, variable: string): number {
	const at = dimension.categories.findIndex((c) => c.code === code);
	if (at < 0) throw new Problem('statbank_problem_measure_gone', 422, { table, measure: variable, dimension: dimension.label, holds: dimension.categories.slice(0, 12).map((c) => `${c.code} «${c.label}»`).join(', ') });
	return at;
}

/** Where the cells that make a variable are, counted from the cell of the first category of everything. */
function offsetsOf(cube: Cube, definition: VariableDefinition, table: string): number[] {
	if (!('sum' in definition.from)) return [];
	const { contents, sum } = definition.from;
	const roles = rolesOf(table, cube.dimensions);
	const strides = stridesOf(cube.dimensions);
	const wanted = (dimension: Dimension): readonly string[] => {
		if (dimension === roles.contents) return contents === null ? dimension.categories.map((c) => c.code) : [contents];
		return sum[dimension.id] ?? dimension.categories.map((c) => c.code);
	};
	return cube.dimensions.reduce<number[]>((offsets, dimension, d) => {
		if (dimension === roles.region || dimension === roles.time) return offsets;
		const codes = wanted(dimension);
		if (codes.length !== 1 && (dimension === roles.contents || definition.measure !== 'count')) {
			throw new Problem('statbank_problem_choose_one', 422, { table, measure: definition.label, dimension: dimension.label });
		}
		const steps = codes.map((code) => placeOf(dimension, code, table, definition.label) * (strides[d] ?? 0));
		return offsets.flatMap((offset) => steps.map((step) => offset + step));
	}, [0]);
}

function shareOf(part: Cell | undefined, whole: Cell | undefined): Cell {
	if (!part || !whole) return { mark: 'missing' };
	if ('mark' in part || 'mark' in whole) return combine({ key: '', measure: 'count' }, [part, whole], null);
	return whole.value > 0 ? { value: (100 * part.value) / whole.value } : { mark: 'cannot_exist' };
}

/** A single dot. Two dots may be a figure that is only late, and stay where nothing says that the code was not valid. */
const isDot = (cell: Cell | undefined): boolean => !cell || ('mark' in cell && cell.mark === 'cannot_exist');
const isNothing = (cell: Cell | undefined): boolean => isDot(cell) || (cell !== undefined && ('mark' in cell ? cell.mark === 'missing' : cell.value === 0));

/** Reads every variable of one region and year, in the order of the definitions. */
function readRow(cube: Cube, base: number, definitions: readonly VariableDefinition[], offsets: readonly number[][]): (Cell | undefined)[] {
	const row: (Cell | undefined)[] = [];
	definitions.forEach((definition, v) => {
		const { from } = definition;
		const own = (key: string) => row[definitions.findIndex((d) => d.key === key)];
		const cells = (offsets[v] ?? []).map((offset) => cellAt(cube.cells, base + offset));
		row.push('sum' in from ? (cells.length === 1 ? cells[0] : combine(definition, cells, null)) : shareOf(own(from.share), own(from.of)));
	});
	return row;
}

function checkShares(definitions: readonly VariableDefinition[]): void {
	definitions.forEach(({ from, key }, i) => {
		const before = definitions.slice(0, i).map((d) => d.key);
		if ('share' in from && !(before.includes(from.share) && before.includes(from.of))) throw new RangeError(`${key} is made of variables that do not stand before it`);
	});
}

/**
 * The variables of an answer.
 * @param table number of the table, for what is told to people
 * @returns regions in order of code, those with a row in some year alone; years in order
 * @throws Problem when there is no dimension of regions or of years, a measure is not in it, or a rate would have to be summed
 */
export function figuresOf(cube: Cube, definitions: readonly VariableDefinition[], source: RegisterSource, table: string, life: Life): { table: RegisterTable; dropped: Dropped } {
	checkShares(definitions);
	const { region, time } = rolesOf(table, cube.dimensions);
	const strides = stridesOf(cube.dimensions);
	const [regionStep, yearStep] = [strides[cube.dimensions.indexOf(region)] ?? 0, strides[cube.dimensions.indexOf(time)] ?? 0];
	const years = time.categories.map((c, i) => ({ year: yearOf(table, c.code), at: i * yearStep })).sort((a, b) => a.year - b.year);
	const offsets = definitions.map((d) => offsetsOf(cube, d, table));
	const dropped: Dropped = { notMunicipalities: 0, outsideLife: 0, allDots: 0 };
	const own = region.categories.flatMap((c, i) => (isMunicipalityCode(c.code) ? [{ code: c.code, at: i * regionStep }] : []));
	dropped.notMunicipalities = region.categories.length - own.length;
	const rows = own.sort((a, b) => (a.code < b.code ? -1 : 1)).flatMap(({ code, at }) => {
		const kept = years.map(({ year, at: yearAt }) => {
			const row = readRow(cube, at + yearAt, definitions, offsets);
			const alive = life(code, year);
			if (alive === false && row.every(isNothing)) dropped.outsideLife++;
			else if (alive === null && row.every(isDot)) dropped.allDots++;
			else return row;
			return null;
		});
		return kept.some((row) => row !== null) ? [{ code, kept }] : [];
	});
	if (rows.length === 0) throw new Problem('statbank_problem_no_figures', 422, { table });
	const about = definitions.map(({ from: _, ...variable }) => ({ ...variable, source }));
	const columns = definitions.map((_, v) => columnOf(rows.flatMap(({ kept }) => kept.map((row) => row?.[v]))));
	return { table: { variables: about, regions: rows.map((r) => r.code), years: years.map((y) => y.year), columns }, dropped };
}
