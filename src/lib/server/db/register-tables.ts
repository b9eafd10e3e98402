/**
 * Copies of register tables. Invariants: one copy of a key stands, and earlier ones are kept; a copy never changes and has every answer and figure
 * it says it has; no variable key is in two copies that stand; a figure is a number or a mark; each new copy leaves one audit row.
 */
import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, isNull, sql } from './drizzle.ts';
import type { Dropped } from '../../domain/register/figures.ts';
import { MARKS, NO_ROW, type Column, type RegisterTable, type RegisterVariable } from '../../domain/register/table.ts';
import { Problem } from '../../domain/problem.ts';
import type { Database, Db, Tx } from './connection.ts';
import { audit, registerCopy, registerFigure, registerResponse, registerVariable, type RegisterOrigin } from './schema.ts';

export interface NewRegisterCopy {
	key: string;
	source: RegisterOrigin;
	table: RegisterTable;
	dropped: Dropped;
	responses: readonly { query: string | null; body: Uint8Array; hash: string }[];
	definition: Record<string, unknown>;
	retrievedAt: Date;
}
export type RegisterCopy = typeof registerCopy.$inferSelect;
export interface StoredTable { id: number; key: string; changed: boolean; figures: number }

const LOCK = 7_205_315;
/** Figures a statement: five arrays go as five parameters, whatever their length. */
const CHUNK = 50_000;

interface Row { position: number; region: string; year: number; value: number | null; mark: string | null }
function* rowsOf(table: RegisterTable): Generator<Row> {
	for (const [position, column] of table.columns.entries()) {
		for (const [i, state] of column.states.entries()) {
			if (state === NO_ROW) continue;
			const [region, year] = [table.regions[Math.floor(i / table.years.length)] ?? '', table.years[i % table.years.length] ?? 0];
			yield { position, region, year, value: state === 0 ? column.values[i] ?? null : null, mark: state === 0 ? null : MARKS[state - 1] ?? null };
		}
	}
}

async function insertFigures(tx: Tx, copyId: number, rows: Row[]): Promise<void> {
	for (let i = 0; i < rows.length; i += CHUNK) {
		const some = rows.slice(i, i + CHUNK);
		const list = (values: unknown[]) => sql.param(JSON.stringify(values));
		await tx.execute(sql`insert into register_figure (copy_id, position, region, year, value, mark)
			select ${copyId}, (r->>0)::smallint, r->>1, (r->>2)::smallint, (r->>3)::float8, r->>4 from jsonb_array_elements(${list(some.map((r) => [r.position, r.region, r.year, r.value, r.mark]))}::jsonb) r`);
	}
}

/** What makes two copies of the same key the same: answers, how they are read, and what came of it. */
const same = (a: RegisterCopy, b: { hash: string; definition: object; sourceTable: string; dropped: Dropped }): boolean =>
	a.hash === b.hash && a.sourceTable === b.sourceTable && stable(a.definition) === stable(b.definition) && stable(a.dropped) === stable(b.dropped);
/** JSON with keys in order: the database keeps them in an order of its own. */
function stable(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(stable).join()}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${JSON.stringify(k)}:${stable(v)}`).join()}}`;
}

const isTaken = (error: unknown): boolean => [error, (error as { cause?: unknown } | null)?.cause].some((e) => (e as { constraint_name?: string } | null)?.constraint_name === 'register_variable_standing');

/**
 * Stores a copy in place of the one of its key that stands. One that says the same is only noted as checked.
 * @throws Problem when another copy that stands has a variable of the same key
 */
export async function storeRegisterCopy(db: Db, copy: NewRegisterCopy, actor: string): Promise<StoredTable> {
	const { key, source, table, dropped, responses, retrievedAt } = copy;
	const [about] = table.variables;
	const rows = [...rowsOf(table)];
	if (!about || rows.length === 0) throw new Problem('statbank_problem_no_figures', 422, { table: key });
	const definition = { ...copy.definition, figures: createHash('sha256').update(JSON.stringify(rows)).digest('hex') };
	const { table: sourceTable, title, updated, licence, sha256: hash } = about.source;
	return db.transaction(async (tx) => {
		await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
		const [before] = await tx.select().from(registerCopy).where(and(eq(registerCopy.key, key), isNull(registerCopy.replacedAt))).for('update');
		if (before && same(before, { hash, definition, sourceTable, dropped })) {
			await tx.update(registerCopy).set({ checkedAt: sql`greatest(checked_at, ${retrievedAt.toISOString()}::timestamptz)` }).where(eq(registerCopy.id, before.id));
			return { id: before.id, key, changed: false, figures: before.figureCount };
		}
		if (before) await tx.update(registerCopy).set({ replacedAt: sql`now()` }).where(eq(registerCopy.id, before.id));
		const [made] = await tx.insert(registerCopy).values({
			key, sourceTable, title, updated, licence, source, hash, definition, dropped, figureCount: rows.length, responseCount: responses.length, retrievedAt, checkedAt: retrievedAt, retrievedBy: actor
		}).returning({ id: registerCopy.id });
		if (!made) throw new Error('the copy was not made');
		await tx.insert(registerResponse).values(responses.map((r, position) => ({ copyId: made.id, position, query: r.query, body: Buffer.from(r.body), hash: r.hash })));
		await tx.insert(registerVariable).values(table.variables.map((v, position) => ({
			copyId: made.id, position, key: v.key, label: v.label, unit: v.unit, measure: v.measure, denominator: v.denominator, decimals: v.decimals, definition: v.definition
		})));
		await insertFigures(tx, made.id, rows);
		await tx.insert(audit).values({ actor, action: 'register.store', subject: { copy: made.id, key, table: sourceTable, figures: rows.length, replaces: before?.id ?? null } });
		return { id: made.id, key, changed: true, figures: rows.length };
	}).catch((error: unknown) => {
		throw isTaken(error) ? new Problem('statbank_problem_key_taken', 409, { variables: table.variables.map((v) => v.key).join(', ') }) : error;
	});
}

/** The copies that stand, or of those named by id whichever there are, also such as have been replaced. */
export async function readRegisterCopies(db: Db | Tx, ids?: readonly number[]): Promise<RegisterCopy[]> {
	return db.select().from(registerCopy).where(ids ? inArray(registerCopy.id, [...ids]) : isNull(registerCopy.replacedAt)).orderBy(asc(registerCopy.key), asc(registerCopy.id));
}

/** The variables of copies, without their figures. */
export async function readRegisterVariables(db: Db | Tx, copies: readonly RegisterCopy[]): Promise<(RegisterVariable & { copyId: number })[]> {
	if (copies.length === 0) return [];
	const of = new Map(copies.map((c) => [c.id, c]));
	const [rows, queries] = [
		await db.select().from(registerVariable).where(inArray(registerVariable.copyId, [...of.keys()])).orderBy(asc(registerVariable.copyId), asc(registerVariable.position)),
		await db.select({ copyId: registerResponse.copyId, query: registerResponse.query }).from(registerResponse).where(inArray(registerResponse.copyId, [...of.keys()])).orderBy(asc(registerResponse.copyId), asc(registerResponse.position))
	];
	return rows.flatMap(({ position: _, ...row }) => {
		const copy = of.get(row.copyId);
		const query = queries.flatMap((q) => (q.copyId === row.copyId && q.query !== null ? [q.query] : [])).join('\n') || null;
		return copy ? [{ ...row, source: { table: copy.sourceTable, title: copy.title, updated: copy.updated, retrievedAt: copy.retrievedAt.toISOString(), query, licence: copy.licence, sha256: copy.hash } }] : [];
	});
}

/** Regions and years of a copy, in order. */
async function axesOf(db: Db | Tx, copyId: number): Promise<{ regions: string[]; years: number[] }> {
	const regions = await db.selectDistinct({ region: registerFigure.region }).from(registerFigure).where(eq(registerFigure.copyId, copyId)).orderBy(asc(registerFigure.region));
	const years = await db.selectDistinct({ year: registerFigure.year }).from(registerFigure).where(eq(registerFigure.copyId, copyId)).orderBy(asc(registerFigure.year));
	return { regions: regions.map((r) => r.region), years: years.map((y) => y.year) };
}

/** A copy's figures as they were stored. */
export async function readRegisterTable(db: Db | Tx, copy: RegisterCopy): Promise<RegisterTable> {
	const variables = (await readRegisterVariables(db, [copy])).map(({ copyId: _, ...variable }) => variable);
	const { regions, years } = await axesOf(db, copy.id);
	const size = regions.length * years.length;
	const columns = variables.map((): Column => ({ values: new Float64Array(size), states: new Uint8Array(size).fill(NO_ROW) }));
	const [regionAt, yearAt] = [new Map(regions.map((r, i) => [r, i])), new Map(years.map((y, i) => [y, i]))];
	for (const f of await db.select().from(registerFigure).where(eq(registerFigure.copyId, copy.id))) {
		const [column, at] = [columns[f.position], (regionAt.get(f.region) ?? 0) * years.length + (yearAt.get(f.year) ?? 0)];
		if (!column) throw new Error(`figure of a variable that copy ${copy.id} does not have`);
		column.states[at] = f.mark === null ? 0 : MARKS.indexOf(f.mark) + 1;
		column.values[at] = f.value ?? 0;
	}
	return { variables, regions, years, columns };
}

export async function readRegisterResponses(database: Database, copyId: number) {
	return database.evaluate.db.select().from(registerResponse).where(eq(registerResponse.copyId, copyId)).orderBy(asc(registerResponse.position));
}
export { axesOf as readRegisterAxes };
