/** What is held, as the pages of tables tell it, and a table as rows for a file. */
import { cell, SYMBOL, type RegisterTable, type RegisterVariable } from '#lib/domain/register/table.ts';
import { codeAt } from '#lib/domain/region/index-of.ts';
import { readRegisterAxes, readRegisterCopies, readRegisterVariables, type RegisterCopy } from '../../db/register-tables.ts';
import type { Field } from '../../export/rows.ts';
import { heldRegister } from '../klass/store.ts';
import { READY } from './ready-made.ts';
import type { StatbankDeps } from './store.ts';

export interface HeldTableView { id: number; key: string; table: string; title: string; fromFile: boolean; variables: { key: string; label: string }[]; regions: number; from: number; to: number; retrievedAt: Date }
export interface ReadyView { key: string; table: string; held: boolean; variables: { key: string; label: string; unit: string; definition: string }[] }

export async function tablesOverview(deps: StatbankDeps): Promise<{ held: HeldTableView[]; ready: ReadyView[]; municipalities: boolean }> {
	const db = deps.database.evaluate.db;
	const copies = await readRegisterCopies(db);
	const variables = await readRegisterVariables(db, copies);
	const held: HeldTableView[] = [];
	for (const copy of copies) {
		const { regions, years } = await readRegisterAxes(db, copy.id);
		held.push({
			id: copy.id, key: copy.key, table: copy.sourceTable, title: copy.title, fromFile: copy.source === 'file', variables: variables.filter((v) => v.copyId === copy.id).map(({ key, label }) => ({ key, label })),
			regions: regions.length, from: years[0] ?? 0, to: years.at(-1) ?? 0, retrievedAt: copy.checkedAt
		});
	}
	const ready = READY.map((set) => ({
		key: set.key, table: set.table, held: copies.some((c) => c.key === set.key), variables: set.variables.map(({ key, label, unit, definition }) => ({ key, label, unit, definition }))
	}));
	return { held, ready, municipalities: (await heldRegister(deps)) !== null };
}

/** What a cell is called where there is a text: a number with its decimals, a mark, or nothing where the source has no row. */
export type Shown = { value: number } | { mark: keyof typeof SYMBOL; symbol: string } | null;

const shown = (table: RegisterTable, variable: string, region: string, year: number): Shown => {
	const found = cell(table, variable, region, year);
	if (!found) return null;
	return 'value' in found ? found : { mark: found.mark, symbol: SYMBOL[found.mark] };
};

export interface FigurePage { variable: RegisterVariable; years: readonly number[]; rows: { code: string; name: string | null; cells: Shown[] }[]; page: number; pages: number }

/** A page of one variable's figures: municipalities down, years across; with names of the last year where municipalities are held. */
export async function figurePage(deps: StatbankDeps, table: RegisterTable, asked: { variable: string | null; page: number }, size = 50): Promise<FigurePage> {
	const variable = table.variables.find((v) => v.key === asked.variable) ?? table.variables[0];
	if (!variable) throw new Error('a table without variables');
	const history = (await heldRegister(deps))?.municipalities ?? null;
	const nameOf = (code: string) => history && (table.years.toReversed().map((year) => codeAt(history, code, `${year}-01-01`)?.name).find((name) => name !== undefined) ?? null);
	const pages = Math.max(1, Math.ceil(table.regions.length / size));
	const page = Math.min(Math.max(1, Number.isSafeInteger(asked.page) ? asked.page : 1), pages);
	const rows = table.regions.slice((page - 1) * size, page * size).map((code) => ({ code, name: nameOf(code), cells: table.years.map((year) => shown(table, variable.key, code, year)) }));
	return { variable, years: table.years, rows, page, pages };
}

/** A line for each municipality and year, a column for each variable: numbers, the marks as they are written, and nothing where the source has no row. */
export function exportRows(table: RegisterTable, heads: { region: string; year: string }): Field[][] {
	const field = (one: Shown): Field => (one === null ? null : 'value' in one ? one.value : one.symbol);
	const lines = table.regions.flatMap((region) => table.years.flatMap((year) => {
		const cells = table.variables.map((v) => shown(table, v.key, region, year));
		return cells.some((c) => c !== null) ? [[region, year, ...cells.map(field)]] : [];
	}));
	return [[heads.region, heads.year, ...table.variables.map((v) => v.key)], ...lines];
}

/** Reasons for which something was left out, with how often. */
export const droppedOf = ({ dropped }: RegisterCopy): { reason: string; count: number }[] => [
	{ reason: 'not_municipalities', count: dropped.notMunicipalities }, { reason: 'outside_life', count: dropped.outsideLife }, { reason: 'all_dots', count: dropped.allDots }
].filter((one) => one.count > 0);
