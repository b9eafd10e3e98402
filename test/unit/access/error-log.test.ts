import { describe, expect, it } from 'vitest';
import { newToken } from '#lib/server/access/token.ts';
import { describeError, newErrorId, scrub } from '#lib/server/access/error-log.ts';

describe('what the log says of an error', () => {
	it('names the route as written in the code, never the address', () => {
		expect(describeError(new TypeError('x is undefined'), 'id', '/svar/[token]')).toMatchObject({ id: 'id', route: '/svar/[token]', name: 'TypeError', message: 'x is undefined' });
	});
	it('holds no personal link, address of a page or of a person, and nothing that was quoted', () => {
		const token = newToken(35);
		const text = scrub(`Cannot read "Kari Nordmann" for kari.nordmann@skole.example at https://svar.example.no/svar/${token} (${token}) or 'vet ikke'`);
		expect(text).not.toMatch(/Kari|Nordmann|skole|svar\.example|vet ikke/);
		expect(text).not.toContain(token);
	});
	it('keeps code and constraint of a database error, and none of its values', () => {
		const database = Object.assign(new Error('duplicate key value: Key (email)=(kari@skole.example) already exists.'), {
			name: 'PostgresError', code: '23505', severity: 'ERROR', detail: 'Key (email)=(kari@skole.example)', constraint_name: 'person_email_key', parameters: ['kari@skole.example'], query: 'insert into person values ($1)'
		});
		const wrapped = Object.assign(new Error('Failed query: insert\nparams: kari@skole.example', { cause: database }), { query: 'insert', params: ['kari@skole.example'] });
		for (const error of [database, wrapped]) {
			const described = describeError(error, 'id', '/x');
			expect(described).toMatchObject({ code: '23505', constraint: 'person_email_key', message: '' });
			expect(JSON.stringify(described)).not.toMatch(/kari|skole|insert/);
		}
	});
	it('keeps where it happened', () => {
		const { at } = describeError(new Error('kari@skole.example\nsecond line'), 'id', null);
		expect(at.length).toBeGreaterThan(0);
		expect(at.every((line) => line.startsWith('at '))).toBe(true);
	});
	it('bears anything that can be thrown', () => {
		for (const thrown of ['kari@skole.example', null, undefined, { email: 'kari@skole.example' }]) expect(JSON.stringify(describeError(thrown, 'id', null))).not.toContain('kari');
	});
	it('gives every error a name of its own', () => {
		expect(new Set(Array.from({ length: 100 }, newErrorId)).size).toBe(100);
		expect(newErrorId()).toMatch(/^[0-9a-f]{10}$/);
	});
});
