import { describe, expect, it } from 'vitest';
import { readReturn } from '../../src/lib/server/fieldwork/returns/read.ts';
import { ownWords, REPLY_MAX, suggestionOf } from '../../src/lib/server/fieldwork/returns/reply.ts';
import { LOCALES } from '../../src/lib/domain/questionnaire/schema.ts';
import { translate } from '../../src/lib/i18n.ts';
import { CAUSES, failureOf } from '../../src/lib/server/fieldwork/returns/status.ts';
import { RETURN_PATH, RETURNED, returned, SECRET } from '../support/returned.ts';

const keys = { secret: SECRET, returnPath: RETURN_PATH };
const ref = { surveyId: 12, mailingId: 3, seatId: 4567 };
const read = async (name: string, change?: (text: string) => string) => readReturn(returned(name, ref, change ? { change } : {}), keys);
const meaning = async (name: string, change?: (text: string) => string) => {
	const reading = await read(name, change);
	if ('ignored' in reading) return reading.ignored;
	expect(reading.ref).toEqual(ref);
	return reading.meaning;
};

describe('a message that comes back', () => {
	const expected: Record<string, unknown> = {
		postfix: { kind: 'hard', code: '5.1.1', cause: 'no_mailbox' },
		'postfix-delayed': { kind: 'delayed' },
		'postfix-expired': { kind: 'soft', code: '4.4.1', cause: 'expired' },
		'exchange-online': { kind: 'hard', code: '5.1.10', cause: 'no_mailbox' },
		'exchange-edge': { kind: 'hard', code: '5.4.1', cause: 'no_mailbox' },
		'exchange-full': { kind: 'soft', code: '5.2.2', cause: 'full' },
		'exchange-old': { kind: 'hard', code: '5.1.1', cause: 'no_mailbox' },
		exim: { kind: 'hard', code: null, cause: 'no_domain' },
		'exim-report': { kind: 'hard', code: '5.0.0', cause: 'no_mailbox' },
		gmail: { kind: 'hard', code: '5.1.1', cause: 'no_mailbox' },
		qmail: { kind: 'hard', code: '5.1.1', cause: 'no_mailbox' },
		policy: { kind: 'soft', code: '5.7.1', cause: 'policy' },
		'out-of-office': { kind: 'auto' },
		'left-auto': { kind: 'reply', text: 'Hei, jeg har sluttet i kommunen. Ta kontakt med sentralbordet.', suggestion: 'left' },
		'reply-no': { kind: 'reply', text: 'Nei takk, jeg ønsker ikke å delta.\n\nHilsen Kari', suggestion: 'refusal' },
		'reply-left': { kind: 'reply', text: 'Kari no longer works here.', suggestion: 'left' },
		'reply-question': { kind: 'reply', text: 'Hei, lenken min […] virker ikke. Kan jeg få en ny?', suggestion: null },
		spam: 'unmatched'
	};
	it('has an expectation for every example', () => expect(Object.keys(expected).sort()).toEqual([...RETURNED].sort()));
	it.each(Object.entries(expected))('is read: %s', async (name, what) => {
		expect(await meaning(name)).toEqual(what);
	});

	it('is none of ours when its codes were made under another secret', async () => {
		for (const name of RETURNED) expect(await readReturn(returned(name, ref, { secret: 'x'.repeat(40) }), keys), name).toEqual({ ignored: 'unmatched' });
	});
	it('is known by the Message-ID of ours that it returns where the address was lost on the way', async () => {
		const lost = (text: string) => text.replace(/retur\+\S+@svar\.example\.no/g, 'retur@svar.example.no');
		for (const name of ['postfix', 'exchange-online', 'gmail', 'exim-report']) expect(await meaning(name, lost), name).toMatchObject({ kind: 'hard' });
		expect(await readReturn(returned('qmail', ref, { change: lost }), keys)).toEqual({ ignored: 'unmatched' });
	});
	it('is known by what the mail system says of the recipient', async () => {
		const to = /retur\+\S+@svar\.example\.no/.exec(returned('qmail', ref).toString())?.[0] ?? '';
		const raw = returned('qmail', ref, { change: (text) => text.replaceAll(to, 'undisclosed@example.org').replace(/Message-ID.*/g, '') });
		expect(await readReturn(raw, keys)).toEqual({ ignored: 'unmatched' });
		expect(await readReturn(raw, keys, [to])).toMatchObject({ ref, meaning: { kind: 'hard' } });
	});
	it('has the same key when it is read again, and another for another mail, status or message', async () => {
		const key = async (change?: (text: string) => string, other = ref) => {
			const reading = await readReturn(returned('postfix', other, change ? { change } : {}), keys);
			return 'ignored' in reading ? '' : reading.key.toString('hex');
		};
		const first = await key();
		expect(await key((t) => t.replace('Return-Path: <>', 'Return-Path: <>\nReceived: from elsewhere'))).toBe(first);
		const others = [await key((t) => t.replaceAll('5.1.1', '5.2.2')), await key((t) => t.replace('Message-Id: <4F', 'Message-Id: <5F')), await key(undefined, { ...ref, seatId: 1 })];
		expect(new Set([first, ...others]).size).toBe(4);
	});
	it('of more than a million bytes is not read', async () => {
		expect(await readReturn(Buffer.concat([returned('postfix', ref), Buffer.alloc(1_000_000, 'x')]), keys)).toEqual({ ignored: 'too_large' });
	});
	it('that is no message is ignored', async () => {
		for (const raw of ['', '\0\0\0', '   ', 'no header here at all\n\n']) expect(await readReturn(Buffer.from(raw), keys)).toHaveProperty('ignored');
	});
	it('delivered to one of several behind the address is delivered, and half dead is not dead', async () => {
		const more = (action: string, status: string) => (text: string) => text.replace('--4F1Zx30abcz9rxM.1621239303/mx.example.org\nContent-Description: Undelivered', `Final-Recipient: rfc822; two@kommune.example\nAction: ${action}\nStatus: ${status}\n\n$&`);
		expect(await meaning('postfix', more('relayed', '2.0.0'))).toEqual({ kind: 'delivered' });
		expect(await meaning('postfix', more('failed', '4.2.2'))).toEqual({ kind: 'soft', code: '4.2.2', cause: 'full' });
		expect(await meaning('postfix', more('failed', '5.1.2'))).toMatchObject({ kind: 'hard' });
	});
	it('with a report that says nothing is no failure', async () => {
		expect(await meaning('postfix', (t) => t.replace(/Action: failed/, 'Action: '))).toMatchObject({ kind: 'hard' });
		expect(await meaning('policy', (t) => t.replace(/Action: failed/, 'Action: ').replace('Undelivered Mail Returned to Sender', 'Hello'))).toEqual({ kind: 'auto' });
	});
	it('is a reply also when it is a receipt in the name only', async () => {
		expect(await meaning('reply-question', (t) => t.replace('text/html; charset="utf-8"', 'multipart/report; report-type=disposition-notification; boundary=q'))).toEqual({ kind: 'auto' });
		expect(await meaning('reply-question', (t) => t.replace('Subject: Re: Questions', 'Subject: Re: Questions\nAuto-Submitted: no'))).toMatchObject({ kind: 'reply' });
	});
});

describe('a code', () => {
	it.each([
		['5.1.1', '', 'hard no_mailbox'], ['5.1.2', '', 'hard no_domain'], ['5.1.3', '', 'hard bad_address'], ['5.1.6', '', 'hard moved'], ['5.2.1', '', 'hard closed'], ['5.4.4', '', 'hard no_domain'],
		['5.1.8', 'sender domain', 'soft other'], ['5.2.2', 'no such user', 'soft full'], ['4.2.2', '', 'soft full'], ['4.4.7', '', 'soft expired'], ['5.7.1', 'user unknown', 'soft policy'], ['5.2.3', '', 'soft too_big'],
		['5.0.0', '550 5.1.1 gone', 'hard no_mailbox'], ['5.0.0', 'Mailbox full', 'soft full'], ['5.0.0', 'whatever', 'soft other'], ['5.4.1', 'Connection refused', 'soft expired'],
		['5.5.0', 'Requested action not taken: mailbox unavailable', 'hard no_mailbox'], ['4.0.0', 'user unknown', 'soft other'],
		[null, '550 User unknown', 'hard no_mailbox'], [null, 'account is disabled', 'hard closed'], [null, 'Host or domain name not found', 'hard no_domain'], [null, 'at 10.5.1.1 we are 192.5.1.1', 'soft other'],
		[null, 'the user’s mailbox is over quota and unknown', 'soft full']
	])('%s with the words "%s" is %s', (code, words, expected) => {
		const { kind, cause } = failureOf(code, words);
		expect(`${kind} ${cause}`).toBe(expected);
	});
});

describe('a reply', () => {
	it.each([
		['Slutt', 'refusal'], ['STOPP!', 'refusal'], ['Nei takk.', 'refusal'], ['Meld meg av listen', 'refusal'], ['Eg ønskjer ikkje å delta', 'refusal'], ['Please remove me from this list', 'refusal'], ['Vennligst slutt å sende meg e-post', 'refusal'],
		['Hun har sluttet', 'left'], ['Eg har slutta på skulen', 'left'], ['Jobber ikke her lenger', 'left'], ['Ola arbeidar ikkje her lenger', 'left'], ['I no longer work here', 'left'], ['Jeg er pensjonist', 'left'], ['She has left the organisation', 'left'],
		['Når er fristen?', null], ['Takk for påminnelsen, jeg skal svare i morgen', null], ['Skoleåret er snart slutt, så jeg svarer da', null], ['', null]
	])('"%s" seems to say %s', (text, expected) => {
		expect(suggestionOf(text)).toBe(expected);
	});
	it.each([
		['written above', 'Nei takk\n\n-----Opprinnelig melding-----\nFra: X\nBrev', 'Nei takk'],
		['written below', '> Kjære deg\n> svar her\n\nJeg har svart.', 'Jeg har svart.'],
		['with a signature', 'Har svart\n-- \nKari\nRektor', 'Har svart'],
		['from a Norwegian phone', 'Ok\n\nDen man. 17. mai 2021 kl. 08:15 skrev Instituttet <svar@example.org>:\nBrev', 'Ok'],
		['from Outlook in nynorsk', 'Ok\n\nFrå: Instituttet <svar@example.org>\nSendt: i dag\nBrev', 'Ok'],
		['from Outlook, where it hides the address', 'Ok\n\nFra: Instituttet\nSendt: mandag 17. mai 2021 08:15\nTil: Kari\nBrev', 'Ok\n\nFra: Instituttet'],
		['that says when something was sent', 'Jeg sendte det i 2021.\nSendt: nei', 'Jeg sendte det i 2021.\nSendt: nei'],
		['without a word of its own', '> alt er sitert', '']
	])('%s is kept without what it quotes', (_, text, own) => expect(ownWords(text)).toBe(own));
	it('is kept without any link or token, control characters and more than its share', () => {
		const own = ownWords(`a\0b\u0007 se HTTPS://svar.example.no/svar/1-AAAAAAAAAAAAAAAAAAAAAA og 1-AbCdEfGhIjKlMnOpQrStUv_-\r\n\r\n\r\n\r\n${'ord '.repeat(5000)}`);
		expect(own.startsWith('ab se […] og […]\n\nord ord')).toBe(true);
		expect(own.length).toBeLessThanOrEqual(REPLY_MAX);
	});
	it('of a million spaces takes no time', () => {
		const began = process.cpuUsage();
		for (const odd of [' ', '\t', '-', '>', 'på ', 'http', 'a@', '\n\n ']) ownWords(odd.repeat(50_000 / odd.length));
		// by the processor's clock: what else it does is no fault. Looking from every place to the end takes minutes
		expect(process.cpuUsage(began).user / 1000).toBeLessThan(4000);
	});
});

describe('what came back, in words', () => {
	const keys = [
		...CAUSES.map((cause) => `cause_${cause}`), ...['undeliverable', 'counted', 'answered', 'decided', 'former', 'already', 'none'].map((effect) => `effect_${effect}`),
		...['unmatched', 'too_large', 'unreadable', 'not_sent', 'too_many'].map((reason) => `reason_${reason}`), ...['hard', 'soft', 'reply', 'auto', 'passing'].map((kind) => `kind_${kind}`),
		...['refusal', 'left', 'nothing'].map((choice) => `as_${choice}`), ...['connection', 'authentication', 'folder', 'flags', 'choice', 'no_reply', 'filed'].map((problem) => `problem_${problem}`)
	];
	it.each(keys)('has words for %s in every language', (key) => {
		for (const locale of LOCALES) expect(translate(`returns_${key}`, {}, locale)).not.toMatch(/^$|returns_/);
	});
});
