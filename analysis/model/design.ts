/** The design matrix of a linear model: a column for each coefficient. */
import { violation, type Violation } from '../assumptions.ts';

/** An explanatory variable on the rows of the model, nothing missing. A factor's `codes[i]` is the index of its level. */
export type Variable = { kind: 'numeric'; values: Float64Array } | { kind: 'factor'; codes: Int32Array; levels: readonly string[] };

export interface Design {
	/** X by column. */
	columns: Float64Array[];
	/** `(Intercept)`, `age`, `sexM`, `sexM:age`: as R names coefficients. */
	names: string[];
	/** For each column the term it belongs to; -1 for the intercept. */
	term: number[];
	/** The terms in the order of the columns: main effects first, then interactions, as R orders them. */
	terms: string[];
	intercept: boolean;
}

interface Part {
	name: string;
	values: Float64Array;
}

function indicator(codes: Int32Array, level: number): Float64Array {
	const out = new Float64Array(codes.length);
	for (let i = 0; i < codes.length; i++) if (codes[i] === level) out[i] = 1;
	return out;
}

/** Treatment coding: one column of 0 and 1 for each level but the first, or for every level when `full`. A numeric variable is its own column. */
function coded(name: string, variable: Variable, full: boolean): Part[] {
	if (variable.kind === 'numeric') return [{ name, values: variable.values }];
	const from = full ? 0 : 1;
	return variable.levels.slice(from).map((level, i) => ({ name: name + level, values: indicator(variable.codes, i + from) }));
}

/** Products of every column of one with every column of the other, the first running fastest. */
function crossed(a: readonly Part[], b: readonly Part[]): Part[] {
	return b.flatMap((right) => a.map((left) => ({ name: `${left.name}:${right.name}`, values: left.values.map((v, i) => v * right.values[i]!) })));
}

/**
 * X for y ~ terms. Factors are treatment coded with the first level as reference; without an intercept the first factor has a column
 * for every level. An interaction's variables stand in the order of their main effects. An interaction `["sex", "age"]` is the products of the main effects' columns and needs every main effect beside it.
 * @param n rows
 * @param terms each a list of variable names: one name is a main effect, several an interaction
 * @returns `bad_field` when an interaction stands without its main effects, `constant` when a factor has one level only
 */
export function designMatrix(n: number, terms: readonly (readonly string[])[], variables: Readonly<Record<string, Variable>>, intercept: boolean): Design | Violation {
	const main = new Set(terms.filter((t) => t.length === 1).map((t) => t[0]!));
	const place = [...main];
	const inOrder = (t: readonly string[]): string[] => [...t].sort((a, b) => place.indexOf(a) - place.indexOf(b));
	const ordered = [...terms].sort((a, b) => a.length - b.length).map(inOrder);
	const design: Design = { columns: [], names: [], term: [], terms: ordered.map((t) => t.join(':')), intercept };
	if (intercept) {
		design.columns.push(new Float64Array(n).fill(1));
		design.names.push('(Intercept)');
		design.term.push(-1);
	}
	let levelsSpanConstant = intercept;
	for (const [index, term] of ordered.entries()) {
		const alone = term.find((name) => !main.has(name));
		if (alone !== undefined) return violation('bad_field', { field: 'x', needed: `${alone}, ${term.join(':')}` });
		const parts: Part[][] = [];
		for (const name of term) {
			const variable = variables[name]!;
			if (variable.kind === 'factor' && variable.levels.length < 2) return violation('constant', { column: name });
			const full = term.length === 1 && variable.kind === 'factor' && !levelsSpanConstant;
			if (full) levelsSpanConstant = true;
			parts.push(coded(name, variable, full));
		}
		for (const part of parts.reduce(crossed)) {
			design.columns.push(part.values);
			design.names.push(part.name);
			design.term.push(index);
		}
	}
	return design;
}
