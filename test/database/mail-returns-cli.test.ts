import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { RETURN_PATH, returned, SECRET } from '../support/returned.ts';

let db: TestDatabase;
let data: string;
let ref: { surveyId: number; mailingId: number; seatId: number };

beforeAll(async () => {
	db = await createDatabase();
	data = await mkdtemp(join(tmpdir(), 'grunnlag-returns-'));
	const surveyId = await openedSurvey(db);
	await addSeats(db, surveyId, [{ ref: 'A', name: 'Kari', email: 'kari@kommune.example', disposition: 'non_contact' }]);
	await db.admin`insert into mailing (survey_id, kind, number, subject, body) values (${surveyId}, 'invitation', 0, '{}', '{}')`;
	const [row] = await db.admin<{ mailingId: number; seatId: number }[]>`
		insert into mail (survey_id, mailing_id, seat_id, state) select survey_id, g.id, s.id, 'sent' from mailing g join seat s using (survey_id) returning mailing_id as "mailingId", seat_id as "seatId"`;
	ref = { surveyId, mailingId: row?.mailingId ?? 0, seatId: row?.seatId ?? 0 };
});
afterAll(async () => {
	await db.drop();
	await rm(data, { recursive: true, force: true });
});

/** Runs the command as a mail server does: the message on standard input. */
function pipe(message: Uint8Array, { env = {}, args = [] }: { env?: Record<string, string>; args?: string[] } = {}): Promise<{ code: number | null; said: string }> {
	const settings = { PATH: process.env.PATH ?? '', DATABASE_URL: db.url, GRUNNLAG_DATA: data, GRUNNLAG_SECRET: SECRET, GRUNNLAG_RETURN_PATH: RETURN_PATH };
	const child = spawn(process.execPath, ['src/cli/returns.ts', ...args], { env: { ...settings, ...env } });
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
	child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
	child.stdin.on('error', () => undefined);
	child.stdin.end(message);
	return new Promise((done) => child.on('close', (code) => done({ code, said })));
}
const to = () => /retur\+\S+@svar\.example\.no/.exec(returned('qmail', ref).toString())?.[0] ?? '';
const withoutAddress = () => returned('qmail', ref, { change: (text) => text.replaceAll(to(), 'x@example.org').replace(/Message-ID.*/g, '') });

describe('the command that a mail server pipes to', () => {
	it('takes a message once and says what it was, in codes alone', async () => {
		expect(await pipe(returned('postfix', ref))).toEqual({ code: 0, said: 'Recorded: hard, undeliverable.\n' });
		expect(await pipe(returned('postfix', ref))).toEqual({ code: 0, said: 'Ignored: seen_before.\n' });
		expect(await db.admin`select disposition from seat`).toMatchObject([{ disposition: 'undeliverable' }]);
	});
	it('is told the recipient by the environment or as an argument', async () => {
		expect(await pipe(withoutAddress())).toEqual({ code: 0, said: 'Ignored: unmatched.\n' });
		expect(await pipe(withoutAddress(), { env: { ORIGINAL_RECIPIENT: to() } })).toEqual({ code: 0, said: 'Recorded: hard, already.\n' });
		expect(await pipe(withoutAddress(), { args: [to()] })).toEqual({ code: 0, said: 'Ignored: seen_before.\n' });
	});
	it('takes what nobody wants too, so that the mail server need not', async () => {
		expect(await pipe(returned('spam', ref))).toEqual({ code: 0, said: 'Ignored: unmatched.\n' });
		expect(await pipe(Buffer.alloc(0))).toEqual({ code: 0, said: 'Ignored: unreadable.\n' });
		expect(await pipe(Buffer.alloc(5_000_000, 'x'))).toEqual({ code: 0, said: 'Ignored: too_large.\n' });
	});
	it('asks to be tried again when the database is away, and says which setting is wrong', async () => {
		const away = await pipe(returned('postfix', ref), { env: { DATABASE_URL: 'postgres://nobody:hemmelig@127.0.0.1:1/none' } });
		expect(away.code).toBe(75);
		expect(away.said).not.toMatch(/kommune|hemmelig/);
		const wrong = await pipe(returned('postfix', ref), { env: { GRUNNLAG_RETURN_PATH: 'hva som helst' } });
		expect(wrong.code).toBe(78);
		expect(wrong.said).toContain('GRUNNLAG_RETURN_PATH');
	});
});
