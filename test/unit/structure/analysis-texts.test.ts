import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VIOLATIONS } from '../../../analysis/assumptions.ts';

const source = globSync('analysis/**/*.ts').map((f) => readFileSync(f, 'utf8')).join('\n');
const texts = new Set(
	globSync('src/i18n/messages/analysis_*/nb.json').flatMap((f) => Object.keys(JSON.parse(readFileSync(f, 'utf8')) as object).filter((k) => k !== '$schema'))
);
const named = (kind: string) => [...texts].filter((k) => k.startsWith(`analysis_${kind}_`)).map((k) => k.slice(`analysis_${kind}_`.length));

describe('the sentences of the statistics library', () => {
	it('exist for every violation', () => {
		expect(VIOLATIONS.filter((v) => !texts.has(`analysis_violation_${v}`))).toEqual([]);
	});
	it('exist for every note and assumption that a method names', () => {
		const keys = [...source.matchAll(/\bkey: '([a-z0-9_]+)'/g)].map((m) => m[1]!);
		expect(keys.length).toBeGreaterThan(20);
		expect([...new Set(keys)].filter((k) => !texts.has(`analysis_note_${k}`) && !texts.has(`analysis_assumption_${k}`))).toEqual([]);
	});
	it.each(['note', 'assumption', 'violation'])('are all in use: no %s text is left over', (kind) => {
		expect(named(kind).filter((k) => !source.includes(`'${k}'`))).toEqual([]);
	});
});
