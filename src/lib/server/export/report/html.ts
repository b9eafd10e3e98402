import { m, type Locale } from '#lib/i18n.ts';
import { captionOf, numberOf } from './caption.ts';
import { LANGUAGE } from './docx/styles.ts';
import { pictureOf, type DrawnReport } from './draw.ts';
import { notesBelow } from './grid.ts';
import { html, raw, type Html } from './html/markup.ts';
import { styleSheet } from './html/style.ts';
import { tableMarkup } from './html/table.ts';
import { LOOKS } from './look.ts';
import { figuresOf, isListed, tablesOf, type CheckedBlock, type FigureBlock, type ListBlock, type ParagraphBlock, type ResolvedBlock, type TableBlock } from './resolved.ts';

const anchorOf = (block: ResolvedBlock, report: DrawnReport): string => `${block.kind}-${report.blocks.indexOf(block) + 1}`;

function caption(block: TableBlock | FigureBlock, { locale, style }: DrawnReport): Html {
	return html`<strong>${numberOf(block, locale)}${LOOKS[style].caption === 'two_lines' ? null : '.'}</strong> <span class="title">${block.caption}</span>`;
}

function notes(lines: readonly string[], { locale, style }: DrawnReport): Html {
	if (!lines.length) return html``;
	const word = LOOKS[style].noteWord ? html`<em>${m.file_note({}, { locale })}.</em> ` : null;
	return html`<div class="notes">${lines.map((line, i) => html`<p>${i === 0 ? word : null}${line}</p>`)}</div>\n`;
}

function paragraph({ runs }: ParagraphBlock, report: DrawnReport): Html {
	return html`${runs.map((run) => {
		const plain = run.gap ? html`<mark>${run.text}</mark>` : html`${run.text}`;
		const italic = run.italic ? html`<em>${plain}</em>` : plain;
		const bold = run.bold ? html`<strong>${italic}</strong>` : italic;
		const target = run.to && report.blocks.find((block) => block.kind === run.to?.of && block.key === run.to.key);
		return target ? html`<a href="#${anchorOf(target, report)}">${bold}</a>` : bold;
	})}`;
}

function figure(block: FigureBlock, report: DrawnReport): Html {
	const { locale, style } = report;
	const picture = pictureOf(report, block);
	const above = LOOKS[style].figureCaption === 'above';
	const name = html`<figcaption class="${above ? 'above' : 'below'}">${caption(block, report)}</figcaption>`;
	const data = m.file_figure_data({}, { locale });
	return html`<figure id="${anchorOf(block, report)}">${above ? name : null}${raw(picture.svg)}${above ? null : name}</figure>
${notes([...block.figure.notes, ...block.notes], report)}<details><summary>${data}</summary>${tableMarkup(picture.table, html`${captionOf(block, locale)}`, `${numberOf(block, locale)}: ${data}`, locale)}</details>\n`;
}

function list(block: ListBlock, report: DrawnReport): Html {
	if (!isListed(block, report)) return html``;
	const entry = (other: ResolvedBlock, text: string) => html`<li><a href="#${anchorOf(other, report)}">${text}</a></li>\n`;
	const entries = block.of === 'contents'
		? report.blocks.flatMap((other) => (other.kind === 'heading' && other.level < 3 ? [other.level === 1 ? entry(other, other.text) : html`<li><ol>${entry(other, other.text)}</ol></li>\n`] : []))
		: (block.of === 'tables' ? tablesOf(report) : figuresOf(report)).map((other) => entry(other, captionOf(other, report.locale)));
	return html`<nav aria-label="${block.title}"><p class="title"><strong>${block.title}</strong></p><ol>${entries}</ol></nav>\n`;
}

function checked({ title, sentence, agrees, table }: CheckedBlock, locale: Locale): Html {
	return html`<section><h2>${title}</h2><p class="checked${agrees ? '' : ' differs'}">${sentence}</p>${table ? tableMarkup(table, html`${table.title}`, table.title, locale) : null}</section>\n`;
}

function block(part: ResolvedBlock, report: DrawnReport): Html {
	const { locale } = report;
	switch (part.kind) {
		case 'heading': {
			const [id, level] = [anchorOf(part, report), part.level + 1];
			return html`${raw(`<h${level} id="${id}">`)}${part.text}${raw(`</h${level}>`)}\n`;
		}
		case 'paragraph': return part.style === 'quote' ? html`<blockquote><p>${paragraph(part, report)}</p></blockquote>\n` : html`<p>${paragraph(part, report)}</p>\n`;
		case 'table': return html`<section id="${anchorOf(part, report)}">${tableMarkup(part.table, caption(part, report), captionOf(part, locale), locale)}${notes(notesBelow(part.table, part.notes, locale), report)}</section>\n`;
		case 'figure': return figure(part, report);
		case 'list': return list(part, report);
		case 'page_break': return html`<div class="break"></div>\n`;
		case 'checked': return checked(part, locale);
	}
}

/** Points that follow one another are one list. */
function blocks(report: DrawnReport): Html[] {
	const made: Html[] = [];
	let points: Html[] = [];
	const end = () => {
		if (points.length) made.push(html`<ul>${points}</ul>\n`);
		points = [];
	};
	for (const part of report.blocks) {
		if (part.kind === 'paragraph' && part.style === 'bullet') points.push(html`<li>${paragraph(part, report)}</li>`);
		else {
			end();
			if (part.kind !== 'checked') made.push(block(part, report));
		}
	}
	end();
	return made;
}

/** The report from its title to its last line, as it may stand in a page of another kind; headings begin at `<h1>`. */
export function reportMarkup(report: DrawnReport): string {
	const { locale, provenance } = report;
	const origin = provenance.length ? html`<section><h2>${m.file_provenance({}, { locale })}</h2><dl>${provenance.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl></section>\n` : null;
	const last = report.blocks.filter((part) => part.kind === 'checked').map((part) => checked(part, locale));
	return html`<main><h1>${report.title}</h1>\n${report.subtitle ? html`<p class="subtitle">${report.subtitle}</p>\n` : null}${blocks(report)}${origin}${last}</main>\n`.text;
}

/** The style sheet that `reportMarkup` is made for. */
export function reportStyle(report: DrawnReport): string {
	return styleSheet(LOOKS[report.style]);
}

/** The report as one HTML file that needs nothing else: figures inside, no script, a style sheet for screen and print. The same report gives the same text. */
export function toHtml(report: DrawnReport): string {
	return html`<!DOCTYPE html>
<html lang="${LANGUAGE[report.locale]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="generator" content="Grunnlag"><title>${report.title}</title>
<style>${raw(reportStyle(report))}</style></head>
<body>
${raw(reportMarkup(report))}</body>
</html>
`.text;
}
