import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { Note, Outcome } from '../../result.ts';
import type { Codebook } from '../../r/codebook.ts';
import { rNumber } from '../../r/write.ts';
import { alpha, feldtInterval } from '../../scale/alpha.ts';
import type { Table } from '../../table/table.ts';
import { turningSum } from '../../scale/mean-index.ts';
import { ITEMS, named, REVERSED, rItems, scaleData, smallN, type ItemsSpec, type ScaleData } from './shared.ts';

export interface AlphaSpec extends ItemsSpec {
	method: 'alpha';
	/** Listwise when absent. */
	missing?: 'listwise' | 'pairwise' | null;
	/** Ends of the scale, for the means of reversed items; from the categories when absent. */
	scale_min?: number | null;
	scale_max?: number | null;
	/** Confidence level, 0.95 when absent. */
	level?: number | null;
}

/** Alpha under which a scale is seldom used for comparing groups; n under which alpha says little; share of answers at one end of an item. */
const [LOW_ALPHA, FEW, CEILING] = [0.7, 50, 0.5];

function itemNotes(spec: AlphaSpec, data: ScaleData, rDrop: readonly (number | null)[]): Note[] {
	const notes: Note[] = [];
	const names = (keep: (i: number) => boolean): string => spec.items.filter((_, i) => keep(i)).join(', ');
	const against = names((i) => (rDrop[i] ?? 0) < 0);
	if (against) notes.push({ key: 'scale_negative_items', level: 'warning', params: { items: against } });
	const end = (which: 'atMax' | 'atMin') => names((i) => data.spreads[i]![which] > CEILING * data.spreads[i]!.valid && data.spreads[i]!.max > data.spreads[i]!.min);
	if (end('atMax')) notes.push({ key: 'scale_item_ceiling', level: 'warning', params: { items: end('atMax'), share: CEILING * 100 } });
	if (end('atMin')) notes.push({ key: 'scale_item_floor', level: 'warning', params: { items: end('atMin'), share: CEILING * 100 } });
	const beyond = names((i) => data.spreads[i]!.max > (spec.scale_max ?? Infinity) || data.spreads[i]!.min < (spec.scale_min ?? -Infinity));
	if (beyond) notes.push({ key: 'scale_beyond_ends', level: 'warning', params: { items: beyond } });
	return notes;
}

function run(spec: AlphaSpec, table: Table): Outcome | Violation {
	const { missing, level } = { missing: spec.missing ?? 'listwise', level: spec.level ?? 0.95 };
	const data = scaleData(spec, table, missing, 3);
	if (isViolation(data)) return data;
	const found = alpha(data.covariance);
	if (isViolation(found)) return found.params?.column === 'sum' ? violation('constant', { column: spec.items.join(' + ') }) : named(found, spec.items);
	const interval = feldtInterval(found.alpha, data.n, spec.items.length, level);
	const means = data.means.map((mean, i) => {
		if (!data.isReversed[i]) return mean;
		const sum = turningSum(table, spec.items[i]!, spec);
		return isViolation(sum) ? null : sum - mean!;
	});
	const notes = [...smallN(data.n, FEW), ...itemNotes(spec, data, found.r_drop)];
	if (found.alpha < LOW_ALPHA) notes.push({ key: 'scale_alpha_low', level: 'warning', params: { alpha: found.alpha, limit: LOW_ALPHA } });
	const better = spec.items.filter((_, i) => (found.alpha_if_dropped[i] ?? -Infinity) > interval.high).join(', ');
	if (better) notes.push({ key: 'scale_alpha_rises', level: 'info', params: { items: better } });
	if (spec.items.length === 2) notes.push({ key: 'scale_two_items', level: 'info' });
	else if (found.alpha_if_dropped.includes(null)) notes.push({ key: 'scale_rest_constant', level: 'info', params: { items: spec.items.filter((_, i) => found.alpha_if_dropped[i] === null).join(', ') } });
	if (found.lambda6 === null) notes.push({ key: 'scale_lambda6_undefined', level: 'info' });
	if (means.includes(null)) notes.push({ key: 'scale_ends_unknown', level: 'info' });
	return {
		n: data.n,
		missing: data.missing,
		values: { n: data.n, k: spec.items.length, ...found, feldt_ci: [interval.low, interval.high], level, item_mean: means, item_sd: data.covariance.map((row, i) => Math.sqrt(row[i]!)), items: [...spec.items], reversed: data.isReversed },
		effects: [{ name: 'cronbach_alpha', value: found.alpha, low: interval.low, high: interval.high, level }],
		assumptions: [
			{ key: 'scale_one_dimension', met: null },
			{ key: 'scale_equal_loadings', met: null },
			{ key: 'independent_rows', met: null }
		],
		notes
	};
}

function toR(spec: AlphaSpec, codebook: Codebook): string {
	const listwise = (spec.missing ?? 'listwise') === 'listwise';
	const sums = spec.items.map((item) => {
		const { levels, scores } = codebook[item] ?? { levels: null, scores: null };
		const all = scores ?? levels?.map(Number) ?? [];
		const [min, max] = [spec.scale_min ?? (all.length ? Math.min(...all) : null), spec.scale_max ?? (all.length ? Math.max(...all) : null)];
		return min === null || max === null ? null : min + max;
	});
	const knows = spec.items.every((item, i) => !spec.reversed?.includes(item) || sums[i] !== null);
	return `${rItems(spec, sums)}
${listwise ? 'X <- X[complete.cases(X), , drop = FALSE]\nC <- cov(X)\nn <- nrow(X)' : 'C <- cov(X, use = "pairwise.complete.obs")\nn <- min(crossprod(!is.na(X)))'}
k <- ncol(X)
R <- cov2cor(C)
V <- sum(C)
rest <- V - 2 * rowSums(C) + diag(C)
alpha <- k / (k - 1) * (1 - sum(diag(C)) / V)
r <- (sum(R) - k) / (k * (k - 1))
show("n", n)
show("k", k)
show("alpha", alpha)
show("std_alpha", k * r / (1 + (k - 1) * r))
show("mean_r", r)
inverse <- if (rcond(R) > 1e-14) solve(R) else NULL
show("lambda6", if (is.null(inverse)) NA else 1 - sum(1 / diag(inverse)) / sum(R))
show("alpha_if_dropped", if (k > 2) (k - 1) / (k - 2) * (1 - (sum(diag(C)) - diag(C)) / rest) else rep(NA, k))
show("r_drop", (rowSums(C) - diag(C)) / sqrt(diag(C) * rest))
show("r_total", rowSums(C) / sqrt(diag(C) * V))
a <- (1 - ${rNumber(spec.level ?? 0.95)}) / 2
show("feldt_ci", 1 - (1 - alpha) * qf(c(1 - a, a), n - 1, (n - 1) * (k - 1)))
show("level", ${rNumber(spec.level ?? 0.95)})
${knows ? 'show("item_mean", colMeans(X, na.rm = TRUE))\n' : ''}show("item_sd", sqrt(diag(C)))`;
}

export const alphaMethod: Method<AlphaSpec> = {
	name: 'alpha',
	room: 'scale',
	about: {
		title: 'Cronbach\'s alpha',
		definition: 'k/(k - 1) (1 - tr C / sum C) of the covariances C of the items, reversed items turned (min + max - x); standardised alpha from the mean correlation; Guttman\'s lambda 6; for each item the correlation with the sum of all (r_total) and of the others (r_drop), and alpha without it; Feldt\'s interval from F(n - 1, (n - 1)(k - 1)).',
		missing: 'Listwise, or pairwise: each covariance over the rows valid on both items; correlations are those covariances divided by the standard deviations of all valid rows, as psych::alpha does; n is then the fewest rows that two items share.',
		source: 'Cronbach (1951), Psychometrika 16, 297-334; Guttman (1945), Psychometrika 10, 255-282; Feldt (1965), Psychometrika 30, 357-370.',
		r: 'C <- cov(X); k / (k - 1) * (1 - sum(diag(C)) / sum(C)); psych::alpha(X)',
		golden: ['cronbach_alpha_listwise', 'cronbach_alpha_pairwise']
	},
	fields: {
		items: ITEMS,
		reversed: REVERSED,
		missing: { type: 'choice', of: ['listwise', 'pairwise'], optional: true },
		scale_min: { type: 'number', optional: true },
		scale_max: { type: 'number', optional: true },
		level: { type: 'number', above: 0, below: 1, optional: true }
	},
	run,
	toR
};
