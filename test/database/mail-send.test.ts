import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashToken } from '../../src/lib/server/access/token.ts';
import { connect } from '../../src/lib/server/db/connection.ts';
import { asOnlySender } from '../../src/lib/server/db/mail-lock.ts';
import { createMailing, defaultTexts, invite, mailingOverview, type InviteInput, type MailDeps } from '../../src/lib/server/fieldwork/mail/index.ts';
import { drawSample, sampleSpecOf } from '../../src/lib/server/fieldwork/samples/index.ts';
import type { OutgoingMail, Outcome, Transport } from '../../src/lib/server/fieldwork/mail/transport.ts';
import { closeSurvey } from '../../src/lib/server/surveys/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, openedSurvey, type Person } from '../support/fieldwork.ts';

const actor = 'eva';
const secret = 's'.repeat(40);
const texts = defaultTexts('invitation', { deadline: true });
let db: TestDatabase;
let surveyId: number;
let dataDir: string;
let deps: MailDeps;

/** A transport that does what `answer` says and keeps what it was given. */
function scripted(answer: (mail: OutgoingMail, nth: number) => Outcome | Promise<Outcome> = () => ({ state: 'sent' }), batch = 3): Transport & { got: OutgoingMail[] } {
	const got: OutgoingMail[] = [];
	return { kind: 'smtp', batch, got, close: () => undefined, send: async (mail) => { got.push(mail); return answer(mail, got.filter((m) => m.place.ref === mail.place.ref).length); } };
}
const people = (n: number): Person[] => Array.from({ length: n }, (_, i) => ({ ref: `P${i + 1}`, name: `Åse Øvrebø ${i + 1}`, email: `p${i + 1}@example.org`, rolle: 'eier' }));
const run = (input: Partial<InviteInput> = {}) => invite(deps, { surveyId, actor, ...input });
const mails = async () => Object.fromEntries((await db.admin`select ref, state, reason, attempts from mail m join seat s on s.id = m.seat_id order by ref`).map((r) => [r.ref, [r.state, r.reason, r.attempts].filter((x) => x !== null).join(' ')]));
const dispositions = async () => Object.fromEntries((await db.admin`select ref, disposition from seat order by ref`).map((r) => [r.ref, r.disposition]));

beforeEach(async () => {
	db = await createDatabase();
	surveyId = await openedSurvey(db);
	deps = { database: db, secret, config: { origin: 'https://svar.example.no', dataDir, smtpUrl: undefined, mailFrom: 'Instituttet for læring <svar@example.org>' } };
	expect(await createMailing(deps, { surveyId, kind: 'invitation', ...texts, actor })).toMatchObject({ ok: true });
});
afterEach(() => db.drop());
beforeAll(async () => { dataDir = await mkdtemp(join(tmpdir(), 'grunnlag-mail-')); });
afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe('the texts of a mailing', () => {
	const save = (change: object) => createMailing(deps, { surveyId, kind: 'invitation', ...texts, ...change, actor });
	it('are the same mailing when saved again, and one audit row', async () => {
		expect(await save({})).toMatchObject({ ok: true, changed: false });
		expect(await db.admin`select from audit where action like 'mailing%'`).toHaveLength(1);
	});
	it('are refused with every fault at once', async () => {
		const result = await save({ subject: { nb: 'Hei\r\nBcc: x@example.org', nn: '', en: '{{lenke}}' }, body: { nb: 'Uten', nn: '{{lenke}} {{frame:fylke}} {{ukjent}} {{', en: '{{lenke}} {{frame:rolle}}' } });
		expect(result).toEqual({ ok: false, faults: [
			{ path: '/subject/nb', code: 'mail_fault_control', params: {} },
			{ path: '/body/nb', code: 'mail_fault_no_link', params: { field: '{{lenke}}' } },
			{ path: '/subject/nn', code: 'mail_fault_empty', params: {} },
			{ path: '/body/nn', code: 'mail_fault_unknown_field', params: { field: '{{frame:fylke}}' } },
			{ path: '/body/nn', code: 'mail_fault_unknown_field', params: { field: '{{ukjent}}' } },
			{ path: '/body/nn', code: 'mail_fault_braces', params: {} },
			{ path: '/subject/en', code: 'mail_fault_not_in_subject', params: { field: '{{lenke}}' } }
		] });
	});
	it('are fixed once a mail is on its way, in the database too', async () => {
		await addSeats(db, surveyId, people(1));
		expect(await save({ subject: { ...texts.subject, nb: 'Ny' } })).toMatchObject({ ok: true, changed: true });
		await run({ transport: scripted() });
		await expect(save({ subject: { ...texts.subject, nb: 'Enda nyere' } })).rejects.toMatchObject({ code: 'mail_problem_on_its_way', status: 409 });
		await expect(db.admin`update mailing set subject = '{}'`).rejects.toMatchObject({ code: 'GR003' });
	});
});

describe('sending', () => {
	it('reaches every sampled seat exactly once, and only the sample', async () => {
		await addSeats(db, surveyId, [...people(10), { ref: 'U1', name: 'Utenfor', email: 'u@example.org', sampled: false }]);
		const transport = scripted();
		expect(await run({ transport })).toEqual({ planned: 10, sent: 10, failed: 0, skipped: 0, uncertain: 0, waiting: 0, stopped: null, transport: 'smtp' });
		expect(transport.got.map((m) => m.place.ref).sort()).toEqual(people(10).map((p) => p.ref).sort());
		expect(await dispositions()).toMatchObject({ P1: 'non_contact', P10: 'non_contact', U1: 'not_invited' });
		expect(await run({ transport })).toMatchObject({ planned: 0, sent: 0 });
		expect(transport.got).toHaveLength(10);
	});
	it('invites those who have come to the list since, and no one again', async () => {
		await addSeats(db, surveyId, people(2));
		const transport = scripted();
		await run({ transport });
		await addSeats(db, surveyId, [{ ref: 'Ny', name: 'Ny', email: 'ny@example.org' }]);
		expect(await run({ transport })).toMatchObject({ planned: 1, sent: 1 });
		expect(transport.got.map((m) => m.place.ref).sort()).toEqual(['P1', 'P2', 'Ny'].sort());
	});
	it('takes in the whole list when asked to', async () => {
		await addSeats(db, surveyId, [{ ref: 'A', name: 'A', email: 'a@example.org', sampled: false }, { ref: 'B', name: 'B', email: 'b@example.org', sampled: false, disposition: 'ineligible' }]);
		expect(await run({ filter: 'all', transport: scripted() })).toMatchObject({ planned: 1, sent: 1 });
		expect(await dispositions()).toEqual({ A: 'non_contact', B: 'ineligible' });
	});
	it('leaves those who were not drawn alone, also when asked to take in the whole list, once a sample has been drawn', async () => {
		await addSeats(db, surveyId, people(4).map((p) => ({ ...p, sampled: false })));
		await drawSample(deps, { surveyId, spec: sampleSpecOf(new Map([['method', 'simple'], ['n', '2']])), seed: 1, actor });
		await expect(run({ filter: 'all', transport: scripted() })).rejects.toMatchObject({ code: 'sample_problem_drawn', status: 409 });
		expect(await run({ transport: scripted() })).toMatchObject({ planned: 2, sent: 2 });
		await expect(drawSample(deps, { surveyId, spec: sampleSpecOf(new Map([['method', 'census']])), seed: 1, actor })).rejects.toMatchObject({ code: 'sample_problem_sent' });
	});
	it('has the hash of each link, and the state, committed before the message leaves', async () => {
		await addSeats(db, surveyId, people(4));
		const seen: unknown[] = [];
		await run({ transport: scripted(async (mail) => {
			const token = /svar\/(\S+)/.exec(mail.text)?.[1] ?? '';
			const [row] = await db.admin`select m.state from invitation_link l join mail m using (survey_id, seat_id) where l.token_hash = ${Buffer.from(hashToken(token, secret))} and l.seat_id = ${mail.place.seatId}`;
			seen.push(row?.state);
			return { state: 'sent' };
		}) });
		expect(seen).toEqual(['sending', 'sending', 'sending', 'sending']);
	});
	it('checks the disposition again as it sends, and says why it skipped', async () => {
		await addSeats(db, surveyId, people(5));
		await run({ transport: scripted(() => ({ state: 'not_begun', problem: 'mail_problem_sender' })) });
		await db.admin`update seat set disposition = 'refusal' where ref = 'P1'`;
		await db.admin`update seat set disposition = 'ineligible' where ref = 'P2'`;
		await db.admin`update seat set disposition = 'complete' where ref = 'P3'`;
		await db.admin`update seat set contact_key = null where ref = 'P4'`;
		expect(await run({ transport: scripted() })).toMatchObject({ planned: 0, sent: 1, skipped: 4 });
		expect(await mails()).toEqual({ P1: 'skipped refusal 0', P2: 'skipped ineligible 0', P3: 'skipped complete 0', P4: 'skipped no_contact 0', P5: 'sent 1' });
	});
	it('tries again after a temporary refusal, and gives up after the last pause', async () => {
		await addSeats(db, surveyId, people(2));
		const transport = scripted((mail, nth) => (mail.place.ref === 'P1' && nth > 2 ? { state: 'sent' } : { state: 'deferred', reason: 'smtp_451' }));
		expect(await run({ transport, retryAfterMs: [5, 5] })).toMatchObject({ sent: 1, failed: 1, waiting: 0 });
		expect(await mails()).toEqual({ P1: 'sent 3', P2: 'failed smtp_451 3' });
		expect(await dispositions()).toEqual({ P1: 'non_contact', P2: 'not_invited' });
	});
	it('makes an address refused for good undeliverable, but not one refused by policy', async () => {
		await addSeats(db, surveyId, people(2));
		const outcome = (mail: OutgoingMail): Outcome => ({ state: 'refused', reason: mail.place.ref === 'P1' ? 'smtp_550_5.1.1' : 'smtp_554_5.7.1', address: mail.place.ref === 'P1' });
		expect(await run({ transport: scripted(outcome) })).toMatchObject({ failed: 2 });
		expect(await dispositions()).toEqual({ P1: 'undeliverable', P2: 'not_invited' });
	});
	it('marks a mail of unknown outcome uncertain and never sends it again', async () => {
		await addSeats(db, surveyId, people(2));
		const transport = scripted((mail) => (mail.place.ref === 'P1' ? { state: 'unknown', reason: 'connection_lost' } : { state: 'sent' }));
		expect(await run({ transport })).toMatchObject({ sent: 1, uncertain: 1 });
		expect(await run({ transport })).toMatchObject({ planned: 0, sent: 0, uncertain: 0 });
		expect(transport.got).toHaveLength(2);
		expect(await mails()).toEqual({ P1: 'uncertain connection_lost 1', P2: 'sent 1' });
	});
	it('is not offered again to those whose mail failed or is uncertain', async () => {
		await addSeats(db, surveyId, people(4));
		await run({ transport: scripted((mail) => (mail.place.ref === 'P1' ? { state: 'unknown', reason: 'connection_lost' } : mail.place.ref === 'P2' ? { state: 'refused', reason: 'smtp_550_5.7.1', address: false } : { state: 'sent' })) });
		await addSeats(db, surveyId, [{ ref: 'Ny', name: 'Ny', email: 'ny@example.org' }]);
		expect((await mailingOverview(deps, { surveyId })).audience).toMatchObject({ notInvited: 3, toInvite: 1 });
		expect(await run({ transport: scripted() })).toMatchObject({ planned: 1, sent: 1 });
	});
	it('makes what a dead sender had in hand uncertain, and goes on with the rest', async () => {
		await addSeats(db, surveyId, people(5));
		const dying = scripted(() => { throw new Error('the process is gone'); });
		await expect(run({ transport: dying })).rejects.toThrow();
		expect(await mails()).toMatchObject({ P1: 'sending 1', P4: 'planned 0' });
		const transport = scripted();
		expect(await run({ transport })).toMatchObject({ planned: 0, sent: 2, uncertain: 3 });
		expect(transport.got.map((m) => m.place.ref).sort()).toEqual(['P4', 'P5'].sort());
		expect(await mails()).toMatchObject({ P1: 'uncertain interrupted 1', P5: 'sent 1' });
	});
	it('stops without spending attempts when the server takes nothing, and goes on later', async () => {
		await addSeats(db, surveyId, people(4));
		expect(await run({ transport: scripted(() => ({ state: 'not_begun', problem: 'mail_problem_authentication' })) })).toMatchObject({ sent: 0, waiting: 4, stopped: 'mail_problem_authentication' });
		expect(await mails()).toMatchObject({ P1: 'planned 0' });
		expect(await run({ transport: scripted() })).toMatchObject({ planned: 0, sent: 4 });
	});
	it('is one sender at a time for a mailing', async () => {
		await addSeats(db, surveyId, people(3));
		const transport = scripted(async () => { await new Promise((done) => setTimeout(done, 50)); return { state: 'sent' }; }, 1);
		const both = await Promise.allSettled([run({ transport }), run({ transport })]);
		expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find((r) => r.status === 'rejected')).toMatchObject({ reason: { code: 'mail_problem_running', status: 409 } });
		expect(transport.got).toHaveLength(3);
	});
	it('sends more mailings at once than there are connections', async () => {
		await addSeats(db, surveyId, people(2));
		await run({ transport: scripted() });
		const numbers = [1, 2, 3, 4, 5, 6, 7];
		for (const number of numbers) await createMailing(deps, { surveyId, kind: 'reminder', number, ...defaultTexts('reminder', { deadline: true }), actor });
		const all = await Promise.all(numbers.map((number) => run({ kind: 'reminder', number, transport: scripted() })));
		expect(all.map((r) => r.sent)).toEqual(numbers.map(() => 2));
	});
	it('lets no other process send the same mailing meanwhile', async () => {
		const other = connect(db.url);
		const ref = { surveyId, mailingId: 1 };
		expect(await asOnlySender(db.fieldwork.sql, ref, () => asOnlySender(other.fieldwork.sql, ref, async () => 1))).toEqual({ result: null });
		expect(await asOnlySender(other.fieldwork.sql, ref, async () => 1)).toEqual({ result: 1 });
		await other.close();
	});
	it('lets the next sender in when the one before has ended, however it ended', async () => {
		const ref = { surveyId, mailingId: 1 };
		await expect(asOnlySender(db.fieldwork.sql, ref, async () => { throw new Error('x'); })).rejects.toThrow('x');
		expect(await asOnlySender(db.fieldwork.sql, ref, async () => 1)).toEqual({ result: 1 });
	});
	it('is refused while the survey is not open, and stops when it closes', async () => {
		await addSeats(db, surveyId, people(6));
		const transport = scripted(async (_, __) => { await closeSurvey({ database: db }, { surveyId, actor }); return { state: 'sent' }; });
		const result = await run({ transport });
		expect(result).toMatchObject({ sent: transport.got.length, waiting: 6 - transport.got.length, stopped: 'mail_problem_not_open' });
		// the last check of those in hand with the first may have been made before it closed
		expect(transport.got.length).toBeLessThanOrEqual(3);
		await expect(run({ transport })).rejects.toMatchObject({ code: 'mail_problem_not_open', status: 409 });
	});
	it('ends after the batch in hand when told to', async () => {
		await addSeats(db, surveyId, people(7));
		const stop = new AbortController();
		expect(await run({ transport: scripted(), signal: stop.signal, onProgress: () => stop.abort() })).toMatchObject({ sent: 3, waiting: 4 });
	});
	it('tells of its progress, up to all', async () => {
		await addSeats(db, surveyId, people(7));
		const seen: string[] = [];
		await run({ transport: scripted(), onProgress: (p) => seen.push(`${p.done}/${p.total}`) });
		expect(seen).toEqual(['3/7', '6/7', '7/7']);
	});
	it('sends a reminder only to those who have not answered or not finished', async () => {
		await addSeats(db, surveyId, people(4));
		await run({ transport: scripted() });
		await db.admin`update seat set disposition = 'complete' where ref = 'P1'`;
		await db.admin`update seat set disposition = 'partial' where ref = 'P2'`;
		await db.admin`update seat set disposition = 'refusal' where ref = 'P3'`;
		await createMailing(deps, { surveyId, kind: 'reminder', number: 1, ...defaultTexts('reminder', { deadline: true }), actor });
		const transport = scripted();
		expect(await run({ kind: 'reminder', number: 1, transport })).toMatchObject({ planned: 2, sent: 2 });
		expect(transport.got.map((m) => m.place.ref).sort()).toEqual(['P2', 'P4'].sort());
		expect(transport.got[0]?.subject).toMatch(/^Påminnelse/);
		expect(await dispositions()).toEqual({ P1: 'complete', P2: 'partial', P3: 'refusal', P4: 'non_contact' });
	});
	it('sends nothing more to who asked for no more, also after beginning the form, until another sits in the seat', async () => {
		await addSeats(db, surveyId, people(3));
		await run({ transport: scripted() });
		const seatId = async (ref: string) => (await db.admin<[{ id: number }]>`select id from seat where ref = ${ref}`)[0].id;
		const optOut = (ref: string) => db.admin`select respond_opt_out(l.survey_id, l.token_hash) from invitation_link l join seat s on s.id = l.seat_id where s.ref = ${ref}`;
		for (const ref of ['P1', 'P2']) await optOut(ref);
		// both begin after all
		await db.admin`update seat set disposition = 'partial' where ref in ('P1', 'P2')`;
		await createMailing(deps, { surveyId, kind: 'reminder', number: 1, ...defaultTexts('reminder', { deadline: true }), actor });
		const first = scripted();
		await run({ kind: 'reminder', number: 1, transport: first });
		expect(first.got.map((m) => m.place.ref)).toEqual(['P3']);
		await createMailing(deps, { surveyId, kind: 'reminder', number: 2, ...defaultTexts('reminder', { deadline: true }), actor });
		await db.admin`insert into seat_event (survey_id, seat_id, kind, actor) values (${surveyId}, ${await seatId('P2')}, 'replaced', ${actor})`;
		// one who asks while the mails are on their way
		const second = scripted(async ({ place }) => {
			if (place.ref === 'P2') await optOut('P3');
			return { state: 'sent' };
		}, 1);
		await run({ kind: 'reminder', number: 2, transport: second });
		expect(second.got.map((m) => m.place.ref)).toEqual(['P2']);
	});
	it('cannot put a sent mail back in line, whatever code tries', async () => {
		await addSeats(db, surveyId, people(1));
		await run({ transport: scripted() });
		await expect(db.admin`update mail set state = 'planned'`).rejects.toMatchObject({ code: 'GR003' });
	});
});

describe('the message', () => {
	it('is in the seat’s language, with both parts, and names the seat to someone with several', async () => {
		await addSeats(db, surveyId, [
			{ ref: 'N', name: 'Nynorsk Åsen', email: 'nn@example.org', locale: 'nn', rolle: 'leder' },
			{ ref: 'T1', name: 'To Plasser', email: 'to@example.org', rolle: 'eier' }, { ref: 'T2', name: 'To Plasser', email: 'to@example.org', rolle: 'leder', locale: 'en' }
		]);
		const transport = scripted();
		await run({ transport });
		const [n, one, two] = ['N', 'T1', 'T2'].map((ref) => transport.got.find((m) => m.place.ref === ref));
		expect(n).toMatchObject({ subject: 'Invitasjon: Spørsmål om læring på nynorsk', locale: 'nn', to: { name: 'Nynorsk Åsen', address: 'nn@example.org' } });
		expect(n?.text).toContain('Vi inviterer deg til å svare på undersøkinga');
		expect(n?.text).not.toContain('gonger');
		expect(n?.html).toContain('<html lang="nn">');
		expect(one?.text).toContain('Du står på listen 2 ganger, og derfor får du 2 skjemaer i denne undersøkelsen, ett for hver plass. Dette skjemaet gjelder: Rolle: Skoleeier.');
		expect(two?.text).toContain('This form is for: Role: Leader.');
		for (const m of transport.got) expect(m.text + m.html).not.toMatch(/\{\{|\}\}|undefined|null/);
	});
	it('is a file in the mailbox when there is no mail server, for the owner alone', async () => {
		await addSeats(db, surveyId, [{ ref: '../../etc/passwd', name: 'Æ "Ø" <Å>', email: 'a@example.org' }, { ref: 'B', name: 'Bø\r\nBcc: mange@example.org', email: 'b@example.org' }]);
		const links = new Map<string, string>();
		expect(await run({ collectLinks: (ref, link) => links.set(ref, link) })).toMatchObject({ sent: 2, transport: 'mailbox' });
		const folder = join(dataDir, 'mailbox', `forum-${surveyId}`);
		expect((await readdir(folder)).sort()).toEqual(['B.2-1.eml', '_etc_passwd.1-1.eml']);
		expect((await stat(join(folder, 'B.2-1.eml'))).mode & 0o777).toBe(0o600);
		const b = await PostalMime.parse(await readFile(join(folder, 'B.2-1.eml')));
		expect(b.to).toEqual([{ name: 'Bø Bcc: mange@example.org', address: 'b@example.org' }]);
		expect(b.bcc).toBeUndefined();
		const a = await PostalMime.parse(await readFile(join(folder, '_etc_passwd.1-1.eml')));
		expect(a.to).toEqual([{ name: 'Æ "Ø" <Å>', address: 'a@example.org' }]);
		expect(a.html).toContain('Æ &quot;Ø&quot; &lt;Å&gt;');
		expect(a.from).toMatchObject({ name: 'Instituttet for læring', address: 'svar@example.org' });
		const link = links.get('../../etc/passwd') ?? '';
		expect(a.text).toContain(link);
		expect(a.html?.split(`href="${link}"`)).toHaveLength(3);
	});
	it('leaves no token in any column of the database', async () => {
		await addSeats(db, surveyId, people(3));
		const tokens: string[] = [];
		await run({ collectLinks: (_, link) => tokens.push(link.slice(link.lastIndexOf('/') + 1)), transport: scripted() });
		expect(tokens).toHaveLength(3);
		const tables = await db.admin<{ schema: string; name: string }[]>`select table_schema as schema, table_name as name from information_schema.tables where table_schema in ('public', 'contact') and table_type = 'BASE TABLE'`;
		const rows = (await Promise.all(tables.map((t) => db.admin`select ${db.admin(t.name)}::text as row from ${db.admin(t.schema)}.${db.admin(t.name)}`))).flat();
		expect(rows.length).toBeGreaterThan(20);
		const all = rows.map((r) => String(r.row)).join('\n');
		for (const token of tokens) {
			expect(all).not.toContain(token.slice(token.indexOf('-') + 1));
			expect(all).toContain(Buffer.from(hashToken(token, secret)).toString('hex'));
		}
	});
});
