import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/lib/domain/questionnaire/check.ts';
import { compile } from '../../src/lib/domain/questionnaire/fields.ts';
import type { Condition, Questionnaire } from '../../src/lib/domain/questionnaire/schema.ts';
import { fromLocal, toLocal } from '../../src/lib/domain/local-time.ts';
import { previewOf } from '../../src/lib/evaluate/questionnaire/preview.ts';
import { inWords } from '../../src/lib/evaluate/questionnaire/words.ts';
import { freeKey, readDocument, slug } from '../../src/lib/server/surveys/index.ts';
import { smallQuestionnaire } from '../support/fieldwork.ts';

const load = (key: string): Questionnaire => {
	const checked = check(JSON.parse(readFileSync(`src/demo/evaluation-2021/questionnaires/${key}.json`, 'utf8')));
	if (!checked.ok) throw new Error('faulty');
	return checked.questionnaire;
};

describe('reading JSON', () => {
	it('says at which line and character it is wrong, where the parser tells', () => {
		const text = `{\n  "format": "grunnlag-questionnaire/1",\n  "title": {"nb": "Hei" "nn": "Hei"}\n}`;
		expect(() => readDocument(text)).toThrow(expect.objectContaining({ code: 'survey_problem_json_at', params: { line: 3, column: 25 } }));
	});
	it.each(['', '{', 'x', '{"a":1,}', '\u0000', '[1,2'])('refuses %j as a problem to mend', (text) => {
		expect(() => readDocument(text)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^survey_problem_json/) }));
	});
	it('takes a byte order mark', () => {
		expect(readDocument('\uFEFF{"a":1}')).toEqual({ a: 1 });
	});
	it('refuses what is too large before reading it', () => {
		expect(() => readDocument('x'.repeat(2_000_001))).toThrow(expect.objectContaining({ code: 'survey_problem_too_large', status: 413 }));
	});
});

describe('a key made from a name', () => {
	it.each([['Evaluering av læring 2021', 'evaluering-av-laering-2021'], ['  Ærlig Åpen Øl  ', 'aerlig-apen-ol'], ['Čáhcesuolu', 'cahcesuolu'], ['!!!', ''], ['x'.repeat(90), 'x'.repeat(50)]])('of %j is %j', (name, key) => {
		expect(slug(name)).toBe(key);
	});
	it('gets a number when another name has it, and is found again by its own', () => {
		const taken = [{ key: 'a-b', name: 'A b' }, { key: 'a-b-2', name: 'A B!' }];
		expect(freeKey('A, B', taken)).toBe('a-b-3');
		expect(freeKey('A b', taken)).toBe('a-b');
		expect(freeKey('!!!', [])).toBe('n');
	});
});

describe('local time', () => {
	it.each([['2021-04-30T23:59', '2021-04-30T21:59:00.000Z'], ['2021-01-15T08:00', '2021-01-15T07:00:00.000Z'], ['2021-10-31T02:30', '2021-10-31T00:30:00.000Z'], ['2021-03-28T02:30', '2021-03-28T01:30:00.000Z']])('%s in Norway is %s', (local, utc) => {
		expect(fromLocal(local)?.toISOString()).toBe(utc);
	});
	it('comes back as it was, all through a year', () => {
		for (let day = 0; day < 365; day++) {
			const date = new Date(Date.UTC(2021, 0, 1, 12, 0) + day * 86_400_000);
			expect(fromLocal(toLocal(date))).toEqual(date);
		}
	});
	it('takes a date alone as its first or its last minute', () => {
		expect(fromLocal('2021-04-30', true)).toEqual(fromLocal('2021-04-30T23:59'));
		expect(fromLocal('2021-04-30')).toEqual(fromLocal('2021-04-30T00:00'));
	});
	it.each(['2021-02-30T10:00', '30.04.2021', 'i morgen', '2021-04-30T25:00', ''])('does not take %j', (text) => {
		expect(fromLocal(text)).toBeNull();
	});
});

describe('routing in words', () => {
	const c = compile(smallQuestionnaire());
	const words = (condition: Condition) => (['nb', 'nn', 'en'] as const).map((locale) => inWords(condition, c, locale));
	it('names the item by its key and the answer by its label', () => {
		expect(words({ item: 'hva', op: 'includes', value: 1 })).toEqual(['hva inneholder «Én»', 'hva inneheld «Én»', 'hva includes “Én”']);
		expect(words({ item: 'kjenner', op: 'eq', value: 2 })).toEqual(['kjenner er «Nei»', 'kjenner er «Nei»', 'kjenner is “No”']);
		expect(words({ frame: 'rolle', op: 'in', value: ['eier', 'leder'] })[0]).toBe('Rolle (i populasjonslisten) er «Skoleeier» eller «Leder»');
		expect(words({ item: 'hva', op: 'includes', value: [1, 2] })[0]).toBe('hva inneholder minst én av «Én» eller «To»');
		expect(words({ item: 'aar', op: 'gte', value: 5 })[2]).toBe('aar is at least 5');
	});
	it('groups with brackets where the order would else be in doubt', () => {
		const a: Condition = { item: 'kjenner', op: 'answered' };
		const b: Condition = { item: 'aar', op: 'lt', value: 3 };
		expect(words({ any: [{ all: [a, b] }, { not: a }] })[0]).toBe('(kjenner er besvart og aar er mindre enn 3) eller det ikke stemmer at (kjenner er besvart)');
		expect(words({ all: [a] })[0]).toBe('kjenner er besvart');
	});
});

describe('the preview', () => {
	it.each(['samarbeidsforum', 'nettverk', 'uh', 'skoleledere', 'tillitsvalgte', 'aarsrapport'])('of %s shows every field, in every language, with no gap', (key) => {
		const questionnaire = load(key);
		const fields = compile(questionnaire).fields;
		for (const locale of ['nb', 'nn', 'en'] as const) {
			const preview = previewOf(questionnaire, locale);
			const shown = preview.blocks.flatMap((b) => b.items.flatMap((i) => (i.rows.length ? i.rows.map((r) => r.key) : [i.key])));
			expect(fields.map((f) => f.key).filter((k) => !shown.includes(k))).toEqual([]);
			expect(JSON.stringify(preview)).not.toMatch(/undefined|survey_|\{\{|"text":""/);
		}
	});
	it('says in words when an item is shown', () => {
		const conditions = previewOf(load('nettverk'), 'nb').blocks.flatMap((b) => [b.condition, ...b.items.map((i) => i.condition)]).filter((x) => x !== null);
		expect(conditions).toContain('Vises hvis role inneholder «Kommunal skoleeier»');
		expect(conditions).toContain('Vises hvis Rolle (i populasjonslisten) er oppgitt');
	});
});
