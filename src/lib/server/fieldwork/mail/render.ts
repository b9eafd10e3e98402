/** From a text with merge fields to the two parts of a message. Values are data: they are escaped, and never read as merge fields. */
import { escapeHtml } from '../../../domain/questionnaire/pipe.ts';
import type { Locale } from '../../../domain/questionnaire/schema.ts';
import { BLANK } from '../../../domain/questionnaire/words.ts';
import { fieldsIn, normalise, tokenise, type MergeField, type Token } from './fields.ts';

export interface Values {
	fields: Record<MergeField, string>;
	/** Labels of the seat's frame variables; a variable the list says nothing about is absent. */
	frame: Record<string, string>;
	/** The words on the link's button. */
	button: string;
	/** The paragraph about not taking part, with its merge field, for a text that has no such field. */
	optOut: string;
}
export interface Rendered { subject: string; text: string; html: string }

const BIDI = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** On one line: no break or other control character can reach a header, no direction mark can disguise one. */
export const oneLine = (value: string): string => value.replace(BIDI, '').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

function valueOf(field: string, values: Values): string {
	if (field.startsWith('frame:')) {
		const name = field.slice(6);
		return Object.hasOwn(values.frame, name) ? oneLine(values.frame[name] ?? '') || BLANK : BLANK;
	}
	return Object.hasOwn(values.fields, field) ? values.fields[field as MergeField] : '';
}

const isOnly = (tokens: Token[], field: string): boolean => tokens.length === 1 && tokens[0] !== undefined && 'field' in tokens[0] && tokens[0].field === field;

function htmlOf(token: Token, values: Values): string {
	const escape = (text: string) => escapeHtml(text).replaceAll('\n', '<br>\n');
	if ('text' in token) return escape(token.text);
	const value = valueOf(token.field, values);
	return token.field === 'lenke' || token.field === 'avmeld' ? `<a href="${escapeHtml(value)}">${escapeHtml(value)}</a>` : escape(value);
}

// mail readers drop style sheets, so the few styles stand on the elements
const BUTTON = 'display:inline-block;padding:12px 20px;background:#0062ba;color:#ffffff;text-decoration:none;border-radius:4px;font-weight:bold';
const PAGE = 'margin:0;padding:16px;background:#ffffff;color:#1e2b3c;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5';

function paragraphHtml(tokens: Token[], values: Values): string {
	const content = tokens.map((t) => htmlOf(t, values)).join('');
	if (!isOnly(tokens, 'lenke')) return `<p>${content}</p>`;
	return `<p><a href="${escapeHtml(values.fields.lenke)}" style="${BUTTON}">${escapeHtml(values.button)}</a></p>\n<p>${content}</p>`;
}

const paragraphsOf = (body: string): Token[][] => normalise(body).split(/\n[ \t]*(?:\n[ \t]*)+/).map(tokenise);
const plain = (tokens: Token[], values: Values): string => tokens.map((t) => ('text' in t ? t.text : valueOf(t.field, values))).join('');

/**
 * One person's message.
 * A paragraph that comes out empty is left out; the paragraphs for people with several seats, and about not taking part, are put last where the text has no place for them.
 */
export function render(subject: string, body: string, values: Values, locale: Locale): Rendered {
	const paragraphs = paragraphsOf(body);
	if (!fieldsIn(body).includes('flere')) paragraphs.push([{ field: 'flere' }]);
	if (!fieldsIn(body).includes('avmeld')) paragraphs.push(tokenise(values.optOut));
	const filled = paragraphs.filter((tokens) => plain(tokens, values).trim() !== '');
	const title = oneLine(plain(tokenise(subject), values));
	const html = filled.map((tokens) => paragraphHtml(tokens, values)).join('\n');
	return {
		subject: title,
		text: `${filled.map((tokens) => plain(tokens, values)).join('\n\n')}\n`,
		html: `<!doctype html>\n<html lang="${locale}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>${escapeHtml(title)}</title>\n</head>\n<body style="${PAGE}">\n<div role="main" style="max-width:640px">\n${html}\n</div>\n</body>\n</html>\n`
	};
}
