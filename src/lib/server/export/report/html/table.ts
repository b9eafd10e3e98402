/** A table with scopes on its heads, a caption, and room to scroll where it is wider than the page. */
import type { Cell, Table } from '#analysis/report/table.ts';
import { translate, type Locale } from '#lib/i18n.ts';
import { headRows, isWords, rowGroupsOf, shortText, type BodyRow } from '../grid.ts';
import { html, type Html } from './markup.ts';

function value(cell: Cell | undefined, words: boolean, locale: Locale): Html {
	const names = [words ? 'words' : 'number', ...(cell?.faint || cell?.kind === 'missing' ? ['faint'] : [])].join(' ');
	if (!cell) return html`<td class="${names}"></td>`;
	const mark = cell.mark ? (/^\p{L}$/u.test(cell.mark) ? html`<sup>${cell.mark}</sup>` : html`<span class="mark">${cell.mark}</span>`) : null;
	const title = cell.kind === 'missing' ? html` title="${translate(`common_missing_${cell.reason}`, {}, locale)}"` : null;
	return html`<td class="${names}"${title}>${shortText(cell, locale)}${mark}</td>`;
}

function line(row: BodyRow, table: Table, locale: Locale): Html {
	return html`<tr${row.kind === 'total' ? html` class="total"` : null}><th scope="row">${row.label}</th>${table.columns.map((_, i) => value(row.cells[i], isWords(table, i), locale))}</tr>\n`;
}

/**
 * @param caption what stands above it, as markup
 * @param label the same as text, for the region that scrolls
 */
export function tableMarkup(table: Table, caption: Html, label: string, locale: Locale): Html {
	const heads = headRows(table).map((cells) => html`<tr>${cells.map((cell) => {
		const spans = html`${cell.columns > 1 ? html` colspan="${cell.columns}"` : null}${cell.rows > 1 ? html` rowspan="${cell.rows}"` : null}`;
		const name = cell.group ? 'group' : cell.at === 0 || isWords(table, cell.at - 1) ? 'words' : 'number';
		return html`<th scope="${cell.group ? 'colgroup' : 'col'}" class="${name}"${spans}>${cell.text}</th>`;
	})}</tr>\n`);
	const bodies = rowGroupsOf(table).map((group) => html`<tbody>${group.label ? html`<tr class="rows"><th scope="rowgroup" colspan="${table.columns.length + 1}">${group.label}</th></tr>\n` : null}${group.rows.map((row) => line(row, table, locale))}</tbody>`);
	return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table><caption>${caption}</caption><thead>${heads}</thead>${bodies}</table></div>\n`;
}
