/** What a history should hold for itself and does not, and how its chains stand to SSB's harmonised groups. */
import { isMunicipalityCode } from './aggregates.ts';
import { carry, type Carried } from './carry.ts';
import { dayBefore } from './dates.ts';
import { peersAt } from './groups.ts';
import { codeAt, codesAt, indexOf } from './index-of.ts';
import type { History } from './types.ts';

/**
 * A change whose codes the list does not have on that day (`old`: what was before, `new`: what came), or a code that ends or begins without a
 * change that says so.
 */
export interface LooseEnd { date: string; code: string; side: 'old' | 'new' | 'ends' | 'begins' }

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
	return [...ends, ...unexplained(history)];
}

/** Codes that end or begin within the days held, and of which no change tells. */
function unexplained(history: History): LooseEnd[] {
	const told = (side: 'oldCode' | 'newCode') => new Set(history.changes.map((c) => `${c.date} ${c[side]}`));
	const [gone, come] = [told('oldCode'), told('newCode')];
	return history.periods.filter((p) => isMunicipalityCode(p.code)).flatMap((p): LooseEnd[] => {
		const ends = p.to !== null && p.to !== history.to && !codeAt(history, p.code, p.to) && !gone.has(`${p.to} ${p.code}`);
		const begins = p.from > history.from && !codeAt(history, p.code, dayBefore(p.from)) && !come.has(`${p.from} ${p.code}`);
		return [...(ends ? [{ date: p.to ?? '', code: p.code, side: 'ends' as const }] : []), ...(begins ? [{ date: p.from, code: p.code, side: 'begins' as const }] : [])];
	});
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
