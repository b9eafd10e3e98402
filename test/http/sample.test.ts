import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let root: string;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	const surveyId = await openedSurvey(db);
	root = `/evaluering/${surveyId}/utvalg`;
	await addSeats(db, surveyId, Array.from({ length: 20 }, (_, i) => ({ ref: `P${i}`, name: `Åse ${i}`, email: `p${i}@example.org`, sampled: false, rolle: i < 5 ? 'eier' : 'leder' })));
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

const plan = { method: 'stratified', by: 'rolle', by2: '', cluster: '', allocation: 'fixed', least: '', n: '', persons: 'each', seed: '7', rate: '50', icc: '', 'number:["eier"]': '5', 'number:["leder"]': '5' };

describe('the sample as a file', () => {
	it('is not there before a sample is drawn, and is for the signed-in alone', async () => {
		expect((await fetch(`${server.origin}${root}/fil?format=csv`, { redirect: 'manual', headers: { accept: 'text/html' } })).status).toBe(303);
		expect((await eva.get(`${root}/fil?format=csv`)).status).toBe(404);
		expect(await (await eva.get(root)).text()).not.toContain('/utvalg/fil');
	});
	it('comes as text and as a workbook once it is drawn, linked from the page, with no name or address, and reading it changes nothing', async () => {
		const shown = await (await eva.post(`${root}?/preview`, plan)).text();
		const hash = /name="hash" value="([0-9a-f]{64})"/.exec(shown)?.[1] ?? '';
		expect((await eva.post(`${root}?/draw`, { ...plan, hash })).status).toBe(303);
		const page = await (await eva.get(root)).text();
		for (const format of ['csv', 'xlsx']) expect(page).toContain(`href="${root}/fil?format=${format}"`);
		const audit = async () => (await db.admin`select count(*)::int as n from audit`)[0]?.n as number;
		const before = await audit();
		const text = await eva.get(`${root}/fil?format=csv`);
		expect(text.headers.get('content-disposition')).toBe('attachment; filename="grunnlag-forum-utvalg.csv"');
		const body = await text.text();
		expect(body.trim().split('\r\n')).toHaveLength(11);
		expect(body).not.toMatch(/@|Åse/);
		const book = await eva.get(`${root}/fil?format=xlsx`);
		expect(book.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
		expect(Buffer.from(await book.arrayBuffer()).subarray(0, 2).toString()).toBe('PK');
		expect(await audit()).toBe(before);
	});
	it('of another form, or of a survey that is none, is refused', async () => {
		for (const [path, status] of [[`${root}/fil`, 400], [`${root}/fil?format=pdf`, 400], ['/evaluering/99999/utvalg/fil?format=csv', 404], ['/evaluering/x/utvalg/fil?format=csv', 404]] as const) expect((await eva.get(path)).status, path).toBe(status);
	});
});
