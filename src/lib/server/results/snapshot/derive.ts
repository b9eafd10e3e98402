/** Derived variables of a whole snapshot: in the order that one needs another, in each part that has what they are made of. */
import type { Derived } from '#lib/domain/dataset/types.ts';
import type { FrozenPart } from './hash.ts';
import { makeDerived, some, sourcesOf, type Fault, type Source } from './rules.ts';

/** Each after those that it is made of; the names of those that go in a ring. */
export function inTurn(derived: readonly Derived[]): { order: Derived[]; ring: string[] } {
	const order: Derived[] = [];
	let waiting = [...derived];
	while (waiting.length > 0) {
		const names = new Set(waiting.map((d) => d.name));
		const ready = waiting.filter((d) => sourcesOf(d.rule).every((name) => !names.has(name)));
		if (ready.length === 0) return { order, ring: waiting.map((d) => d.name) };
		order.push(...ready);
		waiting = waiting.filter((d) => !ready.includes(d));
	}
	return { order, ring: [] };
}

function sourcesIn(part: FrozenPart, names: readonly string[]): Source[] {
	return names.flatMap((name) => {
		const variable = part.variables.find((v) => v.name === name);
		const column = part.columns[name];
		return variable && column ? [{ variable, column }] : [];
	});
}

const faultOf = (name: string, code: string, params: Fault['params'] = {}): Fault => ({ name, code, params });

/** Parts that the variable is to be made in, or why it cannot. */
function placesOf(derived: Derived, parts: readonly FrozenPart[]): FrozenPart[] | Fault {
	const { name } = derived;
	const needed = sourcesOf(derived.rule);
	const lacking = (part: FrozenPart): string[] => needed.filter((of) => !Object.hasOwn(part.columns, of));
	if (derived.parts) {
		const chosen: FrozenPart[] = [];
		for (const key of derived.parts) {
			const part = parts.find((p) => p.key === key);
			if (!part) return faultOf(name, 'part', { part: key, has: some(parts.map((p) => p.key)) });
			const [missing] = lacking(part);
			if (missing !== undefined) return faultOf(name, 'unknown_in', { variable: missing, part: key });
			chosen.push(part);
		}
		return chosen;
	}
	const having = parts.filter((part) => lacking(part).length === 0);
	if (having.length > 0) return having;
	const nowhere = needed.find((of) => parts.every((part) => !Object.hasOwn(part.columns, of)));
	return nowhere === undefined ? faultOf(name, 'apart', { variables: some(needed) }) : faultOf(name, 'unknown', { variable: nowhere });
}

/**
 * Adds the derived variables to the parts that have what they are made of, after those variables.
 * @returns the parts with them, or every fault; a variable made of a faulty one is not spoken of
 */
export function derive(parts: readonly FrozenPart[], derived: readonly Derived[]): { parts: FrozenPart[]; faults: Fault[] } {
	const faults: Fault[] = [];
	const names = derived.map((d) => d.name);
	for (const name of new Set(names.filter((n, i) => names.indexOf(n) !== i))) faults.push(faultOf(name, 'twice'));
	const { order, ring } = inTurn(derived.filter((d, i) => names.indexOf(d.name) === i));
	if (ring.length > 0) faults.push(faultOf(ring[0] ?? '', 'ring', { variables: some(ring) }));
	const failed = new Set(ring);
	let made = [...parts];
	for (const one of order) {
		if (sourcesOf(one.rule).some((name) => failed.has(name))) {
			failed.add(one.name);
			continue;
		}
		const places = placesOf(one, made);
		const problems: Fault[] = [];
		if (!Array.isArray(places)) problems.push(places);
		else {
			const after = places.map((part): FrozenPart => {
				const [first, ...rest] = sourcesIn(part, sourcesOf(one.rule));
				const result = Object.hasOwn(part.columns, one.name) ? { fault: faultOf(one.name, 'taken', { part: part.key }) } : first && makeDerived(one, [first, ...rest]);
				if (!result || 'fault' in result) {
					if (result) problems.push(result.fault);
					return part;
				}
				return { ...part, variables: [...part.variables, result.variable], columns: { ...part.columns, [one.name]: result.column } };
			});
			made = made.map((part) => after.find((p) => p.key === part.key) ?? part);
		}
		const [problem] = problems;
		if (problem) {
			failed.add(one.name);
			faults.push(problem);
		}
	}
	return { parts: made, faults };
}
