/** One figure from those of the municipalities that became one. */
import { Problem } from '../problem.ts';
import type { Cell, Mark, RegisterVariable } from './table.ts';

/** A confidential part hides the whole; a whole of which a part is not known is not known. Parts that all cannot exist make one that cannot. */
function markOf(marks: readonly Mark[], parts: number): Mark {
	if (marks.includes('confidential')) return 'confidential';
	return marks.length === parts && marks.every((m) => m === 'cannot_exist') ? 'cannot_exist' : 'missing';
}

/**
 * The figure of the whole: counts are summed; rates and means are weighted by their denominators. A single part is the whole, whatever it measures.
 * @param parts the variable's cell for each part; a part without a row counts as missing
 * @param denominators the denominator's cell for each part, in the same order; null when it is not held
 * @returns a mark when any part or any denominator that is needed has one; a rate of nothing (denominators that sum to 0) cannot exist
 * @throws Problem when a rate or mean lacks its denominator, or a code would have to be made one of several
 */
export function combine(variable: Pick<RegisterVariable, 'key' | 'measure'>, parts: readonly (Cell | undefined)[], denominators: readonly (Cell | undefined)[] | null): Cell {
	const [first] = parts;
	if (parts.length <= 1) return first ?? { mark: 'missing' };
	if (variable.measure === 'code') throw new Problem('statbank_problem_code_merged', 409, { variable: variable.key });
	if (variable.measure !== 'count' && (!denominators || denominators.length !== parts.length)) throw new Problem('statbank_problem_no_denominator', 409, { variable: variable.key });
	const weights = variable.measure === 'count' ? parts.map((): Cell => ({ value: 1 })) : (denominators ?? []);
	const pairs = parts.map((part, i) => [part ?? { mark: 'missing' as const }, weights[i] ?? { mark: 'missing' as const }]);
	const marks = pairs.flatMap((pair) => pair.flatMap((one) => ('mark' in one ? [one.mark] : [])).slice(0, 1));
	if (marks.length > 0) return { mark: markOf(marks, parts.length) };
	const [sum, total] = pairs.reduce(([s, t], [part, weight]) => {
		const [value, by] = [part && 'value' in part ? part.value : Number.NaN, weight && 'value' in weight ? weight.value : Number.NaN];
		return [s + value * by, t + by] as [number, number];
	}, [0, 0] as [number, number]);
	if (variable.measure === 'count') return { value: sum };
	return total > 0 ? { value: sum / total } : { mark: 'cannot_exist' };
}
