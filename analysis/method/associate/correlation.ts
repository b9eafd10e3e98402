import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Coefficient } from '../../association/coefficient.ts';
import { COEFFICIENTS, correlatePairs, type CoefficientName } from '../../association/pairs.ts';
import { completeMask, rowsInPairs, variable, type Variable } from '../../association/variable.ts';
import type { Method } from '../../method.ts';
import { benjaminiHochberg, holm } from '../../plan/adjust.ts';
import type { Effect, MissingReport, Note, Outcome, Value } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import type { Clustering } from '../../test/cluster.ts';
import { clusterings, independence, isNotable } from '../describe/clusters.ts';
import { correlationNotes } from './notes.ts';
import { correlationR } from './correlation-r.ts';

export interface CorrelationSpec extends BaseSpec {
	method: 'correlation';
	vars: readonly string[];
	/** `pairwise` (the default): each pair of variables on the rows that have both; `listwise`: all on the rows that have all. */
	missing?: 'pairwise' | 'listwise' | null;
	/** All three when absent. */
	coefficients?: readonly CoefficientName[] | null;
	/** Confidence level; 0.95 when absent. */
	level?: number | null;
	/** What the rows were drawn in, such as schools: tells how far they are from independent. */
	cluster?: string | null;
}

/** What the values of a coefficient are called: r, r_p, r_lo, R … */
export const NAMES = {
	pearson: { value: 'r', prefix: 'r', statistic: 't', matrix: 'R', effect: 'r' },
	spearman: { value: 'rho', prefix: 'rho', statistic: 't', matrix: 'Rho', effect: 'spearman_rho' },
	kendall: { value: 'tau_b', prefix: 'tau', statistic: 'z', matrix: 'Tau', effect: 'kendall_tau_b' }
} as const;

type Found = Record<CoefficientName, Coefficient[]>;

/** Correction over the tests that were made; the others stay null. */
function adjusted(p: readonly (number | null)[], correct: (p: readonly number[]) => number[]): (number | null)[] {
	const made = correct(p.filter((x) => x !== null));
	let at = 0;
	return p.map((x) => (x === null ? null : made[at++]!));
}

const logOf = (c: Coefficient): number | string | null => (!c.tail ? null : c.tail.logP === -Infinity ? '-Inf' : c.tail.logP);

function columnsOf(name: CoefficientName, list: readonly Coefficient[], matrix: (of: (pair: number) => number | null) => Value): Record<string, Value> {
	const { value, prefix, statistic, matrix: square } = NAMES[name];
	const p = list.map((c) => c.tail?.p ?? null);
	return {
		[value]: list.map((c) => c.value),
		[`${prefix}_${statistic}`]: list.map((c) => c.statistic),
		[`${prefix}_p`]: p,
		[`${prefix}_log_p`]: list.map(logOf),
		[`${prefix}_lo`]: list.map((c) => c.low),
		[`${prefix}_hi`]: list.map((c) => c.high),
		...(list.length > 1 && { [`${prefix}_p_holm`]: adjusted(p, holm), [`${prefix}_p_bh`]: adjusted(p, benjaminiHochberg) }),
		[square]: matrix((pair) => list[pair]!.value)
	};
}

function report(table: Table, spec: CorrelationSpec, keep: Uint8Array | null): { n: number; missing: MissingReport[] } {
	const columns = spec.vars.map((name) => table.columns[name]!);
	if (keep) {
		const n = keep.reduce((a, b) => a + b, 0);
		return { n, missing: missingReport(table, spec.vars, n) };
	}
	const { n, alone } = rowsInPairs(columns, table.rows);
	return { n, missing: missingReport(table, spec.vars, n).map((r, c) => ({ ...r, left_out: alone[c]! })) };
}

/** 1 + ρ_x ρ_y (m - 1), the design effect of a correlation where both variables are alike within clusters: Scott and Holt (1982), J. Am. Stat. Assoc. 77, 848-854. */
function ofPair(x: Clustering, y: Clustering): number {
	const size = x.icc > 0 ? (x.design_effect - 1) / x.icc : 0;
	return 1 + x.icc * y.icc * size;
}

function clusterNotes(cluster: string | null | undefined, designEffects: readonly number[]): Note[] {
	const largest = Math.max(0, ...designEffects);
	return cluster && isNotable(largest) ? [{ key: 'correlation_clustered', level: 'warning', params: { cluster, times: largest } }] : [];
}

function run(spec: CorrelationSpec, table: Table): Outcome | Violation {
	const { vars } = spec;
	const wanted = spec.coefficients ?? COEFFICIENTS;
	const unknown = wanted.find((c) => !COEFFICIENTS.includes(c));
	if (wanted.length === 0 || unknown) return violation('bad_field', { field: 'coefficients', needed: COEFFICIENTS.join(' | ') });
	const keep = spec.missing === 'listwise' ? completeMask(vars.map((name) => table.columns[name]!), table.rows) : null;
	const variables: Variable[] = [];
	for (const name of vars) {
		const found = variable(table.columns[name]!, name, keep);
		if (isViolation(found)) return found;
		variables.push(found);
	}
	const { n, missing } = report(table, spec, keep);
	if (n === 0) return violation('no_data', { columns: vars.join(', ') });
	const level = spec.level ?? 0.95;
	const found: Found = { pearson: [], spearman: [], kendall: [] };
	const place = (i: number, j: number) => (i * (2 * vars.length - i - 1)) / 2 + (j - i - 1);
	correlatePairs(variables, { wanted, level, keep, rows: table.rows }, (i, j, one) => {
		for (const name of wanted) found[name][place(i, j)] = one[name]!;
	});
	const first = found[wanted[0]!];
	if (first.every((c) => c.value === null)) {
		const most = Math.max(...first.map((c) => c.n));
		return most < 2 ? violation('too_few', { n: most, needed: 2 }) : violation('constant', { column: vars.join(', ') });
	}
	const clusters = spec.cluster ? clusterings(table, vars, spec.cluster) : [];
	if (isViolation(clusters)) return clusters;
	const effectsOfClusters = clusters.flatMap((x, i) => clusters.slice(i + 1).flatMap((y) => (x && y ? [ofPair(x, y)] : [])));
	const pairs = vars.flatMap((a, i) => vars.slice(i + 1).map((b) => [a, b] as const));
	const matrix = (of: (pair: number) => number | null) => vars.map((_, i) => vars.map((__, j) => (i === j ? 1 : of(place(Math.min(i, j), Math.max(i, j))))));
	const effects = wanted.flatMap((name) =>
		found[name].flatMap((c, k): Effect[] => (c.value === null ? [] : [{ name: NAMES[name].effect, value: c.value, low: c.low, high: c.high, level: c.low === null ? null : level, of: pairs[k]! }]))
	);
	return {
		n,
		missing,
		values: { vars, pairs, n: first.map((c) => c.n), ...Object.assign({}, ...wanted.map((name) => columnsOf(name, found[name], matrix))) },
		effects,
		assumptions: [
			independence(effectsOfClusters),
			...(wanted.includes('pearson') ? [{ key: 'linear_relation', met: null }] : [])
		],
		notes: [...correlationNotes(table, spec, wanted, found), ...clusterNotes(spec.cluster, effectsOfClusters)]
	};
}

export const correlation: Method<CorrelationSpec> = {
	name: 'correlation',
	room: 'associate',
	about: {
		title: 'Correlations',
		definition:
			"For every pair: Pearson's r with t = r√((n - 2)/(1 - r²)) and interval tanh(artanh r ± z/√(n - 3)); Spearman's ρ, Pearson's r of mid-ranks, p by t(n - 2), interval tanh(artanh ρ ± z√((1 + ρ²/2)/(n - 3))); Kendall's τ_b = (P - Q)/√((n0 - n1)(n0 - n2)) with z from the tie-corrected variance, no continuity correction, interval τ_b ± z·ASE1 (as in a cross table), cut at -1 and 1. p two-sided, with Holm's and Benjamini-Hochberg's corrections over the pairs. `R`, `Rho` and `Tau` are the same values as matrices.",
		missing: 'Pair by pair, or listwise.',
		source: 'Fisher (1921), Metron 1, 3-32; Bonett and Wright (2000), Psychometrika 65, 23-28; Kendall and Gibbons (1990), Rank Correlation Methods, ch. 4; Knight (1966), J. Am. Stat. Assoc. 61, 436-439; Brown and Benedetti (1977), J. Am. Stat. Assoc. 72, 309-315',
		r: 'cor.test(x, y, method = "pearson" | "spearman" | "kendall", exact = FALSE); the interval of tau by its formula',
		golden: ['correlations_pairwise', 'correlation_listwise'],
		differs: "R's cor.test for Spearman goes by S = (n³ - n)(1 - ρ)/6 to the same t(n - 2)."
	},
	fields: {
		vars: { type: 'columns', kind: 'numeric', min: 2 },
		missing: { type: 'choice', of: ['pairwise', 'listwise'], optional: true },
		coefficients: { type: 'texts', optional: true },
		level: { type: 'number', above: 0, below: 1, optional: true },
		cluster: { type: 'column', kind: 'any', optional: true }
	},
	run,
	toR: correlationR
};
