/** The style sheets of a Word report, under the names by which Word knows them, so that a reader can restyle the whole document. */
import { AlignmentType, LevelFormat, LineRuleType, type IPropertiesOptions } from 'docx';
import type { Locale } from '#lib/i18n.ts';
import type { Look } from '../look.ts';

export const LANGUAGE: Record<Locale, string> = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' };

/** Half points. */
const half = (points: number) => Math.round(points * 2);

export const BULLETS = 'bullets';

export const numbering: IPropertiesOptions['numbering'] = {
	config: [{
		reference: BULLETS,
		levels: [{ level: 0, format: LevelFormat.BULLET, text: '•', alignment: AlignmentType.LEFT, style: { paragraph: { indent: { left: 425, hanging: 283 } } } }]
	}]
};

/** Fonts, sizes and spacing of every kind of paragraph in the report. */
export function styles(look: Look, locale: Locale): IPropertiesOptions['styles'] {
	const heading = (size: number, before: number, after: number) => ({
		run: { font: look.headings, size: half(size), bold: true, color: look.ink, italics: false },
		paragraph: { spacing: { before, after, line: 264, lineRule: LineRuleType.AUTO }, keepNext: true, keepLines: true }
	});
	const line = Math.round(240 * look.lines);
	const twoLines = look.caption === 'two_lines';
	const entry = (indent: number) => ({ run: {}, paragraph: { spacing: { before: 0, after: 40, line: 252, lineRule: LineRuleType.AUTO }, indent: { left: indent } } });
	return {
		default: {
			document: { run: { font: look.body, size: half(look.size), language: { value: LANGUAGE[locale] } }, paragraph: { spacing: { after: 120, line, lineRule: LineRuleType.AUTO } } },
			title: { run: { font: look.headings, size: half(look.size * 2), bold: true, color: look.ink }, paragraph: { spacing: { before: 0, after: 120, line: 264, lineRule: LineRuleType.AUTO }, keepNext: true } },
			heading1: heading(look.size * 1.6, 400, 160),
			heading2: heading(look.size * 1.25, 320, 120),
			heading3: heading(look.size * 1.05, 240, 80),
			caption: {
				run: { font: look.headings, size: half(twoLines ? look.tableSize : look.tableSize + 0.5), bold: true, italics: false, color: look.ink },
				paragraph: { spacing: { before: 240, after: 80, line: 259, lineRule: LineRuleType.AUTO }, keepLines: true }
			}
		},
		paragraphStyles: [
			{ id: 'Subtitle', name: 'Subtitle', basedOn: 'Normal', next: 'Normal', run: { font: look.headings, size: half(look.size * 1.2), color: '44525A' }, paragraph: { spacing: { after: 360, line: 264, lineRule: LineRuleType.AUTO } } },
			{ id: 'TableText', name: 'Table Text', basedOn: 'Normal', run: { font: look.body, size: half(look.tableSize) }, paragraph: { spacing: { before: 30, after: 30, line: 240, lineRule: LineRuleType.AUTO } } },
			{ id: 'TableHead', name: 'Table Head', basedOn: 'TableText', run: { font: look.headings, bold: !twoLines, color: look.ink } },
			{ id: 'TableNote', name: 'Table Note', basedOn: 'Normal', run: { size: half(look.noteSize) }, paragraph: { spacing: { before: 40, after: 0, line: 245, lineRule: LineRuleType.AUTO }, keepLines: true } },
			{ id: 'Figure', name: 'Figure', basedOn: 'Normal', next: 'Caption', paragraph: { spacing: { before: 200, after: 80, line: 240, lineRule: LineRuleType.AUTO }, keepNext: true } },
			{ id: 'Quote', name: 'Quote', basedOn: 'Normal', run: { italics: true }, paragraph: { indent: { left: 425, right: 425 } } },
			{ id: 'ListTitle', name: 'TOC Heading', basedOn: 'Normal', next: 'Normal', ...heading(look.size * 1.25, 320, 120) },
			{ id: 'TOC1', name: 'toc 1', basedOn: 'Normal', ...entry(0) },
			{ id: 'TOC2', name: 'toc 2', basedOn: 'Normal', ...entry(284) },
			{ id: 'TableofFigures', name: 'table of figures', basedOn: 'Normal', run: {}, paragraph: { spacing: { before: 0, after: 40, line: 252, lineRule: LineRuleType.AUTO }, indent: { left: 567, hanging: 567 } } },
			{ id: 'Footer', name: 'footer', basedOn: 'Normal', run: { size: half(Math.min(look.noteSize, 9)), color: '44525A' }, paragraph: { spacing: { after: 0, line: 240, lineRule: LineRuleType.AUTO } } }
		]
	};
}
