import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { rising, rowsInPairs } from '../../association/variable.ts';
import { codedColumn, type Coded } from '../../kernel/codes.ts';
import { forEachPair } from '../../kernel/pairs.ts';
import type { About, Method } from '../../method.ts';
import type { Effect, Note, Outcome, Value } from '../../result.ts';
import type { BaseSpec, Fields } from '../../spec/fields.ts';
import { missingReport } from '../../table/report.ts';
import type { Column, Table } from '../../table/table.ts';
import { smallNotes } from '../describe/shared.ts';
import { estimate, type Estimate, type PolychoricOptions } from './polychoric-estimate.ts';
import { polychoricCountsR, polychoricR } from './polychoric-r.ts';

export interface PolychoricSpec extends BaseSpec, PolychoricOptions {
	method: 'polychoric';
	/** Two or more variables with ordered categories; every pair is estimated on the rows that have both. */
	vars: readonly string[];
}

export interface PolychoricCountsSpec extends BaseSpec, PolychoricOptions {
	method: 'polychoric_counts';
	/** A table of counts, the categories of rows and columns in rising order. */
	counts: readonly (readonly number[])[];
}

/** More categories than this is a measurement, and its thresholds are noise. */
const MOST_CATEGORIES = 20;

const ASSUMPTIONS = [
	{ key: 'independent_rows', met: null },
	{ key: 'bivariate_normal', met: null }
];

function ordered(column: Column, name: string): Coded | Violation {
	const coded = codedColumn(column);
	if (!coded || coded.categories.length > MOST_CATEGORIES) return violation('too_large', { column: name, instead: 'correlation' });
	if (coded.scores) return rising(coded, coded.scores);
	return coded.codes instanceof Uint8Array ? coded : { ...coded, codes: Uint8Array.from(coded.codes, (c) => Math.min(255, c)) };
}

/** A note that several pairs share stands once, with the worst of its numbers. */
function merged(notes: readonly Note[]): Note[] {
	const byKey = new Map<string, Note>();
	for (const note of notes) {
		const size = (n: Note) => Number(Object.values(n.params ?? {})[0] ?? 0);
		const known = byKey.get(note.key);
		if (!known || size(note) > size(known)) byKey.set(note.key, note);
	}
	return [...byKey.values()];
}

function run(spec: PolychoricSpec, table: Table): Outcome | Violation {
	const { vars } = spec;
	const columns: Coded[] = [];
	for (const name of vars) {
		const found = ordered(table.columns[name]!, name);
		if (isViolation(found)) return found;
		columns.push(found);
	}
	const place = (i: number, j: number) => (i * (2 * vars.length - i - 1)) / 2 + (j - i - 1);
	const list: Estimate[] = [];
	let refused: Violation | null = null;
	forEachPair(columns, table.rows, (i, j, cells) => {
		const width = columns[j]!.categories.length;
		const counts = columns[i]!.categories.map((_, a) => Array.from(cells.subarray(a * width, (a + 1) * width)));
		const found = estimate(counts, spec);
		if (!isViolation(found)) list[place(i, j)] = found;
		else refused ??= found.violation === 'no_data' ? violation('no_data', { columns: `${vars[i]}, ${vars[j]}` }) : violation('constant', { column: `${vars[i]}, ${vars[j]}` });
	});
	if (refused) return refused;
	const { n, alone } = rowsInPairs(vars.map((name) => table.columns[name]!), table.rows);
	const pairs = vars.flatMap((a, i) => vars.slice(i + 1).map((b) => [a, b] as const));
	const names = Object.keys(list[0]!.values);
	const columnar: Record<string, Value> = Object.fromEntries(names.map((name) => [name, list.map((e) => e.values[name]!)]));
	const square = vars.map((_, i) => vars.map((__, j) => (i === j ? 1 : list[place(Math.min(i, j), Math.max(i, j))]!.rho)));
	const level = spec.level ?? 0.95;
	return {
		n,
		missing: missingReport(table, vars, n).map((r, c) => ({ ...r, left_out: alone[c]! })),
		values: { vars, pairs, ...columnar, Rho: square },
		effects: list.flatMap((e, k): Effect[] => (e.rho === null ? [] : [{ name: 'polychoric_rho', value: e.rho, low: e.low, high: e.high, level: e.low === null ? null : level, of: pairs[k]! }])),
		assumptions: ASSUMPTIONS,
		notes: [
			...merged(list.flatMap((e) => e.notes)),
			...(list.length > 1 ? [{ key: 'multiple_tests', level: 'warning', params: { tests: list.length } } as const] : []),
			...smallNotes(list.map((e) => ['', e.n] as const))
		]
	};
}

function runCounts(spec: PolychoricCountsSpec): Outcome | Violation {
	const found = estimate(spec.counts, spec);
	if (isViolation(found)) return found;
	const effects: Effect[] = found.rho === null ? [] : [{ name: 'polychoric_rho', value: found.rho, low: found.low, high: found.high, level: found.low === null ? null : (spec.level ?? 0.95) }];
	return { n: found.n, missing: [], values: found.values, effects, assumptions: ASSUMPTIONS, notes: [...found.notes, ...smallNotes([['', found.n]])] };
}

const about: About = {
	title: 'Polychoric correlations',
	definition:
		'The correlation ρ of two normally distributed traits of which only ordered categories are seen. Two steps: thresholds from the margins, Φ⁻¹ of the cumulative shares; then ρ from its score equation Σ n_ij (∂P_ij/∂ρ)/P_ij = 0, to the last digit, without correction of empty cells. `se_given_thresholds` = (n Σ(∂P/∂ρ)²/P)^(-1/2); interval tanh(artanh ρ ± z·se/(1 - ρ²)); `lr` the likelihood ratio against independence with one degree of freedom. With `ml`: thresholds and ρ together (`rho_ml`, `rho_ml_se` from the expected information) and the fit of the bivariate normal distribution, G² with rc - r - c degrees of freedom. With `polycor`: what the R package polycor prints (`polycor_rho`, `polycor_se`).',
	missing: 'Pair by pair.',
	source: 'Olsson (1979), Psychometrika 44, 443-460; Drasgow (1986), Encyclopedia of Statistical Sciences 7, 68-74',
	r: 'base R: uniroot on the score equation with cell probabilities by integrate. polycor::polychor(table, ML = TRUE, std.err = TRUE) for `polycor_rho`',
	golden: ['polychoric', 'polychoric_table'],
	differs:
		"polycor's maximum likelihood (the golden `rho_full_ML`) is found by optim's simplex, which stops after 500 evaluations: on the golden tables its ρ lies up to 0.5 % from the maximum, where the likelihood is higher (`rho_ml`; the gradient is 0 there). The engine gives both. R's integrate is good to about 1e-10 here; p of a ρ near 0 is the difference of two likelihoods, in R as here. psych adds 0.5 to empty cells and stops at 1e-5."
};
const OPTIONS: Fields = {
	level: { type: 'number', above: 0, below: 1, optional: true },
	ml: { type: 'flag', optional: true },
	polycor: { type: 'flag', optional: true }
};
/** Cell probabilities by numerical integration in R. */
const R_TOLERANCE = { rho: 1e-9, se_given_thresholds: 1e-9, ci_lo: 1e-8, ci_hi: 1e-8, lr: 1e-8, p: 1e-7, log_p: 1e-7, Rho: 1e-9 };

export const polychoricMethod: Method<PolychoricSpec> = {
	name: 'polychoric',
	room: 'associate',
	about,
	fields: { vars: { type: 'columns', kind: 'any', min: 2 }, ...OPTIONS },
	run,
	toR: polychoricR,
	rTolerance: R_TOLERANCE
};

export const polychoricCountsMethod: Method<PolychoricCountsSpec> = {
	name: 'polychoric_counts',
	room: 'associate',
	about: { ...about, title: 'Polychoric correlation of a printed table', missing: 'None: the table holds counts.' },
	fields: { counts: { type: 'matrix', min: 0, integer: true }, ...OPTIONS },
	run: runCounts,
	toR: polychoricCountsR,
	rTolerance: R_TOLERANCE
};
