/** The codebook to read: one page of HTML that stands alone. */
import { distributionOf, type Distribution } from '#lib/domain/dataset/column.ts';
import { MISSING, type Dataset, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import { CSV_MISSING } from '#analysis/table/csv.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { columnOf } from './coding.ts';
import { element, xmlText } from './xml.ts';

const STYLE = 'body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}h2{margin:2.5rem 0 .25rem;font-size:1.15rem}code{font-size:.95em}'
	+ 'table{border-collapse:collapse;margin:.5rem 0}th,td{padding:.2rem .75rem .2rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #ccc}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}p{margin:.25rem 0}nav{columns:16rem}nav a{display:block}';

const number = (x: number, locale: Locale, decimals: Intl.NumberFormatOptions = { maximumFractionDigits: 3 }): string => new Intl.NumberFormat(locale === 'en' ? 'en-GB' : 'nb-NO', decimals).format(x);
const share = (n: number, rows: number, locale: Locale): string => (rows > 0 ? number((100 * n) / rows, locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }) : '');

function frequencies(variable: DatasetVariable, { counts, missing, rows }: Distribution, locale: Locale): string {
	const line = (value: string, label: string, n: number): string => element('tr', {}, `<td>${value === '' ? '' : element('code', {}, xmlText(value))}</td><td>${xmlText(label)}</td><td class="n">${n}</td><td class="n">${share(n, rows, locale)}</td>`);
	const lines = [
		...variable.categories.map((c, i) => line(c.value, inLocale(c.label, locale), counts?.[i] ?? 0)),
		...MISSING.filter((kind) => missing[kind] > 0).map((kind) => line(CSV_MISSING[kind], translate(`common_missing_${kind}`, {}, locale), missing[kind]))
	];
	if (lines.length === 0) return '';
	const l = { locale };
	const head = element('tr', {}, `<th scope="col">${xmlText(m.dataexport_book_value({}, l))}</th><th scope="col">${xmlText(m.dataexport_book_category({}, l))}</th><th scope="col" class="n">${xmlText(m.dataexport_book_rows({}, l))}</th><th scope="col" class="n">%</th>`);
	return `<table><thead>${head}</thead><tbody>${lines.join('')}</tbody></table>`;
}

function section(dataset: Dataset, variable: DatasetVariable, locale: Locale): string {
	const l = { locale };
	const spread = distributionOf(columnOf(dataset, variable), variable.categories.length);
	const { numbers } = spread;
	const line = (label: string, text: string): string => (text === '' ? '' : `<p><b>${xmlText(label)}:</b> ${xmlText(text)}</p>`);
	return [
		element('h2', { id: variable.name }, `${element('code', {}, variable.name)} ${xmlText(inLocale(variable.label, locale))}`),
		line(m.dataexport_book_question({}, l), inLocale(variable.question ?? undefined, locale)),
		line(m.dataexport_book_measure({}, l), translate(`dataexport_measure_${variable.measure}`, {}, locale)),
		line(m.dataexport_book_unit({}, l), inLocale(variable.unit ?? undefined, locale)),
		line(m.dataexport_book_origin({}, l), translate(`dataexport_origin_${variable.origin.kind}`, {}, locale)),
		variable.reversed ? `<p>${xmlText(m.dataexport_book_reversed({}, l))}</p>` : '',
		line(m.dataexport_book_valid({}, l), `${spread.valid} / ${spread.rows}`),
		numbers ? line(m.dataexport_book_numbers({}, l), [numbers.mean, numbers.sd, numbers.min, numbers.max].map((x) => (x === null ? '–' : number(x, locale))).join('; ')) : '',
		frequencies(variable, spread, locale)
	].join('\n');
}

/** Every variable with its question, categories with how many have each, kinds of missing, and where it comes from. */
export function codebookPage(dataset: Dataset, locale: Locale): Uint8Array<ArrayBuffer> {
	const title = xmlText(m.dataexport_book_title({ title: inLocale(dataset.title, locale) }, { locale }));
	const links = dataset.variables.map((v) => element('a', { href: `#${v.name}` }, xmlText(`${v.name}: ${inLocale(v.label, locale)}`))).join('\n');
	const body = `<h1>${title}</h1>\n<p>${xmlText(m.dataexport_book_lead({ rows: dataset.rows, variables: dataset.variables.length }, { locale }))} <code>${xmlText(dataset.hash)}</code></p>\n<nav>${links}</nav>\n${dataset.variables.map((v) => section(dataset, v, locale)).join('\n')}`;
	return new TextEncoder().encode(`<!doctype html>\n<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>\n<body>\n${body}\n</body></html>\n`);
}
