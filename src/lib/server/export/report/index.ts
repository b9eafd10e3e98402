/** A report as files: `docs/report-files.md`. */
export { toArchive } from './archive.ts';
export { captionOf, numberedWord, numberOf } from './caption.ts';
export { toDocx } from './docx.ts';
export { drawReport, type DrawnReport } from './draw.ts';
export { reportMarkup, reportStyle, toHtml } from './html.ts';
export type { ResolvedBlock, ResolvedReport, Run } from './resolved.ts';
export { toXlsx } from './xlsx.ts';
