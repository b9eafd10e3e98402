/** Figures as the files need them. */
import type { Figure } from '#lib/domain/figure/types.ts';
import { figuresOf, type FigureBlock, type ResolvedReport } from './resolved.ts';

export interface Picture {
	svg: string;
	/** The same for what cannot show SVG, 300 dots to the inch. */
	png: Uint8Array;
	/** What the figure shows, in words. */
	alt: string;
	/** In pixels, 96 to the inch. */
	width: number;
	height: number;
}

export type Draw = (figure: Figure) => Promise<Picture>;

/** A report with its figures drawn: what the writers take. Drawn once, however many files are made of it. */
export interface DrawnReport extends ResolvedReport {
	pictures: ReadonlyMap<FigureBlock, Picture>;
}

/** The picture of a figure of this report. */
export function pictureOf(report: DrawnReport, block: FigureBlock): Picture {
	const picture = report.pictures.get(block);
	if (!picture) throw new Error(`Figure ${block.number} (${block.key}) is not among the pictures of the report`);
	return picture;
}

/**
 * The report's figures drawn, one after the other (drawing is work for the processor, and pictures are large), and its texts freed of signs that neither XML nor a reader
 * can take: control characters and halves of surrogate pairs.
 */
export async function drawReport(report: ResolvedReport, draw: Draw): Promise<DrawnReport> {
	const legal = legible(report);
	const pictures = new Map<FigureBlock, Picture>();
	for (const block of figuresOf(legal)) pictures.set(block, await draw(block.figure));
	return { ...legal, pictures };
}

const ILLEGIBLE = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;

function legible<T>(value: T): T {
	if (typeof value === 'string') return value.toWellFormed().replace(ILLEGIBLE, '') as T;
	if (Array.isArray(value)) return value.map(legible) as T;
	if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, legible(part)])) as T;
	return value;
}
