/** Drawing a sample from a list. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { seededRandom } from '../numeric/random.ts';
import { allocate, type Allocation } from './allocation.ts';
import { candidates, canonical, grouped, inOrder, type Candidate, type FrameUnit } from './frame.ts';
import { chooseSystematic, chooseWithout } from './select.ts';

/** Name of the generator, to be kept with a sample: see numeric/random.ts. */
export const GENERATOR = 'xoshiro128**/splitmix32';

export const SAMPLE_METHODS = ['census', 'simple', 'stratified', 'systematic', 'clusters'] as const;
export type SamplePlan = (
	| { method: 'census' }
	| { method: 'simple'; n: number }
	| { method: 'stratified'; allocation: Allocation }
	/** In order of stratum, then ref. */
	| { method: 'systematic'; n: number }
	/** `n` whole clusters. */
	| { method: 'clusters'; n: number }
) & {
	/** One unit of each person can be drawn, and not every one. */
	onePerPerson?: boolean;
};

export interface StratumPlan {
	stratum: string;
	/** Units on the list. */
	frame: number;
	/** Of these: not to be drawn, and set aside because another of the same person can be. */
	excluded: number;
	setAside: number;
	/** The rest: what can be drawn. */
	available: number;
	/** How many are drawn, on average over all samples the plan can give; for a stratified sample and a census, always. */
	expected: number;
	/** Of each that can be drawn; null where none can. */
	probability: number | null;
}

export interface PlannedDraw {
	strata: StratumPlan[];
	/** Sizes of the clusters that can be drawn; null when the plan is not of clusters. */
	clusters: number[] | null;
	available: number;
	expected: number;
}

export interface DrawnUnit {
	ref: string;
	stratum: string;
	/** Inclusion probability: that the unit could be drawn among the person's, times that it was. */
	probability: number;
}

interface Prepared {
	plan: PlannedDraw;
	chances: Map<string, number>;
	choose: () => Candidate[];
}

const clusterOf = (unit: Candidate): string => (unit.cluster === null || unit.cluster === undefined ? `unit ${unit.ref}` : `cluster ${unit.cluster}`);
const bad = (field: string, highest: number): Violation => violation('bad_field', { field, needed: `1 to ${highest}` });
const isCount = (n: number, highest: number): boolean => Number.isSafeInteger(n) && n >= 1 && n <= highest;

/** What each method needs: the chance of a unit of each stratum, and the choice itself. */
function method(open: readonly Candidate[], names: readonly string[], plan: SamplePlan, random: () => number): Omit<Prepared, 'plan'> & { clusters: number[] | null } | Violation {
	const even = (chance: number) => new Map(names.map((name) => [name, chance]));
	const N = open.length;
	switch (plan.method) {
		case 'census':
			return { chances: even(1), clusters: null, choose: () => [...open] };
		case 'simple':
			return isCount(plan.n, N) ? { chances: even(plan.n / N), clusters: null, choose: () => chooseWithout(open, plan.n, random) } : bad('n', N);
		case 'systematic': {
			if (!isCount(plan.n, N)) return bad('n', N);
			const sorted = [...open].sort((a, b) => inOrder(a.stratum, b.stratum) || inOrder(a.ref, b.ref));
			return { chances: even(plan.n / N), clusters: null, choose: () => chooseSystematic(sorted, plan.n, random) };
		}
		case 'clusters': {
			const groups = grouped(open, clusterOf);
			if (!isCount(plan.n, groups.length)) return bad('n', groups.length);
			return { chances: even(plan.n / groups.length), clusters: groups.map(([, units]) => units.length), choose: () => chooseWithout(groups, plan.n, random).flatMap(([, units]) => units) };
		}
		case 'stratified': {
			const groups = new Map(grouped(open, (unit) => unit.stratum));
			const sizes = Object.fromEntries(names.map((name) => [name, groups.get(name)?.length ?? 0]));
			const numbers = allocate(sizes, plan.allocation);
			if (isViolation(numbers)) return numbers;
			return {
				chances: new Map(names.map((name) => [name, sizes[name] ? numbers[name]! / sizes[name]! : 0])), clusters: null,
				choose: () => names.flatMap((name) => chooseWithout(groups.get(name) ?? [], numbers[name]!, random))
			};
		}
	}
}

function prepare(frame: readonly FrameUnit[], plan: SamplePlan, seed: number): Prepared | Violation {
	if (!Number.isSafeInteger(seed)) return violation('bad_field', { field: 'seed', needed: 'integer' });
	const units = canonical(frame);
	if (isViolation(units)) return units;
	const random = seededRandom(seed);
	const open = candidates(units, plan.onePerPerson ?? false, random);
	if (open.length === 0) return violation('no_data', { columns: 'frame' });
	const strata = grouped(units, (unit) => unit.stratum);
	const how = method(open, strata.map(([name]) => name), plan, random);
	if (isViolation(how)) return how;
	const ready = new Map(grouped(open, (unit) => unit.stratum).map(([name, of]) => [name, of.length]));
	const rows = strata.map(([stratum, of]): StratumPlan => {
		const available = ready.get(stratum) ?? 0;
		const excluded = of.filter((unit) => unit.excluded).length;
		const chance = how.chances.get(stratum)!;
		// whole where it is known to be: n/N·N may miss by a rounding
		const expected = plan.method === 'stratified' ? Math.round(chance * available) : chance * available;
		return { stratum, frame: of.length, excluded, setAside: of.length - excluded - available, available, expected, probability: available === 0 ? null : chance };
	});
	const expected = plan.method === 'simple' || plan.method === 'systematic' ? plan.n : rows.reduce((sum, row) => sum + row.expected, 0);
	return { plan: { strata: rows, clusters: how.clusters, available: open.length, expected }, chances: how.chances, choose: how.choose };
}

/**
 * What a plan would draw, stratum by stratum, without drawing. With `onePerPerson` the seed has a say in which of a person's units can be drawn.
 * Parameters and errors as `draw`.
 */
export function planDraw(frame: readonly FrameUnit[], plan: SamplePlan, seed: number): PlannedDraw | Violation {
	const ready = prepare(frame, plan, seed);
	return isViolation(ready) ? ready : ready.plan;
}

/**
 * Draws a sample. The same plan, seed and set of units give the same sample on every machine, in whatever order the units come.
 * Probabilities: census 1; simple and systematic n/N; stratified n_h/N_h; clusters n/C for every unit of a cluster, C the number of clusters (so that these sum to
 * n over clusters, not units). N counts what can be drawn: excluded units have probability 0, and the others' is conditional on who is excluded. With `onePerPerson`
 * one of each person's k units is first chosen, each as likely, and the unit's probability is 1/k times the above, conditional on that choice
 * (the π* of two-phase sampling).
 * Source: Cochran (1977), Sampling Techniques; Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, 3.3, 3.4, 3.7, 4.2 and 9.2;
 * excluding those already drawn: Ohlsson (1995), in Business Survey Methods, ch. 9.
 * @param frame the units, in any order; refs are unique
 * @param seed a whole number
 * @returns the drawn units in order of ref, with the plan they were drawn by; `no_data` when no unit can be drawn, `bad_field` or `unknown_level` when the plan asks
 * for more than there is, `inconsistent` when two units have one ref
 */
export function draw(frame: readonly FrameUnit[], plan: SamplePlan, seed: number): (PlannedDraw & { drawn: DrawnUnit[] }) | Violation {
	const ready = prepare(frame, plan, seed);
	if (isViolation(ready)) return ready;
	const drawn = ready.choose().sort((a, b) => inOrder(a.ref, b.ref))
		.map(({ ref, stratum, share }) => ({ ref, stratum, probability: share * ready.chances.get(stratum)! }));
	return { ...ready.plan, drawn };
}
