import { readFileSync, writeFileSync } from 'node:fs';
import { getTableColumns, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeSchema } from '../../src/lib/server/db/describe.ts';
import { migrate } from '../../src/lib/server/db/migrate.ts';
import * as schema from '../../src/lib/server/db/schema.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

const DUMP = 'migrations/schema.txt';
let db: TestDatabase;
beforeAll(async () => {
	db = await createDatabase();
});
afterAll(() => db.drop());

describe('the schema', () => {
	it('is what migrations/schema.txt says (UPDATE_SCHEMA=1 rewrites it)', async () => {
		const dump = await describeSchema(db.admin);
		if (process.env.UPDATE_SCHEMA) writeFileSync(DUMP, dump);
		expect(dump).toBe(readFileSync(DUMP, 'utf8'));
	});
	it('is migrated once: running the migrations again applies nothing', async () => {
		expect(await migrate(db.url)).toEqual([]);
	});
	const tables = Object.values(schema).filter((value) => is(value, PgTable));
	it.each(tables.map((table) => [getTableConfig(table).name, table] as const))('has the columns that the code knows of %s', async (_, table) => {
		const config = getTableConfig(table);
		const rows = await db.admin<{ name: string; nullable: boolean; type: string }[]>`
			select a.attname as name, not a.attnotnull as nullable, format_type(a.atttypid, null) as type from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
			where c.relname = ${config.name} and n.nspname = ${config.schema ?? 'public'} and a.attnum > 0 and not a.attisdropped order by 1`;
		const known = Object.values(getTableColumns(table)).map((c) => ({ name: c.name, nullable: !c.notNull, type: c.getSQLType().replace(/\(.*\)/, '') }));
		expect(known.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([...rows]);
	});
});
