import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { answeredNetworks } from '../support/link/representatives.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let root: string;
const page = async (path: string) => (await eva.get(path)).text();
/** A row of the table of endings: its number. */
const ended = (html: string, name: string) => Number(new RegExp(`<th scope="row"[^>]*>${name}</th>\\s*<td[^>]*>(\\d+)</td>`).exec(html)?.[1]);
const make = (more: Record<string, string>) => eva.post(`${root}?/make`, { source: 'item:municipality', rows: 'respondents', codeYear: '2021', figureYear: '2020', variable: 'population_2020', ...more });

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const { surveyId } = await answeredNetworks(db);
	root = `/evaluering/${surveyId}/kobling`;
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

describe('the pages of linking', () => {
	let link: string;
	it('are for the signed-in alone', async () => {
		for (const path of [root, `${root}/1`, `${root}/1/fil?format=csv&bekreftet=ja`]) expect((await fetch(server.origin + path, { redirect: 'manual', headers: { accept: 'text/html' } })).status, path).toBe(303);
	});
	it('link the representatives by what they answered: 86 of 216, in a table that sums', async () => {
		const form = await page(root);
		for (const text of ['Koble på registerdata', 'value="item:municipality"', 'value="population_2020"', 'Ingenting er koblet ennå']) expect(form).toContain(text);
		const made = await make({});
		expect(made.status).toBe(303);
		link = (made.headers.get('location') ?? '').replace(/\?.*/, '');
		const shown = await page(link);
		expect(ended(shown, 'Truffet')).toBe(86);
		const endings = ['Truffet', 'Omkodet', 'Valgt av en person', 'Delt, ingen har valgt', 'Ikke truffet', 'Flere kommuner', 'Gjelder ikke'];
		expect(endings.reduce((sum, name) => sum + ended(shown, name), 0)).toBe(216);
		expect(ended(shown, 'Sum')).toBe(216);
		expect(await page(root)).toContain(link);
	});
	it('show the bands of the report, with the histogram drawn and told', async () => {
		const shown = await page(`${link}?variabel=population_2020&etter=limits&antall=4&grenser=3000%3B8000%3B30000`);
		expect(shown).toContain('Fordelingen av Folketall');
		expect([...shown.matchAll(/<th scope="row"[^>]*>[1-4]<\/th>\s*<td[^>]*>[^<]*<\/td>\s*<td[^>]*>(\d+)<\/td>/g)].map((m) => Number(m[1]))).toEqual([18, 20, 24, 24]);
		expect(await page(`${link}?etter=limits&grenser=5%3B3`)).toContain('grensene stiger ikke');
	});
	it('give the file only when the reader has said that they know who may be recognised', async () => {
		expect(await page(link)).toContain('Kobling gjør folk gjenkjennelige');
		const refused = await eva.get(`${link}/fil?format=csv`);
		expect(refused.status).toBe(409);
		const file = await eva.get(`${link}/fil?format=csv&bekreftet=ja`);
		const lines = (await file.text()).trim().split('\r\n');
		expect(lines).toHaveLength(217);
		expect(lines[1]).toMatch(/^RN0001;Truffet;5025;5025;/);
		expect(lines[1]).toContain(';5581');
		expect(Buffer.from(await (await eva.get(`${link}/fil?format=xlsx&bekreftet=ja`)).arrayBuffer()).subarray(0, 2).toString()).toBe('PK');
	});
	it('say what is wrong beside what was typed', async () => {
		const wrong = await make({ figureYear: '1999' });
		expect(wrong.status).toBe(409);
		expect(await wrong.text()).toContain('har ikke tall for 1999');
		const faults: Record<string, string>[] = [{ codeYear: 'i fjor' }, { source: 'item:nowhere' }, { source: 'owner:rolle' }, { variable: 'rikdom' }];
		for (const bad of faults) expect((await make(bad)).status, JSON.stringify(bad)).toBe(400);
		for (const path of [`${root}/999`, `${root}/x`]) expect((await eva.get(path)).status).toBe(404);
		expect((await eva.post(`${link}?/mend`, { key: 'RN0001', code: '0301', reason: 'x', scope: 'one' })).status).toBe(409);
	});
	it('are in three languages', async () => {
		for (const [locale, text] of [['nn', 'Slik enda radene'], ['en', 'How the rows ended']] as const) {
			const shown = await fetch(server.origin + link, { headers: { cookie: eva.cookie, accept: 'text/html', 'accept-language': locale } });
			expect(await shown.text(), locale).toContain(text);
		}
	});
	it('link again gives the same link, and reading changes nothing', async () => {
		const counts = async () => (await db.admin`select (select count(*) from audit) + (select count(*) from survey_link) as n`)[0]?.n as string;
		const before = await counts();
		expect((await eva.post(`${link}?/again`, {})).headers.get('location')).toBe(`${link}?ferdig=koblet`);
		await page(link);
		expect(await counts()).toBe(before);
	});
});
