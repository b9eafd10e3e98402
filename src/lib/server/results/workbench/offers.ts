/** For chosen variables, the methods that fit, the best first and with the reason; and for those that do not, why, and what would. */
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Facts } from './facts.ts';
import { BATTERY_FIT } from './battery.ts';
import { FITS, type Fit, type Place } from './fits.ts';
import { fitOf, sameScale, type Why } from './wants.ts';

/** A text by its key; what is said of variables names them. */
export interface Reason { key: string; variable?: string; params?: Record<string, string | number> }
export interface Offer {
	method: string;
	/** Message `workbench_why_<method>`. */
	reason: Reason;
	/** Ready to run, unless `asks` names fields that a person must fill in. */
	spec: AnySpec;
	asks: readonly string[];
}
export interface Refusal { method: string; reason: Reason; instead: readonly string[] }
export interface Offers { offers: readonly Offer[]; refused: readonly Refusal[] }
/** Which variable goes where, decided by a person: `{group: "del"}`. */
export type Roles = Readonly<Record<string, string>>;

type Assigned = Map<string, Facts[]>;
const least = (p: Place): number => p.min ?? 1;
const most = (p: Place): number => p.max ?? 1;

/** What it costs to put a variable in a place; worked out once, since many ways are tried. */
function costs(places: readonly Place[], chosen: readonly Facts[], roles: Roles): (place: Place, facts: Facts) => number {
	const roleOf = new Map(Object.entries(roles).map(([field, name]) => [name, field]));
	const known = new Map(places.map((p) => [p, new Map(chosen.map((f) => {
		const role = roleOf.get(f.variable.name);
		const fit = role !== undefined && role !== p.field ? Infinity : fitOf(p.want, f);
		return [f, typeof fit === 'number' ? fit : Infinity];
	}))]));
	return (place, facts) => known.get(place)?.get(facts) ?? Infinity;
}

/** The cheapest way to put every variable in a place; null where there is none. The order of choice decides between equals. */
function assign({ places }: Fit, chosen: readonly Facts[], roles: Roles): { at: Assigned; cost: number } | null {
	const lists = places.filter((p) => p.many);
	const single = places.filter((p) => !p.many);
	if (chosen.length < places.reduce((n, p) => n + least(p), 0) || chosen.length > places.reduce((n, p) => n + most(p), 0)) return null;
	const costOf = costs(places, chosen, roles);
	let best: { at: Assigned; cost: number } | null = null;
	const finish = (left: readonly Facts[], at: Assigned, cost: number): void => {
		const made: Assigned = new Map(at);
		let sum = cost;
		for (const facts of left) {
			const free = lists.filter((p) => (made.get(p.field)?.length ?? 0) < most(p)).map((p) => ({ p, cost: costOf(p, facts) }));
			const { p, cost: own } = free.reduce((a, b) => (b.cost < a.cost ? b : a), { p: null as Place | null, cost: Infinity });
			if (!p) return;
			made.set(p.field, [...(made.get(p.field) ?? []), facts]);
			sum += own;
		}
		if (lists.some((p) => (made.get(p.field)?.length ?? 0) < least(p)) || (best && best.cost <= sum)) return;
		best = { at: made, cost: sum };
	};
	const place = (k: number, left: readonly Facts[], at: Assigned, cost: number): void => {
		const next = single[k];
		if (!next) return finish(left, at, cost);
		for (const facts of left) {
			const own = costOf(next, facts);
			if (own < Infinity) place(k + 1, left.filter((f) => f !== facts), new Map(at).set(next.field, [facts]), cost + own);
		}
		if (least(next) === 0) place(k + 1, left, at, cost + 1);
	};
	place(0, chosen, new Map(), 0);
	return best;
}

/** A model without anything to explain by is no model. */
const explained = ({ places }: Fit, at: Assigned): boolean => !places.some((p) => p.field === 'factors') || (at.get('x')?.length ?? 0) + (at.get('factors')?.length ?? 0) > 0;

function specOf(fit: Fit, at: Assigned): AnySpec {
	const fields = fit.places.flatMap((p): [string, unknown][] => {
		const names = (at.get(p.field) ?? []).map((f) => f.variable.name);
		return names.length === 0 ? [] : [[p.field, p.many ? names : names[0]]];
	});
	const reversed = fit.places.some((p) => p.field === 'items') ? (at.get('items') ?? []).filter((f) => f.variable.reversed).map((f) => f.variable.name) : [];
	return { method: fit.method, ...Object.fromEntries(fields), ...fit.spec, ...(reversed.length > 0 ? { reversed } : {}) };
}

/** What must have one scale. */
const comparedOf = ({ same }: Fit, at: Assigned): Facts[] => (same === true ? [...at.values()].flat() : (same ?? []).flatMap((field) => at.get(field) ?? []));

function tooAlike({ apart }: Fit, at: Assigned): boolean {
	const of = (field: string | undefined): Facts[] => (field === undefined ? [] : (at.get(field) ?? []));
	const [group] = of(apart?.[1]);
	return group !== undefined && group.variable.categories.length > 2 && of(apart?.[0]).some((f) => sameScale([f, group]));
}

const first = (fit: Fit, at: Assigned): Facts | undefined => at.get(fit.places[0]!.field)?.[0];
const rankOf = (fit: Fit, at: Assigned): number => fit.rank + (first(fit, at)?.variable.measure === 'ordinal' ? (fit.ordinal ?? 0) : 0);

function params(at: Assigned): Record<string, string | number> {
	const named = [...at].map(([field, facts]) => [field, facts.map((f) => f.variable.name).join(', ')] as const);
	const groups = [...at].find(([field]) => field === 'group' || field === 'columns' || field === 'by')?.[1][0]?.met;
	const items = at.get('items')?.length;
	return { ...Object.fromEntries(named), ...(items === undefined ? {} : { items }), ...(at.has('by') ? { group: (at.get('by') ?? []).map((f) => f.variable.name).join(', ') } : {}), ...(groups !== undefined && Number.isFinite(groups) ? { groups } : {}), count: [...at.values()].flat().length };
}

/** What says most stands first. */
const TELLING: readonly Why[] = ['text', 'empty', 'constant', 'too_many_groups', 'two_groups', 'more_groups', 'not_groups'];

/** Why a method does not fit, the most telling first: a variable that fits nowhere, then how many there are, then that they differ. */
function refusal(fit: Fit, chosen: readonly Facts[]): Reason {
	const { places } = fit;
	for (const facts of chosen) {
		const fits = places.map((p) => fitOf(p.want, facts));
		if (fits.some((f) => typeof f === 'number')) continue;
		const why = TELLING.find((w) => fits.includes(w)) ?? fits[0]!;
		return { key: `workbench_not_${why}`, variable: facts.variable.name, params: { count: facts.met } };
	}
	const lacking = places.find((p) => least(p) > 0 && !chosen.some((f) => typeof fitOf(p.want, f) === 'number'));
	if (lacking) return { key: `workbench_lacks_${lacking.want === 'outcome' ? 'group' : lacking.want}` };
	const [low, high] = [places.reduce((n, p) => n + least(p), 0), places.reduce((n, p) => n + most(p), 0)];
	if (chosen.length < low) return { key: 'workbench_not_enough', params: { needed: low, count: chosen.length } };
	if (chosen.length > high) return { key: 'workbench_not_so_many', params: { most: high, count: chosen.length } };
	if (fit.same === true && !sameScale(chosen)) return { key: 'workbench_not_same' };
	return { key: 'workbench_not_together' };
}

/**
 * @param chosen in the order that they were chosen in
 * @param roles variables whose place a person has decided
 * @returns every method of the table once: offered or refused
 */
export function offers(chosen: readonly Facts[], roles: Roles = {}): Offers {
	const found: { offer: Offer; rank: number }[] = [];
	const refused: { method: string; reason: Reason }[] = [];
	for (const fit of [BATTERY_FIT, ...FITS]) {
		const assigned = chosen.length > 0 ? assign(fit, chosen, roles) : null;
		const compared = assigned ? comparedOf(fit, assigned.at) : [];
		if (!assigned || !sameScale(compared) || tooAlike(fit, assigned.at) || !explained(fit, assigned.at)) {
			refused.push({ method: fit.method, reason: refusal(fit, chosen) });
			continue;
		}
		const said = params(assigned.at);
		found.push({ offer: { method: fit.method, reason: { key: `workbench_why_${fit.method}`, params: said }, spec: specOf(fit, assigned.at), asks: fit.asks ?? [] }, rank: rankOf(fit, assigned.at) + assigned.cost / 10 });
	}
	found.sort((a, b) => a.rank - b.rank);
	const best = found.filter((f) => f.offer.asks.length === 0).slice(0, 3).map((f) => f.offer.method);
	return { offers: found.map((f) => f.offer), refused: refused.map((r) => ({ ...r, instead: best })) };
}
