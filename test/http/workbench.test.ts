import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { answeredSurvey } from '../support/frozen.ts';
import { whereRun } from '../support/plan-run.ts';
import { frozenOf, SMALL_PLAN } from '../support/report-stored.ts';
import { startServer, type TestServer } from '../support/server.ts';

const BENCH = '/evaluering/analyse';
const PLANS = '/evaluering/analyseplan';
let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let ids: { waveId: number; evaluationId: number };
let snapshots: number[];

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	ids = await answeredSurvey(db, 40);
	snapshots = [await frozenOf(db, ids.waveId), await frozenOf(db, ids.waveId, 'with_partial')];
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

const html = async (path: string) => (await eva.get(path)).text();
const rows = async () => (await db.admin<[{ n: number }]>`select ((select count(*) from analysis_plan) + (select count(*) from analysis_plan_version) + (select count(*) from analysis_run) + (select count(*) from audit))::int as n`)[0].n;
const bench = (query: string) => html(`${BENCH}?uttrekk=${snapshots[0]}&del=s&${query}`);

describe('the workbench', () => {
	it('is for the signed-in alone', async () => {
		for (const path of [BENCH, `${BENCH}/fil?metode=p_adjust`, PLANS, `${PLANS}/1`, `${PLANS}/kjoring/1`]) expect((await fetch(server.origin + path, { redirect: 'manual', headers: { accept: 'text/html' } })).status, path).toBe(303);
	});

	it('changes nothing by being read', async () => {
		const before = await rows();
		for (const query of ['', 'v=p_nytte&v=stilling', 'v=p_nytte&v=stilling&metode=t_test', 'metode=power_t_test&f.d=0,5&f.power=0,8']) expect((await eva.get(`${BENCH}?${query}`)).status).toBe(200);
		expect(await rows()).toBe(before);
	});

	it('offers what fits the chosen variables with the reason, and says why others do not', async () => {
		const crossed = await bench('v=p_nytte&v=stilling');
		expect(crossed).toContain('Krysstabell med tester');
		expect(crossed).toContain('Begge deler rekkene i grupper');
		expect(await bench('v=kommentar&v=stilling')).toContain('er tekst og kan ikke regnes med');
	});

	it('shows a result with its sentence, n, spec and R code, and the same address shows it again', async () => {
		const address = 'v=p_nytte&v=rolle&metode=crosstab';
		const first = await bench(address);
		for (const said of ['n = 40', 'method&quot;: &quot;crosstab', 'chisq.test', 'kan ikke ses av dataene']) expect(first, said).toMatch(new RegExp(said.replaceAll('&quot;', '(?:&quot;|")')));
		expect((await bench(address)).includes('n = 40')).toBe(true);
	});

	it('restricts to the rows of a filter and says so', async () => {
		const page = await bench('v=p_nytte&metode=describe&hvor=rolle:eier');
		expect(page).toMatch(/14 av 40 rader er med/);
		expect(page).toContain('n = 14');
	});

	it('says what is wrong with a spec, field by field, and what would fit', async () => {
		const page = await bench('v=p_nytte&v=rolle&metode=t_test&f.y=kommentar&f.group=finnes_ikke');
		expect(page).toContain('er tekst og kan ikke regnes med');
		expect(page).toContain('Datasettet har ingen variabel som heter finnes_ikke');
		expect(page).toContain('Til de valgte variablene passer');
		expect(await bench('v=p_nytte&metode=describe&hvor=rolle:narnia')).toContain('Filteret beholder ingen rader');
		expect(await bench('v=p_nytte&metode=finnes_ikke')).toContain('Det finnes ingen metode som heter finnes_ikke');
		expect(await bench('metode=proof_mean&f.mean=abc&f.n=10&f.scale=1;5')).toContain('Gjennomsnitt: Feltet Gjennomsnitt mangler eller er feil');
	});

	it('says why a method asked for by name does not take the chosen variables, and of a number mistyped no other methods', async () => {
		expect((await bench('v=kommentar&v=p_nytte&metode=t_test')).split('id="metode"')[1]).toContain('er tekst og kan ikke regnes med');
		const mistyped = await bench('v=p_nytte&metode=describe&f.x=p_nytte&f.level=95');
		expect(mistyped).toContain('Det skal være: et tall over 0 og under 1');
		expect(mistyped).not.toContain('Til de valgte variablene passer');
	});

	it('folds what a method was chosen from, and tells it in a line', async () => {
		expect(await bench('v=p_nytte&v=rolle')).not.toContain('Endre data, variabler eller filter');
		const chosen = await bench('v=p_nytte&v=rolle&metode=crosstab');
		expect(chosen).toMatch(/<details class="change[^"]*"><summary[^>]*>Endre data, variabler eller filter/);
		expect(chosen.indexOf('id="metode"')).toBeGreaterThan(chosen.indexOf('Andre metoder'));
	});

	it('stands what is strange in its address', async () => {
		for (const query of ['uttrekk=999999', 'uttrekk=x&del=%00', 'del=finnes_ikke', `v=${'a'.repeat(3000)}`, 'metode=__proto__', 'metode=constructor&f.__proto__=1', 'v=p_nytte&hvor=:&hvor=a&hvor=rolle:', 'metode=family&f.specs=%5B%7B%5D']) {
			expect((await eva.get(`${BENCH}?${query}`)).status, query).toBeLessThan(500);
		}
	});

	it('gives tables, figures, spec and R code as files', async () => {
		const query = `uttrekk=${snapshots[0]}&del=s&v=p_nytte&v=rolle&metode=crosstab`;
		const types: Record<string, RegExp> = { csv: /text\/csv/, xlsx: /spreadsheetml/, json: /json/, r: /text\/plain/, svg: /svg/, png: /png/ };
		for (const [format, type] of Object.entries(types)) {
			const reply = await eva.get(`${BENCH}/fil?${query}&format=${format}${format === 'svg' || format === 'png' ? '&tabell=0' : ''}`);
			expect([reply.status, reply.headers.get('content-type')], format).toEqual([200, expect.stringMatching(type)]);
			expect((await reply.arrayBuffer()).byteLength).toBeGreaterThan(50);
		}
		expect((await eva.get(`${BENCH}/fil?metode=crosstab&format=csv`)).status).toBe(404);
	});

	it('runs what is long in a thread: the server answers meanwhile, and it can be ended', async () => {
		const asked = (replicates: number) => `uttrekk=${snapshots[0]}&del=s&v=p_nytte&v=p_tid&v=aar&metode=parallel_analysis&f.items=p_nytte&f.items=p_tid&f.items=aar&f.replicates=${replicates}`;
		// one thread takes them in turn, so that some are waited for however fast it is
		const pages = await Promise.all([0, 1, 2, 3, 4, 5].map(async (less) => ({ query: asked(100_000 - less), page: await html(`${BENCH}?${asked(100_000 - less)}`) })));
		const waited = pages.filter(({ page }) => page.includes('Siden oppdaterer seg selv'));
		expect(waited.length).toBeGreaterThan(0);
		expect((await fetch(`${server.origin}/helse`)).status).toBe(200);
		const told: string[] = [];
		for (const { query, page } of waited.toReversed()) {
			const ended = await eva.post(`${BENCH}?/cancel&${query}`, { key: /name="key" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? '' });
			expect(ended.status).toBe(303);
			told.push(await html(ended.headers.get('location') ?? ''));
		}
		expect(told.filter((page) => page.includes('Analysen er avbrutt'))).not.toEqual([]);
		// the next one gets a thread of its own
		await expect.poll(() => html(`${BENCH}?${asked(100)}`), { interval: 500 }).toContain('n = ');
	});
});

describe('the pages of plans', () => {
	const made = async (key: string) => {
		const reply = await eva.post(`${PLANS}?/make`, { title: 'Planen <b>', key, evaluation: String(ids.evaluationId) });
		expect(reply.status).toBe(303);
		return reply.headers.get('location') ?? '';
	};
	const spec = JSON.stringify({ method: 't_test', y: 'p_nytte', group: 'rolle' });

	it('make a plan, take an analysis from the workbench, run it, and show the run', async () => {
		const plan = await made('fra-benken');
		const id = plan.split('/').at(-1) ?? '';
		const added = await eva.post(`${BENCH}?/add&uttrekk=${snapshots[0]}&del=s&v=p_nytte&v=rolle&metode=t_test`, { title: 'Nytte etter rolle', plan: `${id}:1`, spec, data: 's' });
		expect(added.status).toBe(303);
		expect(await html(added.headers.get('location') ?? '')).toContain('Analysen er lagt i planen');
		expect(await html(plan)).toContain('nytte-etter-rolle');
		const run = await eva.post(`${plan}?/run`, { snapshot: String(snapshots[0]) });
		expect(run.status).toBe(303);
		const where = await whereRun(eva, run);
		const page = await html(where);
		expect(page).toContain('Planen &lt;b>');
		expect(page).toContain('n = 40');
		expect(await whereRun(eva, await eva.post(`${plan}?/run`, { snapshot: String(snapshots[0]) }))).toBe(where);
		const other = await whereRun(eva, await eva.post(`${plan}?/run`, { snapshot: String(snapshots[1]) }));
		const [before, after] = [where, other].map((r) => r.split('/').at(-1));
		expect(await html(`${PLANS}/sammenlign?for=${before}&etter=${after}`)).toMatch(/1 analyser: 0 er uendret/);
		expect((await eva.get(`${PLANS}/sammenlign?for=${before}&etter=99999`)).status).toBe(404);
	});

	it('run a long plan beside the server: the page says how far it is, others are answered, and it can be cancelled', async () => {
		const plan = await made('lang');
		const slow = JSON.stringify({ method: 'crosstab', rows: 'p_nytte', columns: 'stilling', exact: 'monte_carlo', replicates: 10_000_000 });
		expect((await eva.post(`${plan}?/insert`, { version: '1', key: 'rask', title: 'Rask', data: 's', spec })).status).toBe(303);
		expect((await eva.post(`${plan}?/insert`, { version: '2', key: 'treg', title: 'Treg', data: 's', spec: slow })).status).toBe(303);
		const asked = await eva.post(`${plan}?/run`, { snapshot: String(snapshots[0]) });
		const job = asked.headers.get('location') ?? '';
		expect(job).toMatch(/^\/evaluering\/analyseplan\/kjorer\/[0-9a-f-]{36}$/);
		expect(await html(job)).toMatch(/[01] av 2 analyser er kjørt|venter på tur/);
		expect((await fetch(`${server.origin}/helse`)).status).toBe(200);
		expect((await eva.post(`${plan}?/run`, { snapshot: String(snapshots[0]) })).headers.get('location')).toBe(job);
		expect((await eva.post(`${job}?/cancel`, {})).status).toBe(303);
		const ended = await html(job);
		expect(ended).toContain('Kjøringen er avbrutt, og ingenting av den er lagret.');
		expect(ended).not.toContain('http-equiv="refresh"');
		expect(await html(plan)).toContain('Planen er ikke kjørt');
	});

	it('tell of a run that nobody knows, to the signed-in alone', async () => {
		const unknown = `${PLANS}/kjorer/00000000-0000-4000-8000-000000000000`;
		expect((await eva.get(unknown)).status).toBe(404);
		expect((await fetch(server.origin + unknown, { redirect: 'manual', headers: { accept: 'text/html' } })).status).toBe(303);
	});

	it('tell of everything that is wrong with a new plan', async () => {
		const reply = await eva.post(`${PLANS}?/make`, { title: ' ', key: 'Feil Nøkkel', evaluation: String(ids.evaluationId) });
		expect(reply.status).toBe(400);
		const said = await reply.text();
		for (const fault of ['Tittelen mangler.', 'Feil Nøkkel kan ikke være en nøkkel']) expect(said).toContain(fault);
	});

	it('put a whole battery in a plan with its tests in one family', async () => {
		const plan = await made('batteri');
		const id = plan.split('/').at(-1) ?? '';
		const battery = JSON.stringify({ method: 'battery', items: ['p_nytte', 'p_tid'], by: 'rolle' });
		expect((await eva.post(`${BENCH}?/add&uttrekk=${snapshots[0]}&del=s`, { title: 'Pulsen', plan: `${id}:1`, spec: battery, data: 's' })).status).toBe(303);
		const page = await html(plan);
		for (const key of ['pulsen', 'pulsen-p-nytte', 'pulsen-p-tid']) expect(page).toContain(`<code>${key}</code>`);
		expect(page).toMatch(/<strong>pulsen<\/strong> \(Holm\): pulsen-p-nytte, pulsen-p-tid/);
	});

	it('name what is wrong with a spec that is typed, keep what was typed, and take it when it is mended', async () => {
		const plan = await made('skrevet');
		const wrong = await eva.post(`${plan}?/insert&ny=1`, { version: '1', key: 'a', title: 'A', data: 's', spec: '{"method": "t_test", "y": 3, "farge": 1}' });
		expect(wrong.status).toBe(422);
		const page = await wrong.text();
		for (const said of ['«a»: Variabel (y)', '«a»: Grupper', 'Metoden har ikke noe felt som heter farge']) expect(page, said).toContain(said);
		expect(page).toMatch(/&quot;farge&quot;|"farge"/);
		expect((await eva.post(`${plan}?/insert&ny=1`, { version: '1', key: 'a', title: 'A', data: 's', spec })).status).toBe(303);
		expect((await eva.post(`${plan}?/insert&ny=1`, { version: '1', key: 'b', title: 'B', data: 's', spec })).status).toBe(409);
		expect((await eva.post(`${plan}?/insert&ny=1`, { version: '2', key: 'a', title: 'B', data: 's', spec })).status).toBe(409);
		expect((await eva.post(`${plan}?/save&rediger=a`, { version: '2', entry: 'a', key: 'a2', title: 'A', data: 's', spec })).status).toBe(303);
		expect((await eva.post(`${plan}?/remove`, { version: '3', entry: 'a2' })).status).toBe(303);
	});

	it('take a plan from a file, every fault at once, and give it back as the same', async () => {
		const file = (text: string) => new Blob([text], { type: 'application/json' });
		const bad = await eva.post(`${PLANS}?/import`, { key: 'fil', evaluation: String(ids.evaluationId), file: file(JSON.stringify({ ...SMALL_PLAN, entries: [{ ...SMALL_PLAN.entries[0], key: 'Feil Nøkkel' }, { ...SMALL_PLAN.entries[1], spec: { method: 'means' } }] })) });
		expect(bad.status).toBe(422);
		const said = await bad.text();
		for (const fault of ['«Feil Nøkkel»', '«snitt»: Variabel (y)', '«snitt»: Grupper']) expect(said, fault).toContain(fault);
		for (const junk of ['', '{', '[]', '{"format":"annet"}']) expect((await eva.post(`${PLANS}?/import`, { key: 'fil', evaluation: String(ids.evaluationId), file: file(junk) })).status, junk).toBeGreaterThanOrEqual(400);
		const good = await eva.post(`${PLANS}?/import`, { key: 'fil', evaluation: String(ids.evaluationId), file: file(JSON.stringify(SMALL_PLAN)) });
		expect(good.status).toBe(303);
		expect(await (await eva.get(`${good.headers.get('location')}/fil`)).json()).toEqual(SMALL_PLAN);
	});

	it('lock a plan; what is changed after needs a reason and is marked', async () => {
		const plan = await made('laases');
		expect((await eva.post(`${plan}?/lock`, { version: '1' })).status).toBe(409);
		expect((await eva.post(`${plan}?/insert`, { version: '1', key: 'a', title: 'A', data: 's', spec })).status).toBe(303);
		expect((await eva.post(`${plan}?/lock`, { version: '2' })).status).toBe(303);
		expect((await eva.post(`${plan}?/remove`, { version: '2', entry: 'a' })).status).toBe(400);
		expect((await eva.post(`${plan}?/remove`, { version: '2', entry: 'a', reason: 'Dobbelt' })).status).toBe(303);
		const page = await html(plan);
		expect(page).toContain('etter låsing');
		expect(page).toContain('Dobbelt');
		expect(page).toContain('Eva Evaluator');
	});
});
