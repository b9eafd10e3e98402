import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { grim } from '../../proof/grim.ts';
import { grimmer } from '../../proof/grimmer.ts';
import { bandMean, totalMean } from '../../proof/total-mean.ts';
import { rNumber, rNumbers } from '../../r/write.ts';
import type { Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { ENDS_R, judgedOutcome, NO_ROWS, ROUNDING } from './shared.ts';

export interface ProofMeanSpec extends BaseSpec {
	method: 'proof_mean';
	mean: number;
	/** People in the mean. */
	n: number;
	/** Whole-number items that each value is the mean of; 1 when absent. */
	items?: number | null;
	/** Least and greatest point. */
	scale: readonly number[];
	decimals?: number | null;
	/** Standard deviation printed beside it. */
	sd?: number | null;
	sd_decimals?: number | null;
}
export interface ProofTotalSpec extends BaseSpec {
	method: 'proof_total';
	n: readonly number[];
	means: readonly number[];
	total: number;
	decimals?: number | null;
	items?: number | null;
	scale?: readonly number[] | null;
	n_total?: number | null;
}
export interface ProofBandSpec extends BaseSpec {
	method: 'proof_band';
	mean: number;
	decimals?: number | null;
	/** People in each band, lowest first. */
	counts: readonly number[];
	/** Upper limits of all bands but the last. */
	cuts: readonly number[];
	items?: number | null;
	scale: readonly number[];
}

const pair = (scale: readonly number[]): readonly [number, number] => [scale[0]!, scale[1]!];
const decimals = { type: 'number', min: 0, max: 6, integer: true, optional: true } as const;
const items = { type: 'number', min: 1, integer: true, optional: true } as const;

function runMean(spec: ProofMeanSpec): Outcome | Violation {
	const answers = { n: spec.n, items: spec.items ?? 1, scale: pair(spec.scale) };
	const mean = { value: spec.mean, decimals: spec.decimals ?? 2 };
	const judged = grim(mean, answers);
	if (isViolation(judged)) return judged;
	const values = { sum_first: judged.sums?.first ?? null, sum_last: judged.sums?.last ?? null, below: judged.below, above: judged.above };
	if (spec.sd === undefined || spec.sd === null) return judgedOutcome(spec.n, judged, values);
	const spread = grimmer(mean, { value: spec.sd, decimals: spec.sd_decimals ?? mean.decimals }, answers);
	if (isViolation(spread)) return spread;
	return judgedOutcome(spec.n, spread, { ...values, sd_below: spread.below, sd_above: spread.above });
}

function meanToR(spec: ProofMeanSpec): string {
	const sd = spec.sd ?? null;
	const d = spec.decimals ?? 2;
	const head = `n <- ${spec.n}; k <- ${spec.items ?? 1}; d <- ${d}; lo <- ${spec.scale[0]}; hi <- ${spec.scale[1]}
V <- round(${rNumber(spec.mean)} * 10^d)
s <- (lo * n * k):(hi * n * k)
ok <- s[abs(2 * 10^d * s - 2 * V * n * k) <= n * k]
first <- function(x) if (length(x)) x[1] else NA
show("sum_first", first(ok)); show("sum_last", first(rev(ok)))`;
	const neighbours = `near <- function(x) if (length(x) && !length(ok) && any(s < V * n * k / 10^d) && any(s > V * n * k / 10^d)) as.numeric(sprintf(paste0("%.", d, "f"), x / (n * k))) else NA
show("below", near(rev(s[s * 10^d < V * n * k])[1])); show("above", near(s[s * 10^d > V * n * k][1]))`;
	if (sd === null) return `${head}\n${neighbours}\nshow("verdict", if (!length(ok)) "inconsistent" else if (n * k >= 10^d) "undecidable" else "consistent")`;
	return `${head}
W <- round(${rNumber(sd)} * 10^${spec.sd_decimals ?? d}); unit <- 10^${spec.sd_decimals ?? d}
pairs <- cbind(0, 0)
for (person in seq_len(n)) {
  pairs <- do.call(rbind, lapply(0:(k * (hi - lo)), function(x) cbind(pairs[, 1] + x, pairs[, 2] + x^2)))
  pairs <- pairs[!duplicated(pairs[, 1] * 1e6 + pairs[, 2]), , drop = FALSE]
  pairs <- pairs[pairs[, 1] <= max(c(-1, ok)) - n * k * lo, , drop = FALSE]
}
pairs <- pairs[pairs[, 1] %in% (ok - n * k * lo), , drop = FALSE]
sds <- sqrt(pmax(0, n * pairs[, 2] - pairs[, 1]^2) / (n * (n - 1))) / k
good <- any(sds * unit >= W - 0.5 - 1e-9 & sds * unit <= W + 0.5 + 1e-9)
show("verdict", if (good) "consistent" else "inconsistent")`;
}

export const proofMean: Method<ProofMeanSpec> = {
	name: 'proof_mean',
	room: 'proof',
	about: {
		title: 'Can this mean arise (GRIM, GRIMMER)',
		definition: `A mean of n people over k whole-number items is s/(nk) with s whole, between nk·least and nk·greatest: the sums s that print as the mean, or the neighbours that can be printed. With nk >= 10^d every mean can be printed and the verdict is \`undecidable\`. With a standard deviation: whether n whole numbers with that sum can have a sum of squares that prints as it (GRIMMER), by exhaustion. Everyone is taken to have answered all k items. ${ROUNDING}`,
		missing: NO_ROWS,
		source: 'Brown and Heathers (2017), Soc. Psychol. Personal. Sci. 8, 363-369; Anaya (2016), PeerJ Preprints 4:e2400v1; Allard (2018), Analytic-GRIMMER',
		r: 'any(round(s / (n * k), d) == mean) over whole s, with both ways to round a half',
		golden: []
	},
	fields: {
		mean: { type: 'number' },
		n: { type: 'number', min: 1, integer: true },
		items,
		scale: { type: 'numbers', integer: true, length: 2 },
		decimals,
		sd: { type: 'number', min: 0, optional: true },
		sd_decimals: decimals
	},
	run: runMean,
	toR: meanToR
};

function runTotal(spec: ProofTotalSpec): Outcome | Violation {
	if (spec.scale && spec.scale[0]! >= spec.scale[1]!) return violation('bad_field', { field: 'scale', needed: '[integer, integer]' });
	const judged = totalMean({ n: spec.n, means: spec.means, total: spec.total, decimals: spec.decimals ?? 2, items: spec.items, scale: spec.scale ? pair(spec.scale) : null, nTotal: spec.n_total });
	if (isViolation(judged)) return judged;
	const finite = (x: number): number | string => (Number.isFinite(x) ? x : x > 0 ? 'Inf' : '-Inf');
	return judgedOutcome(spec.n.reduce((a, b) => a + b, 0), judged, { weighted: judged.weighted, low: finite(judged.low), high: finite(judged.high), impossible: judged.impossible.map((g) => g + 1), instead: judged.instead });
}

export const proofTotal: Method<ProofTotalSpec> = {
	name: 'proof_total',
	room: 'proof',
	about: {
		title: 'Does this total mean follow from its groups',
		definition: `Σ n_g m_g / Σ n_g, every mean taken for all that rounds to it, against the total. With \`items\` the groups' sums are whole numbers of points, so that only those that print as the mean count, which is sharper (everyone is taken to have answered all items). \`impossible\`: groups whose own mean cannot be. \`instead\`: for each group the means that would make the total right, the others being right. With \`n_total\` above Σ n_g the others may have any mean (within the scale), and a total that is possible is \`undecidable\`. ${ROUNDING}`,
		missing: NO_ROWS,
		source: 'Interval arithmetic',
		r: 'sum(n * means) / sum(n), and the same of the ends of what rounds to each',
		golden: []
	},
	fields: {
		n: { type: 'numbers', min: 0, integer: true },
		means: { type: 'numbers' },
		total: { type: 'number' },
		decimals,
		items,
		scale: { type: 'numbers', integer: true, length: 2, optional: true },
		n_total: { type: 'number', min: 1, integer: true, optional: true }
	},
	run: runTotal,
	toR: (spec) => `${ENDS_R}
n <- ${rNumbers(spec.n)}; m <- ${rNumbers(spec.means)}; d <- ${spec.decimals ?? 2}; k <- ${spec.items ?? 0}; all <- ${spec.n_total ?? 'sum(n)'}
sums <- sapply(seq_along(n), function(g) {
  e <- n[g] * ends(m[g], d)
  if (k == 0) return(e)
  V <- round(m[g] * 10^d)
  s <- floor(k * e[1] - 1):ceiling(k * e[2] + 1)
  s <- s[abs(2 * 10^d * s - 2 * V * n[g] * k) <= n[g] * k]
  if (length(s)) range(s) / k else e
})
outside <- (all - sum(n)) * ${spec.scale ? rNumbers(spec.scale) : 'if (all > sum(n)) c(-Inf, Inf) else c(0, 0)'}
span <- (rowSums(sums) + outside) / all; slack <- 1e-12 * max(1, abs(${rNumber(spec.total)}))
span <- span + c(-slack, slack); t <- ends(${rNumber(spec.total)}, d)
show("weighted", sum(n * m) / sum(n)); show("low", span[1]); show("high", span[2])
show("verdict", if (span[1] > t[2] || span[2] < t[1]) "inconsistent" else if (all > sum(n)) "undecidable" else "consistent")`
};

export const proofBand: Method<ProofBandSpec> = {
	name: 'proof_band',
	room: 'proof',
	about: {
		title: 'Does this mean follow from its bands',
		definition: `People counted in bands of an index of k whole-number items: their mean lies between Σ c_b·least_b / n and Σ c_b·greatest_b / n, least and greatest the whole multiples of 1/k within each band. A value on a limit may belong to either side. ${ROUNDING}`,
		missing: NO_ROWS,
		source: 'Interval arithmetic',
		r: 'sum(counts * ceiling(lower * k)) / (k * sum(counts))',
		golden: []
	},
	fields: { mean: { type: 'number' }, decimals, counts: { type: 'numbers', min: 0, integer: true }, cuts: { type: 'numbers' }, items, scale: { type: 'numbers', integer: true, length: 2 } },
	run(spec) {
		const judged = bandMean(spec.mean, spec.decimals ?? 2, { counts: spec.counts, cuts: spec.cuts, items: spec.items ?? 1, scale: pair(spec.scale) });
		return isViolation(judged) ? judged : judgedOutcome(spec.counts.reduce((a, b) => a + b, 0), judged, { low: judged.low, high: judged.high });
	},
	toR: (spec) => `${ENDS_R}
counts <- ${rNumbers(spec.counts)}; k <- ${spec.items ?? 1}; limits <- c(${spec.scale[0]}, ${spec.cuts.map(rNumber).join(', ')}${spec.cuts.length ? ', ' : ''}${spec.scale[1]})
low <- sum(counts * ceiling(head(limits, -1) * k - 1e-9)) / (k * sum(counts))
high <- sum(counts * floor(tail(limits, -1) * k + 1e-9)) / (k * sum(counts))
e <- ends(${rNumber(spec.mean)}, ${spec.decimals ?? 2})
show("low", low); show("high", high)
show("verdict", if (low <= e[2] + 1e-12 && e[1] <= high + 1e-12) "consistent" else "inconsistent")`
};
