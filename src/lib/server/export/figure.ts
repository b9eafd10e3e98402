/** A figure as a file. */
import type { Figure } from '#lib/domain/figure/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Theme } from '#lib/figures/colour/palette.ts';
import { drawSvg } from '#lib/figures/index.ts';
import { toPng } from '#lib/figures/png.ts';

export const FIGURE_FORMATS = ['svg', 'png'] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];
const TYPES: Record<FigureFormat, string> = { svg: 'image/svg+xml; charset=utf-8', png: 'image/png' };
const WIDTH = 640;

export const isFigureFormat = (value: unknown): value is FigureFormat => (FIGURE_FORMATS as readonly unknown[]).includes(value);

/** What a file is called after a title: letters and digits of ASCII, at most 60. */
export function fileName(title: string): string {
	const plain = title.toLowerCase().replaceAll('æ', 'ae').replaceAll('ø', 'o').replaceAll('å', 'a').normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
	return plain.slice(0, 60).replace(/-+$/, '') || 'figure';
}

/**
 * The figure with title and notes, as a download: SVG, or PNG 16 cm wide at 300 dots per inch.
 * @throws Problem `evaluate_problem_format` when the format is another; `figure_problem_*` when it cannot be drawn
 */
export async function figureResponse(figure: Figure, format: unknown, options: { theme?: Theme } = {}): Promise<Response> {
	if (!isFigureFormat(format)) throw new Problem('evaluate_problem_format', 400);
	const svg = drawSvg(figure, { width: WIDTH, ...(options.theme && { theme: options.theme }) });
	const body = format === 'svg' ? `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n` : new Uint8Array(await toPng(svg));
	return new Response(body, { headers: { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="${fileName(figure.title)}.${format}"` } });
}
