/** How one row ends: what it says, read in the year of its code and carried to the year of the figure. */
import { carry, type Carried } from '../region/carry.ts';
import { correspondingAt, countyAt } from '../region/county.ts';
import { codeAt } from '../region/index-of.ts';
import { resolve } from '../region/resolve.ts';
import type { Choice, Correspondence, History } from '../region/types.ts';
import { regionOf } from './landsdel.ts';
import type { Ending, LinkRow, LinkSpec, Mend, Outcome, Reason } from './types.ts';

export interface Classifications {
	municipalities: History;
	counties: History | null;
	centrality: readonly Correspondence[];
	kostra: readonly Correspondence[];
}

/** The answer of someone who speaks for more than one municipality. */
export const SEVERAL = 'several';

export const dayOf = (year: number): string => `${String(year).padStart(4, '0')}-01-01`;

const NONE: Outcome = {
	ending: 'unmatched', reason: null, code: null, name: null, targets: [], candidates: [], read: null, flags: [], with: [], choice: null, mend: null,
	county: null, region: null, centrality: null, kostra: null
};
const end = (ending: Ending, reason: Reason | null, more: Partial<Outcome> = {}): Outcome => ({ ...NONE, ending, reason, ...more });

function withoutValue(row: LinkRow): Outcome | null {
	switch (row.state) {
		case 'not_answered': return end('unmatched', 'empty');
		case 'dont_know': return end('unmatched', 'dont_know');
		case 'no_school': return end('unmatched', 'no_school');
		case 'given': return row.value === null || row.value.trim() === '' ? end('unmatched', 'empty') : null;
		default: return end('not_applicable', row.state);
	}
}

function about({ municipalities, counties, centrality, kostra }: Classifications, code: string, year: number): Pick<Outcome, 'code' | 'name' | 'county' | 'region' | 'centrality' | 'kostra'> {
	const day = dayOf(year);
	const of = (readings: readonly Correspondence[]) => {
		const found = correspondingAt(municipalities, readings, code, day);
		return found ? { code: found.target, name: found.targetName || found.target } : null;
	};
	const county = counties && countyAt(counties, code, day);
	return {
		code, name: codeAt(municipalities, code, day)?.name ?? null, county: county ? { code: county.code, name: county.name } : null,
		region: regionOf(code, year), centrality: of(centrality), kostra: of(kostra)
	};
}

/** Whether all the candidates of an earlier day went whole into `code`: then they are its parts, and nothing is to be chosen. */
function areParts(history: History, carried: Carried & { kind: 'split' }, code: string, from: string, to: string): boolean {
	return carried.direction === 'back' && carried.candidates.every((part) => {
		const there = carry(history, part, to, from);
		return (there.kind === 'same' || there.kind === 'recoded' || there.kind === 'merged') && there.code === code;
	});
}

function carried(of: Classifications, code: string, spec: LinkSpec, choices: readonly Choice[], decided: boolean): Partial<Outcome> & Pick<Outcome, 'ending' | 'reason'> {
	const [from, to] = [dayOf(spec.codeYear), dayOf(spec.figureYear)];
	const found = carry(of.municipalities, code, from, to, choices);
	switch (found.kind) {
		case 'same': return { ending: decided ? 'chosen' : 'matched', reason: null, targets: [found.code], with: found.with, flags: found.flags };
		case 'recoded': case 'merged': return { ending: decided ? 'chosen' : 'recoded', reason: null, targets: [found.code], with: found.with, flags: found.flags };
		case 'chosen': return { ending: 'chosen', reason: null, targets: [found.code], with: found.with, flags: found.flags, candidates: found.candidates, choice: found.choice };
		case 'split': return areParts(of.municipalities, found, code, from, to)
			? { ending: decided ? 'chosen' : 'recoded', reason: 'parts', targets: found.candidates, flags: found.flags }
			: { ending: 'split', reason: null, candidates: found.candidates, flags: found.flags };
		case 'ended': return { ending: 'unmatched', reason: 'ended' };
		case 'outside': case 'not_valid': case 'aggregate': case 'unknown': return { ending: 'unmatched', reason: found.kind };
	}
}

/**
 * How a row ends.
 * @param choices those that hold for the row: its own where it has any, else the rules
 * @param mend what a person made of its value, if anything
 */
export function outcomeOf(of: Classifications, spec: LinkSpec, row: LinkRow, choices: readonly Choice[], mend: Mend | undefined): Outcome {
	const without = withoutValue(row);
	if (without) return without;
	if (mend && mend.code === null) return end('not_applicable', 'decided', { mend: mend.id });
	const decided = mend ? { mend: mend.id } : {};
	const value = mend?.code ?? row.value ?? '';
	if (value.trim().toLowerCase() === SEVERAL) return end('several', null);
	const read = resolve(of.municipalities, of.counties, value, dayOf(spec.codeYear));
	switch (read.kind) {
		case 'matched': case 'padded': case 'name': return {
			...NONE, ...about(of, read.code, spec.codeYear), read: mend || read.kind === 'matched' ? null : read.kind, ...decided, ...carried(of, read.code, spec, choices, mend !== undefined)
		};
		case 'ambiguous': return end('unmatched', 'ambiguous', { candidates: read.codes, ...decided });
		case 'not_valid': return end('unmatched', 'not_valid', { candidates: read.replaced?.codes.filter((code) => codeAt(of.municipalities, code, dayOf(spec.codeYear))) ?? [], ...decided });
		case 'empty': case 'aggregate': case 'outside': case 'unknown': return end('unmatched', read.kind, decided);
	}
}
