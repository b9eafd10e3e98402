/** Numbers as they stand in a sentence: a mean, a test with its degrees of freedom, an effect with its interval. */
import type { Effect, Result, Value } from '#analysis/result.ts';
import { translate, type Locale } from '#lib/i18n.ts';
import { formatInterval, formatNumber, phraseP } from '#lib/ui/format.ts';
import { decimalsOf } from '../cells.ts';
import { at } from '../layout/parts.ts';

export const num = (result: Result, path: string): number | null => {
	const found = at(result.values, path);
	return typeof found === 'number' ? found : null;
};
export const lists = (result: Result, path: string): readonly Value[] => {
	const found = at(result.values, path);
	return Array.isArray(found) ? (found as readonly Value[]) : [];
};

/** Two decimals, fewer where the numbers are large. */
export const plain = (value: number, locale: Locale): string => formatNumber(value, locale, decimalsOf([value]));
export const two = (value: number, locale: Locale): string => formatNumber(value, locale, 2);
const degrees = (value: Value | undefined, locale: Locale): string => (typeof value === 'number' ? formatNumber(value, locale, Number.isInteger(value) ? 0 : 1) : '');

/** `t(187,3)`, `F(2; 180)`: the letter with its degrees of freedom. */
export function statistic(letter: string, df: Value | undefined, value: number, locale: Locale): string {
	const between = locale === 'en' ? ', ' : '; ';
	const inside = Array.isArray(df) ? (df as readonly Value[]).map((d) => degrees(d, locale)).join(between) : degrees(df, locale);
	return `${letter}${inside === '' ? '' : `(${inside})`}\u00a0=\u00a0${two(value, locale)}`;
}

/** A sum of ranks is whole, or a half where values are tied. */
export const rankSum = (letter: string, value: number, locale: Locale): string => `${letter}\u00a0=\u00a0${formatNumber(value, locale, Number.isInteger(value) ? 0 : 1)}`;

export const pPhrase = (p: number | null, locale: Locale): string => (p === null ? '' : phraseP(p, locale));

const SYMBOL: Readonly<Record<string, string>> = {
	cohen_d: 'd', hedges_g: 'g', cohen_d_av: 'd', d_z: 'd', d_av: 'd', eta2: 'η²', omega2: 'ω²', epsilon2: 'ε²', cramers_v: 'V', r: 'r', spearman_rho: 'ρ', kendall_tau_b: 'τ', icc1: 'ICC(1)',
	polychoric_rho: 'ρ', cronbach_alpha: 'α', omega_total: 'ω', r2: 'R²', cohen_w: 'w'
};

/** `d = 0,74 [0,50; 0,98]`. */
export function effectPhrase(effect: Effect | undefined, locale: Locale): string {
	if (!effect) return '';
	const symbol = SYMBOL[effect.name] ?? translate(`result_symbol_${effect.name}`, {}, locale);
	// an estimate outside its own interval is told of without it
	const interval = effect.low === null || effect.high === null || effect.value < effect.low || effect.value > effect.high ? '' : ` ${formatInterval(effect.low, effect.high, locale, 2)}`;
	return `${symbol}\u00a0=\u00a0${two(effect.value, locale)}${interval}`;
}

export const effectOf = (result: Result, ...wanted: string[]): Effect | undefined => wanted.map((name) => result.effects.find((e) => e.name === name)).find((e) => e !== undefined);

/** Cohen's d with the pooled standard deviation, the one that the table names so, whichever test it stands beside. */
export function cohenD(result: Result): Effect | undefined {
	const [value, [low, high]] = [num(result, 'cohen_d'), lists(result, 'cohen_d_ci')];
	return value === null ? undefined : { name: 'cohen_d', value, low: typeof low === 'number' ? low : null, high: typeof high === 'number' ? high : null, level: null };
}

/** The effect as it is from the other side, for a sentence that names the higher first. */
export function turned(effect: Effect | undefined): Effect | undefined {
	return effect && { ...effect, value: -effect.value, low: effect.high === null ? null : -effect.high, high: effect.low === null ? null : -effect.low };
}

/** Parts of a parenthesis that there is something of. */
export const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ');

/** A list as it is read out: `a, b og c`. */
export function listed(all: readonly string[], locale: Locale): string {
	return new Intl.ListFormat(locale === 'en' ? 'en-GB' : 'nb-NO', { type: 'conjunction' }).format(all);
}
