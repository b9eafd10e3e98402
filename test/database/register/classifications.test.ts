import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { carry } from '../../../src/lib/domain/region/carry.ts';
import { correspondingAt, countyAt } from '../../../src/lib/domain/region/county.ts';
import { resolve } from '../../../src/lib/domain/region/resolve.ts';
import { readChoices } from '../../../src/lib/server/db/region-choices.ts';
import { choose, rules, withdraw } from '../../../src/lib/server/register/klass/choices.ts';
import { klassClient } from '../../../src/lib/server/register/klass/client.ts';
import { storeFile, type FileInput } from '../../../src/lib/server/register/klass/file.ts';
import { refresh } from '../../../src/lib/server/register/klass/refresh.ts';
import { doubts, heldRegister } from '../../../src/lib/server/register/klass/store.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { startKlass, type Fault, type KlassServer } from '../../support/klass/server.ts';
import { FIXTURE } from '../../support/klass/fixture.ts';
import { hasRegister, REGISTER } from '../../support/klass/register.ts';
import { seedSurvey } from '../../support/seed.ts';

let db: TestDatabase;
let klass: KlassServer;
const input = { today: '2024-06-01', actor: 'eva' };
const client = (timeout = 60_000) => klassClient(klass, { timeout, attempts: 2, wait: async () => undefined });
const fetchIt = (more: object = {}, timeout?: number) => refresh({ database: db }, client(timeout), { ...input, ...more });
const held = async () => (await heldRegister({ database: db }))!;
const counts = () => db.admin`select (select count(*)::int from classification_copy) as copies, (select count(*)::int from classification_copy where replaced_at is null) as standing, (select count(*)::int from classification_code) as codes, (select count(*)::int from audit) as audit`;

beforeAll(async () => {
	klass = await startKlass();
});
afterAll(() => klass.stop());
beforeEach(async () => {
	db = await createDatabase();
	klass.data = FIXTURE;
	klass.calm();
});
afterEach(() => db.drop());

describe('a refresh', () => {
	it('keeps codes with their days, changes, groups and correspondences, with source and time', async () => {
		klass.data = REGISTER;
		const done = await fetchIt();
		expect(done.groupsProblem).toBeNull();
		expect(done.without).toEqual([{ target: 112, date: '2022-01-01' }, { target: 128, date: '2022-01-01' }]);
		const register = await held();
		expect(carry(register.municipalities, '1902', '2019-01-01', '2024-01-01')).toMatchObject({ kind: 'recoded', code: '5501' });
		expect(carry(register.municipalities, '1534', '2019-01-01', '2024-01-01')).toMatchObject({ code: '1580', flags: expect.arrayContaining(['group_decides']) });
		expect(countyAt(register.counties!, '5501', '2024-01-01')?.name).toMatch(/^Troms/);
		expect(resolve(register.municipalities, register.counties, 'Våler (Viken)', '2021-01-01')).toMatchObject({ code: '3018' });
		expect(correspondingAt(register.municipalities, register.centrality, '5401', '2022-06-01')).toEqual({ asOf: '2021-01-01', code: '5401', target: '02', targetName: 'Sentralitet 02' });
		expect(register.kostra.length).toBeGreaterThan(100);
		expect(doubts(register)).toEqual({ ends: [], withoutCounty: [] });
		const copy = register.copies.find((c) => c.classification === 131 && c.part === 'codes');
		expect(copy).toMatchObject({ source: `${klass.klass}/classifications/131/codes?from=2017-01-01`, fromFile: false, heldFrom: '2017-01-01', heldTo: null, retrievedBy: 'eva' });
		expect(Date.now() - (copy?.retrievedAt.getTime() ?? 0)).toBeLessThan(60_000);
	});
	it.runIf(hasRegister)('gives the municipalities of each year as SSB counts them', async () => {
		klass.data = REGISTER;
		await fetchIt();
		const { municipalities } = await held();
		const count = (day: string) => municipalities.periods.filter((p) => p.from <= day && (p.to === null || day < p.to)).length;
		expect(['2017-01-01', '2020-01-01', '2024-01-01'].map(count)).toEqual([426, 356, 357]);
	});
	it('that finds the same notes that it was checked, and stores nothing', async () => {
		await fetchIt();
		const [before] = await counts();
		const [first] = await db.admin`select checked_at from classification_copy where part = 'changes'`;
		const again = await fetchIt();
		expect(again.stored.every((s) => !s.changed)).toBe(true);
		expect(await counts()).toEqual([before]);
		const [second] = await db.admin`select checked_at, retrieved_at from classification_copy where part = 'changes'`;
		expect(second?.checked_at.getTime()).toBeGreaterThan(first?.checked_at.getTime());
		expect(second?.retrieved_at).toEqual(first?.checked_at);
	});
	it('that finds something new takes the place of the copy that stood, which is kept', async () => {
		await fetchIt();
		const before = await held();
		klass.data = { ...FIXTURE, municipalities: FIXTURE.municipalities.map((m) => (m.code === '0301' ? { ...m, name: 'Oslo - Oslove' } : m)) };
		const done = await fetchIt();
		expect(done.stored.filter((s) => s.changed)).toMatchObject([{ classification: 131, part: 'codes' }]);
		expect(resolve((await held()).municipalities, null, 'Oslove', '2024-01-01')).toMatchObject({ code: '0301' });
		const earlier = await heldRegister({ database: db }, before.copies.map((c) => c.id));
		expect(earlier?.municipalities).toEqual(before.municipalities);
	});
	it.each([
		['XML', { status: 200, body: '<?xml version="1.0"?><x/>' }], ['HTML', { status: 200, body: '<html></html>' }], ['half a document', { truncate: 'whole' }], ['a cut body', { truncate: 'length' }], ['hanging', { hang: true }],
		['429', { status: 429, headers: { 'retry-after': '1' } }], ['an empty list', { status: 200, body: '{"codes":[]}' }], ['a code that has become a number', { status: 200, body: '{"codes":[{"code":301,"name":"Oslo"}]}' }], ['JSON of another kind', { status: 200, body: '{"error":"sorry"}' }]
	] as [string, Fault][])('that fails by %s at the last leaves the copies that stand, and stores nothing', async (_, fault) => {
		await fetchIt();
		const [before] = await counts();
		klass.data = { ...FIXTURE, municipalities: FIXTURE.municipalities.filter((m) => m.code !== '0301') };
		klass.fail('classifications/128/codes', fault, fault);
		await expect(fetchIt({}, 'hang' in fault ? 2000 : undefined)).rejects.toMatchObject({ code: expect.stringMatching(/^register_problem_/) });
		expect(await counts()).toEqual([before]);
		expect(resolve((await held()).municipalities, null, 'Oslo', '2024-01-01')).toMatchObject({ code: '0301' });
	});
	it('without SSB’s groups keeps those that stand, and says why', async () => {
		await fetchIt();
		klass.fail('agg_KommSummer', { status: 404 });
		expect((await fetchIt()).groupsProblem).toMatchObject({ code: 'register_problem_not_found' });
		expect((await held()).municipalities.groups.length).toBe(FIXTURE.groups.length);
	});
	it('refuses a first day that is not before today', async () => {
		await expect(fetchIt({ from: '2025-01-01' })).rejects.toMatchObject({ code: 'register_problem_from' });
		await expect(fetchIt({ from: '1838-01-01' })).rejects.toMatchObject({ code: 'register_problem_from' });
	});
	it('by two at once gives one copy of each', async () => {
		await Promise.all([fetchIt(), fetchIt()]);
		const [{ most }] = await db.admin<[{ most: number }]>`select max(n)::int as most from (select count(*) n from classification_copy group by classification, part, target, held_from) x`;
		expect(most).toBe(1);
	});
});

describe('a file of the same form', () => {
	const file = (json: unknown, more: Partial<FileInput> = {}): FileInput => ({ fileName: 'klass.json', bytes: Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)), classification: 131, from: '2020-01-01', to: '2022-01-01', actor: 'eva', ...more });
	const codes = { codes: [{ code: '0301', name: 'Oslo' }, { code: '5401', name: 'Tromsø' }] };
	it('is kept like what was fetched', async () => {
		expect(await storeFile({ database: db }, file(codes))).toMatchObject({ changed: true, rows: 2 });
		await storeFile({ database: db }, file({ correspondenceItems: [{ sourceCode: '0301', targetCode: '01', targetName: 'Mest' }] }, { classification: 128 }));
		await storeFile({ database: db }, file({ values: [{ code: 'K-0301', label: 'Oslo', valueMap: ['0301'] }] }));
		const register = await held();
		expect(register.municipalities).toMatchObject({ from: '2020-01-01', to: '2022-01-01', groups: [{ code: '0301' }] });
		expect(carry(register.municipalities, '0301', '2020-05-05', '2021-05-05')).toMatchObject({ kind: 'same', flags: [] });
		expect(carry(register.municipalities, '0301', '2020-05-05', '2022-01-01')).toEqual({ kind: 'outside', from: '2020-01-01', to: '2022-01-01' });
		expect(register.copies).toMatchObject([{ part: 'codes', fromFile: true, source: 'klass.json' }, { part: 'correspondence' }, { part: 'groups' }]);
	});
	it('for another day of a correspondence does not take the place of the first', async () => {
		const items = { correspondenceItems: [{ sourceCode: '0301', targetCode: '01', targetName: 'Mest' }] };
		await storeFile({ database: db }, file(codes));
		for (const from of ['2020-01-01', '2021-01-01', '2021-01-01']) await storeFile({ database: db }, file(items, { classification: 112, from }));
		expect((await held()).kostra.map((k) => k.asOf)).toEqual(['2020-01-01', '2021-01-01']);
	});
	it.each([
		['{"codes":[{"code":"0301","name":"Os', {}, 'register_problem_not_json'], ['<codeList/>', {}, 'register_problem_xml'], ['', {}, 'register_problem_nothing'], [{ other: 1 }, {}, 'register_problem_form'],
		[codes, { from: 'i fjor' }, 'register_problem_day'], [codes, { to: '2020-01-01' }, 'register_problem_day'], [codes, { to: null }, 'register_problem_needs_to'], [codes, { classification: 104 as const }, 'register_problem_code'],
		[{ codeChanges: [] }, { classification: 128 as const }, 'register_problem_other_classification'], [{ correspondenceItems: [] }, {}, 'register_problem_other_classification'], [{ values: [] }, { classification: 104 as const }, 'register_problem_other_classification'],
		[{ codes: [{ code: '0301' }] }, {}, 'register_problem_row']
	])('is refused, and nothing stored, for %j', async (json, more, code) => {
		await expect(storeFile({ database: db }, file(json, more))).rejects.toMatchObject({ code });
		expect(await counts()).toMatchObject([{ copies: 0 }]);
	});
	it('is refused when it is no UTF-8 text', async () => {
		await expect(storeFile({ database: db }, { ...file(''), bytes: Buffer.from('{"codes":"Bod\xf8"}', 'latin1') })).rejects.toMatchObject({ code: 'register_problem_not_utf8' });
	});
});

describe('a choice between several', () => {
	const asked = { code: '1507', from: '2023-01-01', to: '2024-06-01', target: '1580', reason: 'Svarene gjelder Haram.', actor: 'eva' };
	beforeEach(async () => {
		await fetchIt();
	});
	it('is recorded as a rule, and followed', async () => {
		const { id } = await choose({ database: db }, asked);
		expect(await rules({ database: db })).toMatchObject([{ id, code: '1507', splitAt: '2024-01-01', direction: 'forward', target: '1580', reason: 'Svarene gjelder Haram.', madeBy: 'eva' }]);
		const { rules: own } = await readChoices(db.evaluate.db, 1);
		expect(carry((await held()).municipalities, '1507', '2020-01-01', '2024-01-01', own)).toMatchObject({ kind: 'chosen', code: '1580', choice: id });
	});
	it('made again with another target takes the place of the first, which is kept as withdrawn', async () => {
		const first = await choose({ database: db }, asked);
		expect(await choose({ database: db }, asked)).toEqual({ id: first.id, created: false });
		const second = await choose({ database: db }, { ...asked, target: '1508' });
		expect(await rules({ database: db })).toMatchObject([{ id: second.id, target: '1508' }]);
		expect(await db.admin`select withdrawn_by from region_choice where id = ${first.id}`).toMatchObject([{ withdrawn_by: 'eva' }]);
		expect((await readChoices(db.evaluate.db, 1, [first.id])).rules).toMatchObject([{ id: first.id }]);
	});
	it('for one row stands beside the rule, and a survey’s rule before the rule for all', async () => {
		const { surveyId } = await seedSurvey(db.admin);
		await choose({ database: db }, asked);
		await choose({ database: db }, { ...asked, surveyId, target: '1508' });
		await choose({ database: db }, { ...asked, surveyId, rowKey: '17', target: '1580' });
		const found = await readChoices(db.evaluate.db, surveyId);
		expect(found.rules).toMatchObject([{ target: '1508' }]);
		expect(found.rows.get('17')).toMatchObject([{ target: '1580' }]);
		expect((await readChoices(db.evaluate.db, surveyId + 1)).rules).toMatchObject([{ target: '1580' }]);
	});
	it('is withdrawn once', async () => {
		const { id } = await choose({ database: db }, asked);
		await withdraw({ database: db }, id, 'eva');
		expect(await rules({ database: db })).toEqual([]);
		for (const gone of [id, 0, NaN, 1e12]) await expect(withdraw({ database: db }, gone, 'eva')).rejects.toMatchObject({ code: 'register_problem_no_choice' });
	});
	it('by two at once leaves one', async () => {
		await Promise.all(['1508', '1580', '1508'].map((target) => choose({ database: db }, { ...asked, target })));
		expect(await rules({ database: db })).toHaveLength(1);
	});
	it.each([
		[{ target: '0301' }, 'register_problem_no_candidate'], [{ code: '0301' }, 'register_problem_not_split'], [{ reason: '  ' }, 'register_problem_reason'], [{ reason: 'x'.repeat(501) }, 'register_problem_reason'], [{ from: '2019-01-01' }, 'register_problem_not_split']
	])('is refused for %j', async (more, code) => {
		await expect(choose({ database: db }, { ...asked, ...more })).rejects.toMatchObject({ code });
		expect(await rules({ database: db })).toEqual([]);
	});
});

describe('the database itself', () => {
	it('refuses to change, delete or add to what is kept', async () => {
		await fetchIt();
		const { id } = await choose({ database: db }, { code: '1507', from: '2023-01-01', to: '2024-01-01', target: '1508', reason: 'r', actor: 'eva' });
		const codes = (await held()).copies.find((c) => c.part === 'codes')?.id ?? 0;
		for (const statement of [
			`update classification_code set name = 'x'`, `delete from classification_change`, `update classification_match set target = 'x'`, `delete from classification_group`, `delete from classification_copy`,
			`update classification_copy set source = 'x'`, `update classification_copy set checked_at = '2000-01-01'`, `update region_choice set target = '1580' where id = ${id}`, `delete from region_choice`
		]) await expect(db.admin.unsafe(statement), statement).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`insert into classification_code values (${codes}, '9998', '2020-01-01', null, 'x')`).rejects.toMatchObject({ code: '23514' });
		await expect(db.admin`insert into classification_copy (classification, part, held_from, source, from_file, hash, row_count, retrieved_at, retrieved_by, checked_at) values (104, 'changes', '2017-01-01', 's', true, ${'0'.repeat(64)}, 3, now(), 'x', now())`).rejects.toMatchObject({ code: '23514' });
	});
	it('lets respondents’ code see none of it', async () => {
		await expect(db.respond.sql`select * from classification_copy`).rejects.toMatchObject({ code: '42501' });
		await expect(db.respond.sql`select * from region_choice`).rejects.toMatchObject({ code: '42501' });
	});
});
