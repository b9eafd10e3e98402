import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reopen } from '../../src/lib/server/respond/submit.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { QUESTIONNAIRE } from '../support/questionnaire.ts';
import { hidden, respondentClient, type RespondentClient, type Reply } from '../support/respondent.ts';
import { seedSurvey } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let db: TestDatabase;
let server: TestServer;
let client: RespondentClient;
beforeAll(async () => {
	db = await createDatabase();
	server = await startServer({ databaseUrl: db.url });
	client = respondentClient(server.origin);
});
afterAll(async () => {
	await server?.stop();
	await db?.drop();
});

async function seeded(seats = 1) {
	const s = await seedSurvey(db.admin, { seats });
	return { ...s, path: `/svar/${s.tokens[0]}` };
}
async function started() {
	const s = await seeded();
	expect((await client.post(`${s.path}?sprak=nb`)).location).toBe(`${s.path}/om_deg`);
	return s;
}
/** Every row that a respondent's request could change. */
const footprint = async (surveyId: number): Promise<string> => JSON.stringify(await db.admin`
	select (select jsonb_agg(r order by id) from response r where r.survey_id = ${surveyId}) as responses, (select jsonb_agg(a order by item) from answer a where a.survey_id = ${surveyId}) as answers,
		(select jsonb_agg(l order by id) from late_save l where l.survey_id = ${surveyId}) as late, (select jsonb_agg(to_jsonb(t) - 'contact_key' order by id) from seat t where t.survey_id = ${surveyId}) as seats`);
const answers = async (surveyId: number): Promise<Record<string, unknown>> =>
	Object.fromEntries((await db.admin`select item, coalesce(to_jsonb(code), to_jsonb(codes), to_jsonb(number), to_jsonb(text), to_jsonb(state)) as value from answer where survey_id = ${surveyId} and state in ('answered', 'dont_know')`).map((r) => [r.item, r.value]));
const COMPLETE: [string, Record<string, string>][] = [['om_deg', { fortrolig: '1', stilling: '1', med: '2' }], ['vurdering', { p_nytte: '5', p_tid: 'dk', p_uh: '1' }]];
async function submitted() {
	const s = await started();
	for (const [block, fields] of COMPLETE) await client.post(`${s.path}/${block}`, fields);
	expect(await client.post(`${s.path}/oppsummering`)).toMatchObject({ status: 303, location: s.path });
	return s;
}

describe('a respondent without script', () => {
	it('reads, starts, answers page by page, is shown what is missing, sends in, and is thanked', async () => {
		const { path, surveyId } = await seeded();
		const front = await client.get(path);
		expect(front.status).toBe(200);
		for (const text of [QUESTIONNAIRE.title.nb, QUESTIONNAIRE.study.consent.nb, 'Prøvedirektoratet', 'Omtrent fem minutter']) expect(front.text).toContain(text);
		expect((await client.post(`${path}?sprak=nb`)).location).toBe(`${path}/om_deg`);
		const page = await client.get(`${path}/om_deg`);
		expect(page.text).toContain('Side 1 av 2');
		expect(page.text).toContain('Du svarer for Prøveenheten i Oslo.');
		expect((await client.post(`${path}/om_deg`, { _v: hidden(page.text, '_v'), _base: hidden(page.text, '_base'), stilling: ['', '9'], stilling_annet: '<script>alert(1)</script>', aar: '7', med: ['', '1'], _to: 'next' })).location).toBe(`${path}/tiltak`);
		const measures = await client.get(`${path}/tiltak`);
		expect(measures.text).toContain('som Annet.');
		expect((await client.post(`${path}/tiltak`, { tema: ['', '1', '3'], timer: '2,5', dato: '3.4.2021', kommune: 'Ålesund' })).location).toBe(`${path}/vurdering`);
		expect((await client.post(`${path}/vurdering`, { p_nytte: '4', p_tid: 'dk' })).location).toBe(`${path}/oppsummering`);
		const review = await client.get(`${path}/oppsummering`);
		expect(review.text).toContain(`${path}/om_deg?til=oppsummering#f-fortrolig`);
		expect(review.text).toContain('Vi får god støtte fra eierne');
		const refused = await client.post(`${path}/oppsummering`);
		expect(refused).toMatchObject({ status: 422 });
		expect(refused.text).toContain('Skjemaet er ikke sendt inn');
		await client.post(`${path}/om_deg?til=oppsummering`, { fortrolig: '1', _to: 'review' });
		await client.post(`${path}/vurdering`, { p_uh: '2' });
		expect(await client.post(`${path}/oppsummering`)).toMatchObject({ status: 303, location: path });
		const thanks = await client.get(path);
		expect(thanks.text).toContain(QUESTIONNAIRE.thanks.nb);
		expect(await answers(surveyId)).toEqual({ fortrolig: 1, stilling: 9, stilling_annet: '<script>alert(1)</script>', aar: 7, med: 1, tema: [1, 3], timer: 2.5, dato: '2021-04-03', kommune: '1508', p_nytte: 4, p_tid: 'dont_know', p_uh: 2 });
		expect((await db.admin`select disposition from seat where survey_id = ${surveyId}`)[0]?.disposition).toBe('complete');
	});
	it('comes back to where they were, on any device, with everything filled in', async () => {
		const { path } = await started();
		await client.post(`${path}/om_deg`, { stilling: '9', stilling_annet: 'Æ "ø" <å>', med: '1', aar: '3' });
		const front = await client.get(path);
		expect(front.text).toContain('Du har begynt å svare');
		expect((await client.post(`${path}?sprak=nb`)).location).toBe(`${path}/tiltak`);
		const page = await client.get(`${path}/om_deg`);
		expect(page.text).toContain('value="Æ &quot;ø&quot; &lt;å>"');
		expect(page.text).toMatch(/name="stilling"[^>]*value="9"[^>]*checked/);
		expect(hidden(page.text, '_base')).toBe(JSON.stringify({ stilling: 9, stilling_annet: '=Æ "ø" <å>', aar: 3, med: 1 }));
	});
	it('is shown the page again with what was typed, the rest saved, and a summary that leads to the field', async () => {
		const { path, surveyId } = await started();
		const page = await client.post(`${path}/om_deg`, { stilling: '2', aar: 'seksti "to"', med: '', _to: 'previous' });
		expect(page.status).toBe(422);
		expect(page.text).toContain('value="seksti &quot;to&quot;"');
		expect(page.text).toContain('href="#f-aar"');
		expect(page.text).toMatch(/id="f-aar"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="f-aar"/);
		expect(page.text).toContain('id="f-aar-problem"');
		expect(page.text).toMatch(/<title>Feil: /);
		expect(hidden(page.text, '_base')).toBe(JSON.stringify({ stilling: 2 }));
		expect(await answers(surveyId)).toEqual({ stilling: 2 });
	});
	it('changes language at any time without losing what stands on the page', async () => {
		const { path, surveyId } = await started();
		expect((await client.post(`${path}/om_deg`, { aar: '4', _locale: 'nn' })).location).toBe(`${path}/om_deg`);
		const page = await client.get(`${path}/om_deg`);
		expect(page.text).toContain('lang="nn"');
		expect(page.text).toContain('Kva stilling har du?');
		expect((await client.post(`${path}/oppsummering`, { _locale: 'en' })).location).toBe(`${path}/oppsummering`);
		expect((await client.get(`${path}/oppsummering`)).text).toContain('What is your position?');
		expect(await answers(surveyId)).toEqual({ aar: 4 });
		const before = await footprint(surveyId);
		expect((await client.get(`${path}?sprak=nb`)).text).toContain('Prøveundersøkelsen');
		expect(await footprint(surveyId)).toBe(before);
	});
	it('is sent on from a page that routing does not show, and to the first page before starting', async () => {
		const { path } = await started();
		expect(await client.get(`${path}/tiltak`)).toMatchObject({ status: 303, location: `${path}/om_deg` });
		expect(await client.get(`${path}/no_such`)).toMatchObject({ status: 303, location: `${path}/om_deg` });
		const other = await seeded();
		for (const page of ['om_deg', 'oppsummering']) expect(await client.get(`${other.path}/${page}`)).toMatchObject({ status: 303, location: other.path });
		expect(await client.post(`${other.path}/om_deg`, { aar: '1' })).toMatchObject({ status: 303, location: other.path });
		expect(await client.post(`${other.path}/oppsummering`)).toMatchObject({ status: 303, location: other.path });
	});
	it('is told why there are several forms and which this is, never a name', async () => {
		const { tokens } = await seedSurvey(db.admin, { seats: [{ seatsHeld: 2, frame: { fylke: 'vestland', rolle: 'eier', enhet: 'X' } }] });
		const front = await client.get(`/svar/${tokens[0]}`);
		expect(front.text).toContain('Du har fått flere skjemaer');
		expect(front.text).toContain('Vestland');
		expect(front.text).toContain('Skoleeier');
		await client.post(`/svar/${tokens[0]}`);
		expect((await client.get(`/svar/${tokens[0]}/om_deg`)).text).toContain('Skjemaet gjelder Vestland, Skoleeier');
	});
});

describe('looking', () => {
	it('changes nothing: a link scanner that fetches every page leaves no trace', async () => {
		const { path, surveyId } = await seeded();
		const before = await footprint(surveyId);
		for (const page of ['', '?sprak=en', '/om_deg', '/oppsummering', '/lagre']) {
			await client.get(path + page);
			await fetch(server.origin + path + page, { method: 'HEAD', redirect: 'manual' });
		}
		expect(await footprint(surveyId)).toBe(before);
		await client.post(path);
		await client.post(`${path}/om_deg`, { aar: '4' });
		const after = await footprint(surveyId);
		for (const page of ['', '?sprak=en', '/om_deg', '/vurdering', '/oppsummering', '/lagre']) await client.get(path + page);
		expect(await footprint(surveyId)).toBe(after);
	});
});

describe('a link that leads nowhere', () => {
	const page = async (path: string, change?: (surveyId: number) => Promise<unknown>): Promise<Reply> => {
		const s = await seeded();
		await change?.(s.surveyId);
		return client.get(path.replace('TOKEN', s.tokens[0] ?? ''));
	};
	it.each([
		['unknown', 404, 'Vi kjenner ikke denne lenken', '/svar/1-AAAAAAAAAAAAAAAAAAAAAA', undefined],
		['of the wrong length', 404, 'Vi kjenner ikke denne lenken', '/svar/1-AAAA', undefined],
		['that is none at all', 404, 'Vi kjenner ikke denne lenken', '/svar', undefined],
		['withdrawn', 410, 'Lenken er ikke lenger i bruk', '/svar/TOKEN', (id: number) => db.admin`update invitation_link set revoked_at = now() where survey_id = ${id}`],
		['expired', 410, 'Lenken er gått ut', '/svar/TOKEN', (id: number) => db.admin`update invitation_link set expires_at = now() where survey_id = ${id}`],
		['to a closed survey', 410, 'Undersøkelsen er avsluttet', '/svar/TOKEN', (id: number) => db.admin`update survey set state = 'closed' where id = ${id}`],
		['to a survey that opens later', 403, 'Undersøkelsen åpner 1. mai 2099', '/svar/TOKEN', (id: number) => db.admin`update survey set opens_at = '2099-05-01 08:00+02' where id = ${id}`]
	] as const)('%s gets its own page with status %i', async (_, status, text, path, change) => {
		const reply = await page(path, change);
		expect(reply.status).toBe(status);
		expect(reply.text).toContain(text);
		expect(reply.text).toContain('lang="nb"');
	});
	it('says so in three languages, and whom to ask', async () => {
		for (const [locale, text] of [['nn', 'Undersøkinga er avslutta'], ['en', 'The survey has closed']] as const) {
			const reply = await page(`/svar/TOKEN?sprak=${locale}`, (id) => db.admin`update survey set state = 'closed' where id = ${id}`);
			expect(reply.text).toContain(text);
			expect(reply.text).toContain('mailto:svar@prove.example');
		}
	});
	it('tells a person whose survey closed meanwhile that the last page was not saved', async () => {
		const { path, surveyId } = await started();
		await db.admin`update survey set closes_at = now() where id = ${surveyId}`;
		const reply = await client.post(`${path}/om_deg`, { aar: '4' });
		expect(reply.status).toBe(410);
		expect(reply.text).toContain('ble ikke lagret');
		expect((await client.json(`${path}/lagre`, { answers: { aar: 4 } }))).toMatchObject({ status: 410 });
		expect(await answers(surveyId)).toEqual({});
	});
});

describe('at once and again', () => {
	it('a double start, two tabs and a double send-in give one response and a good page to each', async () => {
		const { path, surveyId } = await seeded();
		for (const reply of await Promise.all([1, 2, 3, 4].map(() => client.post(path)))) expect(reply).toMatchObject({ status: 303, location: `${path}/om_deg` });
		for (const [block, fields] of COMPLETE) for (const reply of await Promise.all([client.post(`${path}/${block}`, fields), client.post(`${path}/${block}`, fields)])) expect(reply.status).toBe(303);
		for (const reply of await Promise.all([1, 2, 3, 4].map(() => client.post(`${path}/oppsummering`)))) expect(reply).toMatchObject({ status: 303, location: path });
		expect((await db.admin`select count(*)::int as n, min(state) as state from response where survey_id = ${surveyId}`)[0]).toEqual({ n: 1, state: 'submitted' });
		expect(await db.admin`select from late_save where survey_id = ${surveyId}`).toHaveLength(0);
	});
	it('a stale page wipes nothing that another tab has written', async () => {
		const { path, surveyId } = await started();
		const [tabA, tabB] = [await client.get(`${path}/om_deg`), await client.get(`${path}/om_deg`)];
		const post = (page: Reply, fields: Record<string, string | string[]>) => client.post(`${path}/om_deg`, { _v: hidden(page.text, '_v'), _base: hidden(page.text, '_base'), fortrolig: '', stilling: '', aar: '', med: '', ...fields });
		await post(tabA, { stilling: ['', '2'], aar: '12' });
		await post(tabB, { med: ['', '1'] });
		expect(await answers(surveyId)).toEqual({ stilling: 2, aar: 12, med: 1 });
	});
	it('a post after the form was sent in is kept apart, told plainly, and merged when the form is reopened', async () => {
		const { path, surveyId, seatIds } = await submitted();
		const late = await client.post(`${path}/om_deg`, { stilling: '2', aar: '9' });
		expect(late.status).toBe(409);
		expect(late.text).toContain('Skjemaet var allerede sendt inn');
		expect(await client.json(`${path}/lagre`, { answers: { kommentar: 'en ting til' } })).toMatchObject({ status: 409 });
		expect(await client.post(`${path}/om_deg`, { stilling: '1' })).toMatchObject({ status: 303, location: path });
		expect(await answers(surveyId)).toMatchObject({ stilling: 1 });
		expect(await reopen(db, surveyId, seatIds[0] ?? 0, 'evaluator')).toEqual({ merged: 2 });
		expect(await answers(surveyId)).toMatchObject({ stilling: 1, aar: 9, kommentar: 'en ting til' });
		expect((await client.get(path)).text).toContain('Du har begynt å svare');
	});
});

describe('autosave', () => {
	it('saves as given and says what it saved', async () => {
		const { path, surveyId } = await started();
		const reply = await client.json(`${path}/lagre`, { block: 'om_deg', revision: 1, answers: { stilling: '1', aar: 'x', tema: ['2'], kommune: 'bergen' } });
		expect(reply.status).toBe(200);
		expect(JSON.parse(reply.text)).toEqual({ status: 'ok', revision: 2, problems: [{ field: 'aar', code: 'problem_not_a_number', text: expect.stringContaining('tall') as string }] });
		expect(await answers(surveyId)).toEqual({ stilling: 1, tema: [2], kommune: '4601' });
	});
	it('is no page: GET is not allowed', async () => {
		const { path } = await started();
		expect((await fetch(`${server.origin}${path}/lagre`)).status).toBe(405);
	});
});

describe('bad input is refused with the right status, and nothing of it stored', () => {
	it.each([
		['malformed JSON', 400, (c: RespondentClient, p: string) => c.json(`${p}/lagre`, '{"answers":')],
		['JSON of another form', 400, (c: RespondentClient, p: string) => c.json(`${p}/lagre`, { svar: 1 })],
		['JSON of more than 100 kB', 413, (c: RespondentClient, p: string) => c.json(`${p}/lagre`, { answers: { kommentar: 'x'.repeat(100_001) } })],
		['random bytes as JSON', 400, (c: RespondentClient, p: string) => c.raw(`${p}/lagre`, randomBytes(10_000), { 'content-type': 'application/json' })],
		['random bytes as a form', 400, (c: RespondentClient, p: string) => c.raw(`${p}/om_deg`, randomBytes(10_000), { 'content-type': 'application/x-www-form-urlencoded' })],
		['random bytes as a sent-in form', 400, (c: RespondentClient, p: string) => c.raw(`${p}/oppsummering`, randomBytes(10_000), { 'content-type': 'application/x-www-form-urlencoded' })],
		['random bytes as nothing', 415, (c: RespondentClient, p: string) => c.raw(`${p}/om_deg`, randomBytes(10_000), { 'content-type': 'application/octet-stream' })],
		['a form of five megabytes', 413, (c: RespondentClient, p: string) => c.post(`${p}/vurdering`, { kommentar: 'x'.repeat(5_000_000) })],
		['an unknown item', 422, (c: RespondentClient, p: string) => c.post(`${p}/om_deg`, { aar: '3', another_item: '1' })],
		['an unknown item in JSON', 422, (c: RespondentClient, p: string) => c.json(`${p}/lagre`, { answers: { aar: 3, another_item: 1 } })],
		['a code outside the scale', 422, (c: RespondentClient, p: string) => c.post(`${p}/om_deg`, { aar: '3', stilling: '7' })],
		['a code outside the scale in JSON', 422, (c: RespondentClient, p: string) => c.json(`${p}/lagre`, { answers: { aar: 3, tema: [1, 9] } })],
		['two answers to a question that takes one', 422, (c: RespondentClient, p: string) => c.post(`${p}/om_deg`, { aar: '3', stilling: ['1', '2'] })],
		['a page that the form does not have', 404, (c: RespondentClient, p: string) => c.post(`${p}/no_such`, { aar: '3' })],
		['a base that is none', 400, (c: RespondentClient, p: string) => c.post(`${p}/om_deg`, { aar: '3', _base: '{' })],
		['a post without origin', 403, (c: RespondentClient, p: string) => c.raw(`${p}/om_deg`, 'aar=3', { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://elsewhere.example' })]
	] as const)('%s: %i', async (_, status, send) => {
		const { path, surveyId } = await started();
		const before = await footprint(surveyId);
		expect((await send(client, path)).status).toBe(status);
		expect(await footprint(surveyId)).toBe(before);
	});
	it('names the item that does not belong', async () => {
		const { path } = await started();
		expect((await client.post(`${path}/om_deg`, { another_item: '1' })).text).toContain('«another_item»');
		expect(JSON.parse((await client.json(`${path}/lagre`, { answers: { another_item: 1 } })).text)).toMatchObject({ problems: [{ field: 'another_item', code: 'problem_unknown_item' }] });
	});
	it('refuses a form of another survey’s items', async () => {
		const other = await seedSurvey(db.admin, { questionnaire: { ...QUESTIONNAIRE, blocks: [{ key: 'om_deg', items: [{ type: 'integer', key: 'foreign_item', text: { nb: 'x' }, required: false, dontKnow: false }] }] } });
		const { path, surveyId } = await started();
		await client.post(`/svar/${other.tokens[0]}`);
		const page = await client.get(`/svar/${other.tokens[0]}/om_deg`);
		const before = await footprint(surveyId);
		const reply = await client.post(`${path}/om_deg`, { _v: hidden(page.text, '_v'), _base: hidden(page.text, '_base'), foreign_item: '4' });
		expect(reply.status).toBe(422);
		expect(reply.text).toContain('«foreign_item»');
		expect(await footprint(surveyId)).toBe(before);
	});
	it('shows script in every text field as text', async () => {
		const { path } = await started();
		const evil = '</textarea><script>alert(1)</script>{{item:stilling}}';
		await client.post(`${path}/om_deg`, { stilling: '9', stilling_annet: evil, med: '1' });
		await client.post(`${path}/vurdering`, { kommentar: evil });
		for (const page of ['om_deg', 'vurdering']) expect((await client.get(`${path}/${page}`)).text).not.toContain('<script>alert');
	});
});

describe('privacy', () => {
	it('sets no cookie, and forbids caching, indexing and referrers to others on every kind of answer', async () => {
		const { path } = await started();
		const replies = [await client.get(path), await client.get(`${path}/om_deg`), await client.post(`${path}/om_deg`, { aar: '2' }), await client.post(`${path}/om_deg`, { aar: 'x' }), await client.get('/svar/1-AAAA'),
			await client.json(`${path}/lagre`, { answers: {} }), await client.json(`${path}/lagre`, '{'), await client.get(`${path}/oppsummering`)];
		for (const { headers } of replies) {
			expect(headers.get('set-cookie')).toBeNull();
			expect(headers.get('cache-control')).toMatch(/no-store/);
			expect(headers.get('x-robots-tag')).toMatch(/noindex/);
			expect(headers.get('referrer-policy')).toBe('same-origin');
		}
		expect(replies[0]?.headers.get('content-security-policy')).toContain(`default-src 'self'`);
	});
	it('logs nothing that identifies anyone', async () => {
		const { path, tokens, surveyId } = await started();
		await client.post(`${path}/om_deg`, { stilling: '9', stilling_annet: 'Kari Nordmann' });
		await client.json(`${path}/lagre`, '{"answers":{"Kari Nordmann":1}}');
		await client.get(`${path}/a/b/c`);
		await db.admin.unsafe(`alter table answer rename column text to text_gone`);
		expect((await client.post(`${path}/om_deg`, { stilling_annet: 'Kari Nordmann igjen' })).status).toBe(500);
		await db.admin.unsafe(`alter table answer rename column text_gone to text`);
		expect(server.log()).not.toMatch(/Nordmann/);
		expect(server.log()).not.toContain(tokens[0]);
		expect(server.log()).not.toMatch(/\/svar\/(?!\[)/);
		expect((await client.post(`${path}/om_deg`, { stilling_annet: 'Ola' })).status).toBe(303);
		expect(await answers(surveyId)).toMatchObject({ stilling_annet: 'Ola' });
	});
	it('a page weighs at most 40 kB in all, gzipped, and needs no script', async () => {
		const { path } = await started();
		const page = await client.get(`${path}/om_deg`);
		const parts = [...page.text.matchAll(/(?:href|src)="([^"#]+\.(?:css|js|svg))"/g)].map(([, href = '']) => new URL(href, `${server.origin}${path}/om_deg`));
		expect(parts.every((url) => url.origin === server.origin)).toBe(true);
		let size = gzipSync(page.text).length;
		for (const url of parts) size += gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
		expect(parts.map((url) => url.pathname).filter((p) => p.endsWith('.js'))).toEqual(['/svar.js']);
		expect(size).toBeLessThan(40_000);
		expect(page.text).not.toMatch(/modulepreload|<script(?! src="\/svar\.js")/);
	});
});
