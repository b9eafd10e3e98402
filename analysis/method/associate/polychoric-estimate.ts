/** One table's polychoric correlation, for columns and for printed tables alike. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { polychoricFullLikelihood } from '../../association/polychoric-ml.ts';
import { polychoricAsPolycor } from '../../association/polychoric-simplex.ts';
import { overCells, polychoric } from '../../association/polychoric.ts';
import { chisqUpper } from '../../distribution/chisq.ts';
import { normalQuantile } from '../../distribution/normal.ts';
import type { Tail } from '../../distribution/tail.ts';
import type { Note, Value } from '../../result.ts';

export interface PolychoricOptions {
	/** Confidence level; 0.95 when absent. */
	level?: number | null;
	/** Also thresholds and ρ by maximum likelihood together, with the test of fit. */
	ml?: boolean | null;
	/** Also what R's package polycor prints for its maximum likelihood. */
	polycor?: boolean | null;
}

/** The same names for every table; null where there is no number. */
export interface Estimate {
	n: number;
	rho: number | null;
	values: Record<string, Value>;
	low: number | null;
	high: number | null;
	notes: Note[];
}

const NO_P = { p: null, log_p: null };
const pOf = (tail: Tail): { p: number; log_p: number } => ({ p: tail.p, log_p: tail.logP });
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function withoutEmpty(counts: readonly (readonly number[])[]): number[][] {
	const used = (counts[0] ?? []).map((_, j) => counts.some((row) => row[j]! > 0));
	return counts.filter((row) => row.some((n) => n > 0)).map((row) => row.filter((_, j) => used[j]));
}

/** tanh(artanh ρ ± z·se/(1 − ρ²)): the interval stays within ±1. */
function interval(rho: number, se: number, level: number): { low: number; high: number } {
	const half = (normalQuantile((1 + level) / 2) * se) / ((1 - rho) * (1 + rho));
	return { low: Math.tanh(Math.atanh(rho) - half), high: Math.tanh(Math.atanh(rho) + half) };
}

/** Likelihood ratio against independence, the thresholds being those of the margins either way. */
function ratioTest(table: readonly (readonly number[])[], loglik: number): { lr: number; p: number; log_p: number } {
	const n = sum(table.flat());
	const across = table[0]!.map((_, j) => sum(table.map((row) => row[j]!)));
	const alone = overCells(table, (i, j) => Math.log((sum([...table[i]!]) / n) * (across[j]! / n)));
	const lr = Math.max(0, 2 * (loglik - alone));
	return { lr, ...pOf(chisqUpper(lr, 1)) };
}

const NO_FIT = { fit_g2: null, fit_df: null, fit_p: null, fit_log_p: null };
const NO_ML = { rho_ml: null, rho_ml_se: null, ...NO_FIT };

function ofTable(table: readonly (readonly number[])[], options: PolychoricOptions, notes: Note[]): Estimate | Violation {
	const found = polychoric(table);
	if (isViolation(found)) return found;
	const { n, rho, rows, columns, loglik, se } = found;
	const boundary = loglik === null || se === null;
	if (boundary) notes.push({ key: 'polychoric_boundary', level: 'warning' });
	const ends = boundary ? { low: null, high: null } : interval(rho, se, options.level ?? 0.95);
	const full = options.ml && !boundary ? polychoricFullLikelihood(table, found) : null;
	if (options.ml && !boundary && isViolation(full)) notes.push({ key: 'polychoric_no_full_ml', level: 'warning' });
	const solved = full && !isViolation(full) ? full : null;
	const fit = solved && solved.df > 0 ? chisqUpper(solved.g2, solved.df) : null;
	if (fit && fit.p < 0.05) notes.push({ key: 'polychoric_fit', level: 'warning' });
	const theirs = options.polycor && !boundary ? polychoricAsPolycor(table) : null;
	return {
		n,
		rho,
		...ends,
		notes,
		values: {
			n,
			rho,
			se_given_thresholds: se,
			ci_lo: ends.low,
			ci_hi: ends.high,
			...(boundary ? { lr: null, ...NO_P } : ratioTest(table, loglik)),
			loglik,
			thr_row: rows,
			thr_col: columns,
			...(options.ml && (solved ? { rho_ml: solved.rho, rho_ml_se: solved.se, ...(fit ? { fit_g2: solved.g2, fit_df: solved.df, fit_p: fit.p, fit_log_p: fit.logP } : NO_FIT) } : NO_ML)),
			...(options.polycor && { polycor_rho: theirs?.rho ?? null, polycor_se: theirs?.se ?? null })
		}
	};
}

/**
 * @param counts both variables' categories in rising order; empty rows and columns are left out with a note
 * @returns `no_data` for an empty table, `too_few` when a variable has a single category in use
 */
export function estimate(counts: readonly (readonly number[])[], options: PolychoricOptions): Estimate | Violation {
	const table = withoutEmpty(counts);
	if (table.length === 0) return violation('no_data', { columns: 'counts' });
	const notes: Note[] = [];
	const dropped = counts.length - table.length + (counts[0]!.length - table[0]!.length);
	if (dropped > 0) notes.push({ key: 'polychoric_empty_level', level: 'info', params: { levels: dropped } });
	const zeros = table.flat().filter((c) => c === 0).length;
	if (zeros > 0) notes.push({ key: 'polychoric_zero_cells', level: 'warning', params: { cells: zeros, of: table.flat().length } });
	return ofTable(table, options, notes);
}
