import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/lib/domain/questionnaire/fields.ts';
import { LOCALES } from '../../../src/lib/domain/questionnaire/schema.ts';
import { linkify, paragraphs } from '../../../src/lib/respond/linkify.ts';
import { formEntries, parseJson, readBody } from '../../../src/lib/server/respond/body.ts';
import { problemViews } from '../../../src/lib/server/respond/page-view.ts';
import { blockKey, blockPath, certainNeighbour } from '../../../src/lib/server/respond/place.ts';
import { QUESTIONNAIRE } from '../../support/questionnaire.ts';

describe('an address', () => {
	it('names a block by its key, also where the key is the name of another page', () => {
		for (const key of ['om_deg', 'lagre', 'oppsummering']) expect(blockKey(blockPath('1-token', key).split('/').at(-1) ?? '')).toBe(key);
		expect(blockPath('1-token', 'lagre')).not.toBe('/svar/1-token/lagre');
		expect(blockPath('1-token', 'om_deg')).toBe('/svar/1-token/om_deg');
	});
});

describe('the page beside', () => {
	it('is certain where nothing decides it, and left to the answers where something does', () => {
		const compiled = compile(QUESTIONNAIRE);
		expect(certainNeighbour(compiled, 'om_deg', 1)).toBeUndefined();
		expect(certainNeighbour(compiled, 'tiltak', 1)).toBe('vurdering');
		expect(certainNeighbour(compiled, 'vurdering', 1)).toBeNull();
		expect(certainNeighbour(compiled, 'om_deg', -1)).toBeNull();
	});
});

describe('what is posted', () => {
	it('is a form of ours only if every name is a key or a control', () => {
		expect(formEntries('aar=3&_to=next&aar=')).toEqual([['aar', '3'], ['_to', 'next'], ['aar', '']]);
		for (const body of ['A=1', 'a b=1', '%FF=1', '=1', '_to1=1', 'æ=1']) expect(() => formEntries(body)).toThrow(expect.objectContaining({ status: 400 }) as Error);
	});
	it('is read no further than its limit, whether its length is told or not', async () => {
		const streamed = (text: string) => new Request('http://x.invalid', { method: 'POST', body: new ReadableStream({ start: (c) => (c.enqueue(new TextEncoder().encode(text)), c.close()) }), duplex: 'half' } as RequestInit);
		expect(await readBody(streamed('æøå'), 6)).toBe('æøå');
		await expect(readBody(streamed('æøå'), 5)).rejects.toMatchObject({ status: 413 });
		await expect(readBody(new Request('http://x.invalid', { method: 'POST', body: 'x', headers: { 'content-length': '7' } }), 6)).rejects.toMatchObject({ status: 413 });
		expect(() => parseJson('{')).toThrow(expect.objectContaining({ status: 400 }) as Error);
	});
});

describe('problems in words', () => {
	it('exist in every language, with dates as people write them, and name a foreign item', () => {
		for (const locale of LOCALES) {
			const [early, foreign, unnamed] = problemViews([{ field: 'dato', code: 'problem_date_too_early', params: { min: '2021-05-17' } }, { field: 'another', code: 'problem_unknown_item' }, { code: 'problem_unknown_item' }], locale);
			expect(early?.text).toContain('17.05.2021');
			expect(early?.key).toBe('dato');
			expect(foreign?.text).toContain('another');
			expect(foreign?.key).toBeUndefined();
			expect(unnamed?.text).not.toContain('respond_');
		}
	});
});

describe('plain text', () => {
	it('links https and mail addresses, without the full stop that follows', () => {
		expect(linkify('Se https://a.no/b. Skriv til ola@nord.no, eller ring.')).toEqual([{ text: 'Se ' }, { text: 'https://a.no/b', href: 'https://a.no/b' }, { text: '. Skriv til ' }, { text: 'ola@nord.no', href: 'mailto:ola@nord.no' }, { text: ', eller ring.' }]);
		expect(paragraphs('a\nb\n\n \nc')).toEqual(['a\nb', 'c']);
	});
});
