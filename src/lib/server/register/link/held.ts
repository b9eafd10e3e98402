/** All that a link is made with, as it is held now or as it was when a link was made: the ids of the copies, choices and mends make it anew. */
import { createHash } from 'node:crypto';
import { Problem } from '#lib/domain/problem.ts';
import { canonical } from '#lib/domain/questionnaire/hash.ts';
import type { LinkInput, Linked } from '#lib/domain/link/link.ts';
import { denominatorOf, link } from '#lib/domain/link/link.ts';
import { documentOf } from '#lib/domain/link/provenance.ts';
import type { LinkRow, LinkSourceIds, LinkSpec, SchoolList } from '#lib/domain/link/types.ts';
import type { RegisterTable } from '#lib/domain/register/table.ts';
import type { Database } from '../../db/connection.ts';
import { readMends } from '../../db/links.ts';
import { readChoices } from '../../db/region-choices.ts';
import { readRegisterCopies, readRegisterTable, readRegisterVariables, type RegisterCopy } from '../../db/register-tables.ts';
import { heldRegister } from '../klass/store.ts';

export interface LinkDeps { database: Database }

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What a spec calls a copy: its raw responses and how they are read, the same in every database. */
export const tableName = ({ key, hash, definition, dropped }: Pick<RegisterCopy, 'key' | 'hash' | 'definition' | 'dropped'>): string => sha256(canonical({ key, hash, definition, dropped }));

export interface HeldVariable { table: string; copyId: number; key: string; label: string; title: string; denominator: string | null }

/** The variables that stand, with the names of their tables. */
export async function heldVariables(deps: LinkDeps): Promise<HeldVariable[]> {
	const { db } = deps.database.evaluate;
	const copies = await readRegisterCopies(db);
	const of = new Map(copies.map((c) => [c.id, c]));
	return (await readRegisterVariables(db, copies)).flatMap(({ copyId, key, label, denominator }) => {
		const copy = of.get(copyId);
		return copy ? [{ table: tableName(copy), copyId, key, label, title: `${copy.sourceTable} ${copy.title}`.trim(), denominator }] : [];
	});
}

/** The copies that a spec's variables are in, and those that only their denominators are in. */
export async function copiesFor(deps: LinkDeps, spec: LinkSpec): Promise<number[]> {
	const held = await heldVariables(deps);
	const own = spec.variables.map(({ table, variable }) => held.find((v) => v.table === table && v.key === variable));
	const below = own.flatMap((v) => (v?.denominator ? held.filter((d) => d.key === v.denominator) : []));
	return [...new Set([...own, ...below].flatMap((v) => (v ? [v.copyId] : [])))].sort((a, b) => a - b);
}

const tables = new WeakMap<Database, Map<number, RegisterTable>>();

/** Copies never change: each is read once. */
async function tableOf(deps: LinkDeps, copy: RegisterCopy): Promise<RegisterTable> {
	const known = tables.get(deps.database) ?? new Map<number, RegisterTable>();
	tables.set(deps.database, known);
	const table = known.get(copy.id) ?? await readRegisterTable(deps.database.evaluate.db, copy);
	known.set(copy.id, table);
	return table;
}

export interface Made {
	linked: Linked;
	tables: LinkInput['tables'];
	sources: LinkSourceIds;
	/** Hash of the whole document. */
	hash: string;
}

/**
 * Links rows with what is held; with `ids`, with what was held in those.
 * @throws Problem when no municipalities are held, or the link is refused
 */
export async function makeWith(deps: LinkDeps, surveyId: number, spec: LinkSpec, rows: readonly LinkRow[], schools: SchoolList | null, ids?: LinkSourceIds): Promise<Made> {
	const { db } = deps.database.evaluate;
	const register = await heldRegister(deps, ids?.classifications);
	if (!register) throw new Problem('register_problem_none_held', 409);
	const copies = await readRegisterCopies(db, ids?.tables ?? await copiesFor(deps, spec));
	const held = new Map<string, RegisterTable>();
	for (const copy of copies) held.set(tableName(copy), await tableOf(deps, copy));
	const choices = await readChoices(db, surveyId, ids?.choices);
	const mends = await readMends(db, surveyId, spec.codeYear, ids?.mends);
	const linked = link({ spec, rows, classifications: register, tables: held, choices, mends });
	const allChoices = [...choices.rows].flatMap(([rowKey, own]) => own.map((c) => ({ ...c, rowKey: rowKey as string | null }))).concat(choices.rules.map((c) => ({ ...c, rowKey: null })));
	const usedChoices = new Set(linked.outcomes.map((o) => o.choice));
	const usedMends = new Set(linked.outcomes.map((o) => o.mend));
	const asked = new Set(spec.variables.map((v) => v.table));
	const below = new Set(linked.variables.map((v, i) => denominatorOf(held, held.get(spec.variables[i]?.table ?? '') ?? { variables: [], regions: [], years: [], columns: [] }, v)));
	const document = documentOf(linked, {
		classifications: register.copies.map((c) => `${c.classification} ${c.part} ${c.hash}`),
		choices: allChoices.filter((c) => usedChoices.has(c.id)).map(({ code, splitAt, direction, target, targetDate, rowKey }) => ({ code, splitAt, direction, target, targetDate, rowKey })),
		mends: mends.filter((m) => usedMends.has(m.id)).map(({ rowKey, value, code }) => ({ rowKey, value, code })),
		denominators: [...held].filter(([name, table]) => !asked.has(name) && below.has(table)).map(([name]) => name),
		schools: schools?.hash ?? null
	});
	return {
		linked, tables: held, hash: sha256(canonical(document)),
		sources: { classifications: register.copies.map((c) => c.id), tables: copies.map((c) => c.id), choices: allChoices.map((c) => c.id), mends: mends.map((m) => m.id), schools }
	};
}
