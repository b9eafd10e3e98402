import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brief, changed, faultsOf } from './faults.ts';

const DOCUMENT = readFileSync(new URL('../../../docs/questionnaire.md', import.meta.url), 'utf8');
const ROOT = new URL('../../../src/lib/domain/questionnaire/', import.meta.url);
const examples = (kind: string) => [...DOCUMENT.matchAll(new RegExp(`\`\`\`json ${kind}\\n([^\`]+)\`\`\``, 'g'))].map(([, text]) => JSON.parse(text ?? '') as Record<string, unknown>);
const [whole] = examples('document');
const items = examples('item');
const conditions = examples('condition');

describe('the documentation', () => {
	it('shows a whole document that can be published', () => {
		expect(brief(faultsOf(whole))).toEqual([]);
	});

	it('shows an item of each type, and each can be published', () => {
		const types = [...DOCUMENT.matchAll(/^\| `(\w+)` \| (code|number|text|nothing)/gm)].map(([, type]) => type);
		expect(new Set([...items.map((i) => i.type), 'matrix', 'yesno'])).toEqual(new Set(types));
		for (const item of items) expect(brief(faultsOf(changed(whole, { '/blocks/0/items/-': item })))).toEqual([]);
	});

	it('shows conditions that can be published', () => {
		expect(conditions.length).toBeGreaterThan(3);
		for (const condition of conditions) expect(brief(faultsOf(changed(whole, { '/blocks/0/items/-': { ...items[0], if: condition } })))).toEqual([]);
	});

	it('names every fault that can be found, and no other', () => {
		const emitted = globSync('check/*.ts', { cwd: ROOT }).flatMap((file) => readFileSync(new URL(file, ROOT), 'utf8').match(/(?<='problem_q_)[a-z_]+(?=')/g) ?? []);
		const section = DOCUMENT.slice(DOCUMENT.indexOf('## Publishing'));
		const named = [...section.matchAll(/^\| (`.+?`) \|/gm)].flatMap(([, codes]) => codes?.match(/[a-z_]+/g) ?? []);
		expect(named.toSorted()).toEqual([...new Set(emitted)].toSorted());
	});
});
