/** How a table or figure is named: "Tabell 21". */
import { m, type Locale } from '#lib/i18n.ts';
import type { FigureBlock, TableBlock } from './resolved.ts';

/** The word that numbers stand behind, and by which Word counts them: "Tabell". */
export function numberedWord(of: 'table' | 'figure', locale: Locale): string {
	return of === 'table' ? m.file_table({}, { locale }) : m.file_figure({}, { locale });
}

/** "Tabell 21" */
export function numberOf(block: TableBlock | FigureBlock, locale: Locale): string {
	return `${numberedWord(block.kind, locale)} ${block.number}`;
}

/** "Tabell 21. Svar etter kjønn" */
export function captionOf(block: TableBlock | FigureBlock, locale: Locale): string {
	return `${numberOf(block, locale)}. ${block.caption}`;
}
