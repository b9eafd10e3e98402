/** What the population looks like on one variable, and where the respondents stand on it. */
import { violation, type Violation } from '../assumptions.ts';

export interface Margin {
	/** The variable, or the crossing of several. */
	name: string;
	/** Each respondent's level, from 0 to levels.length - 1; no respondent without one. */
	codes: ArrayLike<number>;
	levels: readonly string[];
	/** Population total (or share) of each level, in the levels' order. */
	targets: readonly number[];
}

/**
 * Whether weights can meet a margin at all. A level with people in the population and nobody among the respondents is
 * `unreachable_margin`, naming it; respondents on a level that the population has not is `inconsistent`.
 * @returns null when it can be met
 */
export function checkMargin(margin: Margin): Violation | null {
	const { name, codes, levels, targets } = margin;
	if (targets.length !== levels.length) return violation('bad_field', { field: name, needed: `${levels.length} numbers` });
	if (!targets.every((t) => Number.isFinite(t) && t >= 0)) return violation('bad_field', { field: name, needed: 'number >= 0' });
	const n = new Float64Array(levels.length);
	for (let i = 0; i < codes.length; i++) n[codes[i]!]! += 1;
	for (let k = 0; k < levels.length; k++) {
		if (targets[k]! > 0 && n[k] === 0) return violation('unreachable_margin', { column: name, level: levels[k]! });
		if (targets[k] === 0 && n[k]! > 0) return violation('inconsistent', { field: name, level: levels[k]! });
	}
	return null;
}
