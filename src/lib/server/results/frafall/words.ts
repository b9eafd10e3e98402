/** What the engine says, as sentences: its notes, violations and assumptions, with strata and levels by their labels and numbers as they are printed. */
import type { Violation } from '#analysis/assumptions.ts';
import type { Assumption, Note } from '#analysis/result.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber, formatP, formatPercent, midSentence } from '#lib/ui/format.ts';
import { insteadText, neededText, reasonText } from '../engine-terms.ts';
import type { Stratum } from '../response.ts';
import { RESPONDED } from './data.ts';

export interface Words {
	locale: Locale;
	strata: readonly Stratum[];
	/** The stratum, or the two crossed, that a level without one belongs to. */
	of?: readonly string[];
}

const CROSS = ' × ';

function stratumLabel(name: string, { strata, locale }: Words): string {
	const one = (part: string) => {
		const found = strata.find((s) => s.name === part);
		return found ? midSentence(inLocale(found.label, locale)) : part === RESPONDED ? m.frafall_responded({}, { locale }) : part;
	};
	return name.split(CROSS).map(one).join(CROSS);
}

function codeLabel(stratum: string, code: string, { strata, locale }: Words): string {
	const category = strata.find((s) => s.name === stratum)?.categories.find((c) => c.code === code);
	return category ? inLocale(category.label, locale) || code : code;
}

/** The first code of a crossed level: one of the list's, after which a code of the other stratum is all that is left. Null: there is no such. */
export function cutLevel(first: string, rest: readonly string[], level: string, strata: readonly Stratum[]): string | null {
	const codes = (name: string | undefined) => strata.find((s) => s.name === name)?.categories.map((c) => c.code) ?? [];
	return codes(first).find((code) => level.startsWith(code + CROSS) && codes(rest[0]).includes(level.slice(code.length + CROSS.length))) ?? null;
}

/** The label of a level; of a crossed one, the labels of both. Codes may hold the sign of crossing themselves, so the list decides where it is cut. */
export function levelLabel(names: readonly string[], level: string, words: Words): string {
	const [first, ...rest] = names;
	if (first === undefined) return level;
	if (rest.length === 0) return codeLabel(first, level, words);
	const cut = cutLevel(first, rest, level, words.strata);
	return cut === null ? level : `${codeLabel(first, cut, words)}${CROSS}${levelLabel(rest, level.slice(cut.length + CROSS.length), words)}`;
}

/** Columns that depend on each other are named by term, a stratum's name before the level: the strata are what can be left out. */
function termLabels(columns: string, words: Words): string {
	const named = words.strata.filter((s) => columns.split(', ').some((term) => term.startsWith(s.name)));
	return named.length > 0 ? named.map((s) => stratumLabel(s.name, words)).join(', ') : columns;
}

const PERCENT = new Set(['rate', 'total']);
const THREE = new Set(['gain', 'even', 'value', 'S']);
const ONE = new Set(['smallest', 'dispersion', 'deff', 'n_eff', 'times']);

function numberOf(key: string, value: number, locale: Locale): string {
	if (key === 'p') return formatP(value, locale);
	if (PERCENT.has(key)) return formatPercent(value, locale);
	if (key === 'error') return value < 0.0001 ? `< ${formatPercent(0.0001, locale, 2)}` : formatPercent(value, locale, 2);
	return formatNumber(value, locale, THREE.has(key) ? 3 : ONE.has(key) ? 1 : 0);
}

function textOf(key: string, value: string, params: Record<string, string | number>, words: Words): string {
	if (key === 'stratum' || key === 'column') return stratumLabel(value, words);
	if (key === 'columns') return termLabels(value, words);
	if (key === 'level') {
		const own = params.stratum ?? params.column;
		return levelLabel(typeof own === 'string' ? own.split(CROSS) : (words.of ?? []), value, words);
	}
	if (key === 'field') return stratumLabel(value, words);
	if (key === 'needed') return neededText(value, words.locale);
	if (key === 'instead') return insteadText(value, words.locale);
	if (key === 'violation') return reasonText(value, words.locale);
	return value;
}

function paramsOf(params: Record<string, string | number> | undefined, words: Words): Record<string, string> {
	return Object.fromEntries(Object.entries(params ?? {}).map(([key, value]) => [key, typeof value === 'number' ? numberOf(key, value, words.locale) : textOf(key, value, params ?? {}, words)]));
}

/** A message with what the engine gives it, begun with a capital: strata are named as within a sentence. */
function sentence(key: string, params: Record<string, string | number> | undefined, words: Words): string {
	const text = translate(key, paramsOf(params, words), words.locale);
	return text.charAt(0).toUpperCase() + text.slice(1);
}

export interface Sentence { key: string; text: string; warning: boolean }

export function noteSentence({ key, level, params }: Note, words: Words): Sentence {
	return { key, text: sentence(`analysis_note_${key}`, params, words), warning: level === 'warning' };
}

export function violationSentence({ violation, params }: Violation, words: Words): string {
	return sentence(`analysis_violation_${violation}`, params, words);
}

/** What is taken for granted: met, not met, or not to be seen from the data. */
export function assumptionSentence({ key, met, params }: Assumption, words: Words): Sentence {
	const assumption = translate(`analysis_assumption_${key}`, paramsOf(params, words), words.locale);
	const outcome = met === null ? 'unknown' : met ? 'met' : 'broken';
	return { key, text: translate(`frafall_assumption_${outcome}`, { assumption }, words.locale), warning: met === false };
}
