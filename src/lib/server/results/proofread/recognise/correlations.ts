/** Tables of correlations: "−0,11 (0,345)" in each cell, or r, p and n in lines below one another. */
import type { PrintedCorrelations } from '#analysis/proof/printed.ts';
import type { PrintedGrid } from '../document.ts';
import { printedNumber, type DecimalSign } from '../number.ts';
import { named, whole, type Shape, type ShapeRow } from './shape.ts';

const SAID = /korrelasjon|correlation|pearson|spearman/iu;
const last = (label: string) => label.trim().split(/[\s,:–]+/).at(-1)?.toLowerCase() ?? '';
const isR = (label: string) => /^(?:r|rs|rho|ρ)$|pearson|spearman|korrelasjon|correlation/iu.test(last(label)) || /pearson.?s? r$/iu.test(label.trim());
const isP = (label: string) => /^(?:p|sig\.?|p-verdi|p-value|\(2-tailed\)|\(2-sidig\))$/iu.test(last(label));
const isN = (label: string) => /^n$/iu.test(last(label));

/** What the lines of one variable have in common: the heading above them, or the label without its last word. */
function variableOf(row: ShapeRow): string {
	const own = row.label.replace(/[\s,:–]*(?:pearson.?s?\s*)?[\p{L}.-]+$/iu, '').trim();
	return own || row.group;
}

function stacked(shape: Shape): PrintedCorrelations | null {
	const variables: { label: string; group: string; r: ShapeRow; p: ShapeRow | null; n: ShapeRow | null }[] = [];
	for (const row of shape.rows) {
		const current = variables.at(-1);
		if (isR(row.label)) variables.push({ label: variableOf(row), group: row.group, r: row, p: null, n: null });
		else if (current && isP(row.label)) current.p ??= row;
		else if (current && isN(row.label)) current.n ??= row;
	}
	const full = variables.filter(({ p }) => p);
	const columns = shape.columns.flatMap((_, j) => (full.length > 0 && full.every(({ r, p }) => r.cells[j] && p?.cells[j]) ? [j] : []));
	if (!columns.length) return null;
	const cell = (row: ShapeRow | null, j: number) => row?.cells[j] ?? null;
	return {
		kind: 'correlations', table: shape.table, row_labels: full.map(({ label }, i) => label || String(i + 1)), column_labels: named(columns.map((j) => shape.columns[j] ?? { label: '', group: '' })),
		r: full.map(({ r }) => columns.map((j) => cell(r, j)?.value ?? 0)), p: full.map(({ p }) => columns.map((j) => cell(p, j)?.value ?? 0)),
		n: full.map(({ n }) => columns.map((j) => whole(cell(n, j)))),
		decimals: Math.max(0, ...full.flatMap(({ r }) => columns.map((j) => cell(r, j)?.decimals ?? 0)))
	};
}

/** @param grid that `shape` was made of, since a cell with two numbers is none to it */
function beside(shape: Shape, grid: PrintedGrid, sign: DecimalSign): PrintedCorrelations | null {
	const pair = (text: string) => {
		const found = /^(\S+?)[*†]*\s*[(;/]\s*(?:p\s*=\s*)?([^)]+?)\)?$/u.exec(text.trim());
		const [r, p] = [printedNumber(found?.[1] ?? '', sign), printedNumber(found?.[2] ?? '', sign)];
		return r && p && Math.abs(r.value) <= 1 && p.relation === '=' ? { r, p } : null;
	};
	const rows = grid.rows.map((row) => ({ label: row[0] ?? '', cells: row.slice(1).map(pair) })).filter(({ cells }) => cells.some(Boolean));
	const heads = grid.rows.filter((row) => !rows.some(({ label }) => label === row[0])).at(-1);
	const columns = (rows[0]?.cells ?? []).flatMap((_, j) => (rows.every(({ cells }) => cells[j]) ? [j] : []));
	if (!columns.length) return null;
	const n = /\bn\s*=\s*(\d+)/iu.exec(shape.words.join(' '));
	return {
		kind: 'correlations', table: shape.table, row_labels: rows.map(({ label }) => label), column_labels: columns.map((j) => heads?.[j + 1] || String(j + 1)),
		r: rows.map(({ cells }) => columns.map((j) => cells[j]?.r.value ?? 0)), p: rows.map(({ cells }) => columns.map((j) => cells[j]?.p.value ?? 0)),
		n: rows.map(() => columns.map(() => (n ? Number(n[1]) : null))), decimals: Math.max(0, ...rows.flatMap(({ cells }) => columns.map((j) => cells[j]?.r.decimals ?? 0)))
	};
}

/** Null when the table holds no correlations with their p. p printed as "< 0,001" is taken as that value, which r and n are held against. */
export function correlations(shape: Shape, grid: PrintedGrid, sign: DecimalSign): PrintedCorrelations | null {
	if (!SAID.test(shape.words.join(' ')) && !shape.rows.some((row) => isR(row.label))) return null;
	const made = stacked(shape) ?? beside(shape, grid, sign);
	return made && made.r.flat().every((r) => Math.abs(r) <= 1) && made.p.flat().every((p) => p >= 0 && p <= 1) ? made : null;
}
