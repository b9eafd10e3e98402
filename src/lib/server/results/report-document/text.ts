/** Bound text as it is printed: numbers in their places, gaps marked, emphasis as runs. */
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import type { ParagraphBlock, Run } from '#lib/server/export/report/resolved.ts';
import { isViolation } from '#analysis/assumptions.ts';
import { translate } from '#lib/i18n.ts';
import { piecesOf, type Piece } from './binding.ts';
import { formatValue } from './format.ts';
import { findBound, type GapReason } from './value.ts';
import type { Numbering } from './numbering.ts';
import type { RanEntries } from './types.ts';

export type Gap = { source: string; reason: GapReason | 'malformed' | 'no_reference' };

export interface TextContext {
	locale: Locale;
	ran: RanEntries;
	numbering: Numbering;
	/** Told of every number that could not be printed. */
	gap: (gap: Gap) => void;
}

const LABEL = { table: 'report_table_ref', figure: 'report_figure_ref' } as const;

/** "Tabell 21" where a sentence begins, "tabell 21" within it. @param before what stands before it */
const begins = (before: string): boolean => /(?:^|[.!?]\s+)$/.test(before);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** @param before the text so far */
function printed(piece: Exclude<Piece, { kind: 'words' }>, context: TextContext, before: string): Run {
	const { locale, ran, numbering } = context;
	const missing = (reason: Gap['reason']): Run => {
		context.gap({ source: piece.source, reason });
		return { text: translate(`report_gap_${reason}`, {}, locale), gap: true };
	};
	if (piece.kind === 'malformed') return missing('malformed');
	if (piece.kind === 'reference') {
		const found = numbering[piece.of].get(piece.entry);
		if (!found) return missing('no_reference');
		const text = translate(LABEL[piece.of], { number: found.number }, locale);
		return { text: begins(before) ? capital(text) : text, to: { of: piece.of, key: found.key } };
	}
	if (piece.kind === 'sentence') {
		const found = ran(piece.entry);
		if (!found || isViolation(found.result)) return missing(found ? 'violation' : 'no_entry');
		return found.presented.sentences.length > 0 ? { text: found.presented.sentences.join(' ') } : missing('undefined');
	}
	const found = findBound(ran(piece.entry), piece.path);
	return 'gap' in found ? missing(found.gap) : { text: formatValue(found.value, piece.path, piece.decimals, locale) };
}

/** `**bold**` and `*italic*`; a star between blanks is a star. */
const EMPHASIS = /(\*\*(?=\S)|(?<=\S)\*\*|\*(?=\S)|(?<=\S)\*)/;

/** One paragraph's runs; neighbours that look alike are one. */
export function runsOf(text: string, context: TextContext): Run[] {
	let bold = false;
	let italic = false;
	const runs: Run[] = [];
	const add = (run: Run) => {
		const last = runs.at(-1);
		const styled: Run = { text: run.text, ...(bold && { bold }), ...(italic && { italic }), ...(run.gap && { gap: true }), ...(run.to && { to: run.to }) };
		if (last && last.bold === styled.bold && last.italic === styled.italic && !last.gap && !styled.gap && !last.to && !styled.to) last.text += styled.text;
		else if (styled.text !== '') runs.push(styled);
	};
	for (const piece of piecesOf(text)) {
		if (piece.kind !== 'words') {
			add(printed(piece, context, runs.map((run) => run.text).join('')));
			continue;
		}
		for (const part of piece.text.split(EMPHASIS)) {
			if (part === '**') bold = !bold;
			else if (part === '*') italic = !italic;
			else add({ text: part });
		}
	}
	return runs;
}

/** Bound text where runs cannot stand: captions, notes, headings. */
export function plainOf(text: string, context: TextContext): string {
	return piecesOf(text).reduce((before, piece) => before + (piece.kind === 'words' ? piece.text : printed(piece, context, before).text), '');
}

/** Paragraphs are parted by a blank line; a line that begins with "- " is a point of a list, with "> " a quotation. */
export function paragraphsOf(text: string, context: TextContext): ParagraphBlock[] {
	return text.replaceAll('\r\n', '\n').split(/\n\s*\n|\n(?=[-–>] )/).map((part) => part.trim()).filter((part) => part !== '').map((part): ParagraphBlock => {
		const listed = /^([-–>]) (.*)$/s.exec(part);
		const runs = runsOf((listed ? listed[2]! : part).replaceAll(/\s*\n\s*/g, ' '), context);
		return { kind: 'paragraph', runs, ...(listed && { style: listed[1] === '>' ? 'quote' : 'bullet' }) };
	});
}
