import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envelopeSender, isReturnPath, messageId, readEnvelope, readMessageId } from '../../src/lib/server/fieldwork/mail/verp.ts';
import { readConfig } from '../../src/lib/server/config.ts';

const secret = 'hemmelighet'.repeat(4);
const PATH = 'retur@svar.example.no';
const id = fc.integer({ min: 1, max: 0x7fffffff });
const mail = fc.record({ surveyId: id, mailingId: id, seatId: id });
const local = fc.stringMatching(/^[a-z0-9]([a-z0-9._-]{0,26}[a-z0-9])?$/).filter((s) => !s.includes('..'));

describe('the envelope sender of a message', () => {
	it('is read back as the mail it was made for, whatever the case', () => {
		fc.assert(fc.property(local, mail, fc.boolean(), (name, ref, upper) => {
			const path = `${name}@Svar.Example.no`;
			const address = envelopeSender(secret, path, ref);
			expect(address).toBe(address.toLowerCase());
			expect(readEnvelope(secret, path, upper ? address.toUpperCase() : ` ${address} `)).toEqual(ref);
		}));
	});

	it('has a local part of at most 64 octets of plain characters', () => {
		fc.assert(fc.property(local, mail, (name, ref) => {
			const address = envelopeSender(secret, `${name}@x.no`, ref);
			expect(address.lastIndexOf('@')).toBeLessThanOrEqual(64);
			expect(address).toMatch(/^[a-z0-9.+_-]+@[a-z0-9.-]+$/);
		}));
	});

	it('is of no use for another mail, or with one character changed', () => {
		fc.assert(fc.property(mail, mail, fc.nat(), fc.constantFrom(...'abcdefgh234567.+@s'), (a, b, at, character) => {
			const address = envelopeSender(secret, PATH, a);
			const other = envelopeSender(secret, PATH, b);
			const code = (of: string) => of.slice(of.lastIndexOf('.', of.indexOf('@')) + 1, of.indexOf('@'));
			const swapped = other.replace(code(other), code(address));
			if (address !== other) expect(readEnvelope(secret, PATH, swapped)).toBeNull();
			const i = at % address.length;
			const changed = address.slice(0, i) + character + address.slice(i + 1);
			if (changed !== address) expect(readEnvelope(secret, PATH, changed)).toBeNull();
		}));
	});

	it('means nothing under another secret or another return path', () => {
		fc.assert(fc.property(mail, (ref) => {
			const address = envelopeSender(secret, PATH, ref);
			expect(readEnvelope(`${secret}x`, PATH, address)).toBeNull();
			expect(readEnvelope(secret, 'retur@other.example.no', address)).toBeNull();
		}));
	});

	it('is null for any other text, without ever throwing', () => {
		fc.assert(fc.property(fc.oneof(fc.string(), fc.emailAddress(), fc.string({ maxLength: 40 }).map((s) => `retur+s${s}@svar.example.no`)), (text) => {
			expect(readEnvelope(secret, PATH, text)).toBeNull();
		}));
	});

	it('cannot be made for what is no id, or under a path with no room for it', () => {
		for (const seatId of [0, -1, 1.5, 2 ** 31, NaN]) expect(() => envelopeSender(secret, PATH, { surveyId: 1, mailingId: 1, seatId })).toThrow(RangeError);
		const bad = ['retur', 'retur+x@example.no', `${'a'.repeat(29)}@example.no`, 'a..b@example.no', 'a@', '@b', 'å@b.no', 'a b@c.no', 'a@b.no\r\nX: y', 'a@b..no', '-a@b.no'];
		for (const path of bad) {
			expect(isReturnPath(path), path).toBe(false);
			expect(() => envelopeSender(secret, path, { surveyId: 1, mailingId: 1, seatId: 1 })).toThrow(RangeError);
			expect(() => readConfig({ GRUNNLAG_RETURN_PATH: path }), path).toThrow(/GRUNNLAG_RETURN_PATH/);
		}
		expect(readConfig({ GRUNNLAG_RETURN_PATH: PATH }).returnPath).toBe(PATH);
		expect(readConfig({}).returnPath).toBeUndefined();
	});
});

describe('the Message-ID of a message', () => {
	it('is read back as the mail it was made for, whatever the case, brackets and domain', () => {
		fc.assert(fc.property(mail, id, (ref, attempt) => {
			const made = messageId(secret, 'example.no', ref, attempt);
			expect(made).toMatch(/^<[a-z0-9.]+@example\.no>$/);
			for (const text of [made, made.toUpperCase(), ` ${made.slice(1, -1)} `, made.replace('example.no', 'relay.example.com')]) expect(readMessageId(secret, text)).toEqual(ref);
			expect(readMessageId(`${secret}x`, made)).toBeNull();
			expect(messageId(secret, 'example.no', ref, attempt)).toBe(made);
			if (attempt > 1) expect(messageId(secret, 'example.no', ref, attempt - 1)).not.toBe(made);
		}));
	});

	it('gives nobody an envelope sender, nor the other way about', () => {
		const ref = { surveyId: 1, mailingId: 2, seatId: 3 };
		const codeOf = (text: string) => /([a-z2-7]{13})@/.exec(text)?.[1] ?? '';
		const [address, id] = [envelopeSender(secret, PATH, ref), messageId(secret, 'example.no', ref, 1)];
		expect(readEnvelope(secret, PATH, address.replace(codeOf(address), codeOf(id)))).toBeNull();
		expect(readMessageId(secret, id.replace(codeOf(id), codeOf(address)))).toBeNull();
		expect(readMessageId(secret, address)).toBeNull();
	});

	it('is null when one character before the domain is changed', () => {
		fc.assert(fc.property(mail, fc.nat(), fc.constantFrom(...'abcdefgh234567.'), (ref, at, character) => {
			const made = messageId(secret, 'x.no', ref, 1);
			const i = 2 + (at % (made.indexOf('@') - 2));
			const changed = made.slice(0, i) + character + made.slice(i + 1);
			if (changed !== made) expect(readMessageId(secret, changed)).toBeNull();
		}));
	});
});
