/** Drawing a sample from a list. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { seededRandom } from '../numeric/random.ts';
import { allocate, type Allocation } from './allocation.ts';
import { candidates, canonical, clusterOf, clustersWithin, grouped, inOrder, type Candidate, type FrameUnit } from './frame.ts';
import { chooseSystematic, chooseWithout } from './select.ts';

/** Name of the generator, to be kept with a sample: see numeric/random.ts. */
export const GENERATOR = 'xoshiro128**/splitmix32';

export const SAMPLE_METHODS = ['census', 'simple', 'stratified', 'systematic', 'clusters', 'stratified_clusters'] as const;
export type SamplePlan = (
	| { method: 'census' }
	| { method: 'simple'; n: number }
	| { method: 'stratified'; allocation: Allocation }
	/** In order of stratum, then ref. */
	| { method: 'systematic'; n: number }
	/** `n` whole clusters. */
	| { method: 'clusters'; n: number }
	/** Whole clusters, drawn within each stratum: the allocation counts clusters, and a cluster lies in one stratum. */
	| { method: 'stratified_clusters'; allocation: Allocation }
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
	/** Clusters that can be drawn in it, and how many are; null unless they are drawn within strata. */
	clusters: { available: number; drawn: number } | null;
}

/** A cluster that can be drawn: its units, and its probability. */
export interface PlannedCluster { size: number; probability: number }

export interface PlannedDraw {
	strata: StratumPlan[];
	/** Null when the plan is not of clusters. */
	clusters: PlannedCluster[] | null;
	available: number;
	expected: number;
}

export interface DrawnUnit {
	ref: string;
	stratum: string;
	/** Inclusion probability: that the unit could be drawn among the person's, times that it was. */
	probability: number;
}

/** What a method comes to on a list: the chance of a unit of each stratum, and the choice itself. */
interface Method {
	chances: Map<string, number>;
	clusters: PlannedCluster[] | null;
	/** By stratum, when clusters are drawn within strata. */
	within?: Map<string, { available: number; drawn: number }>;
	choose: () => Candidate[];
}

interface Prepared extends Pick<Method, 'chances' | 'choose'> { plan: PlannedDraw }

const bad = (field: string, highest: number): Violation => violation('bad_field', { field, needed: `1 to ${highest}` });
const isCount = (n: number, highest: number): boolean => Number.isSafeInteger(n) && n >= 1 && n <= highest;

function stratified(open: readonly Candidate[], names: readonly string[], allocation: Allocation, random: () => number): Method | Violation {
	const groups = new Map(grouped(open, (unit) => unit.stratum));
	const sizes = Object.fromEntries(names.map((name) => [name, groups.get(name)?.length ?? 0]));
	const numbers = allocate(sizes, allocation);
	if (isViolation(numbers)) return numbers;
	return {
		chances: new Map(names.map((name) => [name, sizes[name] ? numbers[name]! / sizes[name]! : 0])), clusters: null,
		choose: () => names.flatMap((name) => chooseWithout(groups.get(name) ?? [], numbers[name]!, random))
	};
}

/** Strata of clusters: the clusters are what is stratified. */
function stratifiedClusters(open: readonly Candidate[], names: readonly string[], allocation: Allocation, random: () => number): Method | Violation {
	const clusters = clustersWithin(open);
	if (isViolation(clusters)) return clusters;
	const sizes = Object.fromEntries(names.map((name) => [name, clusters.get(name)?.length ?? 0]));
	const numbers = allocate(sizes, allocation);
	if (isViolation(numbers)) return numbers;
	const chances = new Map(names.map((name) => [name, sizes[name] ? numbers[name]! / sizes[name]! : 0]));
	return {
		chances,
		clusters: names.flatMap((name) => (clusters.get(name) ?? []).map((units) => ({ size: units.length, probability: chances.get(name)! }))),
		within: new Map(names.map((name) => [name, { available: sizes[name]!, drawn: numbers[name]! }])),
		choose: () => names.flatMap((name) => chooseWithout(clusters.get(name) ?? [], numbers[name]!, random).flat())
	};
}

function method(open: readonly Candidate[], names: readonly string[], plan: SamplePlan, random: () => number): Method | Violation {
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
			const probability = plan.n / groups.length;
			return {
				chances: even(probability), clusters: groups.map(([, units]) => ({ size: units.length, probability })),
				choose: () => chooseWithout(groups, plan.n, random).flatMap(([, units]) => units)
			};
		}
		case 'stratified':
			return stratified(open, names, plan.allocation, random);
		case 'stratified_clusters':
			return stratifiedClusters(open, names, plan.allocation, random);
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
		return { stratum, frame: of.length, excluded, setAside: of.length - excluded - available, available, expected, probability: available === 0 ? null : chance, clusters: how.within?.get(stratum) ?? null };
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
 * n over clusters, not units); clusters within strata n_h/C_h likewise, with n_h allocated over the C_h clusters of each stratum. A unit without a cluster is one of its
 * own, in its stratum. N counts what can be drawn: excluded units have probability 0, and the others' is conditional on who is excluded. With `onePerPerson`
 * one of each person's k units is first chosen, each as likely, and the unit's probability is 1/k times the above, conditional on that choice
 * (the π* of two-phase sampling).
 * Source: Cochran (1977), Sampling Techniques; Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, 3.3, 3.4, 3.7, 4.2 and 9.2;
 * excluding those already drawn: Ohlsson (1995), in Business Survey Methods, ch. 9.
 * @param frame the units, in any order; refs are unique
 * @param seed a whole number
 * @returns the drawn units in order of ref, with the plan they were drawn by; `no_data` when no unit can be drawn, `bad_field` or `unknown_level` when the plan asks
 * for more than there is, `inconsistent` when two units have one ref, or one cluster lies in several strata (naming it)
 */
export function draw(frame: readonly FrameUnit[], plan: SamplePlan, seed: number): (PlannedDraw & { drawn: DrawnUnit[] }) | Violation {
	const ready = prepare(frame, plan, seed);
	if (isViolation(ready)) return ready;
	const drawn = ready.choose().sort((a, b) => inOrder(a.ref, b.ref))
		.map(({ ref, stratum, share }) => ({ ref, stratum, probability: share * ready.chances.get(stratum)! }));
	return { ...ready.plan, drawn };
}
