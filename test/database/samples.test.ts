import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importFrame } from '../../src/lib/server/fieldwork/frames/import.ts';
import { drawSample, previewSample, retireDrawnSample, sampleOverview, sampleSpecOf, stratumName, type SampleSpec } from '../../src/lib/server/fieldwork/samples/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { bytes, demoFile, demoQuestionnaire, makeSurvey } from '../support/frame.ts';

let db: TestDatabase;
beforeEach(async () => { db = await createDatabase(); });
afterEach(() => db.drop());

const actor = 'eva';
const deps = () => ({ database: db });
const spec = (change: Partial<SampleSpec>): SampleSpec => ({ method: 'simple', by: [], cluster: null, n: 3, allocation: null, numbers: null, deviations: null, least: 0, onePerPerson: false, avoid: false, ...change });
/** A list of so many seats, two counties in turn; `email` says who holds seat i. */
async function listed(count: number, email: (i: number) => string = (i) => `p${i}@x.example`, evaluationId?: number) {
	const made = await makeSurvey(db, undefined, evaluationId);
	const rows = Array.from({ length: count }, (_, i) => `s${String(i).padStart(3, '0')};Navn;${email(i)};${i % 4 === 0 ? 'Oslo' : 'Agder'};`);
	await importFrame({ database: db }, {
		surveyId: made.surveyId, fileName: 'f.csv', bytes: bytes(['ref;navn;epost;fylke;trukket', ...rows].join('\n')), actor,
		mapping: [{ column: 'ref', use: 'ref' }, { column: 'navn', use: 'name' }, { column: 'epost', use: 'email' }, { column: 'fylke', use: 'stratum', name: 'fylke' }, { column: 'trukket', use: 'sampled' }]
	});
	return made;
}
const sampled = async (surveyId: number) => (await db.admin`select ref from seat where survey_id = ${surveyId} and sampled order by ref`).map((r) => String(r.ref));
const stored = async (surveyId: number) => (await db.admin`
	select s.ref, d.probability, d.stratum from sample p join sample_seat d on (d.survey_id, d.sample_id) = (p.survey_id, p.id) join seat s on (s.survey_id, s.id) = (d.survey_id, d.seat_id)
	where p.survey_id = ${surveyId} and p.replaced_at is null order by ref`).map((r) => ({ ...r }));

describe('the unions of 2021', () => {
	it('are asked as they were: two whole, and 2,111 of the 3,828 of the third', async () => {
		const { surveyId } = await makeSurvey(db, demoQuestionnaire('tillitsvalgte'));
		await importFrame({ database: db }, { surveyId, fileName: 'tillitsvalgte.csv', bytes: demoFile('frames/tillitsvalgte.csv'), actor });
		const sizes = new Map((await db.admin`select code, count(*)::int as n from seat_stratum where survey_id = ${surveyId} and variable = 'forbund' group by 1`).map((r) => [String(r.code), Number(r.n)]));
		expect(sizes.get('Utdanningsforbundet')).toBe(3828);
		const numbers = Object.fromEntries([...sizes].map(([code, n]) => [stratumName([code]), code === 'Utdanningsforbundet' ? 2111 : n]));
		const asked = spec({ method: 'stratified', by: ['forbund'], allocation: 'fixed', n: null, numbers });
		const { preview } = await previewSample(deps(), { surveyId, spec: asked, seed: 2021, rate: 0.5, icc: 0 });
		expect(preview).toMatchObject({ available: 4394, expected: 2677 });
		expect(preview?.detects).toMatchObject({ answers: 1338, population: 4394 });
		const drawn = await drawSample(deps(), { surveyId, spec: asked, seed: 2021, frameHash: preview?.frameHash, actor });
		expect(drawn.seats).toBe(2677);
		for (const { codes, frame, drawn: n, probability } of drawn.strata) {
			expect(frame).toBe(sizes.get(codes[0] ?? ''));
			expect(n).toBe(codes[0] === 'Utdanningsforbundet' ? 2111 : frame);
			expect(probability).toBeCloseTo(codes[0] === 'Utdanningsforbundet' ? 2111 / 3828 : 1, 15);
		}
		expect(drawn.strata.filter((s) => s.codes[0] !== 'Utdanningsforbundet').reduce((sum, s) => sum + s.drawn, 0)).toBe(566);
		const [sum] = await db.admin`select sum(1 / probability) as weight, count(*)::int as n from sample_seat where survey_id = ${surveyId}`;
		expect(Number(sum?.weight)).toBeCloseTo(4394, 6);
		expect(await sampled(surveyId)).toHaveLength(2677);
	});
});

describe('a sample', () => {
	it('is the same seats for the same seed and list, whatever order the list came in and ids its seats have', async () => {
		const [one, two] = [await listed(40), await makeSurvey(db)];
		const rows = Array.from({ length: 40 }, (_, i) => `s${String(i).padStart(3, '0')};q${i}@x.example;${i % 4 === 0 ? 'Oslo' : 'Agder'}`).reverse();
		await importFrame({ database: db }, { surveyId: two.surveyId, fileName: 'f.csv', bytes: bytes(['ref;epost;fylke', ...rows].join('\n')), actor, mapping: [{ column: 'ref', use: 'ref' }, { column: 'epost', use: 'email' }, { column: 'fylke', use: 'stratum', name: 'fylke' }] });
		const asked = spec({ method: 'stratified', by: ['fylke'], allocation: 'proportional', n: 12 });
		for (const { surveyId } of [one, two]) await drawSample(deps(), { surveyId, spec: asked, seed: 5, actor });
		expect(await stored(one.surveyId)).toEqual(await stored(two.surveyId));
		expect(await sampled(one.surveyId)).toEqual((await stored(one.surveyId)).map((s) => s.ref));
		const hashes = await db.admin`select distinct frame_hash from sample`;
		expect(hashes).toHaveLength(1);
		expect(await stored(one.surveyId)).toHaveLength(12);
	});
	it('keeps how it was drawn, and is shown by stratum', async () => {
		const { surveyId } = await listed(8);
		const asked = spec({ method: 'stratified', by: ['fylke'], allocation: 'equal', n: 4 });
		await drawSample(deps(), { surveyId, spec: asked, seed: 9, actor });
		expect(await sampleOverview(deps(), surveyId)).toMatchObject({
			state: { open: true, seats: 8, ineligible: 0, sampled: 4, undrawn: 0, earlier: 0, elsewhere: 0 },
			sample: { spec: asked, seed: 9, generator: 'xoshiro128**/splitmix32', seats: 4, clusters: null, strata: [
				{ codes: ['Agder'], frame: 6, available: 6, drawn: 2, probability: 1 / 3 }, { codes: ['Oslo'], frame: 2, available: 2, drawn: 2, probability: 1 }
			] }
		});
		const audit = await db.admin`select actor, action, subject from audit where action like 'sample%'`;
		expect(audit).toMatchObject([{ actor, action: 'sample.draw', subject: { seed: 9, seats: 4 } }]);
	});
	it('can be drawn again until the first invitation leaves, and the ones before are kept', async () => {
		const { surveyId } = await listed(20);
		await drawSample(deps(), { surveyId, spec: spec({}), seed: 1, actor });
		const first = await sampled(surveyId);
		await drawSample(deps(), { surveyId, spec: spec({}), seed: 2, actor });
		const second = await sampled(surveyId);
		expect(second).not.toEqual(first);
		expect((await sampleOverview(deps(), surveyId)).state.earlier).toBe(1);
		await db.admin`update seat set disposition = 'non_contact' where survey_id = ${surveyId} and ref = ${second[0] ?? ''}`;
		await expect(drawSample(deps(), { surveyId, spec: spec({}), seed: 3, actor })).rejects.toMatchObject({ code: 'sample_problem_sent', status: 409 });
		await expect(retireDrawnSample(deps(), { surveyId, actor })).rejects.toMatchObject({ code: 'sample_problem_sent' });
		expect(await sampled(surveyId)).toEqual(second);
		expect(await db.admin`select from sample`).toHaveLength(2);
	});
	it('is held by the database: its seats, its figures and who is in it', async () => {
		const { surveyId } = await listed(6);
		await drawSample(deps(), { surveyId, spec: spec({}), seed: 1, actor });
		const [drawn = ''] = await sampled(surveyId);
		await expect(db.admin`update sample_seat set probability = 1`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`delete from sample_seat`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`update sample set seed = 2`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`delete from sample`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`update seat set sampled = not sampled where ref = ${drawn}`).rejects.toMatchObject({ code: 'GR006' });
		await expect(db.admin`update seat set sampled = true where not sampled`).rejects.toMatchObject({ code: 'GR006' });
		await expect(db.admin`insert into sample_seat select survey_id, sample_id, (select max(id) from seat where not sampled), stratum, probability from sample_seat limit 1`).rejects.toMatchObject({ code: 'GR001' });
		await db.admin`insert into invitation_link (survey_id, token_hash, seat_id) select ${surveyId}, decode(repeat('00', 32), 'hex'), id from seat where ref = ${drawn}`;
		await expect(db.admin`update sample set replaced_at = now()`).rejects.toMatchObject({ code: 'GR006' });
		await expect(db.evaluate.sql`update seat set sampled = true`).rejects.toMatchObject({ code: '42501' });
	});
	it('given up leaves seats as they are and lets the list decide again', async () => {
		const { surveyId } = await listed(6);
		await expect(retireDrawnSample(deps(), { surveyId, actor })).rejects.toMatchObject({ code: 'sample_problem_none' });
		await drawSample(deps(), { surveyId, spec: spec({}), seed: 1, actor });
		await retireDrawnSample(deps(), { surveyId, actor });
		expect(await sampled(surveyId)).toHaveLength(3);
		await db.admin`update seat set sampled = true where survey_id = ${surveyId}`;
		expect(await sampleOverview(deps(), surveyId)).toMatchObject({ sample: null, state: { sampled: 6, undrawn: null, earlier: 1 } });
	});
	it('is not drawn from a list that has changed since it was previewed, and changes nothing when it is refused', async () => {
		const { surveyId } = await listed(6);
		const { preview } = await previewSample(deps(), { surveyId, spec: spec({}), seed: 1, rate: 0.5, icc: 0 });
		await db.admin`update seat set disposition = 'ineligible' where ref = 's000'`;
		await expect(drawSample(deps(), { surveyId, spec: spec({}), seed: 1, frameHash: preview?.frameHash, actor })).rejects.toMatchObject({ code: 'sample_problem_changed', status: 409 });
		expect(await sampled(surveyId)).toEqual([]);
		expect(await db.admin`select from sample`).toHaveLength(0);
		await drawSample(deps(), { surveyId, spec: spec({ method: 'census', n: null }), seed: 1, actor });
		expect(await sampled(surveyId)).toEqual(['s001', 's002', 's003', 's004', 's005']);
	});
	it('takes whole clusters', async () => {
		const { surveyId } = await listed(8);
		const { strata } = await drawSample(deps(), { surveyId, spec: spec({ method: 'clusters', by: ['fylke'], n: 1 }), seed: 4, actor });
		expect(strata.filter((s) => s.drawn > 0)).toHaveLength(1);
		expect(strata.every((s) => s.drawn === 0 || s.drawn === s.frame)).toBe(true);
		expect(new Set((await stored(surveyId)).map((s) => (s as { probability?: number }).probability))).toEqual(new Set([0.5]));
	});
	it('takes whole clusters within each stratum, and keeps how many of how many', async () => {
		const { surveyId } = await makeSurvey(db);
		const rows = Array.from({ length: 24 }, (_, i) => `s${String(i).padStart(2, '0')};p${i}@x.example;${i < 12 ? 'Agder' : 'Oslo'};${i === 23 ? '' : `skole ${Math.floor(i / 3)}`}`);
		await importFrame({ database: db }, {
			surveyId, fileName: 'f.csv', bytes: bytes(['ref;epost;fylke;skole', ...rows].join('\n')), actor,
			mapping: [{ column: 'ref', use: 'ref' }, { column: 'epost', use: 'email' }, { column: 'fylke', use: 'stratum', name: 'fylke' }, { column: 'skole', use: 'stratum', name: 'skole' }]
		});
		const asked = spec({ method: 'stratified_clusters', by: ['fylke'], cluster: 'skole', allocation: 'fixed', n: null, numbers: { [stratumName(['Agder'])]: 1, [stratumName(['Oslo'])]: 2 } });
		const { preview } = await previewSample(deps(), { surveyId, spec: asked, seed: 3, rate: 1, icc: 0.1 });
		// the seat without a school is a cluster of its own in Oslo
		expect(preview?.strata).toMatchObject([{ codes: ['Agder'], clusters: { available: 4, drawn: 1 }, probability: 0.25 }, { codes: ['Oslo'], clusters: { available: 5, drawn: 2 }, probability: 0.4 }]);
		const { strata } = await drawSample(deps(), { surveyId, spec: asked, seed: 3, frameHash: preview?.frameHash, actor });
		expect(strata.map((s) => s.drawn > 0)).toEqual([true, true]);
		const schools = await db.admin`select v.code, count(*)::int as seats, (count(*) filter (where s.sampled))::int as drawn from seat s join seat_stratum v on (v.survey_id, v.seat_id) = (s.survey_id, s.id) and v.variable = 'skole' where s.survey_id = ${surveyId} group by 1`;
		expect(schools.filter((s) => s.drawn !== 0 && s.drawn !== s.seats)).toEqual([]);
		expect(new Set((await stored(surveyId)).map((s) => JSON.stringify([(s as { stratum?: unknown }).stratum, (s as { probability?: unknown }).probability])))).toEqual(new Set(['[["Agder"],0.25]', '[["Oslo"],0.4]']));
		expect((await sampleOverview(deps(), surveyId)).sample).toMatchObject({ spec: asked, clusters: 9, clustersDrawn: 3 });
		const within = previewSample(deps(), { surveyId, spec: { ...asked, by: ['skole'], cluster: 'fylke' }, seed: 3, rate: 1, icc: 0 });
		await expect(within).rejects.toMatchObject({ code: 'sample_problem_cluster_strata', params: { cluster: 'Agder' } });
	});
	it('drawn before there were clusters within strata is still shown', async () => {
		const { surveyId } = await listed(8);
		const { cluster: _, ...old } = spec({ method: 'clusters', by: ['fylke'], n: 1 });
		await db.admin`insert into sample (survey_id, spec, report, seed, generator, frame_hash, seats, drawn_by) values (${surveyId}, ${JSON.stringify(old)}::text::jsonb, '{"strata": [], "clusters": 2}', 1, 'g', ${'0'.repeat(64)}, 1, 'eva')`;
		expect((await sampleOverview(deps(), surveyId)).sample).toMatchObject({ spec: { ...old, cluster: null }, clusters: 2, clustersDrawn: 1 });
	});
	it('is not changed by a list that says otherwise of who is drawn, nor by inviting everyone', async () => {
		const { surveyId } = await listed(6);
		await drawSample(deps(), { surveyId, spec: spec({}), seed: 1, actor });
		const before = await sampled(surveyId);
		const list = (of: (ref: string) => boolean) => bytes(['ref;navn;epost;trukket', ...Array.from({ length: 6 }, (_, i) => `s00${i};Navn;p${i}@x.example;${of(`s00${i}`) ? 'ja' : 'nei'}`)].join('\n'));
		const bring = (file: Uint8Array) => importFrame({ database: db }, { surveyId, fileName: 'f.csv', bytes: file, actor });
		await expect(bring(list((ref) => !before.includes(ref)))).rejects.toMatchObject({ code: 'sample_problem_drawn', status: 409 });
		expect(await sampled(surveyId)).toEqual(before);
		expect(await bring(list((ref) => before.includes(ref)))).toMatchObject({ changes: { changed: 0 } });
		await bring(bytes('ref;navn;epost\nny;Navn;ny@x.example'));
		expect(await sampleOverview(deps(), surveyId)).toMatchObject({ state: { seats: 7, sampled: 3, undrawn: 0 } });
	});
	it('waits for nobody: while mail is being sent it is refused', async () => {
		const { surveyId } = await listed(6);
		const { asOnlySender } = await import('../../src/lib/server/db/mail-lock.ts');
		const [mailing] = await db.admin`insert into mailing (survey_id, kind, number, subject, body) values (${surveyId}, 'invitation', 0, '{}', '{}') returning id`;
		await asOnlySender(db.fieldwork.sql, { surveyId, mailingId: Number(mailing?.id) }, () =>
			expect(drawSample(deps(), { surveyId, spec: spec({}), seed: 1, actor })).rejects.toMatchObject({ code: 'sample_problem_sending', status: 409 }));
		await drawSample(deps(), { surveyId, spec: spec({}), seed: 1, actor });
		expect(await sampled(surveyId)).toHaveLength(3);
	});
});

describe('persons', () => {
	it('with several seats are asked once in all when that is chosen, with a probability that says so', async () => {
		const { surveyId } = await listed(12, (i) => `p${Math.floor(i / 2)}@x.example`);
		await drawSample(deps(), { surveyId, spec: spec({ method: 'census', n: null }), seed: 1, actor });
		expect(await sampled(surveyId)).toHaveLength(12);
		const forms = async () => (await db.admin`select distinct seats_held as n from seat where survey_id = ${surveyId} and sampled`).map((r) => Number(r.n));
		expect(await forms()).toEqual([2]);
		const { strata } = await drawSample(deps(), { surveyId, spec: spec({ method: 'census', n: null, onePerPerson: true }), seed: 1, actor });
		expect(strata).toMatchObject([{ frame: 12, setAside: 6, available: 6, drawn: 6 }]);
		// what the mail and the form say of several forms is about those the person gets
		expect(await forms()).toEqual([1]);
		const seats = await stored(surveyId);
		expect(seats.map((s) => Math.floor(Number(String((s as { ref?: string }).ref).slice(1)) / 2))).toEqual([0, 1, 2, 3, 4, 5]);
		expect(seats.every((s) => (s as { probability?: number }).probability === 0.5)).toBe(true);
		await retireDrawnSample(deps(), { surveyId, actor });
		expect(await forms()).toEqual([2]);
	});
	it('who are in another sample of the wave can be left out, and the probability counts those who are left', async () => {
		const first = await listed(10);
		const [wave] = await db.admin`select wave_id from survey where id = ${first.surveyId}`;
		const second = await listed(10, (i) => `p${i + 5}@x.example`, first.evaluationId);
		await db.admin`update survey set key = 'andre', wave_id = ${wave?.wave_id} where id = ${second.surveyId}`;
		await drawSample(deps(), { surveyId: first.surveyId, spec: spec({ method: 'census', n: null }), seed: 1, actor });
		expect((await sampleOverview(deps(), second.surveyId)).state.elsewhere).toBe(5);
		const { strata } = await drawSample(deps(), { surveyId: second.surveyId, spec: spec({ n: 2, avoid: true }), seed: 1, actor });
		expect(strata).toMatchObject([{ frame: 10, excluded: 5, available: 5, drawn: 2, probability: 0.4 }]);
		expect((await sampled(second.surveyId)).every((ref) => ref >= 's005')).toBe(true);
		await expect(drawSample(deps(), { surveyId: second.surveyId, spec: spec({ n: 6, avoid: true }), seed: 1, actor })).rejects.toMatchObject({ code: 'sample_problem_n', params: { low: '1', high: '5' } });
	});
	it('are drawn for one survey only when two of a wave are drawn at once', async () => {
		const first = await listed(10);
		const second = await listed(10, undefined, first.evaluationId);
		await db.admin`update survey set key = 'andre', wave_id = (select wave_id from survey where id = ${first.surveyId}) where id = ${second.surveyId}`;
		await Promise.all([first, second].map(({ surveyId }) => drawSample(deps(), { surveyId, spec: spec({ n: 5, avoid: true }), seed: 1, actor })));
		const drawn = [...await sampled(first.surveyId), ...await sampled(second.surveyId)];
		expect(new Set(drawn).size).toBe(10);
	});
});

describe('the form', () => {
	const of = (fields: Record<string, string>) => sampleSpecOf(new Map(Object.entries(fields)));
	it('is read into a spec, with blanks between thousands and a decimal comma', () => {
		expect(of({ method: 'simple', n: '2 111', persons: 'one', avoid: 'yes' })).toEqual(spec({ n: 2111, onePerPerson: true, avoid: true }));
		expect(of({ method: 'stratified', allocation: 'neyman', by: 'a', by2: 'a', n: '10', least: '2', 'deviation:["x"]': '1,5', 'number:["x"]': '3' }))
			.toEqual(spec({ method: 'stratified', allocation: 'neyman', by: ['a'], n: 10, least: 2, deviations: { '["x"]': 1.5 } }));
	});
	it('that makes no plan is refused with what must be mended', async () => {
		expect(() => of({ method: 'lottery' })).toThrow(expect.objectContaining({ code: 'sample_problem_method' }));
		expect(() => of({ method: 'stratified', allocation: 'equal', n: '4' })).toThrow(expect.objectContaining({ code: 'sample_problem_stratum' }));
		expect(() => of({ method: 'clusters', by: 'fylke', n: '4' })).toThrow(expect.objectContaining({ code: 'sample_problem_cluster' }));
		expect(() => of({ method: 'stratified_clusters', cluster: 'skole', allocation: 'equal', n: '4' })).toThrow(expect.objectContaining({ code: 'sample_problem_stratum' }));
		expect(of({ method: 'clusters', by: 'fylke', cluster: 'skole', n: '4' })).toEqual(spec({ method: 'clusters', by: ['skole'], n: 4 }));
		expect(of({ method: 'stratified_clusters', by: 'fylke', cluster: 'skole', allocation: 'equal', n: '4' })).toEqual(spec({ method: 'stratified_clusters', by: ['fylke'], cluster: 'skole', allocation: 'equal', n: 4 }));
		const { surveyId } = await listed(8);
		const problem = async (fields: Record<string, string>) => (await previewSample(deps(), { surveyId, spec: of(fields), seed: 1, rate: 0.5, icc: 0 })).problem;
		expect(await problem({ method: 'simple', n: 'mange' })).toMatchObject({ code: 'sample_problem_n', params: { low: '1', high: '8' } });
		expect(await problem({ method: 'stratified', allocation: 'fixed', by: 'fylke', 'number:["Oslo"]': '3', 'number:["Agder"]': '1' })).toMatchObject({ code: 'sample_problem_number', params: { stratum: 'Oslo', low: '0', high: '2' } });
		expect(await problem({ method: 'stratified', allocation: 'fixed', by: 'fylke', 'number:["Oslo"]': '1', 'number:["Agder"]': '1', 'number:["Troms"]': '1' })).toMatchObject({ code: 'sample_problem_strata_changed' });
		expect(await problem({ method: 'stratified', allocation: 'neyman', by: 'fylke', n: '3', 'deviation:["Oslo"]': '1' })).toMatchObject({ code: 'sample_problem_deviation', params: { stratum: 'Agder' } });
	});
});
