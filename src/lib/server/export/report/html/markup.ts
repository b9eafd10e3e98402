/** Markup in which every text is escaped, by a tag function: what is not markup already is text. */

export class Html {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

type Part = string | number | Html | null | readonly Part[];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function written(part: Part): string {
	if (part === null) return '';
	if (part instanceof Html) return part.text;
	if (Array.isArray(part)) return part.map(written).join('');
	return String(part).replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
	return new Html(strings.reduce((before, text, i) => before + written(parts[i - 1] ?? null) + text));
}

/** Markup made elsewhere, such as a drawing. */
export function raw(markup: string): Html {
	return new Html(markup);
}
