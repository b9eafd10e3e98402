import { createHash } from 'node:crypto';
import { strToU8 } from 'fflate';
import { drawSvg } from '#lib/figures/index.ts';
import { toPng } from '#lib/figures/png.ts';
import { m } from '#lib/i18n.ts';
import { captionOf, numberOf } from './caption.ts';
import { toDocx } from './docx.ts';
import type { DrawnReport } from './draw.ts';
import { toHtml } from './html.ts';
import { pack } from './package.ts';
import { figuresOf, tablesOf } from './resolved.ts';
import { toXlsx } from './xlsx.ts';

/** "figur-03", so that files stand in the order of the numbers. */
const fileOf = (word: string, number: number) => `${word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}-${String(number).padStart(2, '0')}`;

/**
 * The report as one zip: Word, Excel and HTML, each figure as SVG and as PNG at 300 dots to the inch with its title and notes in it, and `manifest.json` with the SHA-256 of every
 * file, what tables and figures there are and where the numbers come from. The same report gives the same bytes.
 */
export async function toArchive(report: DrawnReport): Promise<Uint8Array> {
	const { locale } = report;
	const name = m.file_name_report({}, { locale });
	const folder = m.file_name_figures({}, { locale });
	const files: Record<string, Uint8Array> = { [`${name}.docx`]: await toDocx(report), [`${name}.xlsx`]: await toXlsx(report), [`${name}.html`]: strToU8(toHtml(report)) };
	const numbers = new Set<string>();
	for (const block of figuresOf(report)) {
		const svg = drawSvg({ ...block.figure, title: captionOf(block, locale), notes: [...block.figure.notes, ...block.notes] });
		let path = `${folder}/${fileOf(m.file_figure({}, { locale }), block.number)}`;
		if (numbers.has(path)) path += `-${block.key.replace(/[^a-z0-9-]/g, '')}`;
		numbers.add(path);
		files[`${path}.svg`] = strToU8(svg);
		files[`${path}.png`] = await toPng(svg);
	}
	const listed = Object.entries(files).map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }));
	const titles = [...tablesOf(report), ...figuresOf(report)].map((block) => ({ key: block.key, number: numberOf(block, locale), title: block.caption }));
	const manifest = { format: 'grunnlag-report-archive/1', title: report.title, subtitle: report.subtitle ?? null, date: report.date, language: locale, style: report.style, provenance: report.provenance, contents: titles, files: listed };
	return pack({ ...files, 'manifest.json': strToU8(`${JSON.stringify(manifest, null, '\t')}\n`) }, report.date);
}
