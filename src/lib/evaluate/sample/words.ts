/** Strata and figures of a sample in words. */
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';

export interface Variable { name: string; label: Text; categories: { code: string; label: Text }[] }
export type Problem = { code: string; params: Record<string, string | number> };

/** A stratum's categories by their labels; what the list does not say is said. */
export function stratumLabel(codes: readonly (string | null)[], by: readonly string[], variables: readonly Variable[], locale: Locale): string {
	if (codes.length === 0) return m.sample_everyone({}, { locale });
	return codes.map((code, i) => {
		if (code === null) return m.frame_not_stated({}, { locale });
		const category = variables.find((v) => v.name === by[i])?.categories.find((c) => c.code === code);
		return category ? inLocale(category.label, locale) : code;
	}).join(' / ');
}

/** A probability from 0 to 1, with as many decimals as tell it from 0 and 1. */
export const formatProbability = (p: number, locale: Locale): string => formatNumber(p, locale, p === 0 || p === 1 ? 0 : p < 0.01 || p > 0.999 ? 5 : 3);
