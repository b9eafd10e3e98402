import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { pairedDifference } from '../../effect/standardised.ts';
import type { Method } from '../../method.ts';
import type { Outcome } from '../../result.ts';
import type { BaseSpec, Fields } from '../../spec/fields.ts';
import { differences, pairedFromSummary, pairedMoments, type PairedMoments } from '../../test/paired.ts';
import { sampleOf } from '../../test/sample.ts';
import { oneSampleT } from '../../test/t.ts';
import { named } from './grouped.ts';
import { independence, normality, smallN, underflow } from './notes.ts';
import { R_NCP_T } from './r-code.ts';
import { rPaired, readPairs, type Pairs } from './read-pairs.ts';
import { clusterValues, effect, ends, finite, pOf } from './values.ts';

export interface TPairedSpec extends BaseSpec, Pairs {
	method: 't_paired';
	level?: number | null;
}
export interface TPairedSummarySpec extends BaseSpec {
	method: 't_paired_summary';
	/** Pairs; means and SDs of the two measurements, and their correlation. */
	n: number;
	mean: readonly [number, number];
	sd: readonly [number, number];
	r: number;
	level?: number | null;
}

const LEVEL: Fields = { level: { type: 'number', above: 0, below: 1, optional: true } };

function compute(m: PairedMoments, level: number): Pick<Outcome, 'values' | 'effects' | 'notes'> | Violation {
	const test = oneSampleT(m.diff, level);
	if (isViolation(test)) return test;
	const d = pairedDifference(m.x, m.y, m.diff, m.r, level);
	return {
		values: {
			n: m.diff.n,
			means: [m.x.mean, m.y.mean],
			sds: [Math.sqrt(m.x.variance), Math.sqrt(m.y.variance)],
			mean_diff: test.diff,
			sd_diff: Math.sqrt(m.diff.variance),
			se: test.se,
			t: test.t,
			df: test.df,
			...pOf(test.tail),
			ci_diff: ends(test.ci),
			d_z: d.d_z,
			d_z_ci: ends(d.d_z_ci),
			d_av: finite(d.d_av),
			d_av_ci: ends(d.d_av_ci),
			r: m.r,
			level
		},
		effects: [effect('d_av', d.d_av, d.d_av_ci, level), effect('d_z', d.d_z, d.d_z_ci, level)],
		notes: [...smallN([m.diff.n]), ...underflow([test.tail])]
	};
}

const R_TEST = `show("n", n)
show("means", m)
show("sds", s)
show("mean_diff", mean_diff)
show("sd_diff", sd_diff)
show("se", sd_diff / sqrt(n))
t <- mean_diff / (sd_diff / sqrt(n))
show("df", n - 1)
show("log_p", log(2) + pt(-abs(t), n - 1, log.p = TRUE))
${R_NCP_T}
d_z <- mean_diff / sd_diff
show("d_z", d_z)
show("d_z_ci", ncp_t(t, n - 1, level) / sqrt(n))
s_av <- mean(s)
d_av <- mean_diff / s_av
show("d_av", d_av)
d_av_var <- d_av^2 * (sum(s^2) + 2 * r^2 * prod(s)) / (8 * s_av^2 * (n - 1)) + sd_diff^2 / (s_av^2 * (n - 1))
show("d_av_ci", d_av + c(-1, 1) * qnorm((1 + level) / 2) * sqrt(d_av_var))
show("r", if (min(s) > 0) r else NA)
show("level", level)`;

const about: Method['about'] = {
	title: 'Two means, paired',
	definition: `$t = \\bar d/(s_d/\\sqrt n)$ of $d = x - y$, $df = n - 1$. $d_z = \\bar d/s_d$ with its interval from the noncentral t; $d_{av} = \\bar d/((s_x + s_y)/2)$ with the delta method's interval; r between the two measurements. Decimals are subtracted exactly. With \`cluster\`: intraclass correlation of d and its design effect.`,
	missing: 'Rows with a value on x, y and cluster.',
	source: 'Student (1908), Biometrika 6, 1-25; Cumming and Finch (2001), Educ. Psychol. Meas. 61, 532-574; Lakens (2013), Front. Psychol. 4, 863',
	r: 't.test(x, y, paired = TRUE); noncentral t by integrate and uniroot',
	golden: ['t_paired']
};

/** A root search in R on an integral. */
const rTolerance = { d_z_ci: 1e-8 };

export const tPaired: Method<TPairedSpec> = {
	name: 't_paired',
	room: 'compare',
	about,
	fields: { x: { type: 'column', kind: 'numeric' }, y: { type: 'column', kind: 'numeric' }, cluster: { type: 'column', kind: 'any', optional: true }, ...LEVEL },
	run(spec, table) {
		const data = readPairs(table, spec);
		if (isViolation(data)) return data;
		const moments = pairedMoments(data.x, data.y);
		const found = compute(moments, spec.level ?? 0.95);
		if (isViolation(found)) return named(found, `${spec.x} - ${spec.y}`);
		const rows = independence(spec.cluster, data.clustering);
		return {
			n: data.n,
			missing: data.missing,
			...found,
			values: { ...found.values, ...clusterValues(data.clustering) },
			assumptions: [rows.assumption, normality([moments.diff], [sampleOf(differences(data.x, data.y))])],
			notes: [...found.notes, ...rows.notes]
		};
	},
	toR: (spec) => `${rPaired(spec)}
level <- ${spec.level ?? 0.95}
tt <- t.test(x, y, paired = TRUE, conf.level = level)
n <- length(x)
m <- c(mean(x), mean(y))
s <- c(sd(x), sd(y))
mean_diff <- unname(tt$estimate)
sd_diff <- sd(x - y)
r <- if (min(s) > 0) cor(x, y) else 0
show("t", tt$statistic)
show("p", max(tt$p.value, 5e-324))
show("ci_diff", tt$conf.int)
${R_TEST}`,
	rTolerance
};

export const tPairedSummary: Method<TPairedSummarySpec> = {
	name: 't_paired_summary',
	room: 'compare',
	about: { ...about, title: `${about.title}, from n, means, SDs and r`, missing: 'None: the figures are given.', definition: `As \`t_paired\` with $s_d^2 = s_x^2 + s_y^2 - 2rs_xs_y$.`, r: 'the formulas' },
	fields: { n: { type: 'number', min: 1, integer: true }, mean: { type: 'numbers', length: 2 }, sd: { type: 'numbers', min: 0, length: 2 }, r: { type: 'number', min: -1, max: 1 }, ...LEVEL },
	run(spec) {
		const found = compute(pairedFromSummary(spec.n, spec.mean, spec.sd, spec.r), spec.level ?? 0.95);
		if (isViolation(found)) return found.violation === 'constant' ? violation('constant', { column: 'x - y' }) : found;
		return { n: spec.n, missing: [], ...found, assumptions: [{ key: 'independent_rows', met: null }, { key: 'normality', met: null }] };
	},
	toR: (spec) => `level <- ${spec.level ?? 0.95}
n <- ${spec.n}
m <- c(${spec.mean.join(', ')})
s <- c(${spec.sd.join(', ')})
r <- ${spec.r}
mean_diff <- m[1] - m[2]
sd_diff <- sqrt(sum(s^2) - 2 * r * prod(s))
se <- sd_diff / sqrt(n)
show("t", mean_diff / se)
show("p", max(2 * pt(-abs(mean_diff / se), n - 1), 5e-324))
show("ci_diff", mean_diff + c(-1, 1) * qt((1 + level) / 2, n - 1) * se)
${R_TEST}`,
	rTolerance
};
