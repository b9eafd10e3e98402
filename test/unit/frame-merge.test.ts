import { describe, expect, it } from 'vitest';
import { emailKey } from '../../src/lib/server/fieldwork/frames/email.ts';
import { mergeLists } from '../../src/lib/server/fieldwork/frames/merge.ts';
import { readTable } from '../../src/lib/server/fieldwork/frames/read.ts';
import { parseRecipe, parseRecipeText } from '../../src/lib/server/fieldwork/frames/recipe-check.ts';
import { bytes, demoFile } from '../support/frame.ts';

const decoder = new TextDecoder();
const recipe = parseRecipeText(decoder.decode(demoFile('skoleledere.recipe.json')));
const files = ['nsr.csv', 'skolelederforbundet.csv'].map((name) => ({ name, bytes: demoFile(`frames/raw/${name}`) }));

/** The list as cleaned by hand: fylke, skoletype and liste by normalised e-mail. */
async function published(): Promise<Map<string, { ref: string; rest: string[] }>> {
	const { rows } = await readTable(demoFile('frames/skoleledere.csv'));
	return new Map(rows.map(({ cells: [ref = '', , email = '', ...rest] }) => [emailKey(email), { ref, rest }]));
}

describe('the school leaders of 2021', () => {
	it('come out of the two raw lists as exactly the 1,362 of the cleaned list, with the same county, school type and list', async () => {
		const expected = await published();
		const merged = await mergeLists(recipe, files);
		expect(merged.header).toEqual(['ref', 'navn', 'epost', 'fylke', 'skoletype', 'liste']);
		expect(expected.size).toBe(1362);
		expect(merged.rows.length).toBe(1362);
		expect(new Map(merged.rows.map(([, , email = '', ...rest]) => [emailKey(email), rest]))).toEqual(new Map([...expected].map(([email, { rest }]) => [email, rest])));
	});
	it('are accounted for to the last row: what was dropped, from which file, and why', async () => {
		const { report } = await mergeLists(recipe, files);
		expect(report.sources).toMatchObject([
			{ key: 'nsr', rows: 1394, filtered: 106, duplicates: 0, kept: 1288 },
			{ key: 'skolelederforbundet', rows: 153, filtered: 38, duplicates: 41, kept: 74 }
		]);
		expect(report.filters.map((f) => [f.key, f.dropped])).toEqual([['fem_fylker', 98], ['andre_skoleslag', 46]]);
		expect(report.dropped.length).toBe(1394 + 153 - 1362);
		expect(new Set(report.dropped.map((d) => `${d.source} ${d.row}`)).size).toBe(report.dropped.length);
		expect(report.dropped.find((d) => d.why === 'duplicate')).toMatchObject({ source: 'skolelederforbundet', of: { source: 'nsr' }, differs: [] });
		expect(JSON.stringify(report)).not.toContain('@');
	});
	it('keep the keys they had in an earlier list', async () => {
		const expected = await published();
		const { rows, report } = await mergeLists(recipe, files, new Map([...expected].map(([email, { ref }]) => [email, ref])));
		expect(new Map(rows.map(([ref = '', , email = '']) => [emailKey(email), ref]))).toEqual(new Map([...expected].map(([email, { ref }]) => [email, ref])));
		expect(report.known).toBe(1362);
	});
});

const small = (more: object = {}) => parseRecipe({
	format: 'grunnlag-frame-recipe/1', title: 'T',
	sources: [
		{ key: 'a', file: 'a.csv', columns: { navn: 'Navn', epost: 'E-post', fylke: 'Fylke' }, constants: { liste: 'A' } },
		{ key: 'b', file: 'lists/b.csv', columns: { navn: 'name', epost: 'mail' }, constants: { liste: 'B' } }
	],
	dedupe: { column: 'epost', as: 'email', prefer: ['b', 'a'] },
	ref: { column: 'ref', prefix: 'P', digits: 3 }, output: ['navn', 'epost', 'fylke', 'liste'], ...more
});
const A = { name: 'A.CSV', bytes: bytes('Navn;E-post;Fylke\nKari;kari@x.example;Oslo\nPer;per@x.example;Agder\nUkjent;;Oslo\n') };
const B = { name: 'b.csv', bytes: bytes('name,mail\nKari L, KARI@X.example \nKari M,kari@x.example\nUkjent,\n') };

describe('a merge', () => {
	it('keeps the row of the preferred list, tells how the other differed, and never calls rows without an address duplicates', async () => {
		const { rows, report } = await mergeLists(small(), [B, A]);
		expect(rows).toEqual([['P001', 'Per', 'per@x.example', 'Agder', 'A'], ['P002', 'Ukjent', '', 'Oslo', 'A'], ['P003', 'Kari L', 'KARI@X.example', '', 'B'], ['P004', 'Ukjent', '', '', 'B']]);
		expect(report.dropped).toEqual([
			{ source: 'a', row: 2, why: 'duplicate', of: { source: 'b', row: 2 }, differs: ['navn'] },
			{ source: 'b', row: 3, why: 'duplicate', of: { source: 'b', row: 2 }, differs: ['navn'] }
		]);
	});
	it('filters before it deduplicates, so that a row that is left out never hides another', async () => {
		const { rows } = await mergeLists(small({ filters: [{ key: 'uten_b', drop: { column: 'liste', equals: 'B' }, reason: { nb: 'B', nn: 'B', en: 'B' } }] }), [A, B]);
		expect(rows.map((r) => r[1])).toEqual(['Kari', 'Per', 'Ukjent']);
	});
	it.each([
		[{ not: { column: 'fylke', in: ['Oslo'] } }, ['Per', 'Kari L', 'Ukjent']],
		[{ any: [{ column: 'fylke', equals: 'Agder' }, { column: 'fylke', blank: true }] }, ['Per', 'Kari L', 'Ukjent']],
		[{ all: [{ column: 'fylke', blank: false }, { not: { column: 'epost', blank: true } }] }, ['Kari', 'Per']]
	])('keeps the rows for which %j holds', async (keep, names) => {
		const { rows } = await mergeLists(small({ filters: [{ key: 'f', keep, reason: { nb: '', nn: '', en: '' } }] }), [A, B]);
		expect(rows.map((r) => r[1])).toEqual(names);
	});
	it('goes on after the highest number in use for persons not known from before', async () => {
		const { rows } = await mergeLists(small(), [A, B], new Map([['kari@x.example', 'P007'], ['gone@x.example', 'P012']]));
		expect(rows.map((r) => r[0])).toEqual(['P013', 'P014', 'P007', 'P015']);
	});
	it('names the file that is missing, cannot be read or lacks a column', async () => {
		await expect(mergeLists(small(), [A])).rejects.toMatchObject({ code: 'frame_problem_no_file', params: { file: 'lists/b.csv' } });
		await expect(mergeLists(small(), [A, { name: 'b.csv', bytes: bytes('name,mail\n"x') }])).rejects.toMatchObject({ code: 'frame_problem_quote_open', file: 'b.csv' });
		await expect(mergeLists(small(), [{ ...A, bytes: bytes('Navn;Fylke\nx;y') }, B])).rejects.toMatchObject({ file: 'A.CSV', issues: [{ code: 'frame_issue_source_column', column: 'E-post' }] });
	});
	it('refuses to end with nothing', async () => {
		await expect(mergeLists(small({ filters: [{ key: 'f', keep: { column: 'liste', equals: 'C' }, reason: { nb: '', nn: '', en: '' } }] }), [A, B])).rejects.toMatchObject({ code: 'frame_problem_nothing_left' });
	});
});

describe('a recipe', () => {
	const faults = (more: object) => {
		try {
			small(more);
			return [];
		} catch (error) {
			return (error as { issues: { code: string; column: string | null }[] }).issues.map((i) => `${i.column} ${i.code}`);
		}
	};
	it('is refused with every reference to something that is not there', () => {
		expect(faults({
			derive: [{ column: 'x', rules: [{ if: { column: 'y', equals: '1' }, value: 'v' }], otherwise: '' }, { column: 'navn', rules: [], otherwise: '' }],
			filters: [{ key: 'f', keep: { all: [{ column: 'x', equals: '1' }, { column: 'z', blank: true }] }, reason: { nb: '', nn: '', en: '' } }],
			dedupe: { column: 'w', as: 'text', prefer: ['c', 'a'] }, output: ['navn', 'navn', 'q']
		})).toEqual([
			'derive.0.rules.0.if.column frame_issue_recipe_column', 'derive.1.column frame_issue_recipe_twice', 'filters.0.keep.all.1.column frame_issue_recipe_column',
			'dedupe.column frame_issue_recipe_column', 'output.2 frame_issue_recipe_column', 'output.1 frame_issue_recipe_twice',
			'dedupe.prefer.0 frame_issue_recipe_source', 'dedupe.prefer frame_issue_recipe_not_preferred'
		]);
	});
	it('is refused at the place where its form is wrong', () => {
		expect(faults({ filters: [{ key: 'f', keep: { column: 'navn', like: '%' }, reason: { nb: '', nn: '', en: '' } }] })).toHaveLength(1);
		expect(faults({ ref: { column: 'ref', prefix: 'P', digits: 0 }, code: 'process.exit()' })).toEqual(['ref.digits frame_issue_recipe_form', 'code frame_issue_recipe_form']);
	});
	it('must be JSON', () => {
		expect(() => parseRecipeText('{')).toThrow(expect.objectContaining({ code: 'frame_problem_recipe_json' }));
	});
});
