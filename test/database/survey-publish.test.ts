import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeSurvey, createEvaluation, createSurvey, createWave, openSurvey, publish, readDocument, saveDraft } from '../../src/lib/server/surveys/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, smallQuestionnaire } from '../support/fieldwork.ts';

const actor = 'eva';
let db: TestDatabase;
let waveId: number;
let count = 0;
const survey = async () => (await createSurvey({ database: db }, { waveId, key: `s${++count}`, actor })).id;
const actions = async (surveyId: number) => (await db.admin`select action from audit where survey_id = ${surveyId} order by id`).map((r) => r.action);

beforeAll(async () => {
	db = await createDatabase();
	const evaluation = await createEvaluation({ database: db }, { key: 'evaluering-2021', name: 'Evaluering 2021', actor });
	waveId = (await createWave({ database: db }, { evaluationId: evaluation.id, key: '2021', name: 'Vår 2021', actor })).id;
});
afterAll(() => db.drop());

describe('making an evaluation, a wave and a survey', () => {
	it('finds what is there instead of making it twice, and writes one audit row', async () => {
		const first = await createEvaluation({ database: db }, { key: 'ny', name: 'Ny', actor });
		const again = await createEvaluation({ database: db }, { key: 'ny', name: 'Ny', actor });
		expect(again).toEqual({ id: first.id, created: false });
		expect(await db.admin`select from audit where action = 'evaluation.create' and subject ->> 'evaluation' = 'ny'`).toHaveLength(1);
		const surveyId = await survey();
		expect(await createSurvey({ database: db }, { waveId, key: `s${count}`, actor })).toEqual({ id: surveyId, created: false });
	});
	it('makes one evaluation when two ask at once', async () => {
		const made = await Promise.all([1, 2, 3, 4].map(() => createEvaluation({ database: db }, { key: 'samtidig', name: 'Samtidig', actor })));
		expect(new Set(made.map((m) => m.id)).size).toBe(1);
		expect(made.filter((m) => m.created)).toHaveLength(1);
	});
	it.each([['Stor', 'survey_problem_key'], ['', 'survey_problem_key'], ['a/b', 'survey_problem_key'], ['x'.repeat(64), 'survey_problem_key']])('refuses the key %j', async (key, code) => {
		await expect(createEvaluation({ database: db }, { key, name: 'n', actor })).rejects.toMatchObject({ code });
	});
	it('says which parent is missing', async () => {
		await expect(createWave({ database: db }, { evaluationId: 9999, key: 'w', name: 'w', actor })).rejects.toMatchObject({ code: 'survey_problem_no_evaluation', status: 404 });
		await expect(createSurvey({ database: db }, { waveId: 9999, key: 'w', actor })).rejects.toMatchObject({ code: 'survey_problem_no_wave' });
	});
});

describe('publishing', () => {
	it('stores version, items, categories and frame variables, and makes it current', async () => {
		const surveyId = await survey();
		const made = await publish({ database: db }, { surveyId, document: smallQuestionnaire(), actor });
		expect(made).toMatchObject({ ok: true, number: 1, created: true, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
		if (!made.ok) return;
		const items = await db.admin`select item, kind, type, position, dont_know, max_length, min, max from version_item where survey_id = ${surveyId} order by position`;
		expect(items.map((r) => ({ ...r }))).toEqual([
			{ item: 'kjenner', kind: 'code', type: 'yesno', position: 0, dont_know: true, max_length: null, min: null, max: null },
			{ item: 'hva', kind: 'codes', type: 'multiple', position: 1, dont_know: false, max_length: null, min: null, max: null },
			{ item: 'aar', kind: 'number', type: 'integer', position: 2, dont_know: false, max_length: null, min: 0, max: 60 },
			{ item: 'kort', kind: 'text', type: 'short_text', position: 3, dont_know: false, max_length: 50, min: null, max: null }
		]);
		expect((await db.admin`select item, code from version_category where survey_id = ${surveyId} order by item, code`).map((r) => `${r.item}${r.code}`)).toEqual(['hva1', 'hva2', 'kjenner1', 'kjenner2']);
		expect((await db.admin`select name, stratum from frame_variable where survey_id = ${surveyId} order by position`).map((r) => [r.name, r.stratum])).toEqual([['rolle', true], ['stilling', false]]);
		expect(await db.admin`select from frame_category where survey_id = ${surveyId}`).toHaveLength(2);
		expect((await db.admin`select version_id from survey where id = ${surveyId}`)[0]?.version_id).toBe(made.versionId);
	});
	it('gives the version there is for the same content, however the JSON is written', async () => {
		const surveyId = await survey();
		const first = await publish({ database: db }, { surveyId, document: smallQuestionnaire(), actor });
		const { thanks, ...rest } = smallQuestionnaire();
		const again = await publish({ database: db }, { surveyId, document: { thanks, ...rest }, actor });
		expect(again).toEqual({ ...first, created: false });
		expect(await actions(surveyId)).toEqual(['survey.create', 'questionnaire.publish', 'questionnaire.use']);
	});
	it('numbers versions one after another and can go back to an earlier one', async () => {
		const surveyId = await survey();
		const one = smallQuestionnaire();
		const two = { ...one, thanks: { nb: 'Tusen takk!', nn: 'Tusen takk!', en: 'Many thanks!' } };
		await publish({ database: db }, { surveyId, document: one, actor });
		expect(await publish({ database: db }, { surveyId, document: two, actor })).toMatchObject({ number: 2, created: true });
		expect(await publish({ database: db }, { surveyId, document: one, actor })).toMatchObject({ number: 1, created: false });
		expect((await db.admin`select number from questionnaire_version v join survey s on s.version_id = v.id where s.id = ${surveyId}`)[0]?.number).toBe(1);
	});
	it('makes one version when the same document is published many times at once', async () => {
		const surveyId = await survey();
		const all = await Promise.all([1, 2, 3, 4, 5].map(() => publish({ database: db }, { surveyId, document: smallQuestionnaire(), actor })));
		expect(all.filter((p) => p.ok && p.created)).toHaveLength(1);
		expect(new Set(all.map((p) => (p.ok ? p.versionId : 0))).size).toBe(1);
	});
	it('lists every fault at once and stores nothing', async () => {
		const surveyId = await survey();
		const document = structuredClone(smallQuestionnaire()) as unknown as { title: object; blocks: { items: Record<string, unknown>[] }[] };
		document.title = { nb: 'Bare bokmål' };
		document.blocks[0]!.items[0]!.if = { item: 'finnes_ikke', op: 'answered' };
		document.blocks[0]!.items[1]!.key = 'kort';
		const result = await publish({ database: db }, { surveyId, document, actor });
		expect(result.ok).toBe(false);
		if (result.ok) return;
		expect(result.faults.map((f) => f.path).some((p) => p.startsWith('/title'))).toBe(true);
		expect(result.faults.length).toBeGreaterThanOrEqual(4);
		expect(await db.admin`select from questionnaire_version where survey_id = ${surveyId}`).toHaveLength(0);
		expect(await db.admin`select from frame_variable where survey_id = ${surveyId}`).toHaveLength(0);
	});
	it.each([[null], [42], ['text'], [[]], [{}], [{ format: 'grunnlag-questionnaire/1' }]])('refuses the document %j with faults, not a crash', async (document) => {
		const result = await publish({ database: db }, { surveyId: await survey(), document, actor });
		expect(result).toMatchObject({ ok: false });
	});
	it('refuses texts that PostgreSQL cannot hold, naming where', async () => {
		const document = { ...smallQuestionnaire(), thanks: { nb: 'a\0b', nn: 'a\ud800', en: 'c' } };
		const result = await publish({ database: db }, { surveyId: await survey(), document, actor });
		expect(result.ok).toBe(false);
		if (!result.ok) expect(result.faults.filter((f) => f.code === 'survey_fault_character').map((f) => f.path)).toEqual(['/thanks/nb', '/thanks/nn']);
	});
	it('refuses to turn a stratum into something else once the population is there', async () => {
		const surveyId = await survey();
		const document = smallQuestionnaire();
		await publish({ database: db }, { surveyId, document, actor });
		await addSeats(db, surveyId, [{ ref: 'A', name: 'A', email: 'a@example.org', rolle: 'eier' }]);
		document.frame = document.frame.map((f) => ({ ...f, stratum: false }));
		expect(await publish({ database: db }, { surveyId, document, actor })).toEqual({ ok: false, faults: [{ path: '/frame/0/stratum', code: 'survey_fault_stratum_in_use', params: { variable: 'rolle' } }] });
	});
	it('publishes the six questionnaires of the demo', async () => {
		for (const key of ['samarbeidsforum', 'nettverk', 'uh', 'skoleledere', 'tillitsvalgte', 'aarsrapport']) {
			const document = readDocument(readFileSync(`src/demo/evaluation-2021/questionnaires/${key}.json`, 'utf8'));
			expect(await publish({ database: db }, { surveyId: await survey(), document, actor })).toMatchObject({ ok: true, number: 1 });
		}
	});
});

describe('a draft', () => {
	it('is kept as typed, finished or not, and saving it again changes nothing', async () => {
		const surveyId = await survey();
		expect(await saveDraft({ database: db }, { surveyId, draft: '{ "half": ', actor })).toEqual({ changed: true });
		expect(await saveDraft({ database: db }, { surveyId, draft: '{ "half": ', actor })).toEqual({ changed: false });
		expect((await db.admin`select draft from survey where id = ${surveyId}`)[0]?.draft).toBe('{ "half": ');
		expect(await actions(surveyId)).toEqual(['survey.create', 'survey.draft']);
	});
	it('is refused when it is too large or cannot be stored', async () => {
		const surveyId = await survey();
		await expect(saveDraft({ database: db }, { surveyId, draft: 'x'.repeat(2_000_001), actor })).rejects.toMatchObject({ code: 'survey_problem_too_large', status: 413 });
		await expect(saveDraft({ database: db }, { surveyId, draft: 'a\0', actor })).rejects.toMatchObject({ code: 'survey_problem_character' });
		await expect(saveDraft({ database: db }, { surveyId: 9999, draft: '{}', actor })).rejects.toMatchObject({ code: 'survey_problem_no_survey' });
	});
});

describe('opening and closing', () => {
	const day = 86_400_000;
	it('needs a published questionnaire', async () => {
		await expect(openSurvey({ database: db }, { surveyId: await survey(), actor })).rejects.toMatchObject({ code: 'survey_problem_unpublished', status: 409 });
	});
	it('sets dates, is idempotent, and leaves one audit row a change', async () => {
		const surveyId = await survey();
		await publish({ database: db }, { surveyId, document: smallQuestionnaire(), actor });
		const closesAt = new Date(Date.now() + day);
		expect(await openSurvey({ database: db }, { surveyId, closesAt, actor })).toEqual({ changed: true });
		expect(await openSurvey({ database: db }, { surveyId, closesAt, actor })).toEqual({ changed: false });
		expect(await openSurvey({ database: db }, { surveyId, actor })).toEqual({ changed: false });
		expect(await closeSurvey({ database: db }, { surveyId, actor })).toEqual({ changed: true });
		expect(await closeSurvey({ database: db }, { surveyId, actor })).toEqual({ changed: false });
		expect((await actions(surveyId)).slice(-2)).toEqual(['survey.open', 'survey.close']);
	});
	it('refuses dates in the wrong order or already passed', async () => {
		const surveyId = await survey();
		await publish({ database: db }, { surveyId, document: smallQuestionnaire(), actor });
		const at = (days: number) => new Date(Date.now() + days * day);
		await expect(openSurvey({ database: db }, { surveyId, opensAt: at(2), closesAt: at(1), actor })).rejects.toMatchObject({ code: 'survey_problem_dates' });
		await expect(openSurvey({ database: db }, { surveyId, closesAt: at(-1), actor })).rejects.toMatchObject({ code: 'survey_problem_closes_in_past' });
	});
});
