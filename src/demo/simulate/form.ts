/**
 * Reads the forms of our own respondent pages, as far as answering them takes. It knows the markup that our pages are made of (lower-case
 * tags, quoted attributes, boxes and lines but no drop-down lists) and is no HTML parser: nothing but the simulated respondent uses it.
 */

export interface Control {
	name: string;
	type: string;
	value: string;
	/** Ticked, as rendered. */
	checked: boolean;
}

export interface Form {
	action: string;
	method: string;
	controls: Control[];
	/** Submit buttons with the name and value they send; '' where they send none. */
	buttons: { name: string; value: string }[];
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

export const unescapeHtml = (text: string): string => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) =>
	hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name ?? ''] ?? whole));

const ATTRIBUTE = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

function attributes(tag: string): Map<string, string> {
	return new Map([...tag.matchAll(ATTRIBUTE)].map(([, name = '', double, single, bare]) => [name, unescapeHtml(double ?? single ?? bare ?? '')]));
}

const TAG = /<(input|textarea|button)\b((?:[^>"']|"[^"]*"|'[^']*')*)>(?:([^<]*)<\/textarea>)?/g;

function readForm(attributesOfForm: string, content: string): Form {
	const own = attributes(attributesOfForm);
	const form: Form = { action: own.get('action') ?? '', method: (own.get('method') ?? 'get').toLowerCase(), controls: [], buttons: [] };
	for (const [, tag, rest = '', text = ''] of content.matchAll(TAG)) {
		const attribute = attributes(rest);
		const name = attribute.get('name') ?? '';
		if (attribute.has('disabled')) continue;
		if (tag === 'button') {
			if ((attribute.get('type') ?? 'submit') === 'submit') form.buttons.push({ name, value: attribute.get('value') ?? '' });
		} else if (name !== '') {
			const type = tag === 'textarea' ? 'textarea' : (attribute.get('type') ?? 'text');
			const value = tag === 'textarea' ? unescapeHtml(text.replace(/^\n/, '')) : (attribute.get('value') ?? (type === 'radio' || type === 'checkbox' ? 'on' : ''));
			form.controls.push({ name, type, value, checked: attribute.has('checked') });
		}
	}
	return form;
}

/** The page's forms, in order. */
export function readForms(html: string): Form[] {
	return [...html.matchAll(/<form\b((?:[^>"']|"[^"]*"|'[^']*')*)>(.*?)<\/form>/gs)].map(([, own = '', content = '']) => readForm(own, content));
}
