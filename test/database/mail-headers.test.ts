import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/lib/server/config.ts';
import { createMailing, defaultTexts, invite, type MailDeps } from '../../src/lib/server/fieldwork/mail/index.ts';
import { readEnvelope, readMessageId } from '../../src/lib/server/fieldwork/mail/verp.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, openedSurvey, type Person } from '../support/fieldwork.ts';
import { startSink, type Script, type Sink } from '../support/smtp.ts';

const actor = 'eva';
const secret = 's'.repeat(40);
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
let db: TestDatabase;
let surveyId: number;
let folder: string;
let sink: Sink;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'grunnlag-dkim-'));
	await writeFile(join(folder, 'rsa.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
	await writeFile(join(folder, 'ed.pem'), generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
	await writeFile(join(folder, 'small.pem'), generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
	await writeFile(join(folder, 'none.pem'), 'not a key');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
	db = await createDatabase();
	surveyId = await openedSurvey(db);
	await createMailing({ database: db }, { surveyId, kind: 'invitation', ...defaultTexts('invitation', { deadline: true }), actor });
});
afterEach(async () => {
	await sink.close();
	await db.drop();
});

const dkim = () => ({ GRUNNLAG_DKIM_KEY: join(folder, 'rsa.pem'), GRUNNLAG_DKIM_SELECTOR: 'g1', GRUNNLAG_DKIM_DOMAIN: 'example.org' });
async function send(people: Person[], env: Record<string, string> = {}, script: Script = {}) {
	sink = await startSink(script);
	await addSeats(db, surveyId, people);
	const config = readConfig({ GRUNNLAG_ORIGIN: 'https://svar.example.no', GRUNNLAG_SMTP_URL: sink.url, GRUNNLAG_MAIL_FROM: 'Læringsinstituttet <svar@example.org>', ...env });
	const deps: MailDeps = { database: db, secret, config };
	return invite(deps, { surveyId, actor, retryAfterMs: [5, 5] });
}
const one: Person[] = [{ ref: 'A', name: 'Åse Øvrebø', email: 'ase@example.org' }];

/** Unfolded header fields in order, and the body, of a raw message. */
function parts(raw: Buffer) {
	const text = raw.toString('latin1');
	const end = text.indexOf('\r\n\r\n');
	const fields = text.slice(0, end).replace(/\r\n(?=[ \t])/g, '').split('\r\n').map((line) => ({ name: line.slice(0, line.indexOf(':')).toLowerCase(), value: line.slice(line.indexOf(':') + 1), line }));
	const header = (name: string) => fields.find((f) => f.name === name)?.value.trim() ?? '';
	return { fields, header, body: text.slice(end + 4) };
}
const relaxed = (value: string) => value.replace(/[ \t]+/g, ' ').trim();

/** Whether the message's DKIM signature holds under the public key: relaxed/relaxed, computed here from RFC 6376. */
function verify(raw: Buffer): { holds: boolean; tags: Record<string, string> } {
	const { fields, header, body } = parts(raw);
	const signature = header('dkim-signature');
	const tags = Object.fromEntries(signature.split(';').map((t) => t.trim()).filter(Boolean).map((t) => [t.slice(0, t.indexOf('=')), t.slice(t.indexOf('=') + 1).replace(/\s+/g, '')]));
	const lines = body.split('\r\n').map((l) => l.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
	while (lines.at(-1) === '') lines.pop();
	const bodyHash = createHash('sha256').update(Buffer.from(lines.length ? `${lines.join('\r\n')}\r\n` : '', 'latin1')).digest('base64');
	const signed = (tags.h ?? '').split(':').map((name) => `${name}:${relaxed(fields.findLast((f) => f.name === name)?.value ?? '')}\r\n`).join('');
	const own = `dkim-signature:${relaxed(signature.replace(/(\bb=)[^;]*$/, '$1'))}`;
	const holds = bodyHash === tags.bh && createVerify('RSA-SHA256').update(Buffer.from(signed + own, 'latin1')).verify(publicKey, tags.b ?? '', 'base64');
	return { holds, tags };
}

describe('the headers of a message', () => {
	it('let a mail reader take the person off the list with one click, over https, by POST', async () => {
		await send(one);
		const { header } = parts(sink.got[0]?.raw ?? Buffer.alloc(0));
		expect(header('list-unsubscribe')).toMatch(/^<https:\/\/svar\.example\.no\/svar\/[^/<>\s]+\/avmeld>$/);
		expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
	});
	it('name the mail in the Message-ID and the envelope’s sender, in ways nobody can make up, and no person', async () => {
		await send(one, { GRUNNLAG_RETURN_PATH: 'retur@retur.example.org' });
		const got = sink.got[0];
		const { header } = parts(got?.raw ?? Buffer.alloc(0));
		const mail = { surveyId, mailingId: 1, seatId: 1 };
		expect(readMessageId(secret, header('message-id'))).toEqual(mail);
		expect(header('message-id')).toMatch(/@example\.org>$/);
		expect(readEnvelope(secret, 'retur@retur.example.org', got?.from ?? '')).toEqual(mail);
		expect(header('from')).toContain('<svar@example.org>');
		expect(Math.abs(new Date(header('date')).getTime() - Date.now())).toBeLessThan(60_000);
	});
	it('have a Message-ID of their own for each attempt', async () => {
		const ids: string[] = [];
		await send(one, {}, { message: (m, nth) => { ids.push(parts(m.raw).header('message-id')); return ids.length + nth < 4 ? [451, 'later'] : undefined; } });
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.length).toBeGreaterThan(1);
	});
	it('without a return path have the sender as the envelope’s', async () => {
		await send(one);
		expect(sink.got[0]?.from).toBe('svar@example.org');
	});
	it('cannot be added to by a name of 1,000 characters or with line breaks, and no line is longer than servers take', async () => {
		await send([
			{ ref: 'L', name: 'Å'.repeat(1000), email: 'l@example.org' }, { ref: 'W', name: `${'w'.repeat(990)} "<x@y.no>`, email: 'w@example.org' },
			{ ref: 'B', name: 'Eva\r\nBcc: x@example.org\r\n\r\nHei', email: 'b@example.org' }
		], dkim());
		expect(sink.got).toHaveLength(3);
		expect(sink.got.flatMap((m) => m.to).sort()).toEqual(['b@example.org', 'l@example.org', 'w@example.org']);
		for (const { raw } of sink.got) {
			expect(parts(raw).fields.map((f) => f.name)).not.toContain('bcc');
			expect(Math.max(...raw.toString('latin1').split('\r\n').map((l) => l.length))).toBeLessThanOrEqual(998);
			expect(verify(raw).holds).toBe(true);
		}
	});
});

describe('a signed message', () => {
	it('holds by the public key, signs what one click rests on, and fails when a letter of it is changed', async () => {
		await send([...one, { ref: 'E', name: 'Ed', email: 'ed@example.org', locale: 'en' }], dkim());
		for (const { raw } of sink.got) {
			const { holds, tags } = verify(raw);
			expect(holds).toBe(true);
			expect(tags).toMatchObject({ v: '1', a: 'rsa-sha256', d: 'example.org', s: 'g1' });
			expect(tags.h?.split(':')).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'date', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post']));
			const text = raw.toString('latin1');
			expect(verify(Buffer.from(text.replace('/avmeld>', '/avmelx>'), 'latin1')).holds).toBe(false);
			expect(verify(Buffer.from(text.replace('List-Unsubscribe=One-Click', 'List-Unsubscribe=One-Clack'), 'latin1')).holds).toBe(false);
		}
	});
	it.each([
		['cannot be read', { GRUNNLAG_DKIM_KEY: '/nowhere/key.pem' }, /GRUNNLAG_DKIM_KEY: the file cannot be read \(ENOENT\)/],
		['is not a key', { GRUNNLAG_DKIM_KEY: 'none.pem' }, /GRUNNLAG_DKIM_KEY: the file is not a private key/],
		['is of a kind that is not signed with', { GRUNNLAG_DKIM_KEY: 'ed.pem' }, /the key is ed25519; signing takes an RSA key/],
		['is too short', { GRUNNLAG_DKIM_KEY: 'small.pem' }, /512 bits/],
		['is set without a selector', { GRUNNLAG_DKIM_SELECTOR: '' }, /GRUNNLAG_DKIM_SELECTOR must be set too/],
		['is for what is no domain', { GRUNNLAG_DKIM_DOMAIN: 'a b; d=x' }, /GRUNNLAG_DKIM_DOMAIN must be a name in DNS/]
	])('is refused at start where the key %s', async (_, change, message) => {
		sink = await startSink();
		const env = { ...dkim(), ...change };
		expect(() => readConfig({ ...env, GRUNNLAG_DKIM_KEY: /^[a-z]+\.pem$/.test(env.GRUNNLAG_DKIM_KEY) ? join(folder, env.GRUNNLAG_DKIM_KEY) : env.GRUNNLAG_DKIM_KEY })).toThrow(message);
	});
	it.each(['GRUNNLAG_SMTP_PER_MINUTE', 'GRUNNLAG_SMTP_CONNECTIONS', 'GRUNNLAG_SMTP_PER_CONNECTION'])('%s must be a whole number', async (name) => {
		sink = await startSink();
		for (const value of ['0', '-1', '1.5', 'many']) expect(() => readConfig({ [name]: value })).toThrow(name);
	});
});

describe('at the mail server', () => {
	it('a seat that answers while the server is getting ready for its message gets nothing, and the server has no part of it', async () => {
		const answered: string[] = [];
		const result = await send([...one, { ref: 'B', name: 'B', email: 'b@example.org' }], {}, {
			options: {
				disabledCommands: ['STARTTLS', 'PIPELINING'] as never, authOptional: true, logger: false,
				// the recipient is accepted only after the person has answered: the message has been claimed long since
				onRcptTo: (address, _session, done) => {
					if (address.address !== 'ase@example.org') return done();
					void db.admin`update seat set disposition = 'complete' where ref = 'A'`.then(() => { answered.push('A'); done(); });
				}
			}
		});
		expect(answered).toEqual(['A']);
		expect(result).toMatchObject({ sent: 1, skipped: 1, uncertain: 0, failed: 0 });
		expect(sink.got.map((m) => m.to)).toEqual([['b@example.org']]);
		expect((await db.admin`select m.state, m.reason from mail m join seat s on s.id = m.seat_id where ref = 'A'`)[0]).toEqual({ state: 'skipped', reason: 'complete' });
	});
	it.each([['to the recipient', { recipient: () => [552, '5.3.4 too big'] as [number, string] }], ['to the message', { message: () => [552, '5.3.4 too big'] as [number, string] }]])('a message it finds too big (%s) has failed, and the address is not blamed', async (_, script) => {
		expect(await send(one, {}, script)).toMatchObject({ failed: 1, sent: 0 });
		expect((await db.admin`select state, reason from mail`)[0]).toEqual({ state: 'failed', reason: 'smtp_552_5.3.4' });
		expect((await db.admin`select disposition from seat`)[0]?.disposition).toBe('not_invited');
	});
	it('a message it would refuse for its size before it begins has failed, and the sender is not blamed', async () => {
		const result = await send(one, {}, { options: { disabledCommands: ['STARTTLS'], authOptional: true, logger: false, onMailFrom: (_address, _session, done) => done(Object.assign(new Error('5.3.4 too big'), { responseCode: 552 })) } });
		expect(result).toMatchObject({ failed: 1, stopped: null });
	});
	it('no more connections are open than it allows, and none is used for more messages', async () => {
		let open = 0;
		let most = 0;
		const perConnection = new Map<string, number>();
		const people = Array.from({ length: 23 }, (_, i) => ({ ref: `P${i}`, name: `P${i}`, email: `p${i}@example.org` }));
		await send(people, { GRUNNLAG_SMTP_CONNECTIONS: '2', GRUNNLAG_SMTP_PER_CONNECTION: '3' }, {
			options: {
				disabledCommands: ['STARTTLS'], authOptional: true, logger: false,
				onConnect: (_session, done) => { most = Math.max(most, ++open); done(); }, onClose: () => { open--; },
				onMailFrom: (_address, session, done) => { perConnection.set(session.id, (perConnection.get(session.id) ?? 0) + 1); done(); }
			}
		});
		expect(sink.got).toHaveLength(23);
		expect(Math.max(...perConnection.values())).toBeLessThanOrEqual(3);
		// one that has had its messages may still be closing when the next is made
		expect(most).toBeLessThanOrEqual(4);
	});
});
