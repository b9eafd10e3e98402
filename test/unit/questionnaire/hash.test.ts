import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { canonical, versionHash } from '#lib/domain/questionnaire/hash.ts';
import { questionnaire } from './sample.ts';

it('the canonical form has sorted keys, no white space and nothing undefined', () => {
	expect(canonical({ b: [1, { d: null, c: 'æ"\n' }], a: true, u: undefined, '10': 1.5, '9': 1e21 })).toBe('{"10":1.5,"9":1e+21,"a":true,"b":[1,{"c":"æ\\"\\n","d":null}]}');
	expect(canonical(JSON.parse('{"__proto__":{"b":1,"a":2}}'))).toBe('{"__proto__":{"a":2,"b":1}}');
});

it('what JSON cannot hold is refused, not written as null', () => {
	for (const value of [Infinity, NaN, undefined, () => 1, [undefined], { a: Symbol('x') }]) expect(() => canonical(value)).toThrow(TypeError);
});

it('the hash is the SHA-256 of the canonical form', async () => {
	const q = questionnaire();
	expect(await versionHash(q)).toBe(createHash('sha256').update(canonical(q)).digest('hex'));
	expect(await versionHash({ ...q, key: 'other' })).not.toBe(await versionHash(q));
});
