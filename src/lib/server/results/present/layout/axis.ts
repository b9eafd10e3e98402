/** What the rows of a layout's table are called, and the heading above them. */
import type { Value, Values } from '#analysis/result.ts';
import { translate } from '#lib/i18n.ts';
import { shortNumber, slug, wordOf } from '../cells.ts';
import { levelLabel, names, termLabel, variableLabel, type Reader } from '../reader.ts';
import { at, isList, leaf } from './parts.ts';

export function axisLabels(axis: string, values: Values, reader: Reader, variable: string): { keys: string[]; labels: string[] } {
	const cut = axis.indexOf('@');
	const how = axis.slice(cut + 1);
	const found = at(values, axis.slice(0, cut));
	const keys = isList(found) ? found.map((v) => (isList(v) ? v.map(String).join(' – ') : String(v))) : [];
	const label = (value: Value, i: number): string => {
		const one = (text: string): string => {
			if (how === '@') return variableLabel(reader, text);
			if (how === '~') return termLabel(reader, text);
			if (how === '#') return text;
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
