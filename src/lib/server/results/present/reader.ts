/** Names as a reader knows them: variables, categories and terms of a model by their labels in the reader's language; without a dataset as they stand. */
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { midSentence } from '#lib/ui/format.ts';
import { shortNumber } from './cells.ts';
import type { Dataset, DatasetVariable } from '#lib/domain/dataset/types.ts';
import type { Result } from '#analysis/result.ts';

export interface Reader {
	locale: Locale;
	dataset: Dataset | null;
	/** Fields of the spec by name. */
	spec: Readonly<Record<string, unknown>>;
}

const CROSS = ' × ';

export const readerOf = (result: Pick<Result, 'spec'>, dataset: Dataset | null, locale: Locale): Reader => ({ locale, dataset, spec: result.spec as unknown as Record<string, unknown> });

export function variableOf({ dataset }: Reader, name: string): DatasetVariable | undefined {
	return dataset?.variables.find((v) => v.name === name);
}

/** The variable's short label; of two crossed, the labels of both. */
export function variableLabel(reader: Reader, name: string): string {
	const found = variableOf(reader, name);
	if (found) return inLocale(found.label, reader.locale) || name;
	return name.includes(CROSS) ? name.split(CROSS).map((one) => variableLabel(reader, one)).join(CROSS) : name;
}

export const quoted = (text: string, locale: Locale): string => (locale === 'en' ? `“${text}”` : `«${text}»`);

/** A name inside a sentence: one word is a word of the language and small; of several nobody could see where it begins and ends, so they stand in quotation marks. */
export const nameWithin = (label: string, locale: Locale): string => (/[\s,.?!]/.test(label) ? quoted(label, locale) : midSentence(label));

/** Texts of a field that holds one name or several. */
export function names(value: unknown): string[] {
	return typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [];
}

/** @param of the variable, or those crossed, that the level is one of; none: it stands as it is */
export function levelLabel(reader: Reader, of: readonly string[], level: string): string {
	const [first, ...rest] = of;
	const categories = (first === undefined ? undefined : variableOf(reader, first)?.categories) ?? [];
	if (rest.length > 0) {
		// a value may hold the sign of crossing itself, so the first variable's own values decide where the level is cut
		const cut = categories.find((c) => level.startsWith(c.value + CROSS))?.value ?? level.split(CROSS)[0] ?? '';
		return level.includes(CROSS) ? `${levelLabel(reader, [first ?? ''], cut)}${CROSS}${levelLabel(reader, rest, level.slice(cut.length + CROSS.length))}` : level;
	}
	const found = categories.find((c) => c.value === level);
	if (found) return inLocale(found.label, reader.locale) || level;
	// a value of a numeric variable that stands as a category
	return /^-?\d+\.\d+$/.test(level) ? shortNumber(Number(level), reader.locale, 2) : level;
}

/** Whether a variable's categories are words of the language; of a list or a register they may be names of people's places and keep their capital. */
function hasWords(reader: Reader, name: string): boolean {
	const origin = variableOf(reader, name)?.origin;
	if (origin?.kind !== 'derived') return origin !== undefined && ['item', 'tick', 'part', 'seat'].includes(origin.kind);
	return origin.rule.rule !== 'recode' || hasWords(reader, origin.rule.of);
}

/** Whether a level is an answer, or a band that somebody has named: words that are quoted. What was ticked has its own form (`groupLabel`). */
function isAnswer(reader: Reader, of: readonly string[]): boolean {
	const kind = of.length === 1 ? variableOf(reader, of[0] ?? '')?.origin.kind : undefined;
	return (kind === 'item' || kind === 'derived') && hasWords(reader, of[0] ?? '');
}

/** A level as a sentence begins with it: an answer in quotation marks. */
export function levelFirst(reader: Reader, of: readonly string[], level: string): string {
	const label = groupLabel(reader, of, level);
	return isAnswer(reader, of) ? quoted(label, reader.locale) : label;
}

/** A level inside a sentence: an answer in quotation marks, a survey or a wave small, names from a list as they stand. */
export function levelWithin(reader: Reader, of: readonly string[], level: string): string {
	const label = levelFirst(reader, of, level);
	return of.length === 1 && hasWords(reader, of[0] ?? '') ? midSentence(label) : label;
}

/** A group as a sentence names it: a box that was ticked, by what it says. */
export function groupLabel(reader: Reader, of: readonly string[], level: string): string {
	const kind = of.length === 1 ? variableOf(reader, of[0] ?? '')?.origin.kind : undefined;
	return kind === 'tick' || kind === 'coding' ? `${variableLabel(reader, of[0] ?? '')} (${midSentence(levelLabel(reader, of, level))})` : levelLabel(reader, of, level);
}

/** A term of a model: the constant, a variable, a variable's category, or several of these multiplied. */
export function termLabel(reader: Reader, term: string): string {
	if (term === '(Intercept)') return m.result_constant({}, { locale: reader.locale });
	if (term === 'log_days') return m.result_term_log_days({}, { locale: reader.locale });
	if (term === 'reminders') return m.result_term_reminders({}, { locale: reader.locale });
	if (term === 'weekend') return m.result_term_weekend({}, { locale: reader.locale });
	if (variableOf(reader, term)) return variableLabel(reader, term);
	const parts = term.split(':');
	if (parts.length > 1) return parts.map((part) => termLabel(reader, part)).join(CROSS);
	const known = [...(reader.dataset?.variables.map((v) => v.name) ?? []), ...names(reader.spec.x), ...names(reader.spec.strata)];
	const [name] = known.filter((one) => term.startsWith(one)).sort((a, b) => b.length - a.length);
	return name === undefined ? term : name === term ? variableLabel(reader, name) : `${variableLabel(reader, name)}: ${levelLabel(reader, [name], term.slice(name.length))}`;
}

/** A title of names longer than this says the first, and how many others there are. */
const LONG = 80;

/** What a result is about: "Samarbeid etter rolle", or the variables in a row; empty where it reads none. */
export function subjectOf(reader: Reader): string {
	const { spec, locale } = reader;
	const label = (value: unknown): string => names(value).map((name) => variableLabel(reader, name)).join(', ');
	const what = spec.rows ?? spec.y ?? spec.x ?? spec.items ?? spec.vars ?? (spec.method === 'p_adjust' ? undefined : spec.columns);
	const by = typeof spec.rows === 'string' ? spec.columns : spec.y === undefined ? (spec.group ?? undefined) : (spec.group ?? spec.by ?? undefined);
	if (spec.method === 't_paired' || spec.method === 'wilcoxon_signed_rank') return `${label(spec.x)} – ${label(spec.y)}`;
	if (typeof spec.first === 'string' && typeof spec.second === 'string') return `${label(spec.first)} – ${label(spec.second)}`;
	const many = names(what).length > 4 || (names(what).length > 1 && label(what).length > LONG);
	const subject = many ? m.result_many_variables({ first: label(names(what).slice(0, 1)), count: names(what).length - 1 }, { locale }) : label(what);
	if (subject === '') return label(spec.stratum ?? spec.strata);
	return names(by).length > 0 ? m.result_by({ what: subject, by: /[,?.!]/.test(label(by)) ? quoted(label(by), locale) : midSentence(label(by)) }, { locale }) : subject;
}
