import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openForm, type Services } from '../../src/lib/server/respond/open.ts';
import { savePage } from '../../src/lib/server/respond/save.ts';
import { autosave } from '../../src/lib/server/respond/autosave.ts';
import { startForm, submitForm } from '../../src/lib/server/respond/submit.ts';
import { writeBase } from '../../src/lib/server/respond/base.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { seedSurvey } from '../support/seed.ts';
import { TEST_SECRET } from '../support/server.ts';

let db: TestDatabase;
let services: Services;
beforeAll(async () => {
	db = await createDatabase();
	services = { database: db, secret: TEST_SECRET };
});
afterAll(() => db.drop());

type Post = Record<string, string | string[]>;
const entries = (post: Post): [string, string][] => Object.entries(post).flatMap(([k, v]) => (Array.isArray(v) ? v.map((x): [string, string] => [k, x]) : [[k, v] as [string, string]]));
const post = (token: string, block: string, fields: Post) => savePage(services, token, block, entries(fields));
const stored = async (token: string) => ({ ...(await openForm(services, token)).answers });
async function started(seats = 1): Promise<{ token: string; tokens: string[]; surveyId: number; seatIds: number[] }> {
	const seeded = await seedSurvey(db.admin, { seats });
	for (const token of seeded.tokens) await startForm(services, token, 'nb');
	return { ...seeded, token: seeded.tokens[0] ?? '' };
}
const COMPLETE: [string, Post][] = [['om_deg', { fortrolig: '1', stilling: '1', med: '2' }], ['vurdering', { p_nytte: '5', p_tid: 'dk', p_uh: '1' }]];

describe('opening a link', () => {
	it('gives the form in the seat’s language, and changes nothing', async () => {
		const { tokens, surveyId } = await seedSurvey(db.admin, { seats: [{ locale: 'nn', frame: { fylke: 'oslo', enhet: 'Skulen' } }] });
		const form = await openForm(services, tokens[0] ?? '');
		expect(form).toMatchObject({ status: 'not_started', locale: 'nn', frame: { fylke: 'oslo', enhet: 'Skulen' }, answers: {} });
		expect(await db.admin`select from response where survey_id = ${surveyId}`).toHaveLength(0);
		expect((await db.admin`select disposition from seat where survey_id = ${surveyId}`)[0]?.disposition).toBe('non_contact');
	});
	it('tells unknown, withdrawn, expired, not yet open and closed links apart', async () => {
		const { tokens, surveyId, seatIds } = await seedSurvey(db.admin, { seats: 3 });
		const [a = '', b = '', c = ''] = tokens;
		await db.admin`update invitation_link set revoked_at = now() where seat_id = ${seatIds[0] ?? 0}`;
		await db.admin`update invitation_link set expires_at = now() - interval '1 minute' where seat_id = ${seatIds[1] ?? 0}`;
		const kind = (token: string) => openForm(services, token).then((f) => f.status, (e: { kind: string; status: number }) => `${e.kind} ${e.status}`);
		expect(await kind('1-short')).toBe('unknown 404');
		expect(await kind(a.replace(/-.*/, '-' + 'A'.repeat(22)))).toBe('unknown 404');
		expect(await kind(a)).toBe('revoked 410');
		expect(await kind(b)).toBe('expired 410');
		expect(await kind(c)).toBe('not_started');
		await db.admin`update survey set opens_at = now() + interval '1 day' where id = ${surveyId}`;
		expect(await kind(c)).toBe('not_yet_open 403');
		await db.admin`update survey set opens_at = null, closes_at = now() where id = ${surveyId}`;
		expect(await kind(c)).toBe('closed 410');
		await db.admin`update survey set closes_at = null, state = 'closed' where id = ${surveyId}`;
		expect(await kind(c)).toBe('closed 410');
		await db.admin`update survey set state = 'draft' where id = ${surveyId}`;
		expect(await kind(c)).toBe('not_yet_open 403');
		await db.admin`update survey set state = 'open' where id = ${surveyId}`;
		await db.admin`update seat set disposition = 'ineligible' where id = ${seatIds[2] ?? 0}`;
		expect(await kind(c)).toBe('revoked 410');
	});
	it('does not take a token of one survey for another', async () => {
		const [one, two] = [await seedSurvey(db.admin), await seedSurvey(db.admin)];
		const crossed = `${two.surveyId.toString(36)}-${one.tokens[0]?.split(/-(.*)/)[1]}`;
		await expect(openForm(services, crossed)).rejects.toMatchObject({ kind: 'unknown' });
	});
});

describe('starting', () => {
	it('makes one response however often and at once it is asked for, and the disposition follows', async () => {
		const { tokens, surveyId } = await seedSurvey(db.admin);
		const places = await Promise.all(Array.from({ length: 8 }, () => startForm(services, tokens[0] ?? '', 'en')));
		expect(new Set(places)).toEqual(new Set([`/svar/${tokens[0]}/om_deg`]));
		expect(await db.admin`select locale, version_id from response where survey_id = ${surveyId}`).toHaveLength(1);
		expect((await db.admin`select disposition from seat where survey_id = ${surveyId}`)[0]?.disposition).toBe('partial');
	});
	it('changes the language of a response there is', async () => {
		const { token } = await started();
		await startForm(services, token, 'nn');
		expect((await openForm(services, token)).locale).toBe('nn');
	});
	it('makes nothing when the survey is closed', async () => {
		const { tokens, surveyId } = await seedSurvey(db.admin, { state: 'closed' });
		await expect(startForm(services, tokens[0] ?? '', 'nb')).rejects.toMatchObject({ kind: 'closed', status: 410 });
		expect(await db.admin`select from response where survey_id = ${surveyId}`).toHaveLength(0);
	});
	it('keeps a response on the version it started on when a new one is published', async () => {
		const { token, surveyId } = await started();
		const before = (await openForm(services, token)).versionId;
		const { publishVersion } = await import('../support/seed.ts');
		const { QUESTIONNAIRE } = await import('../support/questionnaire.ts');
		const after = await publishVersion(db.admin, surveyId, { ...QUESTIONNAIRE, thanks: { nb: 'Ny', nn: 'Ny', en: 'New' } }, 2);
		expect(after).not.toBe(before);
		expect((await openForm(services, token)).versionId).toBe(before);
		await post(token, 'om_deg', { stilling: '2' });
		expect((await db.admin`select distinct version_id from answer where survey_id = ${surveyId}`).map((r) => r.version_id)).toEqual([before]);
	});
});

describe('saving a page', () => {
	it('stores every type of answer and gives them back', async () => {
		const { token } = await started();
		await post(token, 'om_deg', { fortrolig: ['', '1'], stilling: '9', stilling_annet: ' Vikar <b>', aar: 'dk', med: '1' });
		await post(token, 'tiltak', { tema: ['', '3', '1'], timer: '7,5', dato: '17.05.2021', kommune: 'oslo' });
		await post(token, 'vurdering', { p_nytte: '5', p_tid: 'dk', kommentar: 'a\r\nb' });
		expect(await stored(token)).toEqual({
			fortrolig: { state: 'answered', code: 1 }, stilling: { state: 'answered', code: 9 }, stilling_annet: { state: 'answered', text: 'Vikar <b>' }, aar: { state: 'dont_know' },
			med: { state: 'answered', code: 1 }, tema: { state: 'answered', codes: [1, 3] }, timer: { state: 'answered', number: 7.5 }, dato: { state: 'answered', text: '2021-05-17' },
			kommune: { state: 'answered', text: '0301' }, p_nytte: { state: 'answered', code: 5 }, p_tid: { state: 'dont_know' }, kommentar: { state: 'answered', text: 'a\nb' }
		});
	});
	it('goes to the next page that routing shows, back, to the review, and to the first page', async () => {
		const { token } = await started();
		const at = async (block: string, fields: Post) => (await post(token, block, fields) as { location: string }).location.replace(`/svar/${token}`, '');
		expect(await at('om_deg', { med: '2' })).toBe('/vurdering');
		expect(await at('om_deg', { med: '1' })).toBe('/tiltak');
		expect(await at('tiltak', { _to: 'previous' })).toBe('/om_deg');
		expect(await at('om_deg', { _to: 'previous' })).toBe('');
		expect(await at('vurdering', {})).toBe('/oppsummering');
		expect(await at('om_deg', { _to: 'review' })).toBe('/oppsummering');
		expect(await at('om_deg', { _locale: 'en' })).toBe('/om_deg');
		expect((await openForm(services, token)).locale).toBe('en');
	});
	it('continues where the person was: after the page left forwards, on the one left open', async () => {
		const { token } = await started();
		const place = async () => (await startForm(services, token, 'nb')).replace(`/svar/${token}`, '');
		expect(await place()).toBe('/om_deg');
		await post(token, 'om_deg', { med: '1' });
		expect(await place()).toBe('/tiltak');
		await autosave(services, token, JSON.stringify({ block: 'vurdering', answers: { p_tid: 2 } }));
		expect(await place()).toBe('/vurdering');
		await post(token, 'vurdering', { _to: 'previous' });
		expect(await place()).toBe('/tiltak');
		await post(token, 'vurdering', { _to: 'next' });
		expect(await place()).toBe('/oppsummering');
	});
	it('saves the rest when one field is faulty, and says which', async () => {
		const { token } = await started();
		const outcome = await post(token, 'om_deg', { stilling: '2', aar: 'seksti', _to: 'next' });
		expect(outcome).toMatchObject({ kind: 'problems', saved: true, problems: [{ field: 'aar', code: 'problem_not_a_number' }], typed: { aar: ['seksti'], stilling: ['2'] } });
		expect(await stored(token)).toEqual({ stilling: { state: 'answered', code: 2 } });
	});
	it('refuses the whole post with a code outside the scale or an item of another questionnaire', async () => {
		const { token } = await started();
		for (const [field, value, code] of [['stilling', '3', 'problem_not_a_category'], ['other_item', '1', 'problem_unknown_item'], ['stilling', 'dk', 'problem_dont_know_not_offered']] as const) {
			expect(await post(token, 'om_deg', { med: '1', [field]: value })).toMatchObject({ kind: 'problems', saved: false, problems: [{ field, code }] });
		}
		expect(await stored(token)).toEqual({});
	});
	it('takes an answer back when the field is emptied, and with the button for it', async () => {
		const { token } = await started();
		await post(token, 'om_deg', { stilling: '2', aar: '5', med: '1' });
		const { compiled, answers } = await openForm(services, token);
		const base = writeBase(compiled.blocks[0]?.fields ?? [], answers);
		const outcome = await post(token, 'om_deg', { _base: base, stilling: ['', '2'], aar: '', med: ['', '1'], _clear: 'stilling' });
		expect(outcome).toEqual({ kind: 'redirect', location: `/svar/${token}/om_deg#f-stilling` });
		expect(await stored(token)).toEqual({ med: { state: 'answered', code: 1 } });
	});
});

describe('two tabs', () => {
	it('a stale page’s unchanged fields never wipe what another tab wrote', async () => {
		const { token } = await started();
		const base = '{}';
		await post(token, 'om_deg', { _base: base, stilling: ['', '2'], aar: '', med: '' });
		await post(token, 'om_deg', { _base: base, stilling: '', aar: '12', med: '' });
		expect(await stored(token)).toEqual({ stilling: { state: 'answered', code: 2 }, aar: { state: 'answered', number: 12 } });
	});
	it('a changed field wins, also when it is emptied', async () => {
		const { token } = await started();
		const long = 'x'.repeat(500);
		await post(token, 'vurdering', { kommentar: long, p_tid: '1' });
		const { compiled, answers } = await openForm(services, token);
		const base = writeBase(compiled.blocks[2]?.fields ?? [], answers);
		expect(base.length).toBeLessThan(100);
		await post(token, 'vurdering', { kommentar: 'from tab B', p_tid: '2' });
		await post(token, 'vurdering', { _base: base, kommentar: long, p_tid: '' });
		expect(await stored(token)).toEqual({ kommentar: { state: 'answered', text: 'from tab B' } });
	});
	it('saves at once from both keep every field', async () => {
		const { token } = await started();
		await Promise.all([['stilling', 1], ['aar', 3], ['med', 2], ['timer', 4], ['p_tid', 5], ['p_nytte', 1]].map(([key, value]) => autosave(services, token, JSON.stringify({ answers: { [String(key)]: value } }))));
		expect(Object.keys(await stored(token)).sort()).toEqual(['aar', 'med', 'p_nytte', 'p_tid', 'stilling', 'timer']);
		expect((await openForm(services, token)).row.revision).toBe(7);
	});
	it('an autosave that was overtaken is told so and changes nothing', async () => {
		const { token } = await started();
		const first = await autosave(services, token, JSON.stringify({ revision: 1, answers: { aar: 1 } }));
		expect(first).toMatchObject({ status: 200, body: { revision: 2 } });
		expect(await autosave(services, token, JSON.stringify({ revision: 1, answers: { aar: 9 } }))).toEqual({ status: 409, body: { status: 'stale', revision: 2 } });
		expect(await stored(token)).toEqual({ aar: { state: 'answered', number: 1 } });
	});
});

describe('autosave', () => {
	it('saves what is right, names what is faulty, and refuses what is foreign', async () => {
		const { token } = await started();
		expect(await autosave(services, token, JSON.stringify({ answers: { aar: 'x', stilling: 1, tema: [2, 1] } }))).toMatchObject({ status: 200, body: { problems: [{ field: 'aar', code: 'problem_not_a_number' }] } });
		expect(await autosave(services, token, JSON.stringify({ answers: { med: 1, stilling: 7 } }))).toMatchObject({ status: 422, body: { problems: [{ field: 'stilling', code: 'problem_not_a_category' }] } });
		expect(await autosave(services, token, JSON.stringify({ answers: { 'Kari Nordmann': 1 } }))).toEqual({ status: 422, body: { status: 'refused', problems: [{ code: 'problem_unknown_item' }] } });
		expect(Object.keys(await stored(token)).sort()).toEqual(['stilling', 'tema']);
	});
	it.each(['', '{', '[]', '{"answers":1}', '{"answers":{},"revision":"1"}', 'null'])('refuses %j as malformed', async (text) => {
		const { token } = await started();
		await expect(autosave(services, token, text)).rejects.toMatchObject({ status: 400, code: 'respond_problem_malformed' });
	});
	it('stores nothing for a form that is not started, closed, or another version’s', async () => {
		const { tokens, surveyId } = await seedSurvey(db.admin);
		const token = tokens[0] ?? '';
		const save = (extra = {}) => autosave(services, token, JSON.stringify({ answers: { aar: 4 }, ...extra }));
		expect(await save()).toMatchObject({ status: 409, body: { status: 'not_started' } });
		await startForm(services, token, 'nb');
		const { QUESTIONNAIRE } = await import('../support/questionnaire.ts');
		const { publishVersion } = await import('../support/seed.ts');
		const version = await publishVersion(db.admin, surveyId, { ...QUESTIONNAIRE, key: 'other' }, 2);
		await expect(save({ version })).rejects.toMatchObject({ status: 409 });
		await db.admin`update survey set state = 'closed' where id = ${surveyId}`;
		await expect(save()).rejects.toMatchObject({ kind: 'closed' });
		expect(await db.admin`select from answer where survey_id = ${surveyId}`).toHaveLength(0);
	});
});

describe('sending in', () => {
	it('is refused while a required answer is missing, and changes nothing', async () => {
		const { token } = await started();
		await post(token, 'om_deg', { fortrolig: '1', stilling: '1' });
		expect(await submitForm(services, token)).toBe(false);
		expect((await openForm(services, token)).status).toBe('open');
	});
	it('leaves every field answered, “vet ikke”, not answered or not asked', async () => {
		const { token, surveyId } = await started();
		await post(token, 'om_deg', { fortrolig: '1', stilling: '9', stilling_annet: 'Vikar', med: '1' });
		await post(token, 'tiltak', { timer: '3' });
		await post(token, 'om_deg', { stilling: '1', med: '2' });
		await post(token, 'vurdering', { p_nytte: '5', p_tid: 'dk', p_uh: '1' });
		expect(await submitForm(services, token)).toBe(true);
		const rows = await db.admin`select item, state from answer where survey_id = ${surveyId} order by item`;
		expect(Object.fromEntries(rows.map((r) => [r.item, r.state]))).toEqual({
			fortrolig: 'answered', stilling: 'answered', stilling_annet: 'not_asked', aar: 'not_answered', med: 'answered', tema: 'not_asked', timer: 'not_asked', dato: 'not_asked',
			kommune: 'not_asked', p_nytte: 'answered', p_tid: 'dont_know', p_uh: 'answered', kommentar: 'not_answered'
		});
		expect((await db.admin`select disposition from seat where survey_id = ${surveyId}`)[0]?.disposition).toBe('complete');
	});
	it('sends in once, however often and at once it is asked for, also while answers are being saved', async () => {
		const { token, surveyId } = await started();
		for (const [block, fields] of COMPLETE) await post(token, block, fields);
		const outcomes = await Promise.all([submitForm(services, token), submitForm(services, token), post(token, 'vurdering', { kommentar: 'just in time' }), submitForm(services, token)]);
		expect([outcomes[0], outcomes[1], outcomes[3]]).toEqual([true, true, true]);
		const [row] = await db.admin`select state, (select count(*)::int from answer a where a.response_id = r.id) as answers, (select text from answer a where a.response_id = r.id and item = 'kommentar') as comment,
			(select patch from late_save l where l.response_id = r.id) as late from response r where survey_id = ${surveyId}`;
		expect(row).toMatchObject({ state: 'submitted', answers: 13 });
		expect(row?.comment ?? row?.late?.[0]?.text).toBe('just in time');
	});
	it('shows thanks afterwards, also when the survey has closed', async () => {
		const { token, surveyId } = await started();
		for (const [block, fields] of COMPLETE) await post(token, block, fields);
		await submitForm(services, token);
		await db.admin`update survey set state = 'closed' where id = ${surveyId}`;
		expect((await openForm(services, token)).status).toBe('submitted');
	});
});

describe('a post after the form was sent in', () => {
	async function sent() {
		const s = await started();
		for (const [block, fields] of COMPLETE) await post(s.token, block, fields);
		await submitForm(services, s.token);
		return s;
	}
	it('changes nothing and is kept once; what says the same as was sent is not kept', async () => {
		const { token, surveyId } = await sent();
		expect(await post(token, 'om_deg', { stilling: '1', med: '2', aar: '' })).toEqual({ kind: 'redirect', location: `/svar/${token}` });
		expect(await post(token, 'om_deg', { stilling: '2', aar: '4', med: '2' })).toEqual({ kind: 'late' });
		expect(await post(token, 'om_deg', { stilling: '2', aar: '4', med: '2' })).toEqual({ kind: 'late' });
		expect(await autosave(services, token, JSON.stringify({ answers: { kommentar: 'late' } }))).toMatchObject({ status: 409, body: { status: 'late' } });
		const late = await db.admin`select patch from late_save where survey_id = ${surveyId} order by id`;
		expect(late.map((r) => r.patch)).toEqual([
			[{ item: 'aar', kind: 'number', state: 'answered', number: 4 }, { item: 'stilling', kind: 'code', state: 'answered', code: 2 }],
			[{ item: 'kommentar', kind: 'text', state: 'answered', text: 'late' }]]);
		expect(await stored(token)).toMatchObject({ stilling: { code: 1 } });
	});
	it('is merged on reopening into the items without an answer, the last word first, and audited', async () => {
		const { reopen } = await import('../../src/lib/server/respond/submit.ts');
		const { token, surveyId, seatIds } = await sent();
		await post(token, 'om_deg', { stilling: '2', aar: '4' });
		await post(token, 'om_deg', { aar: '5' });
		expect(await reopen(db, surveyId, seatIds[0] ?? 0, 'evaluator-1')).toEqual({ merged: 1 });
		expect(await stored(token)).toMatchObject({ stilling: { code: 1 }, aar: { number: 5 } });
		expect((await openForm(services, token)).status).toBe('open');
		expect((await db.admin`select disposition from seat where survey_id = ${surveyId}`)[0]?.disposition).toBe('partial');
		expect((await db.admin`select actor, action, subject from audit where survey_id = ${surveyId}`)[0]).toEqual({ actor: 'evaluator-1', action: 'response.reopen', subject: { seat: seatIds[0], merged: 1 } });
		await expect(reopen(db, surveyId, seatIds[0] ?? 0, 'evaluator-1')).rejects.toMatchObject({ status: 409 });
		expect(await submitForm(services, token)).toBe(true);
		expect(await reopen(db, surveyId, seatIds[0] ?? 0, 'evaluator-1')).toEqual({ merged: 0 });
	});
	it('can be reopened by the evaluators’ role alone', async () => {
		await expect(db.respond.sql`select respond_reopen(1, 1, 'x')`).rejects.toMatchObject({ code: '42501' });
		await expect(db.evaluate.sql`select * from respond_save(1, '[]')`).rejects.toMatchObject({ code: '42501' });
	});
});
