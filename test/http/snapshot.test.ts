import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createEvaluator, signInOverHttp } from '../support/evaluator.ts';
import { answeredSurvey } from '../support/frozen.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PAGE = '/evaluering/datauttrekk';
let db: TestDatabase;
let server: TestServer;
let eva: Awaited<ReturnType<typeof signInOverHttp>>;
let seeded: Awaited<ReturnType<typeof answeredSurvey>>;

beforeAll(async () => {
	db = await createDatabase();
	await createEvaluator(db);
	seeded = await answeredSurvey(db);
	server = await startServer({ databaseUrl: db.url });
	eva = await signInOverHttp(server.origin);
});
afterAll(async () => {
	await server.stop();
	await db.drop();
});

const DERIVED = [
	{ name: 'samlet', label: { nb: 'Samlet <vurdering>' }, rule: { rule: 'index', of: ['p_nytte', 'p_tid'], reversed: ['p_tid'] } },
	{ name: 'samlet_band', label: { nb: 'Samlet, grupper' }, rule: { rule: 'bands', of: 'samlet', upper: [3], labels: [{ nb: 'Lav' }, { nb: 'Høy' }] } }
];
const filled = (derived: unknown = DERIVED, over: Record<string, string> = {}) => ({ wave: String(seeded.waveId), survey: 's', responses: 'complete', frame: 'all', derived: typeof derived === 'string' ? derived : JSON.stringify(derived), ...over });
const html = async (path: string) => (await eva.get(path)).text();
const count = async () => (await db.admin<[{ n: number }]>`select ((select count(*) from snapshot) + (select count(*) from audit))::int as n`)[0].n;
async function freeze(fields: Record<string, string>): Promise<string> {
	const made = await eva.post(`${PAGE}?/freeze`, fields);
	expect(made.status).toBe(303);
	return made.headers.get('location') ?? '';
}

describe('the pages of snapshots', () => {
	it('are for the signed-in alone', async () => {
		for (const path of [PAGE, `${PAGE}/1`, `${PAGE}/sammenlign?fra=1&til=2`]) expect((await fetch(server.origin + path, { redirect: 'manual', headers: { accept: 'text/html' } })).status, path).toBe(303);
		for (const action of ['try', 'freeze', 'limit', 'fields', 'add', 'edit', 'remove']) {
			const reply = await fetch(`${server.origin}${PAGE}?/${action}`, { method: 'POST', body: new URLSearchParams(filled()), redirect: 'manual', headers: { origin: server.origin } });
			expect([303, 401], action).toContain(reply.status);
		}
		expect(await db.admin`select from snapshot`).toHaveLength(0);
	});
	it('try one without keeping it, and name every derived variable that cannot be made with what would mend it', async () => {
		const before = await count();
		const tried = await (await eva.post(`${PAGE}?/try`, filled())).text();
		expect(tried).toContain('Prøvd, ikke lagret');
		expect(tried).toContain('Prøveundersøkelsen: 12 rader, 21 variabler');
		const faulty = await eva.post(`${PAGE}?/freeze`, filled([{ name: 'x', label: { nb: 'X' }, rule: { rule: 'reverse', of: 'stilling' } }, { name: 'y', label: { nb: 'Y' }, rule: { rule: 'reverse', of: '<b>' } }]));
		expect(faulty.status).toBe(422);
		expect(await faulty.text()).toContain('y: «rule.of» mangler, eller er ikke av det slaget regelen tar');
		const named = await (await eva.post(`${PAGE}?/freeze`, filled([{ name: 'x', label: { nb: 'X' }, rule: { rule: 'reverse', of: 'stilling' } }, { name: 'y', label: { nb: 'Y' }, rule: { rule: 'reverse', of: 'finnes_ikke' } }]))).text();
		for (const said of ['x: stilling kan ikke snus', 'y: ingen del har variabelen finnes_ikke']) expect(named).toContain(said);
		expect((await eva.post(`${PAGE}?/freeze`, filled('[{'))).status).toBe(422);
		expect((await eva.post(`${PAGE}?/freeze`, filled(DERIVED, { survey: 'zz' }))).status).toBe(404);
		expect((await eva.post(`${PAGE}?/freeze`, filled(DERIVED, { wave: 'x' }))).status).toBe(404);
		expect((await eva.post(`${PAGE}?/freeze`, { wave: String(seeded.waveId) })).status).toBe(422);
		expect(await count()).toBe(before);
	});
	it('freeze, show the codebook in three languages, and find a variable in it', async () => {
		const path = (await freeze(filled())).split('?')[0] ?? '';
		expect(await freeze(filled())).toBe(`${path}?ferdig=samme`);
		const page = await html(path);
		for (const said of ['Ordningen er nyttig', 'Hvor enig er du i disse påstandene? – Ordningen er nyttig', 'Spørsmålet p_nytte i blokken Vurdering', 'Samlet, grupper', 'samlet delt ved 3; en grense hører til gruppen under', 'Ikke spurt']) expect(page + await html(`${path}?side=2`)).toContain(said);
		const inLanguage = async (language: string) => (await fetch(server.origin + path, { headers: { cookie: `${eva.cookie}; grunnlag.language=${language}`, accept: 'text/html' } })).text();
		expect(await inLanguage('nn')).toContain('Kor samd er du i desse påstandane? – Ordninga er nyttig');
		expect(await inLanguage('en')).toContain('The item p_nytte in the block Assessment');
		const found = await html(`${path}?q=samlet`);
		expect(found).toContain('Variabler: 2');
		expect(found).toContain('Samlet &lt;vurdering>');
		expect(await html(`${path}?q=${encodeURIComponent('<script>')}`)).toContain('Ingen variabel har «&lt;script>»');
		const list = await html(`${path}?del=s.liste`);
		expect(list).toContain('Har svart');
		expect((await eva.get(`${path}?del=zz`)).status).toBe(404);
		expect((await eva.get(`${PAGE}/999`)).status).toBe(404);
		expect((await eva.get(`${PAGE}/x`)).status).toBe(404);
	});
	it('take a step of the form for a derived variable without keeping anything, and name what must be mended', async () => {
		const before = await count();
		const take = (step: string, fields: Record<string, string>, derived: unknown = DERIVED) => eva.post(`${PAGE}?/${step}&runde=${seeded.waveId}`, filled(derived, fields));
		const shown = await (await take('fields', { d_part: 's', d_rule: 'recode', d_of: 'stilling' })).text();
		for (const said of ['1 – Leder', '9 – Annet', 'Samlet &lt;vurdering>', 'Endre samlet_band']) expect(shown).toContain(said);
		const reverse = { d_part: 's', d_rule: 'reverse', d_of: 'p_tid', d_name: 'tid_snudd', d_label: 'Tid' };
		const added = await take('add', reverse);
		expect(added.status).toBe(200);
		expect(await added.text()).toContain('tid_snudd er lagt til');
		const refused: [string, Record<string, string>, unknown, string][] = [
			['add', { ...reverse, d_name: 'p_tid' }, DERIVED, 'p_tid: s har allerede en variabel med det navnet'],
			['add', { ...reverse, d_name: 'samlet' }, DERIVED, 'samlet: navnet er brukt to ganger'],
			['add', { ...reverse, d_editing: 'samlet' }, DERIVED, 'samlet_band: ingen del har variabelen samlet'],
			['add', { ...reverse, d_of: 'stilling' }, DERIVED, 'Laget av variabelen: velg en variabel i listen'],
			['add', { ...reverse, d_part: 'zz' }, DERIVED, 'Delene er: s, s.liste'],
			['remove', { d_pick: 'samlet' }, DERIVED, 'samlet trengs av samlet_band'],
			['add', reverse, '[{', 'gyldig JSON'],
			['try', reverse, DERIVED, 'tid_snudd er ikke lagt til i listen']
		];
		for (const [step, fields, derived, said] of refused) {
			const reply = await take(step, fields, derived);
			expect(reply.status, said).toBe(422);
			expect(await reply.text()).toContain(said);
		}
		expect(await (await take('remove', { d_pick: 'samlet_band' })).text()).toContain('samlet_band er fjernet');
		expect(await (await take('edit', { d_pick: 'samlet' })).text()).toMatch(/name="d_name" value="samlet"|value="samlet"[^>]*name="d_name"/);
		expect(await count()).toBe(before);
	});
	it('never show what somebody wrote, or the key of a seat', async () => {
		const [{ id } = { id: 0 }] = await db.admin<{ id: number }[]>`select id from snapshot limit 1`;
		for (const path of [PAGE, `${PAGE}/${id}`, `${PAGE}/${id}?side=2`, `${PAGE}/${id}?del=s.liste`]) {
			const page = await html(path);
			expect(page).not.toContain('hemmelig');
			// what is drawn at random, and names of files by their hash, may hold anything
			expect(page.replace(/nonce="[^"]*"|_app\/[\w./-]+/g, '')).not.toMatch(/\br\d{1,2}\b/);
		}
	});
	it('compare two, and say what changed in words and as a table', async () => {
		const first = (await freeze(filled())).match(/\d+/)?.[0] ?? '';
		const second = (await freeze(filled([DERIVED[0], { ...DERIVED[1], rule: { ...DERIVED[1]!.rule, upper: [2] } }, { name: 'p_tid_r', label: { nb: 'Tid' }, rule: { rule: 'reverse', of: 'p_tid' } }]))).match(/\d+/)?.[0] ?? '';
		const page = await html(`${PAGE}/sammenlign?fra=${first}&til=${second}`);
		for (const said of ['12 rader før, 12 nå.', 'Nye variabler: p_tid_r', 'Endrede variabler: 1.', 'regel; verdier']) expect(page).toContain(said);
		expect(await html(`${PAGE}/sammenlign?fra=${first}&til=${first}`)).toContain('samme segl');
		expect((await eva.get(`${PAGE}/sammenlign?fra=${first}`)).status).toBe(404);
	});
	it('set the limit for showing results, which the codebook keeps to at once', async () => {
		const [{ id } = { id: 0 }] = await db.admin<{ id: number }[]>`select id from snapshot limit 1`;
		for (const below of ['-1', '101', 'x', '']) expect((await eva.post(`${PAGE}?/limit`, { evaluation: String(seeded.evaluationId), below })).status).toBe(422);
		expect((await eva.post(`${PAGE}?/limit`, { evaluation: '999', below: '5' })).status).toBe(404);
		expect(await html(`${PAGE}/${id}?q=stilling`)).not.toContain('Skjult av hensyn til personvern');
		expect((await eva.post(`${PAGE}?/limit`, { evaluation: String(seeded.evaluationId), below: '10' })).status).toBe(303);
		const page = await html(`${PAGE}/${id}?q=stilling`);
		expect(page).toContain('færre enn 10 personer');
		expect(page).toContain('Skjult av hensyn til personvern');
		expect(await db.admin`select subject ->> 'to' as to from audit where action = 'evaluation.suppression'`).toEqual([{ to: '10' }]);
	});
	it('change nothing by being looked at', async () => {
		const before = await count();
		for (const path of [PAGE, `${PAGE}?runde=${seeded.waveId}&fra=1`, `${PAGE}?runde=x&fra=y`, `${PAGE}/1`, `${PAGE}/sammenlign?fra=1&til=2`]) await eva.get(path);
		expect(await count()).toBe(before);
	});
});
