/** Numbers as they are printed in Norwegian and English, with the decimals, signs and marks that they are printed with. */

export interface PrintedNumber {
	/** A percentage is in per cent: 38 for "38 %". */
	value: number;
	decimals: number;
	percent: boolean;
	/** `<` of "< 0,001". */
	relation: '=' | '<' | '>';
	/** Stars, letters or arrows after it. */
	mark: string;
}

export type DecimalSign = ',' | '.';

const MINUS = /[−–‐‑—]/g;
const SPACES = /[\u00a0\u2009\u202f\u2007 ]/g;

/** Which sign the decimals of these texts stand behind: that of most of them, a comma where nothing tells. */
export function decimalSign(texts: Iterable<string>): DecimalSign {
	let [commas, points] = [0, 0];
	for (const text of texts) {
		commas += text.match(/(?<![\d,.])\d*,\d{1,2}(?!\d)|(?<!\d)0?,\d+/g)?.length ?? 0;
		points += text.match(/(?<![\d,.])\d*\.\d{1,2}(?![\d.])|(?<!\d)0?\.\d+/g)?.length ?? 0;
	}
	return points > commas ? '.' : ',';
}

/** The number that a cell holds and nothing else; null where it holds words or none. Thousands may be set apart by spaces, and by the sign that is not the decimals'. */
export function printedNumber(text: string, sign: DecimalSign): PrintedNumber | null {
	const plain = text.replace(SPACES, ' ').replace(MINUS, '-').trim();
	const found = /^(?:p\s*)?([<>=≤≥]?)\s*(-?)\s*([\d., ]*\d)\s*(%|prosent|percent|pct\.?)?\s*([*†‡↑↓#]+|[a-e])?$/iu.exec(plain);
	if (!found) return null;
	const [, relation = '', minus = '', digits = '', percent, mark = ''] = found;
	const thousands = sign === ',' ? '.' : ',';
	const shape = new RegExp(`^(?:\\d{1,3}(?:[ ${thousands}]\\d{3})+|\\d*)(?:\\${sign}\\d+)?$`);
	if (!shape.test(digits) || !/\d/.test(digits)) return null;
	const [whole = '', fraction = ''] = digits.replaceAll(' ', '').replaceAll(thousands, '').split(sign);
	const value = Number(`${minus}${whole || '0'}${fraction ? `.${fraction}` : ''}`);
	return { value, decimals: fraction.length, percent: percent !== undefined, relation: /[<≤]/.test(relation) ? '<' : /[>≥]/.test(relation) ? '>' : '=', mark };
}

const WORDS: Record<string, number> = {
	to: 2, tre: 3, fire: 4, fem: 5, seks: 6, sju: 7, syv: 7, åtte: 8, ni: 9, ti: 10, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10
};

/** How many items an index has, where a caption or note says so: "gjennomsnittet av tre spørsmål". */
export function itemsIn(texts: readonly string[]): number | null {
	const found = /(\d+|\p{L}+)\s+(?:spørsmål|ledd|påstander|påstandar|utsagn|items|questions|statements)\b/iu.exec(texts.join(' '));
	if (!found) return null;
	const count = Number(found[1]) || WORDS[(found[1] ?? '').toLowerCase()];
	return count && count <= 200 ? count : null;
}

/** The ends of the scale: "fra 1 til 5", "skala 1–5". */
export function scaleIn(texts: readonly string[]): [number, number] | null {
	const found = /(?:skala\D{0,20}|scale\D{0,20}|fra |from |\()(-?\d+)\s*(?:til|to|[-–])\s*(\d+)/iu.exec(texts.join(' '));
	const [low, high] = [Number(found?.[1]), Number(found?.[2])];
	return found && low < high && high - low <= 100 ? [low, high] : null;
}
