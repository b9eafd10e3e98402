/**
 * Links rows to figures. Rows alike are worked out once; what is the row's own (a choice, a mend) makes it unlike the others. The rows are
 * never more, fewer or in another order than they were given.
 */
import { Problem } from '../problem.ts';
import { combine } from '../register/combine.ts';
import { cell, MARKS, NO_ROW, type Cell, type Column, type RegisterTable, type RegisterVariable } from '../register/table.ts';
import type { Choice } from '../region/types.ts';
import { outcomeOf, type Classifications } from './outcome.ts';
import { ENDINGS, LINKED, type Audit, type LinkRow, type LinkSpec, type LinkVariable, type Mend, type Outcome } from './types.ts';

/** After NO_ROW: the row has no municipality in the figure's year. */
export const NOT_LINKED = 5;

export interface LinkInput {
	spec: LinkSpec;
	rows: readonly LinkRow[];
	classifications: Classifications;
	/** By the spec's names for them; also those that only a denominator is taken from. */
	tables: ReadonlyMap<string, RegisterTable>;
	choices: { rows: ReadonlyMap<string, readonly Choice[]>; rules: readonly Choice[] };
	mends: readonly Mend[];
}
export interface Linked {
	spec: LinkSpec;
	rows: readonly LinkRow[];
	/** How rows ended; `of[i]` is the place in it of row i. */
	outcomes: Outcome[];
	of: Int32Array;
	audit: Audit;
	variables: RegisterVariable[];
	/** One a variable, a cell a row. States as in a register table, and NOT_LINKED. */
	columns: Column[];
}

/** The table that `variable` is weighted by: its own, or another that has the denominator. */
export function denominatorOf(tables: LinkInput['tables'], own: RegisterTable, variable: RegisterVariable): RegisterTable | undefined {
	return variable.denominator === null ? undefined : [own, ...tables.values()].find((t) => t.variables.some((v) => v.key === variable.denominator));
}

const found = (tables: LinkInput['tables'], { table, variable }: LinkVariable, year: number): Place => {
	const held = tables.get(table);
	if (!held) throw new Problem('link_problem_no_table', 409, { table: table.slice(0, 12) });
	const one = held.variables.find((v) => v.key === variable);
	if (!one) throw new Problem('link_problem_no_variable', 409, { variable, has: held.variables.map((v) => v.key).join(', ') });
	if (!held.years.includes(year)) throw new Problem('link_problem_no_year', 409, { variable, year, has: held.years.join(', ') });
	return { table: held, variable: one, below: denominatorOf(tables, held, one) };
};

function checked({ spec, rows }: LinkInput): void {
	const years = [spec.codeYear, spec.figureYear];
	if (years.some((year) => !Number.isInteger(year) || year < 1000 || year > 9999)) throw new Problem('link_problem_year', 400, { years: years.join(', ') });
	const keys = new Set<string>();
	for (const { key } of rows) {
		if (keys.has(key)) throw new Problem('link_problem_twice', 409, { row: key });
		keys.add(key);
	}
}

/** Mends that are the row's own, by key, and those for every row, by value. The latest of several holds. */
function mendsOf(mends: readonly Mend[]): (row: LinkRow) => Mend | undefined {
	const own = new Map(mends.flatMap((m) => (m.rowKey === null ? [] : [[m.rowKey, m] as const])));
	const rules = new Map(mends.flatMap((m) => (m.rowKey === null ? [[m.value.trim(), m] as const] : [])));
	return (row) => {
		if (row.value === null) return undefined;
		const one = own.get(row.key);
		return one && one.value.trim() === row.value.trim() ? one : rules.get(row.value.trim());
	};
}

function outcomes(input: LinkInput): { outcomes: Outcome[]; of: Int32Array } {
	const { spec, rows, classifications, choices } = input;
	const mendOf = mendsOf(input.mends);
	const all: Outcome[] = [];
	const known = new Map<string, number>();
	const of = new Int32Array(rows.length);
	const add = (row: LinkRow): number => all.push(outcomeOf(classifications, spec, row, choices.rows.get(row.key) ?? choices.rules, mendOf(row))) - 1;
	const owners = new Set([...choices.rows.keys(), ...input.mends.flatMap((m) => m.rowKey ?? [])]);
	rows.forEach((row, i) => {
		if (owners.has(row.key)) {
			of[i] = add(row);
			return;
		}
		const key = row.state === 'given' ? `=${row.value ?? ''}` : row.state;
		let place = known.get(key);
		if (place === undefined) known.set(key, (place = add(row)));
		of[i] = place;
	});
	return { outcomes: all, of };
}

interface Place { table: RegisterTable; variable: RegisterVariable; below: RegisterTable | undefined }

/** The figure for an outcome; undefined where the table has no row for it. */
function figure({ table, variable, below }: Place, year: number, { targets }: Outcome): Cell | undefined {
	const cells = (from: RegisterTable, key: string) => targets.map((code) => cell(from, key, code, year));
	const parts = cells(table, variable.key);
	if (parts.length === 1) return parts[0];
	return combine(variable, parts, below ? cells(below, variable.denominator ?? '') : null);
}

function columnFor(at: Place, year: number, all: readonly Outcome[], of: Int32Array): Column {
	const values = new Float64Array(all.length);
	const states = new Uint8Array(all.length).fill(NOT_LINKED);
	all.forEach((outcome, i) => {
		if (!LINKED.has(outcome.ending)) return;
		const one = figure(at, year, outcome);
		if (one && 'value' in one) values[i] = one.value;
		states[i] = one === undefined ? NO_ROW : 'value' in one ? 0 : MARKS.indexOf(one.mark) + 1;
	});
	const column = { values: new Float64Array(of.length), states: new Uint8Array(of.length) };
	for (let i = 0; i < of.length; i++) {
		const place = of[i] ?? 0;
		column.values[i] = values[place] ?? 0;
		column.states[i] = states[place] ?? NOT_LINKED;
	}
	return column;
}

/**
 * Links `rows` to the variables of the spec.
 * Figures of the parts of a municipality are summed (counts) or weighted by their denominator (rates, means); through a division nothing is
 * apportioned: such a row is `split` until a person chooses.
 * @returns one outcome and one cell a variable for each row, in the order of the rows; the audit sums to the number of rows
 * @throws Problem for a table, variable or year that is not held, a row key given twice, or a rate that would have to be put together without its denominator
 */
export function link(input: LinkInput): Linked {
	checked(input);
	const { spec, rows, tables } = input;
	const places = spec.variables.map((v) => found(tables, v, spec.figureYear));
	const { outcomes: all, of } = outcomes(input);
	const counts = new Int32Array(all.length);
	for (const place of of) counts[place] = (counts[place] ?? 0) + 1;
	const audit = Object.fromEntries(ENDINGS.map((ending) => [ending, all.reduce((sum, o, i) => (o.ending === ending ? sum + (counts[i] ?? 0) : sum), 0)])) as Audit;
	return { spec, rows, outcomes: all, of, audit, variables: places.map((p) => p.variable), columns: places.map((place) => columnFor(place, spec.figureYear, all, of)) };
}

/** How row `i` ended. @throws RangeError when there is no such row */
export function rowOutcome({ outcomes: all, of }: Pick<Linked, 'outcomes' | 'of'>, i: number): Outcome {
	const one = all[of[i] ?? -1];
	if (!one) throw new RangeError(`there is no row ${i}`);
	return one;
}
