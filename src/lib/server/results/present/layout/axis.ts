/** What the rows of a layout's table are called, and the heading above them. */
import type { Value, Values } from '#analysis/result.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';
import { shortNumber, slug, wordOf } from '../cells.ts';
import { levelLabel, names, termLabel, variableLabel, type Reader } from '../reader.ts';
import { at, isList, leaf } from './parts.ts';

/** A band as the library names it, `(3.5, 4]`, in words; null where the text is none. */
function bandLabel(text: string, locale: Locale): string | null {
	const found = /^([([])(-Inf|-?[\d.e+-]+), (Inf|-?[\d.e+-]+)([)\]])$/.exec(text);
	if (!found) return null;
	const [, open, from = '', to = '', close] = found;
	const end = (at: string): string | null => (at.endsWith('Inf') ? null : shortNumber(Number(at), locale, 2));
	const [low, high] = [end(from), end(to)];
	if (low === null && high === null) return null;
	if (low === null) return close === ']' ? m.result_band_to({ high: high ?? '' }, { locale }) : m.result_band_under({ high: high ?? '' }, { locale });
	if (high === null) return open === '[' ? m.result_band_from({ low }, { locale }) : m.result_band_over({ low }, { locale });
	return open === '[' ? m.result_band_from_under({ low, high }, { locale }) : m.result_band_over_to({ low, high }, { locale });
}

export function axisLabels(axis: string, values: Values, reader: Reader, variable: string): { keys: string[]; labels: string[] } {
	const cut = axis.indexOf('@');
	const how = axis.slice(cut + 1);
	const found = at(values, axis.slice(0, cut));
	const keys = isList(found) ? found.map((v) => (isList(v) ? v.map(String).join(' – ') : String(v))) : [];
	const label = (value: Value, i: number): string => {
		const one = (text: string): string => {
			if (how === '@') return variableLabel(reader, text);
			if (how === '~') return termLabel(reader, text);
			if (how === '#') return bandLabel(text, reader.locale) ?? text;
			if (how === '+') return String(i + 1);
			if (how === '!') return wordOf(text, reader.locale);
			if (how === '*') return levelLabel(reader, [variable], text);
			if (how.startsWith('$')) return ofNamed(text, i);
			return levelLabel(reader, how.split('+').flatMap((field) => names(reader.spec[field])), text);
		};
		const ofNamed = (text: string, i: number): string => {
			const all = at(values, how.slice(1));
			const name = isList(all) ? String(all[i]) : '';
			return `${variableLabel(reader, name)}: ${levelLabel(reader, name.split(' × '), text)}`;
		};
		return isList(value) ? value.map((v) => one(String(v))).join(' – ') : one(typeof value === 'number' && how === '#' ? shortNumber(value, reader.locale, 3) : String(value));
	};
	return { keys, labels: isList(found) ? found.map(label) : [] };
}

export function headingOf(axis: string, reader: Reader): string {
	const how = axis.slice(axis.indexOf('@') + 1);
	const field = how.split('+').flatMap((one) => names(reader.spec[one]));
	if (/^\w/.test(how) && field.length > 0) return field.map((name) => variableLabel(reader, name)).join(' × ');
	const word = how === '@' ? 'variable' : how === '~' ? 'term' : how === '!' ? 'kind' : how === '#' || how === '+' ? leaf(axis.slice(0, axis.indexOf('@'))) : 'group';
	return translate(`result_axis_${slug(word)}`, {}, reader.locale);
}
