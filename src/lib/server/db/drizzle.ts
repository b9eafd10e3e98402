/**
 * drizzle-orm, in its CommonJS form: for each module of the other form Node reads the package's 180 kB package.json anew, which costs
 * every process two seconds and 200 MB. What is built takes `drizzle-bundled.ts` in its place.
 */
import { createRequire } from 'node:module';
import type * as Orm from 'drizzle-orm';
import type * as Core from 'drizzle-orm/pg-core';
import type * as Driver from 'drizzle-orm/postgres-js';

const load = createRequire(import.meta.url);

export const { and, asc, count, desc, eq, gt, inArray, isNull, lt, max, or, sql } = load('drizzle-orm') as typeof Orm;
export const {
	alias, bigint, boolean, customType, date, doublePrecision, integer, jsonb, pgSchema, pgTable, smallint, text, timestamp, uuid
} = load('drizzle-orm/pg-core') as typeof Core;
export const { drizzle } = load('drizzle-orm/postgres-js') as typeof Driver;
