/** What a look-up found, in sentences. */
import { translate, type Locale } from '#lib/i18n.ts';
import type { Lookup } from '#lib/server/register/klass/lookup.ts';
import { formatDate } from '#lib/ui/format.ts';

export const dayText = (day: string, locale: Locale): string => formatDate(new Date(`${day}T12:00:00Z`), locale);

/** "fra 01.01.2017", "01.01.2020 til 01.01.2024". */
export function daysText(from: string, to: string | null, locale: Locale): string {
	return to === null ? translate('register_from_on', { from: dayText(from, locale) }, locale) : translate('register_from_to', { from: dayText(from, locale), to: dayText(to, locale) }, locale);
}

type Say = (key: string, params?: Record<string, string | number>) => string;
const list = (found: Lookup, codes: string[]): string => codes.map((code) => found.labels[code] ?? code).join(', ');
/** `code` and `name` as messages take them. */
function parts(found: Lookup, code: string): { code: string; name: string } {
	return { code, name: (found.labels[code] ?? code).slice(code.length).trim() };
}

/** How what was typed is read. */
export function readLines(found: Lookup, locale: Locale): string[] {
	const { read, value, day } = found;
	const say: Say = (key, params = {}) => translate(`register_read_${key}`, params, locale);
	if (read === null) return [say('bad_day')];
	switch (read.kind) {
		case 'matched':
		case 'padded':
			return [say(read.kind, parts(found, read.code))];
		case 'name':
			return [say('name', parts(found, read.code)), ...(read.formerly.length > 0 ? [say('formerly', { codes: list(found, read.formerly) })] : [])];
		case 'ambiguous':
			return [say('ambiguous', { codes: list(found, read.codes) })];
		case 'not_valid': {
			const periods = read.periods.map((p) => `${p.code} ${p.name} ${daysText(p.from, p.to, locale)}`).join('; ') || '–';
			return [say('not_valid', { day: dayText(day, locale), periods }), ...(read.replaced ? [say('replaced', { codes: list(found, read.replaced.codes) || '–', date: dayText(read.replaced.date, locale) })] : [])];
		}
		case 'aggregate':
			return [say('aggregate', { value, kind: translate(`register_aggregate_${read.of}`, {}, locale) })];
		case 'outside':
			return [say('outside', { days: daysText(read.from, read.to, locale), day: dayText(day, locale) })];
		default:
			return [say(read.kind, { value })];
	}
}

/** What became of it on the other day. */
export function carriedLines(found: Lookup, locale: Locale): string[] {
	const { carried, to } = found;
	if (!carried || to === null) return [];
	const say: Say = (key, params = {}) => translate(`register_${key}`, params, locale);
	const lines: string[] = [];
	if ('code' in carried) {
		const candidates = carried.kind === 'chosen' ? list(found, carried.candidates) : '';
		lines.push(say(`carry_${carried.kind}`, { ...parts(found, carried.code), candidates }));
		if (carried.with.length > 0) lines.push(say('carry_with', { codes: list(found, carried.with) }));
	} else if (carried.kind === 'split') {
		lines.push(say(carried.direction === 'forward' ? 'carry_split' : 'carry_split_back', { date: dayText(carried.splitAt, locale), candidates: list(found, carried.candidates) }));
	} else if (carried.kind === 'ended') {
		lines.push(carried.on === null ? say('carry_no_code') : say('carry_ended', { date: dayText(carried.on, locale) }));
	} else if (carried.kind === 'outside') {
		lines.push(say('read_outside', { days: daysText(carried.from, carried.to, locale), day: dayText(to, locale) }));
	}
	if ('via' in carried && carried.via.length > 0) lines.push(say('carry_via', { steps: carried.via.map((s) => `${list(found, s.codes)} (${dayText(s.date, locale)})`).join('; ') }));
	return lines;
}

/** Why it should be looked at. */
export function flagLines(found: Lookup, locale: Locale): string[] {
	return found.carried && 'flags' in found.carried ? found.carried.flags.map((flag) => translate(`register_flag_${flag}`, {}, locale)) : [];
}
