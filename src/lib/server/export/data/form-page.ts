/** A questionnaire to read: one page of HTML that stands alone. */
import type { Item, Questionnaire } from '#lib/domain/questionnaire/schema.ts';
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { element, xmlText } from './xml.ts';

const STYLE = 'body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}h2{margin-top:2.5rem}h3{font-size:1rem;margin:1.5rem 0 .25rem}code{color:#555}ul,ol{margin:.25rem 0}';

function categories(item: Item, { scales }: Questionnaire, locale: Locale): string {
	if (item.type === 'consent') return element('ul', {}, element('li', {}, xmlText(inLocale(item.label, locale))));
	const scale = 'scale' in item && item.scale ? scales[item.scale] : undefined;
	const all = scale?.categories ?? ('categories' in item ? item.categories : undefined) ?? [];
	const dontKnow = 'dontKnow' in item && item.dontKnow ? [element('li', {}, xmlText(inLocale(scale?.dontKnow, locale) || m.common_dont_know({}, { locale })))] : [];
	const lines = [...all.map((c) => element('li', {}, `${element('code', {}, String(c.code))} ${xmlText(inLocale(c.label, locale))}`)), ...dontKnow];
	return lines.length > 0 ? element('ul', {}, lines.join('')) : '';
}

function itemHtml(item: Item, questionnaire: Questionnaire, locale: Locale): string {
	const rows = item.type === 'matrix' ? element('ol', {}, item.rows.map((row) => element('li', {}, `${xmlText(inLocale(row.text, locale))} ${element('code', {}, row.key)}`)).join('')) : '';
	const help = inLocale(item.help, locale);
	return [
		element('h3', {}, `${xmlText(inLocale(item.text, locale))} ${element('code', {}, item.key)}`), help ? element('p', {}, xmlText(help)) : '',
		'if' in item && item.if ? element('p', {}, element('code', {}, xmlText(m.dataexport_form_when({ rule: JSON.stringify(item.if) }, { locale })))) : '', rows, categories(item, questionnaire, locale)
	].join('\n');
}

/** Every question with its key, its categories and the rule that it is asked by, in the order that it is asked in. */
export function formPage(questionnaire: Questionnaire, version: number, locale: Locale): Uint8Array<ArrayBuffer> {
	const title = xmlText(m.dataexport_form_title({ title: inLocale(questionnaire.title, locale), version }, { locale }));
	const blocks = questionnaire.blocks.map((block) => {
		const intro = inLocale(block.intro, locale);
		return `<section>${element('h2', {}, xmlText(inLocale(block.title, locale) || block.key))}${intro ? element('p', {}, xmlText(intro)) : ''}\n${block.items.map((item) => itemHtml(item, questionnaire, locale)).join('\n')}</section>`;
	});
	return new TextEncoder().encode(`<!doctype html>\n<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>\n<body><h1>${title}</h1>\n${blocks.join('\n')}\n</body></html>\n`);
}
