import { spawn } from 'node:child_process';
import { once } from 'node:events';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseToken } from '../../src/lib/server/access/token.ts';
import { createMailing, defaultTexts, invite, type MailDeps } from '../../src/lib/server/fieldwork/mail/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, openedSurvey, type Person } from '../support/fieldwork.ts';
import { startSink, type Script, type Sink } from '../support/smtp.ts';

const actor = 'eva';
const secret = 's'.repeat(40);
let db: TestDatabase;
let surveyId: number;
let sink: Sink;

const people = (n: number): Person[] => Array.from({ length: n }, (_, i) => ({ ref: `P${i + 1}`, name: `Bjørn Ærlig Åsen ${i + 1}`, email: `p${i + 1}@example.org`, rolle: 'eier', locale: (['nb', 'nn', 'en'] as const)[i % 3] }));
const deps = (): MailDeps => ({ database: db, secret, config: { origin: 'https://svar.example.no', dataDir: '/nowhere', smtpUrl: sink.url, mailFrom: 'Læringsinstituttet <svar@example.org>' } });
const start = async (script?: Script) => { sink = await startSink(script); };
const run = (retryAfterMs = [5, 5]) => invite(deps(), { surveyId, actor, retryAfterMs });
const states = async () => Object.fromEntries((await db.admin`select ref, state, reason, disposition from mail m join seat s on s.id = m.seat_id order by ref`).map((r) => [r.ref, [r.state, r.reason, r.disposition].filter(Boolean).join(' ')]));

beforeEach(async () => {
	db = await createDatabase();
	surveyId = await openedSurvey(db);
	await createMailing({ database: db }, { surveyId, kind: 'invitation', ...defaultTexts('invitation', { deadline: true }), actor });
});
afterEach(async () => {
	await sink.close();
	await db.drop();
});

describe('over SMTP', () => {
	it('every seat gets one message, in its language, in both parts, and its link opens its seat', async () => {
		await start();
		await addSeats(db, surveyId, people(32));
		expect(await run()).toMatchObject({ planned: 32, sent: 32, failed: 0, uncertain: 0, transport: 'smtp' });
		expect(sink.got.flatMap((m) => m.to).sort()).toEqual(people(32).map((p) => p.email).sort());
		for (const received of sink.got) {
			const message = await PostalMime.parse(received.raw);
			const person = people(32).find((p) => p.email === received.to[0]);
			expect(message.from).toEqual({ name: 'Læringsinstituttet', address: 'svar@example.org' });
			expect(message.to).toEqual([{ name: person?.name, address: person?.email }]);
			expect(message.subject).toBe({ nb: 'Invitasjon: Spørsmål om læring', nn: 'Invitasjon: Spørsmål om læring på nynorsk', en: 'Invitation: Questions about learning' }[person?.locale ?? 'nb']);
			expect(message.html).toContain(`<html lang="${person?.locale}">`);
			const link = /https:\/\/svar\.example\.no\/svar\/(\S+)/.exec(message.text ?? '');
			expect(message.html).toContain(`href="${link?.[0]}"`);
			const parsed = parseToken(link?.[1] ?? '', secret);
			const [row] = await db.admin`select ref from invitation_link l join seat s on s.id = l.seat_id where token_hash = ${Buffer.from(parsed?.hash ?? [])}`;
			expect(row?.ref).toBe(person?.ref);
		}
	});
	it('headers are ASCII with encoded words, bodies quoted-printable, lines at most 998 octets', async () => {
		await start();
		await addSeats(db, surveyId, people(1));
		await run();
		const raw = sink.got[0]?.raw.toString('latin1') ?? '';
		const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
		expect(head).toMatch(/^[\x20-\x7e\r\n\t]*$/);
		expect(head).toMatch(/^Subject: .*=\?UTF-8\?/m);
		expect(head).toMatch(/^Content-Language: nb$/m);
		expect(raw).toMatch(/Content-Type: text\/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable/);
		expect(raw).toMatch(/Content-Type: text\/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable/);
		expect(Math.max(...raw.split('\r\n').map((l) => l.length))).toBeLessThanOrEqual(998);
		expect(raw.replaceAll('\r\n', '')).not.toContain('\n');
	});
	it('a name cannot add a header or a recipient, nor script to the text', async () => {
		await start();
		const names = ['X\r\nBcc: alle@example.org', 'Y" <alle@example.org>, "Z', '<script>alert(1)</script>', '\u202Etxt.exe', '{{lenke}} {{navn}}'];
		await addSeats(db, surveyId, names.map((name, i) => ({ ref: `R${i}`, name, email: `r${i}@example.org`, rolle: 'eier' })));
		expect(await run()).toMatchObject({ sent: 5 });
		for (const received of sink.got) {
			expect(received.to).toHaveLength(1);
			const message = await PostalMime.parse(received.raw);
			expect(message.to?.map((a) => a.address)).toEqual(received.to);
			expect([message.cc, message.bcc]).toEqual([undefined, undefined]);
			expect(message.headers.filter((h) => h.key === 'bcc')).toEqual([]);
			expect(message.html).not.toContain('<script');
			expect(message.text).not.toMatch(/\u202E/);
		}
		const braces = await PostalMime.parse(sink.got.find((m) => m.to[0] === 'r4@example.org')?.raw ?? '');
		expect(braces.text).toContain('Hei, {{lenke}} {{navn}}!');
	});
	it('an address that is not one address is not handed to the server', async () => {
		await start();
		await addSeats(db, surveyId, [{ ref: 'A', name: 'A', email: 'a,b@example.org' }, { ref: 'B', name: 'B', email: '<b@example.org' }, { ref: 'C', name: 'C', email: 'c@example.org' }]);
		expect(await run()).toMatchObject({ sent: 1, failed: 2 });
		expect(sink.got.map((m) => m.to)).toEqual([['c@example.org']]);
		expect(await states()).toMatchObject({ A: 'failed bad_address undeliverable', C: 'sent non_contact' });
	});
	it('a 4xx is tried again until it is taken', async () => {
		let refused = 0;
		await start({ recipient: (address) => (address === 'p2@example.org' && refused++ < 2 ? [451, '4.7.1 Greylisted, come back'] : undefined) });
		await addSeats(db, surveyId, people(3));
		expect(await run()).toMatchObject({ sent: 3, failed: 0 });
		expect(sink.got.filter((m) => m.to[0] === 'p2@example.org')).toHaveLength(1);
	});
	it('a 5xx to the recipient makes the seat undeliverable; policy, and temporary refusals that go on, do not', async () => {
		await start({ recipient: (address) => ({ 'p1@example.org': [550, '5.1.1 No such user p1@example.org'], 'p2@example.org': [554, '5.7.1 Relay access denied'], 'p3@example.org': [452, '4.2.2 Full'], 'p5@example.org': [550, 'No such user'] })[address] as [number, string] | undefined });
		await addSeats(db, surveyId, people(5));
		expect(await run()).toMatchObject({ sent: 1, failed: 4 });
		expect(await states()).toEqual({ P1: 'failed smtp_550_5.1.1 undeliverable', P2: 'failed smtp_554_5.7.1 not_invited', P3: 'failed smtp_452_4.2.2 not_invited', P4: 'sent non_contact', P5: 'failed smtp_550 undeliverable' });
		expect(JSON.stringify(await db.admin`select * from mail`)).not.toContain('@');
	});
	it('a 5xx to the whole message is a failure, of the address only where the code says so', async () => {
		await start({ message: (m) => (m.to[0] === 'p1@example.org' ? [554, '5.6.0 Content refused'] : [552, '5.2.2 Mailbox full']) });
		await addSeats(db, surveyId, people(2));
		expect(await run()).toMatchObject({ sent: 0, failed: 2, uncertain: 0 });
		expect(await states()).toEqual({ P1: 'failed smtp_554_5.6.0 not_invited', P2: 'failed smtp_552_5.2.2 undeliverable' });
	});
	it('a connection dropped with the message out leaves it uncertain, sent once', async () => {
		await start({ message: (m) => (m.to[0] === 'p2@example.org' ? 'drop' : undefined) });
		await addSeats(db, surveyId, people(4));
		expect(await run()).toMatchObject({ sent: 3, uncertain: 1 });
		expect(await run()).toMatchObject({ sent: 0, uncertain: 0 });
		expect(sink.got.filter((m) => m.to[0] === 'p2@example.org')).toHaveLength(1);
		expect(await states()).toMatchObject({ P2: 'uncertain connection_lost not_invited' });
	});
	it('a server that is not there stops the run, and nothing is lost', async () => {
		await start();
		await sink.close();
		await addSeats(db, surveyId, people(3));
		expect(await run()).toMatchObject({ sent: 0, failed: 0, uncertain: 0, waiting: 3, stopped: 'mail_problem_connection' });
		expect(await states()).toMatchObject({ P1: 'planned not_invited' });
	});
	it('a server that refuses the sender stops the run', async () => {
		await start({ options: { onMailFrom: (_, __, done) => done(Object.assign(new Error('no'), { responseCode: 550 })) } });
		await addSeats(db, surveyId, people(3));
		expect(await run()).toMatchObject({ waiting: 3, stopped: 'mail_problem_sender' });
	});
	it('a sender killed with messages out leaves them uncertain; the next one sends the rest and repeats none', async () => {
		let release: () => void = () => undefined;
		const reached = new Promise<void>((done) => { release = done; });
		let stall = true;
		await start({ message: (_, nth) => {
			if (!stall || nth < 12) return undefined;
			release();
			return 'never';
		} });
		await addSeats(db, surveyId, people(40));
		const child = spawn(process.execPath, ['test/support/mail-sender.ts'], { env: { ...process.env, DATABASE_URL: db.url, SURVEY: String(surveyId), GRUNNLAG_SMTP_URL: sink.url, SECRET: secret }, stdio: 'ignore' });
		await reached;
		await new Promise((done) => setTimeout(done, 300));
		child.kill('SIGKILL');
		await once(child, 'exit');
		stall = false;
		const result = await run();
		const taken = sink.got.map((m) => m.to[0]);
		expect(new Set(taken).size).toBe(taken.length);
		expect(result.uncertain).toBeGreaterThan(0);
		const count = await db.admin`select state, count(*)::int as n from mail group by state order by state`;
		expect(Object.fromEntries(count.map((r) => [r.state, r.n]))).toEqual({ sent: 40 - result.uncertain, uncertain: result.uncertain });
		expect((await run()).sent).toBe(0);
	});
});
