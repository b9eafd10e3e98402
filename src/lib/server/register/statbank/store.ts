/** Fetching a selection of a table and keeping it. A fetch that fails leaves the copy that stands as it was. */
import { createHash } from 'node:crypto';
import { Problem } from '#lib/domain/problem.ts';
import { figuresOf, type Life } from '#lib/domain/register/figures.ts';
import type { TableMeta } from '#lib/domain/register/pick.ts';
import type { RegisterSource, RegisterTable } from '#lib/domain/register/table.ts';
import type { History } from '#lib/domain/region/types.ts';
import { periodsOf } from '#lib/domain/region/index-of.ts';
import { clockOf, type Clock } from '../../clock.ts';
import type { Database } from '../../db/connection.ts';
import { readRegisterCopies, readRegisterTable, storeRegisterCopy, type RegisterCopy, type StoredTable } from '../../db/register-tables.ts';
import { heldRegister } from '../klass/store.ts';
import { LICENCE, type Api, type StatbankClient } from './client.ts';
import { READY, type ReadySet } from './ready-made.ts';
import { requestOf, type Asked, type WantedVariable } from './request.ts';

export interface StatbankDeps { database: Database; clock?: Clock }

/** Whether a code was valid on some day of a year, by the municipalities held. */
export function lifeOf(history: History | null): Life {
	return (code, year) => {
		const [first, next] = [`${year}-01-01`, `${year + 1}-01-01`];
		if (!history || first < history.from || (history.to !== null && next > history.to)) return null;
		return periodsOf(history, code).some((p) => p.from < next && (p.to === null || p.to > first));
	};
}

export async function heldLife(deps: StatbankDeps): Promise<Life> {
	return lifeOf((await heldRegister(deps))?.municipalities ?? null);
}

export const sha256 = (...parts: (string | Uint8Array)[]): string => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

/** The key of a copy and of a variable: it stands in specifications and files. */
export function keyOf(value: string): string {
	const key = value.trim();
	if (!/^[a-z][a-z0-9_]{0,59}$/.test(key)) throw new Problem('statbank_problem_key', 400, { key: key.slice(0, 60) });
	return key;
}

export interface FetchInput { key: string; api: Api; table: string; variables: readonly WantedVariable[]; asked: Asked; actor: string; meta?: TableMeta }

/**
 * Finds the measures in the table's metadata, fetches, reads and stores them in place of the copy of the same key.
 * @throws Problem when anything but whole, fitting answers came; nothing is stored then
 */
export async function fetchTable(deps: StatbankDeps, client: StatbankClient, input: FetchInput): Promise<StoredTable> {
	const meta = input.meta ?? await client.meta(input.api, input.table);
	const life = await heldLife(deps);
	const { selection, definitions } = requestOf(meta, input.variables, input.asked);
	const { cube, responses } = await client.fetch(input.api, input.table, selection);
	const retrievedAt = clockOf(deps).now();
	const source: RegisterSource = {
		table: input.table, title: cube.title || meta.title, updated: cube.updated ?? meta.updated, retrievedAt: retrievedAt.toISOString(),
		query: responses.map((r) => r.query).join('\n'), licence: LICENCE, sha256: sha256(...responses.map((r) => r.body))
	};
	const { table, dropped } = figuresOf(cube, definitions, source, input.table, life);
	return storeRegisterCopy(deps.database.evaluate.db, {
		key: keyOf(input.key), source: input.api === 'v1' ? 'statbank_v1' : 'statbank_v2', table, dropped, definition: { variables: definitions }, retrievedAt,
		responses: responses.map((r) => ({ query: r.query, body: Buffer.from(r.body), hash: sha256(r.body) }))
	}, input.actor);
}

/** The ready-made set of that key. @throws Problem when there is none */
export function readySet(key: string): ReadySet {
	const set = READY.find((one) => one.key === key);
	if (!set) throw new Problem('statbank_problem_no_set', 404, { key: key.slice(0, 60) });
	return set;
}

/** Municipalities that were valid in some of the years: of a table that lists every code there ever was, only these are asked for. */
export function validIn(life: Life, years: { from: number; to: number } | null): (code: string) => boolean {
	if (!years) return () => true;
	return (code) => Array.from({ length: years.to - years.from + 1 }, (_, i) => life(code, years.from + i)).some((alive) => alive !== false);
}

/** First and last year as they were typed. @throws Problem when they are none, or the wrong way round */
export function yearsOf(from: string, to: string): { from: number; to: number } {
	const [first, last] = [from, to].map((value) => (/^\d{4}$/.test(value.trim()) ? Number(value) : Number.NaN));
	if (first === undefined || last === undefined || !(first >= 1800 && last <= 2099 && first <= last && last - first <= 60)) throw new Problem('statbank_problem_years', 400);
	return { from: first, to: last };
}

/** Fetches a ready-made set. */
export async function fetchReady(deps: StatbankDeps, client: StatbankClient, input: { key: string; api: Api; years: { from: number; to: number }; actor: string }): Promise<StoredTable> {
	const set = readySet(input.key);
	const asked = { years: input.years, regions: validIn(await heldLife(deps), input.years) };
	return fetchTable(deps, client, { key: set.key, api: input.api, table: set.table, variables: set.variables, asked, actor: input.actor });
}

export interface HeldTable { copy: RegisterCopy; table: RegisterTable }

/** The copy of that id. @throws Problem when there is none */
export async function heldTable(deps: StatbankDeps, id: number): Promise<HeldTable> {
	const [copy] = Number.isSafeInteger(id) && id > 0 && id < 2 ** 31 ? await readRegisterCopies(deps.database.evaluate.db, [id]) : [];
	if (!copy) throw new Problem('statbank_problem_no_copy', 404);
	return { copy, table: await readRegisterTable(deps.database.evaluate.db, copy) };
}

/** All that stand, or those named by id, with their figures. */
export async function heldTables(deps: StatbankDeps, ids?: readonly number[]): Promise<HeldTable[]> {
	return deps.database.evaluate.db.transaction(async (tx) => {
		const copies = await readRegisterCopies(tx, ids);
		const held: HeldTable[] = [];
		for (const copy of copies) held.push({ copy, table: await readRegisterTable(tx, copy) });
		return held;
	}, { isolationLevel: 'repeatable read' });
}
