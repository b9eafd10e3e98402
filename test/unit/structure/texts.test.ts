import { globSync, readFileSync } from 'node:fs';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const LOCALES = ['nb', 'nn', 'en'] as const;
const areas = globSync('src/i18n/messages/*').map((folder) => folder.replaceAll('\\', '/'));

function read(folder: string, locale: string): Map<string, string> {
	const { $schema: _, ...messages } = JSON.parse(readFileSync(`${folder}/${locale}.json`, 'utf8')) as Record<string, string>;
	return new Map(Object.entries(messages).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]));
}
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** Words in a template that no message file knows: text nodes, and attributes that are read aloud. */
function hardCoded(file: string): string[] {
	const found: string[] = [];
	const words = /\p{L}{2,}/u;
	const spoken = new Set(['aria-label', 'title', 'placeholder', 'alt', 'aria-description']);
	const walk = (node: unknown): void => {
		if (Array.isArray(node)) return node.forEach(walk);
		if (!node || typeof node !== 'object') return;
		const { type } = node as { type?: string };
		if (type === 'Text' && words.test((node as AST.Text).data)) found.push((node as AST.Text).data.trim());
		if (type === 'Attribute') {
			const attribute = node as AST.Attribute;
			if (spoken.has(attribute.name) && Array.isArray(attribute.value)) walk(attribute.value);
			else if (attribute.value !== true && !Array.isArray(attribute.value)) walk(attribute.value.expression);
			return;
		}
		for (const [key, value] of Object.entries(node)) if (key !== 'parent' && key !== 'metadata') walk(value);
	};
	walk(parse(readFileSync(file, 'utf8'), { modern: true, filename: file }).fragment);
	return found;
}

describe('texts for people', () => {
	it.each(areas)('%s has every message in every language, with the same placeholders', (folder) => {
		const all = LOCALES.map((locale) => read(folder, locale));
		for (const [i, messages] of all.entries()) {
			const first = all[0] ?? new Map<string, string>();
			expect([...messages.keys()].sort(), LOCALES[i]).toEqual([...first.keys()].sort());
			for (const [key, text] of messages) {
				expect(text.trim(), `${LOCALES[i]} ${key}`).not.toBe('');
				expect(placeholders(text), `${LOCALES[i]} ${key}`).toEqual(placeholders(first.get(key) ?? ''));
			}
		}
	});
	it('have a message area each, all compiled', () => {
		const settings = readFileSync('src/i18n/project.inlang/settings.json', 'utf8');
		for (const folder of areas) expect(settings).toContain(`messages/${folder.split('/').at(-1)}/`);
	});
	it.each(globSync('src/**/*.svelte'))('are not hard-coded in %s', (file) => {
		expect(hardCoded(file)).toEqual([]);
	});
	it('would be found if they were hard-coded', () => {
		const file = `${import.meta.dirname}/fixture-hard-coded.svelte`;
		expect(hardCoded(file).sort()).toEqual(['Hei der', 'Lukk']);
	});
	it('are free of bokmål in the nynorsk files', () => {
		const bokmal = /\b(ikke|jeg|hvordan|hvilke[nt]?|noen|noe|fra|bare|kommer|skole\w*|hva|hvis|eller ikke|mer|uke\w*|gjøre|også|etter at du har|denne runden|svarene|lenken|siden er|å se)\b/i;
		const found = areas.flatMap((folder) => [...read(folder, 'nn')].filter(([, text]) => bokmal.test(text)).map(([key, text]) => `${key}: ${text}`));
		expect(found).toEqual([]);
	});
});
