/** How a report looks in each of the three style sheets. What Word and HTML share; neither knows one style from another but by this. */
import type { Style } from '#lib/domain/report/types.ts';

export interface Look {
	/** Fonts that Word has; metrically equal ones stand in for them elsewhere. */
	headings: string;
	body: string;
	/** Sizes in points. */
	size: number;
	tableSize: number;
	noteSize: number;
	/** Line spacing of running text. */
	lines: number;
	/** Colour of headings and rules, without #. */
	ink: string;
	/** Lines between the rows of a table; without them only those above and below the head and below the table, as APA asks. */
	rowLines: boolean;
	/** Colour behind the heads of columns. */
	headFill: string | null;
	/** "Tabell 21. Tittel" in one line, or the number in bold with the title in italics on a line of its own. */
	caption: 'one_line' | 'two_lines';
	/** APA has the caption of a figure above it, as that of a table. */
	figureCaption: 'above' | 'below';
	/** The first note begins "Merknad." in italics. */
	noteWord: boolean;
}

export const LOOKS: Record<Style, Look> = {
	afi: {
		headings: 'Arial', body: 'Arial', size: 10, tableSize: 8.5, noteSize: 8, lines: 1.25, ink: '1B3A4B', rowLines: true, headFill: null,
		caption: 'one_line', figureCaption: 'below', noteWord: false
	},
	apa: {
		headings: 'Times New Roman', body: 'Times New Roman', size: 12, tableSize: 10.5, noteSize: 10.5, lines: 1.5, ink: '000000', rowLines: false, headFill: null,
		caption: 'two_lines', figureCaption: 'above', noteWord: true
	},
	plain: {
		headings: 'Calibri', body: 'Calibri', size: 11, tableSize: 9.5, noteSize: 9, lines: 1.15, ink: '000000', rowLines: true, headFill: 'EEF1F3',
		caption: 'one_line', figureCaption: 'below', noteWord: false
	}
};
