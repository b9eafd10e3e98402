import { getTableColumns, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, userOf } from '#lib/server/access/session.ts';
import { createUser, newPassword, removeUser, setPassword } from '#lib/server/access/users.ts';
import * as auth from '#lib/server/db/auth.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
const deps = () => ({ database: db, secret: 'a secret of at least thirty-two characters' });
const kari = { email: 'Kari@Example.no ', name: ' Kari ', password: 'et langt og godt passord' };
beforeAll(async () => {
	db = await createDatabase();
});
afterAll(() => db.drop());

const cookieOf = async (email: string, password: string) => {
	const made = await signIn(deps(), { email, password, address: '192.0.2.1' });
	return new Headers({ cookie: made.map((c) => `${c.name}=${encodeURIComponent(c.value)}`).join('; ') });
};

describe('an evaluator’s account', () => {
	it('is made with its password, can sign in, and is named by what was given, trimmed', async () => {
		await createUser(deps(), kari);
		expect(await userOf(deps(), await cookieOf('kari@example.no', kari.password))).toMatchObject({ name: 'Kari' });
	});
	it('is one for an address, however it is typed', async () => {
		await expect(createUser(deps(), { ...kari, email: 'KARI@example.NO' })).rejects.toMatchObject({ code: 'evaluate_problem_user_exists', status: 409 });
		expect((await db.admin`select count(*)::int as n from auth.account`)[0]?.n).toBe(1);
	});
	it.each([[{ email: 'kari' }, 'evaluate_problem_bad_email'], [{ email: 'a@b c.no' }, 'evaluate_problem_bad_email'], [{ name: '  ' }, 'evaluate_problem_bad_name'],
		[{ password: 'elleve tegn' }, 'evaluate_problem_bad_password'], [{ password: 'x'.repeat(129) }, 'evaluate_problem_bad_password']])('is refused with the reason: %j', async (change, code) => {
		await expect(createUser(deps(), { ...kari, email: 'ny@example.no', ...change })).rejects.toMatchObject({ code });
		expect(await db.admin`select from auth."user" where email = 'ny@example.no'`).toHaveLength(0);
	});
	it('keeps its password as scrypt alone, and is audited without its address', async () => {
		const [row] = await db.admin`select password from auth.account`;
		expect(row?.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
		expect(JSON.stringify(await db.admin`select * from audit where action like 'user.%'`)).not.toMatch(/kari@|"kari/i);
		expect(await db.admin`select from audit where action = 'user.add'`).toHaveLength(1);
	});
	it('is signed out everywhere by a new password, and the old one is gone', async () => {
		const before = await cookieOf('kari@example.no', kari.password);
		await setPassword(deps(), { email: kari.email, password: 'et nytt og godt passord' });
		expect(await userOf(deps(), before)).toBeNull();
		await expect(cookieOf('kari@example.no', kari.password)).rejects.toMatchObject({ code: 'evaluate_problem_sign_in' });
		expect(await userOf(deps(), await cookieOf('kari@example.no', 'et nytt og godt passord'))).not.toBeNull();
	});
	it('is gone with its sessions when removed', async () => {
		const before = await cookieOf('kari@example.no', 'et nytt og godt passord');
		await removeUser(deps(), kari.email);
		expect(await userOf(deps(), before)).toBeNull();
		await expect(removeUser(deps(), kari.email)).rejects.toMatchObject({ code: 'evaluate_problem_no_user', status: 404 });
	});
	it('gets a generated password that nobody guesses', () => {
		expect(newPassword()).toMatch(/^[\w-]{20}$/);
		expect(newPassword()).not.toBe(newPassword());
	});
});

describe('accounts and sessions', () => {
	it.each(['respond', 'evaluate', 'fieldwork'] as const)('cannot be read by the %s role', async (role) => {
		for (const table of ['"user"', 'session', 'account', 'verification', 'sign_in_attempt']) {
			await expect(db[role].sql.unsafe(`select * from auth.${table}`)).rejects.toMatchObject({ code: '42501' });
		}
	});
	it('are all their role can reach: no seat, answer or contact', async () => {
		for (const table of ['seat', 'answer', 'response', 'contact.person', 'survey']) await expect(db.auth.sql.unsafe(`select * from ${table}`)).rejects.toMatchObject({ code: '42501' });
	});
	const tables = Object.values(auth).filter((value) => is(value, PgTable));
	it.each(tables.map((table) => [getTableConfig(table).name, table] as const))('have the columns that the code knows of %s', async (name, table) => {
		const rows = await db.admin<{ name: string; required: boolean }[]>`
			select a.attname as name, a.attnotnull as required from pg_attribute a join pg_class c on c.oid = a.attrelid
			where c.relname = ${name} and c.relnamespace = 'auth'::regnamespace and a.attnum > 0 and not a.attisdropped order by 1`;
		const known = Object.values(getTableColumns(table)).map((c) => ({ name: c.name, required: c.notNull }));
		expect(known.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([...rows]);
	});
});
