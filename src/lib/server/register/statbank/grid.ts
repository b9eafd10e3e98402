/**
 * A table as StatBank writes it in a file for people: a title, headings, regions down the side and measures and years across, notes below. Read as
 * rows of fields, whether they come from CSV or a workbook.
 */
import { Problem } from '#lib/domain/problem.ts';
import type { Category, Cube } from '#lib/domain/register/cube.ts';
import { columnOf, type Cell } from '#lib/domain/register/table.ts';
import { aggregateKind, isMunicipalityCode } from '#lib/domain/region/aggregates.ts';

export type Field = string | number | null;
const text = (field: Field | undefined): string => String(field ?? '').normalize('NFC').trim();

/** The code that a field of regions begins with: `0301`, `0301 Oslo`, `K-3101 Halden`, `EAK Landet`. Null for a name without a code. */
function codeOf(field: Field | undefined): { code: string; name: string } | null {
	if (typeof field === 'number') return Number.isInteger(field) && field >= 0 && field < 10_000 ? { code: field > 99 ? String(field).padStart(4, '0') : String(field), name: '' } : null;
	const [, code = '', name = ''] = /^(\S+)(?:\s+(.*))?$/s.exec(text(field)) ?? [];
	return isMunicipalityCode(code) || (code !== '' && /[\d]|^EA/.test(code) && aggregateKind(code) !== null) ? { code, name } : null;
}

/** `1234`, `1 234`, `12,5`, `.`, `..`, `:`, `-` (nil). Undefined for anything else. */
function cellOf(field: Field | undefined): Cell | undefined {
	if (typeof field === 'number') return { value: field };
	const value = text(field).replace(/^["']|["']$/g, '');
	if (value === '.') return { mark: 'cannot_exist' };
	if (value === '..') return { mark: 'missing' };
	if (value === ':') return { mark: 'confidential' };
	if (value === '-') return { value: 0 };
	const plain = value.replace(/(?<=\d)[\s\u00a0](?=\d{3}(\D|$))/g, '').replace(',', '.').replace('−', '-');
	return /^-?\d+(\.\d+)?$/.test(plain) ? { value: Number(plain) } : undefined;
}

interface Heads { title: string; regionColumn: number; first: number; columns: { index: number; measure: string; year: string }[] }

/** Headings that stand above several columns are given to each of them. */
function filled(row: readonly Field[], width: number): string[] {
	const texts: string[] = [];
	for (let i = 0; i < width; i++) texts.push(text(row[i]) || (i > 0 ? texts[i - 1] ?? '' : ''));
	return texts;
}

function headsOf(rows: readonly (readonly Field[])[], source: string): Heads {
	const refuse = (field: string): never => {
		throw new Problem('statbank_problem_form', 422, { source, field });
	};
	const fields = (row: readonly Field[] | undefined) => (row ?? []).filter((f) => text(f) !== '').length;
	const first = rows.findIndex((row) => fields(row) > 1 && codeOf(row[0]) !== null);
	if (first < 1) return refuse('region');
	const width = Math.max(...rows.slice(0, first + 1).map((r) => r.length));
	const heads = rows.slice(0, first).filter((row) => fields(row) > 1).map((row) => filled(row, width));
	const title = text(rows.slice(0, first).find((row) => fields(row) === 1)?.find((f) => text(f) !== ''));
	const columns = Array.from({ length: width }, (_, index) => index).slice(1).flatMap((index) => {
		const own = heads.map((h) => h[index] ?? '').join(' ').replace(/\s+/g, ' ').trim();
		const years = own.match(/\b(1[89]|20)\d{2}\b/g) ?? [];
		const year = years.at(-1);
		if (year === undefined) return [];
		return [{ index, year, measure: own.replace(new RegExp(`\\s*\\b${year}\\b(?!.*\\b${year}\\b)`), '').trim() }];
	});
	if (columns.length === 0) refuse('year');
	const beside = Array.from({ length: columns[0]?.index ?? 1 }, (_, i) => i).slice(1);
	// a column of names beside the codes is no figure; any other would be a second dimension
	if (beside.length > 1 || beside.some((i) => cellOf(rows[first]?.[i]) !== undefined)) refuse('region');
	return { title, regionColumn: 0, first, columns };
}

/**
 * The grid as a cube of regions, measures and years.
 * @throws Problem naming row and column of the first field that is neither a figure nor a mark, of a region without a code, and of one that stands twice
 */
export function cubeOfGrid(rows: readonly (readonly Field[])[], source: string): Cube {
	const { title, first, columns } = headsOf(rows, source);
	const end = rows.findIndex((row, i) => i > first && row.every((f) => text(f) === ''));
	const body = rows.slice(first, end < 0 ? undefined : end);
	const measures = [...new Set(columns.map((c) => c.measure))];
	const years = [...new Set(columns.map((c) => c.year))].sort();
	const at = (measure: string, year: string) => columns.filter((c) => c.measure === measure && c.year === year);
	const double = columns.find((c) => at(c.measure, c.year).length > 1);
	if (double) throw new Problem('statbank_problem_column_twice', 422, { source, column: `${double.measure} ${double.year}`.trim() });
	const regions: Category[] = [];
	const cells: (Cell | undefined)[] = [];
	const seen = new Set<string>();
	for (const [i, row] of body.entries()) {
		const region = codeOf(row[0]);
		if (!region) throw new Problem('statbank_problem_row_region', 422, { source, row: first + i + 1, value: text(row[0]).slice(0, 60) });
		if (seen.has(region.code)) throw new Problem('statbank_problem_region_twice', 422, { source, row: first + i + 1, value: region.code });
		seen.add(region.code);
		regions.push({ code: region.code, label: region.name || text(row[1]) || region.code, unit: null, decimals: null });
		for (const measure of measures) {
			for (const year of years) {
				const [column] = at(measure, year);
				const cell = column && cellOf(row[column.index]);
				if (column && !cell) throw new Problem('statbank_problem_row_value', 422, { source, row: first + i + 1, column: `${measure} ${year}`.trim(), value: text(row[column.index]).slice(0, 60) });
				cells.push(cell);
			}
		}
	}
	const category = (code: string, label: string): Category => ({ code, label, unit: null, decimals: null });
	return {
		title, updated: null, cells: columnOf(cells),
		dimensions: [
			{ id: 'Region', label: 'region', role: 'geo', categories: regions }, { id: 'ContentsCode', label: 'statistikkvariabel', role: 'metric', categories: measures.map((m, i) => category(`m${i + 1}`, m || title || source)) },
			{ id: 'Tid', label: 'år', role: 'time', categories: years.map((y) => category(y, y)) }
		]
	};
}
