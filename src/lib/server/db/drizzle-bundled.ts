/** What `drizzle.ts` has, for the builder to take in. */
export { and, asc, count, desc, eq, gt, inArray, isNull, lt, max, or, sql } from 'drizzle-orm';
export { alias, bigint, boolean, customType, date, doublePrecision, integer, jsonb, pgSchema, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
export { drizzle } from 'drizzle-orm/postgres-js';
