import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMailing, defaultTexts, invite, type MailDeps } from '../../src/lib/server/fieldwork/mail/index.ts';
import { readEnvelope } from '../../src/lib/server/fieldwork/mail/verp.ts';
import { takeReturn } from '../../src/lib/server/fieldwork/returns/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { RETURN_PATH, SECRET } from '../support/returned.ts';
import { startSink, type Received, type Sink } from '../support/smtp.ts';

let db: TestDatabase;
let sink: Sink;
let surveyId: number;
let deps: MailDeps;

beforeEach(async () => {
	db = await createDatabase();
	surveyId = await openedSurvey(db);
	sink = await startSink();
	deps = { database: db, secret: SECRET, config: { origin: 'https://svar.example.no', dataDir: '/nowhere', smtpUrl: sink.url, mailFrom: 'Instituttet <svar@example.org>', returnPath: RETURN_PATH } };
	await createMailing(deps, { surveyId, kind: 'invitation', ...defaultTexts('invitation', { deadline: true }), actor: 'eva' });
	await addSeats(db, surveyId, ['A', 'B', 'C'].map((ref) => ({ ref, name: `Kari ${ref}`, email: `${ref.toLowerCase()}@example.com`, locale: 'nb' })));
	expect(await invite(deps, { surveyId, actor: 'eva' })).toMatchObject({ sent: 3 });
});
afterEach(async () => {
	await sink.close();
	await db.drop();
});

const taken = (text: string) => takeReturn({ ...deps, config: { returnPath: RETURN_PATH, softBounces: 3 } }, Buffer.from(text.replace(/\n/g, '\r\n')));
const sentTo = (ref: string): Received => sink.got.find((m) => m.to[0] === `${ref.toLowerCase()}@example.com`) ?? { from: '', to: [], raw: Buffer.alloc(0) };
const idOf = async (received: Received) => (await PostalMime.parse(received.raw)).messageId ?? '';
const dispositions = async () => Object.fromEntries((await db.admin`select ref, disposition from seat`).map((r) => [r.ref, r.disposition]));

describe('a mail that was really sent', () => {
	it('carries on its envelope and in its Message-ID what it is known by, and nothing of its reader', async () => {
		for (const ref of ['A', 'B', 'C']) {
			const received = sentTo(ref);
			const [seat] = await db.admin<{ id: number }[]>`select id from seat where ref = ${ref}`;
			expect(readEnvelope(SECRET, RETURN_PATH, received.from)).toMatchObject({ surveyId, seatId: seat?.id });
			expect(`${received.from} ${await idOf(received)}`).not.toMatch(/kari|example\.com/i);
		}
		expect(new Set(sink.got.map((m) => m.from)).size).toBe(3);
	});
	it('comes back to its own seat: by the envelope when it bounces, by the Message-ID when it is answered', async () => {
		const { from } = sentTo('A');
		const report = `Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: ${from}\nMessage-ID: <1@mx.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.1.1\n\n--b--\n`;
		expect(await taken(report)).toEqual({ recorded: 'undeliverable', kind: 'hard' });
		const answer = `From: b@example.com\nTo: svar@example.org\nSubject: Re: x\nMessage-ID: <2@example.com>\nIn-Reply-To: ${await idOf(sentTo('B'))}\n\nNei takk\n`;
		expect(await taken(answer)).toEqual({ recorded: 'none', kind: 'reply' });
		expect(await dispositions()).toEqual({ A: 'undeliverable', B: 'non_contact', C: 'non_contact' });
	});
	it('that is returned whole by a system without reports of the kind does not have its own words read as the report’s', async () => {
		const received = sentTo('C');
		const plain = `Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: ${received.from}\nMessage-ID: <3@mx.example>\nSubject: failure notice\n\nHi. I wasn't able to deliver your message to the following addresses.\n\n<c@example.com>:\nThe recipient's mailbox is full.\n\n--- Below this line is a copy of the message.\n\n${received.raw.toString().replaceAll('\r\n', '\n')}\nNo such user 5.1.1\n`;
		expect(await taken(plain)).toEqual({ recorded: 'counted', kind: 'soft' });
	});
});
