import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '#lib/domain/questionnaire/schema.ts';
import { MESSAGES, placeholders } from './faults.ts';

const ROOT = new URL('../../../src/lib/domain/questionnaire/', import.meta.url);
const emitted = new Set(globSync('**/*.ts', { cwd: ROOT }).flatMap((file) => readFileSync(new URL(file, ROOT), 'utf8').match(/(?<=')problem_[a-z_]+(?=')/g) ?? []));

describe('the problems of answers and documents', () => {
	it('are many, so that this test looks where they are', () => {
		expect(emitted.size).toBeGreaterThan(70);
	});

	it.each(LOCALES)('each have a message in %s', (locale) => {
		expect([...emitted].filter((code) => !MESSAGES[locale][code]?.trim())).toEqual([]);
	});

	it('take the same parameters in each language', () => {
		for (const code of emitted) {
			const wanted = placeholders(MESSAGES.nb[code] ?? '');
			expect([code, ...LOCALES.map((l) => placeholders(MESSAGES[l][code] ?? ''))]).toEqual([code, wanted, wanted, wanted]);
		}
	});

	it('of documents have no message that nothing emits', () => {
		expect(Object.keys(MESSAGES.nb).filter((code) => code.startsWith('problem_q_') && !emitted.has(code))).toEqual([]);
	});
});
