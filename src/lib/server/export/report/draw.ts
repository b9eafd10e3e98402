/** A report made ready for the writers: texts that every format can take, figures drawn. */
import type { Table } from '#analysis/report/table.ts';
import { altText, drawSvg, figureTable } from '#lib/figures/index.ts';
import { figuresOf, type FigureBlock, type ResolvedReport } from './resolved.ts';

export interface Picture {
	/** Without title and notes, which stand in and below the caption. */
	svg: string;
	/** What the figure shows, in words. */
	alt: string;
	/** Its numbers. */
	table: Table;
	/** In pixels, 96 to the inch. */
	width: number;
	height: number;
}

/** A report with its figures drawn. Drawn once, however many files are made of it. */
export interface DrawnReport extends ResolvedReport {
	pictures: ReadonlyMap<FigureBlock, Picture>;
}

/** The width of the page's text, 16 cm. */
const WIDTH = 605;

function picture({ figure, key }: FigureBlock, at: number): Picture {
	// two figures on one page may not share the names of their parts
	const svg = drawSvg(figure, { width: WIDTH, heading: false, notes: false, id: `figure-${at}-${key.replace(/[^a-z0-9-]/gi, '')}` });
	const [width, height] = ['width', 'height'].map((name) => Number(new RegExp(`^<svg[^>]* ${name}="(\\d+)"`).exec(svg)?.[1] ?? 0));
	return { svg, alt: altText(figure), table: figureTable(figure), width: width || WIDTH, height: height || WIDTH };
}

/** The picture of a figure of this report. */
export function pictureOf(report: DrawnReport, block: FigureBlock): Picture {
	const made = report.pictures.get(block);
	if (!made) throw new Error(`Figure ${block.number} (${block.key}) is not among the pictures of the report`);
	return made;
}

/**
 * The report's figures drawn, and its texts freed of signs that neither XML nor a reader can take: control characters and halves of surrogate pairs.
 * @throws Problem `figure_problem_*` of a figure that cannot be drawn
 */
export function drawReport(report: ResolvedReport): DrawnReport {
	const legal = legible(report);
	return { ...legal, pictures: new Map(figuresOf(legal).map((block, i) => [block, picture(block, i + 1)])) };
}

const ILLEGIBLE = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;

function legible<T>(value: T): T {
	if (typeof value === 'string') return value.toWellFormed().replace(ILLEGIBLE, '') as T;
	if (Array.isArray(value)) return value.map(legible) as T;
	if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, legible(part)])) as T;
	return value;
}
