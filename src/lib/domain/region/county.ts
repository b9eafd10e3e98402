/** The county of a municipality, and what it is in other classifications, on a day. */
import { codeAt, codesAt } from './index-of.ts';
import { keyOfTyped, keysOfName, typedName } from './names.ts';
import type { CodePeriod, Correspondence, History } from './types.ts';

/**
 * The county that municipality `code` is in on `day`. The first two figures of a municipality's code are its county's: the standard for
 * municipalities (KLASS 131) is built so. Undefined when the counties held have none such on that day.
 */
export const countyAt = (counties: History, code: string, day: string): CodePeriod | undefined => codeAt(counties, code.slice(0, 2), day);

/** Counties on `day` that answer to `name`, in any of its spellings. */
export function countiesNamed(counties: History, name: string, day: string): string[] {
	const typed = typedName(name);
	return codesAt(counties, day).filter((county) => {
		const keys = keysOfName(county.name);
		return (['whole', 'part', 'folded', 'loose'] as const).some((level) => keys[level].includes(keyOfTyped(typed, level)));
	}).map((county) => county.code);
}

/**
 * What `code` was in another classification on `day`: the newest reading that is not after `day` and was made while the code was valid.
 * Undefined when there is none: a centrality from before the code existed would be another municipality's.
 */
export function correspondingAt(history: History, readings: readonly Correspondence[], code: string, day: string): Correspondence | undefined {
	const valid = codeAt(history, code, day);
	if (!valid) return undefined;
	const newest = readings.reduce((best, r) => (r.asOf <= day && r.asOf > best ? r.asOf : best), '');
	return readings.find((r) => r.code === code && r.asOf === newest && r.asOf >= valid.from);
}
