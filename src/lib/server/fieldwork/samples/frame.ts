/** The population list as a sample is drawn from it. */
import { createHash } from 'node:crypto';
import { inOrder, type FrameUnit } from '#analysis/sample/frame.ts';
import type { FrameSeat } from '../../db/samples.ts';
import { stratumName, type SampleSpec } from './spec.ts';

/** @param seats with the codes of `variablesOf` the spec */
export function unitsOf(seats: readonly FrameSeat[], { method, by, cluster, onePerPerson, avoid }: Pick<SampleSpec, 'method' | 'by' | 'cluster' | 'onePerPerson' | 'avoid'>): FrameUnit[] {
	const place = method === 'clusters' ? 0 : cluster === null ? -1 : by.length;
	return seats.map(({ ref, codes, person, elsewhere }) => ({
		ref, stratum: stratumName(codes.slice(0, by.length)), cluster: codes[place] ?? null, person: onePerPerson ? person : null, excluded: avoid && elsewhere
	}));
}

/**
 * SHA-256 (hex) of the list: a line a unit in order of ref, as JSON [ref, stratum, cluster, excluded, person]. Persons are numbered as they come, so that the
 * hash says who holds several seats and not who they are. Two lists with one hash give one sample.
 */
export function frameHash(units: readonly FrameUnit[]): string {
	const hash = createHash('sha256');
	const persons = new Map<string, number>();
	for (const unit of [...units].sort((a, b) => inOrder(a.ref, b.ref))) {
		const { person } = unit;
		if (person !== null && person !== undefined && !persons.has(person)) persons.set(person, persons.size);
		hash.update(`${JSON.stringify([unit.ref, unit.stratum, unit.cluster ?? null, unit.excluded ?? false, person === null || person === undefined ? null : persons.get(person)])}\n`);
	}
	return hash.digest('hex');
}
