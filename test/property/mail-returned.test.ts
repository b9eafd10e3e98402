import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReturn } from '../../src/lib/server/fieldwork/returns/read.ts';
import { envelopeSender, messageId } from '../../src/lib/server/fieldwork/mail/verp.ts';
import { RETURN_PATH, RETURNED, returned, SECRET } from '../support/returned.ts';

const keys = { secret: SECRET, returnPath: RETURN_PATH };
const ref = { surveyId: 1, mailingId: 2, seatId: 3 };
const codes = [envelopeSender(SECRET, RETURN_PATH, ref), messageId(SECRET, 'example.org', ref, 1)];
const name = fc.constantFrom(...RETURNED);
/** Cut off, bytes changed, pieces taken out, doubled or swapped. */
const damaged = fc.tuple(name, fc.array(fc.tuple(fc.constantFrom('cut', 'byte', 'drop', 'double', 'garbage'), fc.nat(), fc.nat({ max: 400 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 5 })).map(([file, changes]) =>
	changes.reduce<Buffer>((raw, [how, where, length, byte]) => {
		const at = raw.length === 0 ? 0 : where % raw.length;
		const end = Math.min(raw.length, at + length);
		switch (how) {
			case 'cut': return raw.subarray(0, at);
			case 'drop': return Buffer.concat([raw.subarray(0, at), raw.subarray(end)]);
			case 'double': return Buffer.concat([raw.subarray(0, end), raw.subarray(at)]);
			case 'garbage': return Buffer.concat([raw.subarray(0, at), Buffer.alloc(length, byte), raw.subarray(at)]);
			default: { const copy = Buffer.from(raw); if (copy.length) copy[at] = byte; return copy; }
		}
	}, returned(file, ref)));

describe('whatever comes back', () => {
	it('is read without an error, and concerns the mail it was made for or none', async () => {
		await fc.assert(fc.asyncProperty(damaged, async (raw) => {
			const reading = await readReturn(raw, keys);
			if (!('ignored' in reading)) {
				expect(reading.ref).toEqual(ref);
				expect(reading.key).toHaveLength(32);
			}
		}), { numRuns: 1500 });
	});

	it('concerns no mail without a whole code of ours in it', async () => {
		// as far as the @, in capitals too, and without the angle bracket that damage may have taken
		const whole = codes.map((code) => new RegExp(code.replace(/^<|(?<=@).*$/gs, '').replace(/[.+]/g, '\\$&'), 'gi'));
		const without = (raw: Buffer) => whole.reduce((text, code) => text.replaceAll(code, 'x@'), raw.toString('latin1'));
		await fc.assert(fc.asyncProperty(damaged, async (raw) => {
			expect(await readReturn(Buffer.from(without(raw), 'latin1'), keys)).toHaveProperty('ignored');
		}), { numRuns: 500 });
	});

	it('concerns no mail when every code in it is of another secret, however the report is put together', async () => {
		const status = fc.record({ action: fc.constantFrom('failed', 'delayed', 'delivered', 'FAILED', ''), code: fc.stringMatching(/^[245]\.\d{1,3}\.\d{1,3}$/), words: fc.string() });
		await fc.assert(fc.asyncProperty(name, status, fc.string({ minLength: 32 }), async (file, s, secret) => {
			const raw = returned(file, ref, { secret: `${secret}-`, change: (text) => text.replace(/Action: failed/g, `Action: ${s.action}`).replace(/Status: .*/g, `Status: ${s.code}`).replace(/Diagnostic-Code: .*/g, () => `Diagnostic-Code: ${s.words}`) });
			expect(await readReturn(raw, keys)).toHaveProperty('ignored');
		}), { numRuns: 500 });
	});

	it('or is made up of anything, gives no error', async () => {
		const header = fc.tuple(fc.constantFrom('To', 'From', 'Content-Type', 'Subject', 'Message-ID', 'In-Reply-To', 'X'), fc.oneof(fc.string(), fc.constantFrom(...codes, 'multipart/report; boundary="b"', 'multipart/mixed; boundary=""', 'message/delivery-status', 'text/html; charset=utf-16')));
		const message = fc.tuple(fc.array(header, { maxLength: 6 }), fc.array(fc.oneof(fc.string(), fc.constantFrom('--b', '--b--', '', 'Action: failed', 'Status: 5.1.1', 'Content-Type: message/delivery-status', 'Content-Type: message/rfc822')), { maxLength: 20 }));
		await fc.assert(fc.asyncProperty(message, async ([headers, lines]) => {
			const raw = Buffer.from(`${headers.map(([k, v]) => `${k}: ${v}`).join('\r\n')}\r\n\r\n${lines.join('\r\n')}`);
			expect(await readReturn(raw, keys)).toBeTypeOf('object');
		}), { numRuns: 1500 });
	});
});
