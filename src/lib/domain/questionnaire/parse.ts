/**
 * Reading what people type: numbers, dates and free text, as Norwegians write them.
 */

const NUMBER = /^[-−]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)?(?:[.,]\d+)?$/;

/**
 * The number meant by `typed`, or null. Comma or dot as the decimal sign, a space between groups of three digits, minus as
 * hyphen or as minus sign. No exponent, no unit, no more than 40 characters. Zero is never negative.
 */
export function parseNumber(typed: string): number | null {
	const text = typed.trim();
	if (text.length > 40 || !NUMBER.test(text) || !/\d/.test(text)) return null;
	const number = Number(text.replace(/[ \u00a0\u202f]/g, '').replace(',', '.').replace('−', '-'));
	return Number.isFinite(number) ? number + 0 : null;
}

/** Whether `text` is a day of the calendar written yyyy-mm-dd, in the years 0001 to 9999. */
export function isDate(text: string): boolean {
	const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
	if (!found) return false;
	const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
	const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
	return year >= 1 && days !== undefined && day >= 1 && day <= days;
}

/** The day meant by `typed` as yyyy-mm-dd, or null. Takes that form and the Norwegian d.m.yyyy. */
export function parseDate(typed: string): string | null {
	const text = typed.trim();
	const norwegian = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text);
	const [, day = '', month = '', year = ''] = norwegian ?? [];
	const iso = norwegian ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
	return isDate(iso) ? iso : null;
}

/**
 * Free text as it is stored: composed (NFC), line breaks as \n, control characters other than \n and \t removed, halves of
 * surrogate pairs replaced, no white space at either end. '' if nothing is left.
 */
export function parseText(typed: string): string {
	return typed.toWellFormed().replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}/gu, '').normalize('NFC').trim();
}
