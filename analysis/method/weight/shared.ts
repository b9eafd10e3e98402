/** What every method of weights reports and warns of. */
import type { Note, Values } from '../../result.ts';
import type { WeightSummary } from '../../weight/summary.ts';

/** Kish's design effect above which the weights cost so much that the reader should know. */
const COSTLY = 1.5;
/** A weight this many times the mean lets one respondent speak for many. */
const LARGE = 5;

export function summaryValues(s: WeightSummary): Values {
	const { n, sum, mean, min, max, cv, deff_kish, n_eff, moe, moe_fpc } = s;
	return { n, sum, mean, min, max, cv, deff_kish, n_eff, moe, moe_fpc };
}

export function summaryNotes(s: WeightSummary): Note[] {
	const notes: Note[] = [];
	if (s.deff_kish > COSTLY) notes.push({ key: 'weight_costly', level: 'warning', params: { deff: s.deff_kish, n: s.n, n_eff: s.n_eff } });
	if (s.max > LARGE * s.mean) notes.push({ key: 'weight_large', level: 'warning', params: { times: s.max / s.mean } });
	if (s.moe_fpc === null) notes.push({ key: 'weight_no_fpc', level: 'info' });
	return notes;
}

/** R: the same summary of the vector `w`, with the population in `N` (or NA). */
export const SUMMARY_R = `n <- length(w)
show("n", n); show("sum", sum(w)); show("mean", mean(w)); show("min", min(w)); show("max", max(w))
deff <- n * sum(w^2) / sum(w)^2
show("cv", sqrt(sum((w / mean(w) - 1)^2) / n)); show("deff_kish", deff); show("n_eff", n / deff)
moe <- qnorm(0.975) * sqrt(0.25 * deff / n)
show("moe", moe)
show("moe_fpc", if (!is.na(N) && N >= n && N > 1) moe * sqrt((N - n) / (N - 1)) else NA)`;
