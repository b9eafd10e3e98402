/** Figures for page, file and Word: `docs/figures.md`. */
export { altText } from './alt/index.ts';
export { checkFigure, LIMITS } from './check.ts';
export { drawSvg, type DrawOptions } from './draw.ts';
export { figureTable } from './table.ts';
