import { parse } from 'csv-parse/sync';
import { read } from 'xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { createEvaluator, signInOverHttp } from '../../support/evaluator.ts';
import { seedSurvey, type Seeded } from '../../support/seed.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let seeded: Seeded;
const SCRIPT = '<script>alert(1)</script>';

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	seeded = await seedSurvey(db.admin, { seats: [
		{ ref: 'A1', frame: { fylke: 'oslo', rolle: 'uh', enhet: 'x' } }, { ref: 'A2', frame: { fylke: 'oslo', rolle: 'uh', enhet: 'x' } },
		{ ref: SCRIPT, frame: { rolle: 'uh', enhet: 'x' } }, ...Array.from({ length: 60 }, (_, i) => ({ ref: `B${i}`, frame: { fylke: 'oslo', rolle: 'uh', enhet: 'x' } }))
	] });
	const { surveyId, versionId, seatIds } = seeded;
	for (const seat of seatIds.slice(0, 2)) {
		await db.admin`insert into response (survey_id, seat_id, version_id, locale) values (${surveyId}, ${seat}, ${versionId}, 'nb')`;
	}
	await db.admin`update response set state = 'submitted', submitted_at = now() where seat_id = ${seatIds[0] ?? 0}`;
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});
const root = () => `/evaluering/${seeded.surveyId}`;
const text = async (path: string) => (await eva.get(path)).text();

describe('the follow page', () => {
	it('shows population, sample, invited and answered, and every rate with its definition', async () => {
		const page = await text(root());
		for (const number of ['63', '1 levert, 1 påbegynt', '1,6', '3,2']) expect(page).toContain(number);
		for (const rate of ['Svarprosent RR1', 'Svarprosent RR2', 'Andel svart av inviterte', 'Andel svart av populasjonen']) expect(page).toContain(rate);
		expect(page.match(/<details/g)?.length).toBeGreaterThanOrEqual(4);
		expect(page).toContain('I / (I + P + R + NC + U)');
	});
	it('has a table and a chart for every stratum, with a row for seats the list says nothing of', async () => {
		const page = await text(root());
		expect(page).toMatch(/<caption[^>]*>Populasjon, utvalg og svar etter fylke/);
		expect(page).toMatch(/<svg[^>]*role="img"/);
		expect(page).toContain('Ikke oppgitt');
	});
	it('crosses two strata by a plain form', async () => {
		expect(await text(`${root()}?rows=fylke&columns=rolle&measure=answered`)).toMatch(/Svart etter fylke og rolle/);
	});
	it('says that a stratum cannot be crossed with itself, on the page', async () => {
		const response = await eva.get(`${root()}?rows=fylke&columns=fylke`);
		expect(response.status).toBe(200);
		expect(await response.text()).toContain('Et stratum kan ikke krysses med seg selv');
	});
	it.each(['/evaluering/999999', '/evaluering/0', '/evaluering/-1', '/evaluering/99999999999', '/evaluering/1e3', "/evaluering/1'"])('is a plain 404 for a survey that is not there: %s', async (path) => {
		const response = await eva.get(path);
		expect(response.status).toBe(404);
		expect(await response.text()).toContain('Undersøkelsen finnes ikke');
	});
	it('is a plain 404 for a stratum that is not there, with what was asked escaped', async () => {
		const response = await eva.get(`${root()}?rows=${encodeURIComponent(SCRIPT)}&columns=rolle`);
		expect(response.status).toBe(404);
		expect(await response.text()).not.toContain(SCRIPT);
	});
});

describe('downloads', () => {
	it('give the table as CSV with labels', async () => {
		const response = await eva.get(`${root()}/tabell?rows=fylke&format=csv`);
		expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
		expect(response.headers.get('content-disposition')).toBe('attachment; filename="grunnlag-s-fylke.csv"');
		const rows: string[][] = parse(await response.text(), { bom: true, delimiter: ';' });
		expect(rows[0]?.slice(0, 5)).toEqual(['Fylke', 'Antall plasser: Populasjon', 'Antall plasser: Utvalg', 'Antall plasser: Invitert', 'Antall plasser: Svart']);
		expect(rows.at(-1)?.slice(0, 5)).toEqual(['I alt', '63', '63', '63', '2']);
		expect(rows.map((r) => r[0])).toContain('Ikke oppgitt');
	});
	it('give the table as a workbook with numbers, and the dispositions likewise', async () => {
		const book = read(Buffer.from(await (await eva.get(`${root()}/tabell?format=xlsx`)).arrayBuffer()));
		const cells = Object.values(book.Sheets[book.SheetNames[0] ?? ''] ?? {}).map((c) => (c as { v?: unknown }).v);
		expect(cells).toEqual(expect.arrayContaining(['Levert', 'Påbegynt', 'Invitert, ikke begynt', 63, 61, 1]));
	});
	it.each([['format=pdf', 400], ['rows=fylke', 400], ['rows=enhet&format=csv', 404], ['rows=fylke&columns=rolle&measure=x&format=csv', 400], ['rows=fylke&columns=fylke&format=csv', 400]])('refuse what they cannot give: %s', async (query, status) => {
		expect((await eva.get(`${root()}/tabell?${query}`)).status).toBe(status);
	});
});

describe('the seats', () => {
	it('are listed with key, strata and disposition, fifty a page, escaped', async () => {
		const page = await text(`${root()}/plasser`);
		expect(page).toContain('63 plasser');
		expect(page).toContain('Plasser, side 1 av 2');
		expect(page).not.toContain(SCRIPT);
		expect(page).toContain('&lt;script>alert(1)&lt;/script>');
		expect(await text(`${root()}/plasser?page=2`)).toContain('B59');
	});
	it('are narrowed by disposition and by key, and a page that is not there is the last', async () => {
		expect(await text(`${root()}/plasser?disposition=partial`)).toMatch(/1 plass[^e]/);
		expect(await text(`${root()}/plasser?ref=%20B7%20`)).toMatch(/1 plass[^e]/);
		expect(await text(`${root()}/plasser?disposition=non_contact&page=99`)).toContain('Plasser, side 2 av 2');
		expect(await text(`${root()}/plasser?disposition=drop+table&page=-1`)).toContain('63 plasser');
	});
	it('each have their dispositions in turn', async () => {
		const page = await text(`${root()}/plasser/${seeded.seatIds[0]}`);
		expect(page.indexOf('Invitert, ikke begynt')).toBeGreaterThan(0);
		expect(page.lastIndexOf('Påbegynt')).toBeGreaterThan(page.indexOf('Invitert, ikke begynt'));
	});
	it('are not found in another survey', async () => {
		const other = await seedSurvey(db.admin);
		expect((await eva.get(`/evaluering/${other.surveyId}/plasser/${seeded.seatIds[0]}`)).status).toBe(404);
	});
});

describe('reopening', () => {
	it('is not offered, and not done, for a form that is not submitted', async () => {
		const path = `${root()}/plasser/${seeded.seatIds[1]}`;
		expect(await text(path)).not.toContain('?/reopen');
		const response = await eva.post(`${path}?/reopen`, {});
		expect(response.status).toBe(409);
		expect((await db.admin`select reopened from response where seat_id = ${seeded.seatIds[1] ?? 0}`)[0]?.reopened).toBe(0);
	});
	it('opens a submitted form once, by a post, and says who did it', async () => {
		const path = `${root()}/plasser/${seeded.seatIds[0]}`;
		expect(await text(path)).toContain('?/reopen');
		const done = await eva.post(`${path}?/reopen`, {});
		expect(done.status).toBe(303);
		expect(await text(done.headers.get('location') ?? '')).toContain('Skjemaet er gjenåpnet');
		expect((await db.admin`select disposition from seat where id = ${seeded.seatIds[0] ?? 0}`)[0]?.disposition).toBe('partial');
		const [user] = await db.admin`select id from auth."user"`;
		expect((await db.admin`select actor from audit where survey_id = ${seeded.surveyId} order by id desc limit 1`)[0]?.actor).toBe(`user:${user?.id}`);
		expect((await eva.post(`${path}?/reopen`, {})).status).toBe(409);
	});
});

describe('an unexpected error', () => {
	it('gives the reader a number and the log the same, and neither says what it met', async () => {
		await db.admin`alter table seat rename to seat_gone`;
		const response = await eva.get(`${root()}/plasser?ref=Hemmelig`);
		await db.admin`alter table seat_gone rename to seat`;
		expect(response.status).toBe(500);
		const page = await response.text();
		const id = /oppgi dette nummeret: ([0-9a-f]{10})/.exec(page)?.[1];
		expect(id).toBeDefined();
		expect(page).not.toMatch(/seat_gone|relation|select/);
		// what a process writes comes by another way than its answer
		await expect.poll(() => server.log()).toContain(`"id":"${id}"`);
		expect(server.log()).toContain('"code":"42P01"');
		expect(server.log()).not.toMatch(/Hemmelig|select /);
	});
});
