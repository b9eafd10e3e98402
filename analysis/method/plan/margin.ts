import { violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { marginOfError, neededForMargin } from '../../plan/margin.ts';
import { rNumber } from '../../r/write.ts';
import type { Note, Outcome, Value } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';

export interface MarginOfErrorSpec extends BaseSpec {
	method: 'margin_of_error';
	/** Answers; or the margin that is wanted. */
	n?: number | null;
	/** Wanted margin of error, as a share; the answers needed for it are found. */
	margin?: number | null;
	/** The share, from 0 to 1; 0.5, where the margin is widest, when absent. */
	p?: number | null;
	/** N of the population the answers are drawn from. */
	population?: number | null;
	/** Confidence level; 0.95 when absent. */
	level?: number | null;
	/** Variance of the design over that of simple random sampling; 1 when absent. */
	design_effect?: number | null;
}

function run(spec: MarginOfErrorSpec): Outcome | Violation {
	const { n, margin } = spec;
	const [p, level, population, deff] = [spec.p ?? 0.5, spec.level ?? 0.95, spec.population ?? undefined, spec.design_effect ?? 1];
	const hasN = n !== null && n !== undefined;
	const hasMargin = margin !== null && margin !== undefined;
	if (hasN === hasMargin) return violation('bad_field', { field: 'n', needed: 'n or margin' });
	if (hasN && population !== undefined && n > population) return violation('inconsistent', { field: 'population' });
	const notes: Note[] = [];
	if (deff !== 1) notes.push({ key: 'plan_design_effect', level: 'info', params: { design_effect: deff } });
	if (population !== undefined) notes.push({ key: 'plan_population', level: 'info', params: { population } });
	if (p === 0 || p === 1) notes.push({ key: 'plan_margin_at_end', level: 'warning' });
	const values: Record<string, Value> = { p, level };
	if (hasN) {
		const m = marginOfError(p, n, level, population, deff);
		Object.assign(values, { n, moe: m.plain, ...(population !== undefined && { population, moe_fpc: m.finite, moe_fpc_1mf: m.finiteSample }) });
		return { n, missing: [], values, effects: [], assumptions: [{ key: 'independent_rows', met: null }], notes };
	}
	const needed = neededForMargin(p, margin!, level, population, deff);
	const chosen = Math.ceil((needed.finite ?? needed.plain) * (1 - 1e-12));
	Object.assign(values, { margin: margin!, n: chosen, n_exact: needed.plain, ...(population !== undefined && { population, n_exact_fpc: needed.finite, n_exact_fpc_1mf: needed.finiteSample }) });
	return { n: chosen, missing: [], values, effects: [], assumptions: [{ key: 'independent_rows', met: null }], notes };
}

function toR(spec: MarginOfErrorSpec): string {
	const finite = spec.population !== null && spec.population !== undefined;
	const head = `p <- ${rNumber(spec.p ?? 0.5)}
z <- qnorm(${rNumber((1 - (spec.level ?? 0.95)) / 2)}, lower.tail = FALSE)
deff <- ${rNumber(spec.design_effect ?? 1)}
N <- ${rNumber(spec.population ?? Infinity)}
show("p", p)
show("level", ${rNumber(spec.level ?? 0.95)})${finite ? '\nshow("population", N)' : ''}`;
	if (spec.n !== null && spec.n !== undefined) {
		return `${head}
n <- ${rNumber(spec.n)}
moe <- z * sqrt(deff * p * (1 - p) / n)
show("n", n)
show("moe", moe)${finite ? '\nshow("moe_fpc", moe * sqrt((N - n) / (N - 1)))\nshow("moe_fpc_1mf", moe * sqrt(1 - n / N))' : ''}`;
	}
	return `${head}
n0 <- z^2 * deff * p * (1 - p) / ${rNumber(spec.margin ?? NaN)}^2
show("margin", ${rNumber(spec.margin ?? NaN)})
show("n_exact", n0)${finite ? '\nshow("n_exact_fpc", n0 / (1 + (n0 - 1) / N))\nshow("n_exact_fpc_1mf", n0 / (1 + n0 / N))\nshow("n", ceiling(n0 / (1 + (n0 - 1) / N) * (1 - 1e-12)))' : '\nshow("n", ceiling(n0 * (1 - 1e-12)))'}`;
}

export const marginOfErrorMethod: Method<MarginOfErrorSpec> = {
	name: 'margin_of_error',
	room: 'plan',
	about: {
		title: 'Margin of error of a share',
		definition:
			'moe = z·√(deff·p(1 − p)/n); with a population of N also moe_fpc = moe·√((N − n)/(N − 1)), the exact variance of a share, and moe_fpc_1mf = moe·√(1 − n/N), as with an estimated variance. With a wanted margin m instead of n: n_exact = z²·deff·p(1 − p)/m², n_exact_fpc = n_exact/(1 + (n_exact − 1)/N), n_exact_fpc_1mf = n_exact/(1 + n_exact/N), and n the whole number above.',
		missing: 'No data are read.',
		source: 'Cochran (1977), Sampling Techniques, 3.2, 3.3 and 4.4',
		r: 'qnorm(0.975) * sqrt(p * (1 - p) / n) * sqrt((N - n) / (N - 1))',
		golden: ['margin_of_error_fpc']
	},
	fields: {
		n: { type: 'number', min: 1, optional: true },
		margin: { type: 'number', above: 0, below: 1, optional: true },
		p: { type: 'number', min: 0, max: 1, optional: true },
		population: { type: 'number', min: 1, optional: true },
		level: { type: 'number', above: 0, below: 1, optional: true },
		design_effect: { type: 'number', above: 0, optional: true }
	},
	run,
	toR
};
