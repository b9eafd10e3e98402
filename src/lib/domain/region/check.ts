/** What a history should hold for itself and does not, and how its chains stand to SSB's harmonised groups. */
import { isMunicipalityCode } from './aggregates.ts';
import { carry, type Carried } from './carry.ts';
import { peersAt } from './groups.ts';
import { codeAt, codesAt, indexOf } from './index-of.ts';
import type { History } from './types.ts';

/** A change whose codes the list does not have on that day. */
export interface LooseEnd { date: string; code: string; side: 'old' | 'new' }

/** Changes that do not fit the list of codes: a sign that the two were read at different times or for different spans. */
export function looseEnds(history: History): LooseEnd[] {
	const ends: LooseEnd[] = [];
	const { byCode, steps } = indexOf(history);
	for (const { date, changes } of steps) {
		for (const { oldCode, newCode } of changes) {
			if (newCode !== null && !codeAt(history, newCode, date)) ends.push({ date, code: newCode, side: 'new' });
			// what was before the first day is not held
			const ended = oldCode !== null && date > history.from && !(byCode.get(oldCode) ?? []).some((p) => p.from < date && (p.to === null || p.to >= date));
			if (ended) ends.push({ date, code: oldCode, side: 'old' });
		}
	}
	return ends;
}

export interface Agreement { code: string; carried: Carried; group: string[]; agrees: boolean }

/** Every municipality of `from` carried to `to`, beside what SSB's groups say: the codes of its group on `to`. */
export function agreement(history: History, from: string, to: string): Agreement[] {
	const alone: History = { ...history, groups: [] };
	return codesAt(history, from).filter(({ code }) => isMunicipalityCode(code)).map(({ code }) => {
		const carried = carry(alone, code, from, to);
		const group = peersAt(history, code, to);
		const codes = 'code' in carried ? [carried.code] : carried.kind === 'split' ? carried.candidates : [];
		return { code, carried, group, agrees: codes.length === group.length && codes.every((c, i) => c === group[i]) };
	});
}
