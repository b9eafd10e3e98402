import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../src/lib/domain/questionnaire/schema.ts';
import { checkTexts, checkVariantTexts, MERGE_FIELDS } from '../../src/lib/server/fieldwork/mail/fields.ts';
import { defaultTexts } from '../../src/lib/server/fieldwork/mail/index.ts';
import { fileName, nameable } from '../../src/lib/server/fieldwork/mail/mailbox.ts';
import { oneLine, render, type Values } from '../../src/lib/server/fieldwork/mail/render.ts';
import { outcomeOf } from '../../src/lib/server/fieldwork/mail/smtp.ts';
import { isAddress } from '../../src/lib/server/fieldwork/mail/transport.ts';

const known = { variables: new Set(['rolle']), deadline: true };
const same = (text: string) => ({ nb: text, nn: text, en: text });
const codes = (subject: string, body: string, k = known) => [...new Set(checkTexts({ subject: same(subject), body: same(body) }, k).map((f) => f.code))];
const values = (more: Partial<Values['fields']> = {}): Values => ({
	fields: { navn: 'Åse', lenke: 'https://svar.example/svar/1-x', undersokelse: 'Læring', frist: '1. mai', kontakt: 'Ring oss', ansvarlig: 'Vi', varighet: '5 min', flere: '', avmeld: 'https://svar.example/svar/1-x/avmeld', ...more }, frame: { rolle: 'Leder' }, button: 'Svar', optOut: ''
});

describe('the texts to begin with', () => {
	it.each(['invitation', 'reminder'] as const)('of %s have no fault, with or without a closing date', (kind) => {
		expect(checkTexts(defaultTexts(kind, { deadline: true }), { variables: new Set(), deadline: true })).toEqual([]);
		expect(checkTexts(defaultTexts(kind, { deadline: false }), { variables: new Set(), deadline: false })).toEqual([]);
	});
	it('differ between the languages', () => {
		const { body } = defaultTexts('invitation', { deadline: true });
		expect(new Set(LOCALES.map((l) => body[l])).size).toBe(3);
	});
});

describe('checking a text', () => {
	it('knows every merge field and every frame variable of the survey, with blanks in the braces or not', () => {
		expect(codes('{{undersokelse}}', `{{ lenke }} ${MERGE_FIELDS.map((f) => `{{${f}}}`).join(' ')} {{frame:rolle}}`)).toEqual([]);
	});
	it.each([
		['an unknown field', 'a', '{{lenke}} {{hovedstad}}', 'mail_fault_unknown_field'], ['an unknown variable', 'a', '{{lenke}} {{frame:fylke}}', 'mail_fault_unknown_field'],
		['a field spelt wrong', 'a', '{{lenke}} {{navnn}}', 'mail_fault_unknown_field_near'],
		['a field of Object itself', 'a', '{{lenke}} {{constructor}}', 'mail_fault_unknown_field'],
		['half a field', 'a', '{{lenke}} {{navn}', 'mail_fault_braces'], ['no link', 'a', 'Hei {{navn}}', 'mail_fault_no_link'], ['an empty body', 'a', ' \n ', 'mail_fault_empty'],
		['an empty subject', ' ', '{{lenke}}', 'mail_fault_empty'], ['a line break in the subject', 'a\nBcc: b', '{{lenke}}', 'mail_fault_control'], ['a carriage return', 'a\rb', '{{lenke}}', 'mail_fault_control'],
		['a line separator', 'a\u2028b', '{{lenke}}', 'mail_fault_control'], ['a NUL in the body', 'a', '{{lenke}}\0', 'mail_fault_control'], ['the link in the subject', '{{lenke}}', '{{lenke}}', 'mail_fault_not_in_subject'],
		['too long a subject', 'x'.repeat(201), '{{lenke}}', 'mail_fault_too_long'], ['too long a body', 'a', `{{lenke}}${'x'.repeat(20_000)}`, 'mail_fault_too_long']
	])('finds %s', (_, subject, body, code) => {
		expect(codes(subject, body)).toEqual([code]);
	});
	it.each([['navnn', 'navn'], ['Lenke', 'lenke'], ['frsit', 'frist'], ['frame:role', 'frame:rolle'], ['avmelding', 'avmeld'], ['xyz', null], ['constructor', null]])('takes {{%s}} to mean %s', (typed, meant) => {
		const [fault] = checkTexts({ subject: same('a'), body: same(`{{lenke}} {{${typed}}}`) }, known);
		expect(fault?.params).toEqual({ field: `{{${typed}}}`, ...(meant && { near: `{{${meant}}}` }) });
	});
	it('lets a variant leave a language out, whole, but not all of them', () => {
		const variant = (subject: object, body: object) => checkVariantTexts({ subject, body }, known).map((f) => `${f.path} ${f.code}`);
		expect(variant({ nb: 'a' }, { nb: '{{lenke}}' })).toEqual([]);
		expect(variant({ nb: 'a', nn: 'b' }, { nb: '{{lenke}}', en: ' ' })).toEqual(['/body/nn mail_fault_empty']);
		expect(variant({ nb: ' ' }, {})).toEqual(['/subject/nb mail_fault_empty']);
	});
	it('asks for a closing date where the text names it', () => {
		expect(codes('a', '{{lenke}} {{frist}}', { ...known, deadline: false })).toEqual(['mail_fault_no_deadline']);
	});
});

describe('a message', () => {
	it('has paragraphs, a button and the address of the link in sight', () => {
		const { html, text } = render('Hei', 'En\nto\n\n{{lenke}}\n\nSe {{lenke}} nå', values(), 'nb');
		expect(text).toBe('En\nto\n\nhttps://svar.example/svar/1-x\n\nSe https://svar.example/svar/1-x nå\n');
		expect(html).toContain('<p>En<br>\nto</p>');
		expect(html.match(/href="https:\/\/svar\.example\/svar\/1-x"/g)).toHaveLength(3);
		expect(html).not.toMatch(/<img|<script|http-equiv|src=/);
	});
	it('leaves out a paragraph that comes out empty, and has room for the one about several seats', () => {
		expect(render('Hei', 'A\n\n{{flere}}\n\n{{lenke}}', values(), 'nb').text).toBe('A\n\nhttps://svar.example/svar/1-x\n');
		expect(render('Hei', 'A\n\n{{flere}}\n\n{{lenke}}', values({ flere: 'To!' }), 'nb').text).toBe('A\n\nTo!\n\nhttps://svar.example/svar/1-x\n');
		expect(render('Hei', '{{lenke}}', values({ flere: 'To!' }), 'nb').text).toBe('https://svar.example/svar/1-x\n\nTo!\n');
	});
	it('has room for the line about not taking part, with its own link, once', () => {
		const optOut = 'Nei? {{avmeld}}';
		expect(render('Hei', '{{lenke}}', { ...values(), optOut }, 'nb').text).toBe('https://svar.example/svar/1-x\n\nNei? https://svar.example/svar/1-x/avmeld\n');
		const placed = render('Hei', 'Vil du ikke: {{avmeld}}\n\n{{lenke}}', { ...values(), optOut }, 'nb');
		expect(placed.text.match(/avmeld/g)).toHaveLength(1);
		expect(placed.html).toContain('<a href="https://svar.example/svar/1-x/avmeld">');
	});
	it('shows what the list does not say as an ellipsis', () => {
		expect(render('Hei', '{{frame:fylke}} {{lenke}}', values(), 'nb').text).toContain('… https');
	});
	it('treats every value as data, whatever it is', () => {
		fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (name, variable) => {
			const made = render('{{navn}} {{frame:rolle}}', '{{navn}}\n\n{{frame:rolle}}\n\n{{lenke}}', { ...values({ navn: oneLine(name) }), frame: { rolle: variable } }, 'en');
			expect(made.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
			const body = made.html.slice(made.html.indexOf('<body'));
			// nothing but what the template has
			expect(body.replace(/<\/?(body|div|p|a|br)\b[^<>]*>/g, '').replace('</html>', '')).not.toMatch(/[<>]/);
		}));
	});
	it('is not read again for merge fields', () => {
		expect(render('x', '{{navn}} {{lenke}}', values({ navn: '{{kontakt}}' }), 'nb').text).toContain('{{kontakt}} https');
	});
});

describe('a file name in the mailbox', () => {
	it('is one name in one folder, for any key of a seat', () => {
		const check = (ref: string) => {
			const name = fileName({ survey: 's', seatId: 2_147_483_647, ref, mailingId: 99_999 });
			return !/[/\\\0]/.test(name) && /\.2147483647-99999\.eml$/.test(name) && !name.startsWith('.') && Buffer.byteLength(`${name}.part`) <= 255;
		};
		fc.assert(fc.property(fc.string({ unit: 'grapheme' }), check));
		for (const ref of ['', '.', '..', '../../etc/passwd', 'a\0b', '\ud800', '漢'.repeat(200), '𝔸'.repeat(200), 'CON', '-rf']) expect([ref, check(ref)]).toEqual([ref, true]);
		expect(nameable('../..')).toBe('_');
	});
});

describe('an address', () => {
	it.each(['a@b.no', "o'hara+x@sub.example.org", 'ø@æøå.no'])('%s is one', (a) => expect(isAddress(a)).toBe(true));
	it.each(['a', 'a@b@c', 'a,b@c.no', '<a@b.no>', 'a b@c.no', 'a@b.no\nBcc: x@y.no', '"a"@b.no', 'a@b;c', `${'x'.repeat(250)}@b.no`])('%j is not', (a) => expect(isAddress(a)).toBe(false));
});

describe('a failure of the mail server', () => {
	it.each([
		[{ command: 'RCPT TO', responseCode: 451, response: '451 4.7.1 later' }, false, { state: 'deferred', reason: 'smtp_451_4.7.1', server: true }],
		[{ command: 'DATA', responseCode: 452, response: '452 full' }, true, { state: 'deferred', reason: 'smtp_452', server: false }],
		[{ command: 'RCPT TO', responseCode: 550, response: '550 5.1.1 <a@b.no> unknown' }, false, { state: 'refused', reason: 'smtp_550_5.1.1', address: true }],
		[{ command: 'RCPT TO', responseCode: 550, response: '550 no' }, false, { state: 'refused', reason: 'smtp_550', address: true }],
		[{ command: 'RCPT TO', responseCode: 530, response: '530 sign in first' }, false, { state: 'refused', reason: 'smtp_530', address: false }],
		[{ command: 'DATA', responseCode: 554, response: '554 spam' }, true, { state: 'refused', reason: 'smtp_554', address: false }],
		[{ code: 'ECONNECTION', command: 'CONN' }, true, { state: 'unknown', reason: 'connection_lost' }],
		[{ code: 'ETIMEDOUT', command: 'CONN', responseCode: 421 }, true, { state: 'unknown', reason: 'connection_lost' }],
		[{ code: 'ECONNECTION', command: 'CONN' }, false, { state: 'not_begun', problem: 'mail_problem_connection' }],
		[{ code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }, false, { state: 'not_begun', problem: 'mail_problem_authentication' }],
		[{ command: 'MAIL FROM', responseCode: 550 }, false, { state: 'not_begun', problem: 'mail_problem_sender' }],
		[{ command: 'MAIL FROM', responseCode: 451 }, false, { state: 'not_begun', problem: 'mail_problem_connection' }]
	])('%j, begun %j, means %j', (error, begun, outcome) => expect(outcomeOf(error, begun)).toEqual(outcome));
});
