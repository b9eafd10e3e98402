/** The number that a binding names, or why there is none to print. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Result, Value } from '#analysis/result.ts';
import type { Violation } from '#analysis/assumptions.ts';
import { valueAt } from '../plan/path.ts';
import { SUPPRESSED } from '../present/cells.ts';
import { correctedAt } from './corrected.ts';
import type { RanEntry } from './types.ts';

/** `no_entry`: the run has no such entry. `violation`: the method gave no result. `no_place`: the result has nothing there. `not_single`: a list or a group of numbers stands there.
 * `undefined`: the method could not define it. `suppressed`: so few people are behind it that it is not shown. */
export type GapReason = 'no_entry' | 'violation' | 'no_place' | 'not_single' | 'undefined' | 'suppressed';
export type Found = { value: number | string | boolean } | { gap: GapReason };

const EFFECT = /^effects\.([a-z0-9_]+)\.(value|low|high)$/;

function placeOf(result: Result, path: string): Value | undefined {
	const inValues = valueAt(result, path);
	if (inValues !== undefined) return inValues;
	if (path === 'n') return result.n;
	const effect = EFFECT.exec(path);
	const found = effect && result.effects.find((one) => one.name === effect[1]);
	return found ? found[effect[2] as 'value' | 'low' | 'high'] : undefined;
}

/**
 * What an entry of the run has at a path: see `findValue`; besides, `corrected.<family>.<path>` is the p at the path as that family of the plan corrects it. Where the p itself is not shown, the corrected one is not either.
 */
export function findBound(ran: RanEntry | undefined, path: string): Found {
	const corrected = correctedAt(ran?.corrected ?? [], path);
	if (!corrected) return findValue(ran?.result, path);
	const own = findValue(ran?.result, corrected.path);
	return 'gap' in own ? own : { value: corrected.adjusted };
}

/**
 * @param path in the result's values, `column_pct.0.2` with places from 0; else `n`, or `effects.cramers_v.value`, `.low`, `.high`
 * @returns the number, text or truth value; or why none is printed
 */
export function findValue(result: Result | Violation | undefined, path: string): Found {
	if (result === undefined) return { gap: 'no_entry' };
	if (isViolation(result)) return { gap: result.violation === 'suppressed' ? 'suppressed' : 'violation' };
	const value = placeOf(result, path);
	if (value === undefined) return { gap: 'no_place' };
	if (value === null) return { gap: 'undefined' };
	if (value === SUPPRESSED) return { gap: 'suppressed' };
	return typeof value === 'object' ? { gap: 'not_single' } : { value };
}
