/** What every spec of a planned test shares: two of size, effect and power are given, the third is found. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { effectiveSize, sizeWorth, type Worth } from '../../plan/effective.ts';
import type { Power } from '../../plan/power.ts';
import { neededSize, smallestEffect } from '../../plan/solve.ts';
import { rNumber, rNumbers } from '../../r/write.ts';
import type { Assumption, Note, Outcome, Value } from '../../result.ts';
import type { BaseSpec, Fields } from '../../spec/fields.ts';

export interface DesignSpec extends BaseSpec {
	/** Wanted power, where the effect or the size is to be found. */
	power?: number | null;
	/** Level of significance; 0.05 when absent. */
	alpha?: number | null;
	/** Variance of the planned design over that of simple random sampling, as 1 + (m − 1)·ICC for clusters of m; 1 when absent. */
	design_effect?: number | null;
	/** Units in the population of each group, when the sample is a large part of it. */
	population?: number | null;
}

export const DESIGN_FIELDS: Fields = {
	power: { type: 'number', above: 0, below: 1, optional: true },
	alpha: { type: 'number', above: 0, below: 1, optional: true },
	design_effect: { type: 'number', above: 0, optional: true },
	population: { type: 'number', above: 1, optional: true }
};

export const SIDES_FIELD: Fields = { alternative: { type: 'choice', of: ['two_sided', 'one_sided'], optional: true } };

export interface Design {
	/** Name of the effect in spec and values, and its standard name. */
	effect: { name: string; standard: string; value: number | null };
	/** Planned sizes, one a group that may differ; null when to be found (then all are equal). */
	sizes: number[] | null;
	/** Names of the sizes in values. */
	sizeNames: string[];
	/** Groups in all. */
	groups: number;
	/** Smallest size of a group the test can be made with. */
	least: number;
	/** Largest effect there is. */
	highest: number;
	power: (effect: number, sizes: readonly number[]) => Power;
	assumptions: Assumption[];
	/** R: `power_of <- function(e, n)`, with n the vector of sizes; `bounds` for the effect's search. */
	r: string;
}

const given = (x: number | null | undefined): x is number => x !== null && x !== undefined;
const LOW_POWER = 0.8;

const worthOf = (spec: DesignSpec): Worth => ({ designEffect: spec.design_effect ?? 1, population: spec.population ?? Infinity });

interface Solved {
	effect: number;
	sizes: number[];
	/** The size found, not rounded, when it was sought. */
	exact: number | null;
	result: Power;
}

function solve(spec: DesignSpec, design: Design): Solved | Violation {
	const worth = worthOf(spec);
	const effective = (sizes: readonly number[]): number[] => sizes.map((n) => effectiveSize(n, worth));
	const { sizes, effect } = design;
	if (sizes) {
		const own = effective(sizes);
		const value = effect.value ?? smallestEffect((e) => design.power(e, own).power, spec.power!, design.highest);
		return value === null ? violation('not_converged', { iterations: 0 }) : { effect: value, sizes, exact: null, result: design.power(value, own) };
	}
	const equal = (n: number): number[] => design.sizeNames.map(() => n);
	const effectiveNeeded = neededSize((n) => design.power(effect.value!, equal(n)).power, spec.power!, design.least);
	if (effectiveNeeded === null) return violation('not_converged', { iterations: 0 });
	const exact = sizeWorth(effectiveNeeded, worth);
	// a size found to be whole but for rounding stays
	const whole = Math.ceil(exact * (1 - 1e-12));
	return { effect: effect.value!, sizes: equal(whole), exact, result: design.power(effect.value!, effective(equal(whole))) };
}

function check(spec: DesignSpec, design: Design): Violation | null {
	const { sizes, effect } = design;
	const known = [sizes !== null, effect.value !== null, given(spec.power)].filter(Boolean).length;
	if (known !== 2) return violation('bad_field', { field: 'power', needed: `two of size, ${effect.name} and power` });
	if (given(spec.power) && spec.power <= (spec.alpha ?? 0.05)) return violation('bad_field', { field: 'power', needed: 'number > alpha' });
	if (effect.value === 0 && sizes === null) return violation('bad_field', { field: effect.name, needed: 'number other than 0' });
	if (sizes && given(spec.population) && sizes.some((n) => n >= spec.population!)) return violation('inconsistent', { field: 'population' });
	const short = sizes?.map((n) => effectiveSize(n, worthOf(spec))).find((n) => n < design.least);
	return short === undefined ? null : violation('too_few', { n: Number(short.toPrecision(6)), needed: design.least });
}

function notes(spec: DesignSpec, design: Design, { result }: Solved): Note[] {
	const out: Note[] = [];
	if (!given(spec.power) && result.power < LOW_POWER) out.push({ key: 'plan_low_power', level: 'warning', params: { power: result.power, limit: LOW_POWER } });
	if (given(spec.design_effect)) out.push({ key: 'plan_design_effect', level: 'info', params: { design_effect: spec.design_effect } });
	if (given(spec.population)) out.push({ key: 'plan_population', level: 'info', params: { population: spec.population } });
	if (design.effect.value === null) out.push({ key: 'plan_smallest_effect', level: 'info', params: { power: spec.power! } });
	return out;
}

/** Runs a planned test. `n` of the outcome is the planned number of answers. */
export function runDesign(spec: DesignSpec, design: Design, more: (effect: number) => Record<string, Value> = () => ({})): Outcome | Violation {
	const wrong = check(spec, design);
	if (wrong) return wrong;
	const solved = solve(spec, design);
	if (isViolation(solved)) return solved;
	const { effect, sizes, exact, result } = solved;
	const total = sizes.length === 1 ? sizes[0]! * design.groups : sizes.reduce((a, b) => a + b, 0);
	const worth = worthOf(spec);
	const values = {
		alpha: spec.alpha ?? 0.05,
		[design.effect.name]: effect,
		...more(effect),
		...Object.fromEntries(design.sizeNames.map((name, i) => [name, sizes[i]!])),
		n_total: total,
		...Object.fromEntries(design.sizeNames.map((name, i) => [`effective_${name}`, effectiveSize(sizes[i]!, worth)])),
		...(exact !== null && { n_exact: exact }),
		power: result.power,
		ncp: result.ncp,
		df: result.df,
		critical: result.critical
	};
	return {
		n: total,
		missing: [],
		values,
		effects: [{ name: design.effect.standard, value: effect, low: null, high: null, level: null }],
		assumptions: [{ key: 'independent_rows', met: given(spec.design_effect) ? true : null }, ...design.assumptions],
		notes: notes(spec, design, solved)
	};
}

/** The R code of a planned test: the design's own `power_of` and, where something is sought, `uniroot`. */
export function designToR(spec: DesignSpec, design: Design, more = ''): string {
	const count = design.sizeNames.length;
	const power = given(spec.power) ? rNumber(spec.power) : 'NA';
	const seek = design.sizes
		? `n <- ${rNumbers(design.sizes)}
e <- ${design.effect.value === null ? `uniroot(function(e) power_of(e, worth(n))$power - ${power}, c(0, ${rNumber(Number.isFinite(design.highest) ? design.highest : 20)}), tol = 1e-15, maxiter = 10000)$root` : rNumber(design.effect.value)}`
		: `e <- ${rNumber(design.effect.value!)}
least <- ${rNumber(design.least)}
needed <- if (power_of(e, rep(least, ${count}))$power >= ${power}) least else exp(uniroot(function(l) power_of(e, rep(exp(l), ${count}))$power - ${power}, log(c(least, 1e6)), tol = 1e-15, maxiter = 10000)$root)
n_exact <- needed * deff / (1 + needed * deff / N)
show("n_exact", n_exact)
n <- rep(ceiling(n_exact * (1 - 1e-12)), ${count})`;
	return `alpha <- ${rNumber(spec.alpha ?? 0.05)}
deff <- ${rNumber(spec.design_effect ?? 1)}
N <- ${rNumber(spec.population ?? Infinity)}
worth <- function(n) n / (deff * (1 - n / N))
${design.r}
${seek}
result <- power_of(e, worth(n))
names <- c(${design.sizeNames.map((n) => `"${n}"`).join(', ')})
for (i in seq_along(n)) {
  show(names[i], n[i])
  show(paste0("effective_", names[i]), worth(n[i]))
}
show("n_total", ${count === 1 ? `n * ${rNumber(design.groups)}` : 'sum(n)'})
show("alpha", alpha)
show("${design.effect.name}", e)
show("power", result$power)
show("ncp", result$ncp)
show("critical", result$critical)${design.power(0.1, design.sizeNames.map(() => design.least + 1)).df.length ? '\nshow("df", result$df)' : ''}${more && `\n${more}`}`;
}
