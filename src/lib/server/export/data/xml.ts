/** Texts and elements of XML. */

/** What no XML 1.0 document can hold. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

export const xmlText = (text: string): string => text.replace(FORBIDDEN, '').replace(/[&<>"\r]/g, (c) => ESCAPES[c] ?? c);

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with attributes in their order; those that are undefined are left out. @param inner XML, escaped already */
export function element(name: string, attributes: Attributes, inner = ''): string {
	const given = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${xmlText(String(value)).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`])).join('');
	return inner === '' ? `<${name}${given}/>` : `<${name}${given}>${inner}</${name}>`;
}
