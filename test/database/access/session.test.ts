import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS, signIn, signOut, userOf } from '#lib/server/access/session.ts';
import { createUser } from '#lib/server/access/users.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
const deps = () => ({ database: db, secret: 'a secret of at least thirty-two characters' });
const PASSWORD = 'et langt og godt passord';
const attempt = (email: string, password: string, address = '192.0.2.1') => signIn(deps(), { email, password, address });
const headers = (made: { name: string; value: string }[]) => new Headers({ cookie: made.map((c) => `${c.name}=${encodeURIComponent(c.value)}`).join('; ') });
beforeAll(async () => {
	db = await createDatabase();
	await createUser(deps(), { email: 'kari@example.no', name: 'Kari', password: PASSWORD });
});
beforeEach(() => db.admin`truncate auth.sign_in_attempt`.then(() => undefined));
afterAll(() => db.drop());

describe('signing in', () => {
	it('gives one cookie, which says who sends it until the session is signed out', async () => {
		const made = await attempt(' KARI@example.no', PASSWORD);
		expect(made.map((c) => c.name)).toEqual(['grunnlag.session_token']);
		expect(await userOf(deps(), headers(made))).toMatchObject({ name: 'Kari' });
		const cleared = await signOut(deps(), headers(made));
		expect(cleared.filter((c) => c.name === 'grunnlag.session_token')).toEqual([{ name: 'grunnlag.session_token', value: '', maxAge: 0 }]);
		expect(await userOf(deps(), headers(made))).toBeNull();
	});
	it('answers the same for a wrong password, an unknown account and what cannot be an account', async () => {
		for (const [email, password] of [['kari@example.no', 'feil passord her'], ['ola@example.no', PASSWORD], ['kari', PASSWORD], ['', ''], ['kari@example.no', PASSWORD + 'x'.repeat(200)]] as const) {
			await expect(attempt(email, password)).rejects.toMatchObject({ code: 'evaluate_problem_sign_in', status: 400, params: {} });
		}
	});
	it('stores nothing about the visitor with the session, and no account or address with an attempt', async () => {
		await attempt('kari@example.no', PASSWORD);
		await attempt('ola@example.no', 'feil passord her').catch(() => undefined);
		const [session] = await db.admin`select ip_address, user_agent from auth.session limit 1`;
		expect([session?.ip_address, session?.user_agent].filter(Boolean)).toEqual([]);
		expect((await db.admin`select encode(key, 'escape') as key from auth.sign_in_attempt`).map((r) => r.key as string).join()).not.toMatch(/ola@|192\.0\./);
	});
	it('does not take a forged, cut or foreign cookie', async () => {
		const [made] = await attempt('kari@example.no', PASSWORD);
		const value = made?.value ?? '';
		for (const forged of [value.slice(0, -4), value.replace(/\..*$/, ''), `x${value}`, `${value.split('.')[0]}.${'A'.repeat(43)}=`, '']) {
			expect(await userOf(deps(), new Headers({ cookie: `grunnlag.session_token=${encodeURIComponent(forged)}` }))).toBeNull();
		}
		expect(await userOf({ ...deps(), database: { auth: { ...db.auth } }, secret: 'another secret of thirty-two characters' }, headers(made ? [made] : []))).toBeNull();
	});
	it('is over when the session’s time is out', async () => {
		const made = await attempt('kari@example.no', PASSWORD);
		await db.admin`update auth.session set expires_at = now() - interval '1 second'`;
		expect(await userOf(deps(), headers(made))).toBeNull();
	});
	it('writes nothing when a page asks who it is', async () => {
		const made = await attempt('kari@example.no', PASSWORD);
		await db.admin`update auth.session set updated_at = now() - interval '11 hours', expires_at = now() + interval '1 hour'`;
		const before = await db.admin`select * from auth.session`;
		await userOf(deps(), headers(made));
		expect(await db.admin`select * from auth.session`).toEqual(before);
	});
});

describe('attempts that fail', () => {
	const fail = (email: string, address?: string) => attempt(email, 'feil passord her', address).then(() => 'in', (error: { code: string }) => error.code);
	it('stop for an account after so many, from whatever address, and even with the right password', async () => {
		for (let i = 0; i < ATTEMPTS_PER_ACCOUNT; i++) expect(await fail('kari@example.no', `192.0.2.${i}`)).toBe('evaluate_problem_sign_in');
		await expect(attempt('kari@example.no', PASSWORD, '192.0.2.200')).rejects.toMatchObject({ code: 'evaluate_problem_too_many_attempts', status: 429 });
	});
	it('stop alike for an account that does not exist', async () => {
		for (let i = 0; i < ATTEMPTS_PER_ACCOUNT; i++) await fail('ingen@example.no', `192.0.2.${i}`);
		expect(await fail('ingen@example.no', '192.0.2.200')).toBe('evaluate_problem_too_many_attempts');
	});
	it('stop for an address after so many, whatever the account', async () => {
		await fail('a@example.no', '198.51.100.7');
		await db.admin`insert into auth.sign_in_attempt (key) select key from auth.sign_in_attempt, generate_series(2, ${ATTEMPTS_PER_ADDRESS})`;
		await expect(attempt('kari@example.no', PASSWORD, '198.51.100.7')).rejects.toMatchObject({ code: 'evaluate_problem_too_many_attempts' });
		await expect(attempt('kari@example.no', PASSWORD, '198.51.100.8')).resolves.toHaveLength(1);
	});
	it('let no more than the limit through when they come all at once', async () => {
		const answers = await Promise.all(Array.from({ length: ATTEMPTS_PER_ACCOUNT * 3 }, () => fail('kari@example.no')));
		expect(answers.filter((a) => a === 'evaluate_problem_sign_in').length).toBeLessThanOrEqual(ATTEMPTS_PER_ACCOUNT);
		expect(answers).toContain('evaluate_problem_too_many_attempts');
	});
	it('are forgotten after a quarter of an hour', async () => {
		for (let i = 0; i <= ATTEMPTS_PER_ACCOUNT; i++) await fail('kari@example.no');
		await db.admin`update auth.sign_in_attempt set at = at - interval '16 minutes'`;
		await expect(attempt('kari@example.no', PASSWORD)).resolves.toHaveLength(1);
	});
	it('are not counted when they succeed: a busy office does not lock itself out', async () => {
		for (let i = 0; i < 3; i++) await attempt('kari@example.no', PASSWORD);
		expect(await db.admin`select from auth.sign_in_attempt`).toHaveLength(0);
	});
});
