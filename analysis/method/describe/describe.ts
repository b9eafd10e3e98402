import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { meanInterval } from '../../estimate/mean-interval.ts';
import { momentsOfOrdered, orderedColumn, quantile, type Ordered, type QuantileType } from '../../estimate/ordered.ts';
import { shape } from '../../estimate/shape.ts';
import type { Method } from '../../method.ts';
import { rNumber, rNumbers, rText, rTexts } from '../../r/write.ts';
import type { Note, Outcome, Values } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { countMissing, type Table } from '../../table/table.ts';
import { clusterings, independence, isNotable } from './clusters.ts';
import { ceilingNotes, columnwiseReport, rowsWithAny, smallNotes } from './shared.ts';

export interface DescribeSpec extends BaseSpec {
	method: 'describe';
	x: readonly string[];
	/** Probabilities of the quantiles; 0.25, 0.5 and 0.75 when absent. */
	probs?: readonly number[] | null;
	/** Confidence level; 0.95 when absent. */
	level?: number | null;
	/** N of the population the rows were drawn from without replacement, for `se_fpc` and its interval. */
	population_N?: number | null;
	/** What the rows were drawn in, such as schools: tells how far they are from independent. */
	cluster?: string | null;
}

const QUARTILES = [0.25, 0.5, 0.75];
const TYPES: readonly QuantileType[] = [7, 6, 2];

type Row = Record<string, number | null | (number | null)[]>;

function describeOne(x: Ordered, spec: DescribeSpec): Row {
	const m = momentsOfOrdered(x);
	const none = x.n === 0;
	const level = spec.level ?? 0.95;
	const plain = meanInterval(m.n, m.mean, m.sd, level);
	const fpc = spec.population_N ? meanInterval(m.n, m.mean, m.sd, level, spec.population_N) : null;
	const probs = spec.probs ?? QUARTILES;
	const quantiles = Object.fromEntries(TYPES.map((type) => [`q_type${type}`, probs.map((p) => (none ? null : quantile(x, p, type)))]));
	return {
		n: m.n,
		mean: none ? null : m.mean,
		sd: m.sd,
		variance: m.variance,
		se: plain.se,
		ci_lo: plain.low,
		ci_hi: plain.high,
		se_fpc: fpc?.se ?? null,
		ci_fpc_lo: fpc?.low ?? null,
		ci_fpc_hi: fpc?.high ?? null,
		median: none ? null : quantile(x, 0.5, 7),
		min: none ? null : x.values[0]!,
		max: none ? null : x.values.at(-1)!,
		...shape(m),
		...quantiles
	};
}

function notesFor(table: Table, spec: DescribeSpec, rows: readonly Row[]): Note[] {
	const without = (test: (r: Row) => boolean) => spec.x.filter((_, i) => test(rows[i]!));
	const constant = without((r) => (r.n as number) > 1 && r.sd === 0);
	const single = without((r) => r.n === 1);
	const empty = without((r) => r.n === 0);
	const note = (key: string, columns: string[]): Note[] => columns.map((column) => ({ key, level: 'info', params: { column } }));
	const small = spec.x.flatMap((name, i) => ((rows[i]!.n as number) > 0 ? [[name, rows[i]!.n as number] as const] : []));
	return [...note('describe_constant', constant), ...note('describe_single', single), ...note('describe_empty', empty), ...smallNotes(small), ...ceilingNotes(table, spec.x)];
}

function run(spec: DescribeSpec, table: Table): Outcome | Violation {
	const columns: Ordered[] = [];
	for (const name of spec.x) {
		const found = orderedColumn(table, name);
		if (isViolation(found)) return found;
		if (spec.population_N && found.n > spec.population_N) return violation('inconsistent', { field: 'population_N' });
		columns.push(found);
	}
	if (columns.every((c) => c.n === 0)) return violation('no_data', { columns: spec.x.join(', ') });
	const rows = columns.map((c) => describeOne(c, spec));
	const missing = spec.x.map((name) => countMissing(table.columns[name]!));
	const column = (name: string) => rows.map((r) => r[name]!);
	const clusters = spec.cluster ? clusterings(table, spec.x, spec.cluster) : [];
	if (isViolation(clusters)) return clusters;
	const alike = clusters.flatMap((c, i): Note[] => (c && isNotable(c.design_effect) ? [{ key: 'describe_clustered', level: 'warning', params: { column: spec.x[i]!, cluster: spec.cluster!, icc: c.icc, times: c.design_effect } }] : []));
	const values: Values = {
		columns: spec.x,
		...Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, column(name)])),
		missing: columns.map((c) => table.rows - c.n),
		...Object.fromEntries((Object.keys(missing[0]!) as (keyof (typeof missing)[0])[]).map((kind) => [kind, missing.map((m) => m[kind])])),
		...(spec.cluster && { icc: clusters.map((c) => c && c.icc), design_effect: clusters.map((c) => c && c.design_effect) })
	};
	return { n: rowsWithAny(table, spec.x), missing: columnwiseReport(table, spec.x), values, effects: [], assumptions: [independence(clusters.flatMap((c) => (c ? [c.design_effect] : [])))], notes: [...notesFor(table, spec, rows), ...alike] };
}

/** One-way analysis of variance over the clusters, an intraclass correlation below 0 counting as 0. */
const clusterR = (cluster: string): string => `
alike <- sapply(vars, function(v) {
  ok <- complete(num(v), d[[${rText(cluster)}]])
  x <- num(v)[ok]
  g <- factor(d[[${rText(cluster)}]][ok])
  n <- as.vector(table(g))
  N <- length(x)
  k <- length(n)
  if (k < 2 || k == N) return(c(icc = NA, design_effect = NA))
  ssw <- sum((x - ave(x, g))^2)
  if (ssw <= 1e-20 * sum((x - mean(x))^2)) return(c(icc = NA, design_effect = NA))
  msw <- ssw / (N - k)
  msb <- sum((ave(x, g) - mean(x))^2) / (k - 1)
  n0 <- (N - sum(n^2) / N) / (k - 1)
  icc <- max(0, (msb - msw) / (msb + (n0 - 1) * msw))
  c(icc = icc, design_effect = 1 + icc * (sum(n^2) / N - 1))
})
for (name in rownames(alike)) show(name, alike[name, ])`;

function toR(spec: DescribeSpec): string {
	const fpc = spec.population_N ? `, se_fpc = se * sqrt(1 - n / N), ci_fpc_lo = mean(x) - h * sqrt(1 - n / N), ci_fpc_hi = mean(x) + h * sqrt(1 - n / N)` : '';
	return `vars <- ${rTexts(spec.x)}
probs <- ${rNumbers(spec.probs ?? QUARTILES)}
N <- ${spec.population_N ? rNumber(spec.population_N) : 'NA'}
one <- function(v) {
  x <- num(v)
  gone <- sum(is.na(x))
  x <- x[!is.na(x)]
  n <- length(x)
  if (n == 0) x <- NA_real_
  se <- sd(x) / sqrt(n)
  h <- if (n > 1) qt(${rNumber((1 + (spec.level ?? 0.95)) / 2)}, n - 1) * se else NA
  m <- function(k) mean((x - mean(x))^k)
  vary <- n > 1 && max(x) > min(x)
  g1 <- if (vary) m(3) / m(2)^1.5 else NA
  g2 <- if (vary) m(4) / m(2)^2 - 3 else NA
  c(n = n, missing = gone, mean = mean(x), sd = sd(x), variance = var(x), se = se, ci_lo = mean(x) - h, ci_hi = mean(x) + h${fpc},
    median = median(x), min = min(x), max = max(x), skew_g1 = g1, skew_G1 = if (n > 2) g1 * sqrt(n * (n - 1)) / (n - 2) else NA,
    kurt_g2 = g2, kurt_G2 = if (n > 3) (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6) else NA)
}
all <- sapply(vars, one)
for (name in rownames(all)) show(name, all[name, ])
for (type in c(7, 6, 2)) show(paste0("q_type", type), t(matrix(sapply(vars, function(v) quantile(num(v), probs, type = type, na.rm = TRUE)), nrow = length(probs))))${spec.cluster ? clusterR(spec.cluster) : ''}`;
}

export const describeMethod: Method<DescribeSpec> = {
	name: 'describe',
	room: 'describe',
	about: {
		title: 'One variable in figures',
		definition:
			'n and each kind of missing; mean x̄, variance s² = Σ(x - x̄)²/(n - 1), SD s; standard error s/√n and interval x̄ ± t(n - 1)·se; with a population of N also se·√(1 - n/N); median, smallest and largest value; quantiles of types 7 (R), 6 (SPSS) and 2; skewness g1 = m3/m2^1.5 and kurtosis g2 = m4/m2² - 3, and G1, G2 as SPSS and Excel correct them. With `cluster`: the intraclass correlation ρ (one-way analysis of variance, at least 0) and the design effect 1 + ρ(Σn_c²/N - 1), how many times larger the variance of the mean is. Decimals are summed as whole numbers, so that a small spread around a large mean keeps its digits.',
		missing: 'Each variable by itself.',
		source: 'Hyndman and Fan (1996), Am. Stat. 50, 361-365; Joanes and Gill (1998), The Statistician 47, 183-189; Cochran (1977), Sampling Techniques, 2.6; Kish (1965), Survey Sampling, ch. 5',
		r: 'mean(x); sd(x); quantile(x, p, type = 7)',
		golden: ['descriptives'],
		differs: 'Where the spread is very small beside the mean R sums the binary approximations of the decimals and loses digits (NIST NumAcc4: R has 8, the engine 15).'
	},
	fields: {
		x: { type: 'columns', kind: 'numeric' },
		probs: { type: 'numbers', min: 0, max: 1, optional: true },
		level: { type: 'number', above: 0, below: 1, optional: true },
		population_N: { type: 'number', above: 0, optional: true },
		cluster: { type: 'column', kind: 'any', optional: true }
	},
	run,
	toR
};
