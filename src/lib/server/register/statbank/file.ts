/** Figures from a file: JSON-stat, or StatBank's CSV or workbook. The file itself is kept. */
import { parse } from 'csv-parse/sync';
import * as XLSX from 'xlsx';
import { Problem } from '#lib/domain/problem.ts';
import type { Cube } from '#lib/domain/register/cube.ts';
import { figuresOf, type VariableDefinition } from '#lib/domain/register/figures.ts';
import { rolesOf } from '#lib/domain/register/pick.ts';
import type { Measure, RegisterSource } from '#lib/domain/register/table.ts';
import { clockOf } from '../../clock.ts';
import { storeRegisterCopy, type StoredTable } from '../../db/register-tables.ts';
import { parseJson } from '../klass/http.ts';
import { LICENCE } from './client.ts';
import { cubeOfGrid, type Field } from './grid.ts';
import { cubeOf } from './jsonstat.ts';
import { heldLife, keyOf, sha256, type StatbankDeps } from './store.ts';

export const MAX_TABLE_MEGABYTES = 15;

export interface TableFileInput {
	fileName: string;
	bytes: Uint8Array;
	/** Of the copy; its variables are `<key>` or, when they are several, `<key>_1`, `<key>_2` … */
	key: string;
	/** Of every variable in the file: what is a count and what is a rate no file says. */
	measure: Measure;
	denominator: string | null;
	definition: string;
	actor: string;
}

/** StatBank writes ISO-8859-1; a file that has been through an editor may be UTF-8, which is told by it being valid. */
function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

function rowsOfCsv(bytes: Uint8Array, source: string): Field[][] {
	try {
		return parse(decode(bytes), { delimiter: ';', relax_column_count: true, skip_empty_lines: false, bom: true }) as string[][];
	} catch (error) {
		throw new Problem('statbank_problem_csv', 422, { source, row: (error as { lines?: number }).lines ?? 1 });
	}
}

function rowsOfWorkbook(bytes: Uint8Array, source: string): Field[][] {
	try {
		const book = XLSX.read(bytes, { type: 'array', dense: true });
		const sheet = book.Sheets[book.SheetNames[0] ?? ''];
		if (sheet) return XLSX.utils.sheet_to_json<Field[]>(sheet, { header: 1, raw: true, defval: null, blankrows: true });
	} catch {
		// told below: what the library says of a broken workbook is of no help to a reader
	}
	throw new Problem('statbank_problem_workbook', 422, { source });
}

/** @throws Problem when the file is of none of the three kinds, or not as its kind should be */
export function cubeOfFile(bytes: Uint8Array, source: string): Cube {
	if (bytes.length === 0) throw new Problem('statbank_problem_no_file', 400);
	if (bytes.length > MAX_TABLE_MEGABYTES * 1e6) throw new Problem('register_problem_too_large', 413, { source, max: MAX_TABLE_MEGABYTES });
	if (bytes[0] === 0x50 && bytes[1] === 0x4b) return cubeOfGrid(rowsOfWorkbook(bytes, source), source);
	if (/^\s*[[{<]/.test(decode(bytes.subarray(0, 200)).replace(/^\ufeff/, ''))) return cubeOf(parseJson(decode(bytes).replace(/^\ufeff/, ''), source, 422), source);
	return cubeOfGrid(rowsOfCsv(bytes, source), source);
}

/** Decimals that the figures are written with, four at most. */
function decimalsOf(cube: Cube): number {
	return cube.cells.values.reduce((most, value) => (most >= 4 || Number.isInteger(value) ? most : Math.max(most, Math.min(4, String(value).split('.')[1]?.length ?? 0))), 0);
}

function definitionsOf(cube: Cube, input: TableFileInput, source: string): VariableDefinition[] {
	const { contents, others } = rolesOf(source, cube.dimensions);
	const measures = contents?.categories ?? [{ code: null, label: cube.title || source, unit: null, decimals: null }];
	if (measures.length > 50) throw new Problem('statbank_problem_many_measures', 422, { source, count: measures.length });
	// which of several is the total no file says, and their sum may be twice the whole
	const several = others.find((d) => d.categories.length > 1);
	if (several) throw new Problem('statbank_problem_choose_one', 422, { table: source, measure: measures[0]?.label ?? '', dimension: several.label });
	return measures.map((one, i) => ({
		key: keyOf(measures.length === 1 ? input.key : `${input.key}_${i + 1}`), label: one.label, unit: one.unit ?? '', measure: input.measure, denominator: input.denominator, decimals: one.decimals ?? decimalsOf(cube),
		definition: input.definition, from: { contents: one.code, sum: Object.fromEntries(others.map((d) => [d.id, d.categories.map((c) => c.code)])) }
	}));
}

/**
 * Stores a file in place of the copy of the same key.
 * @throws Problem naming what in the file is not as it should be; nothing is stored then
 */
export async function storeTableFile(deps: StatbankDeps, input: TableFileInput): Promise<StoredTable> {
	const source = (input.fileName.split(/[/\\]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim().slice(0, 200) || 'fil';
	const key = keyOf(input.key);
	const cube = cubeOfFile(input.bytes, source);
	const definitions = definitionsOf(cube, input, source);
	const retrievedAt = clockOf(deps).now();
	const hash = sha256(input.bytes);
	const about: RegisterSource = { table: source, title: cube.title || source, updated: cube.updated, retrievedAt: retrievedAt.toISOString(), query: null, licence: LICENCE, sha256: hash };
	const { table, dropped } = figuresOf(cube, definitions, about, source, await heldLife(deps));
	return storeRegisterCopy(deps.database.evaluate.db, {
		key, source: 'file', table, dropped, definition: { variables: definitions }, retrievedAt, responses: [{ query: null, body: input.bytes, hash }]
	}, input.actor);
}
