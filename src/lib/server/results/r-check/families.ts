/** The families of a plan's run as R checks them: the p-values that were corrected together, and what R's own p.adjust makes of them. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Result } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import { m, type Locale } from '#lib/i18n.ts';
import type { AnySpec, Plan } from '#lib/domain/analysis/types.ts';
import type { FamilyRun } from '../plan/run.ts';
import type { CheckEntry } from './types.ts';
import type { Titles } from './words.ts';

/** No entry's key has a point in it. */
const keyOf = (family: string): string => `familie.${family}`;

/** An entry a family that has any p: the corrected values as they are kept, by the family's method alone. */
export function familyEntries(families: readonly FamilyRun[]): CheckEntry[] {
	return families.flatMap(({ key, method, members }): CheckEntry[] => {
		const corrected = members.filter((x): x is typeof x & { p: number; adjusted: number } => x.p !== null && x.adjusted !== null);
		const spec = { method: 'p_adjust', p: corrected.map((x) => x.p) } as AnySpec;
		const made = corrected.length > 0 ? run(spec) : null;
		if (made === null || isViolation(made)) return [];
		const result: Result = { ...made, values: { [method]: corrected.map((x) => x.adjusted) } };
		return [{ key: keyOf(key), spec, dataset: null, result, only: method }];
	});
}

/** What a plan's entries and families are called. */
export function planTitles(plan: Plan, locale: Locale): Titles {
	return Object.fromEntries<Titles[string]>([
		...plan.entries.map((e) => [e.key, e.title] as const), ...(plan.families ?? []).map((f) => [keyOf(f.key), m.rcheck_family({ family: f.key }, { locale })] as const)
	]);
}
