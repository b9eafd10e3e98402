import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowOutcome } from '#lib/domain/link/link.ts';
import type { LinkSpec } from '#lib/domain/link/types.ts';
import type { Problem } from '#lib/domain/problem.ts';
import { readLinks, readMends } from '#lib/server/db/links.ts';
import { storeFile } from '#lib/server/register/klass/file.ts';
import { keptLink, linkAgain, makeLink, mendRow, specOf, unmend } from '#lib/server/register/link/links.ts';
import { readSchools } from '#lib/server/register/link/schools.ts';
import { storeTableFile } from '#lib/server/register/statbank/file.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { seedSurvey } from '../../support/seed.ts';
import { QUESTIONNAIRE } from '../../support/questionnaire.ts';

let db: TestDatabase;
let surveyId: number;
const deps = () => ({ database: db });
const OF = ['0301', 'Oslo', '1507', '1507', 'Utlandet', '', '974589931', '974589932', '974589933', 'Tromso'];

/** JSON-stat of one measure for 2023 and 2024. */
const document = (values: Record<string, [number | string, number | string]>) => {
	const codes = Object.keys(values);
	const cells = codes.flatMap((code) => values[code] ?? []);
	return Buffer.from(JSON.stringify({
		version: '2.0', class: 'dataset', label: 'Folketall', id: ['Region', 'ContentsCode', 'Tid'], size: [codes.length, 1, 2], role: { geo: ['Region'], metric: ['ContentsCode'], time: ['Tid'] },
		dimension: {
			Region: { label: 'region', category: { index: codes, label: Object.fromEntries(codes.map((c) => [c, c])) } },
			ContentsCode: { label: 'innhold', category: { index: ['P'], label: { P: 'Personer' } } }, Tid: { label: 'år', category: { index: ['2023', '2024'], label: {} } }
		},
		value: cells.map((c) => (typeof c === 'number' ? c : null)), status: Object.fromEntries(cells.flatMap((c, i) => (typeof c === 'string' ? [[i, c]] : [])))
	}));
};

beforeAll(async () => {
	db = await createDatabase();
	const municipalities = { codes: [
		{ code: '0301', name: 'Oslo', validFromInRequestedRange: '2020-01-01', validToInRequestedRange: null }, { code: '1507', name: 'Ålesund', validFromInRequestedRange: '2020-01-01', validToInRequestedRange: '2024-01-01' },
		{ code: '1508', name: 'Ålesund', validFromInRequestedRange: '2024-01-01', validToInRequestedRange: null }, { code: '1580', name: 'Haram', validFromInRequestedRange: '2024-01-01', validToInRequestedRange: null },
		{ code: '5401', name: 'Tromsø', validFromInRequestedRange: '2020-01-01', validToInRequestedRange: '2024-01-01' }, { code: '5501', name: 'Tromsø', validFromInRequestedRange: '2024-01-01', validToInRequestedRange: null }
	] };
	const changes = { codeChanges: [['1507', '1508'], ['1507', '1580'], ['5401', '5501']].map(([oldCode, newCode]) => ({ oldCode, newCode, oldName: '', newName: '', changeOccurred: '2024-01-01' })) };
	for (const json of [municipalities, changes]) await storeFile(deps(), { fileName: 'klass.json', bytes: Buffer.from(JSON.stringify(json)), classification: 131, from: '2020-01-01', to: '2026-01-01', actor: 'test' });
	await storeTableFile(deps(), { fileName: 'folketall.json', bytes: document({ '0301': [709_037, 717_710], '1507': [67_114, '.'], '1508': ['.', 58_509], '1580': ['.', 9_447], '5501': ['.', ':'] }), key: 'folketall', measure: 'count', denominator: null, definition: '', actor: 'test' });
	const seeded = await seedSurvey(db.admin, { questionnaire: QUESTIONNAIRE, seats: OF.map((enhet, i) => ({ ref: `s${i}`, frame: { fylke: 'oslo', rolle: 'uh', ...(enhet !== '' && { enhet }) } })) });
	surveyId = seeded.surveyId;
});
afterAll(() => db.drop());

const spec = (source: LinkSpec['source'] = { kind: 'frame', column: 'enhet' }) => specOf(deps(), { source, rows: 'seats', codeYear: 2023, figureYear: 2024, variables: ['folketall'] });
const problem = (code: string) => expect.objectContaining({ code }) as Problem;
const made = async () => makeLink(deps(), { surveyId, spec: await spec(), actor: 'test' });

describe('a link of a survey', () => {
	let first: Awaited<ReturnType<typeof made>>;
	it('keeps every seat in the order of the list, each ended in one way', async () => {
		first = await made();
		const { linked } = first;
		expect(linked.rows.map((r) => r.key)).toEqual(OF.map((_, i) => `s${i}`));
		expect(linked.rows.map((_, i) => rowOutcome(linked, i).ending)).toEqual(['matched', 'matched', 'split', 'split', 'unmatched', 'unmatched', 'unmatched', 'unmatched', 'unmatched', 'recoded']);
		expect([linked.columns[0]!.values[0], linked.columns[0]!.states[9]]).toEqual([717_710, 3]);
	});
	it('is the same link when it is made again, and gives the same bytes from what it names', async () => {
		expect(await made()).toMatchObject({ id: first.id, created: false, hash: first.hash });
		expect(await keptLink(deps(), surveyId, first.id)).toMatchObject({ hash: first.hash, head: { n: 10, matched: 2, split: 2, unmatched: 5, recoded: 1 } });
	});
	it('is mended for one row, then for every row like it, by who and why; the old link stands', async () => {
		const one = await mendRow(deps(), { surveyId, linkId: first.id, rowKey: 's2', everyRow: false, code: '1580', reason: 'Skolen ligger i Haram', actor: 'kari' });
		const all = await mendRow(deps(), { surveyId, linkId: one.id, rowKey: 's3', everyRow: true, code: '1508', reason: 'Kommunesenteret', actor: 'kari' });
		const { linked, sources } = await keptLink(deps(), surveyId, all.id);
		expect([2, 3].map((i) => [rowOutcome(linked, i).ending, rowOutcome(linked, i).targets, linked.columns[0]!.values[i]])).toEqual([['chosen', ['1580'], 9_447], ['chosen', ['1508'], 58_509]]);
		expect(sources.choices).toHaveLength(2);
		expect((await keptLink(deps(), surveyId, first.id)).linked.audit.split).toBe(2);
	});
	it('a value without a municipality can be given one, or be said to have none', async () => {
		const latest = (await readLinks(db.evaluate.db, surveyId))[0]!.id;
		const mended = await mendRow(deps(), { surveyId, linkId: latest, rowKey: 's4', everyRow: true, code: null, reason: 'Bor ikke i landet', actor: 'kari' });
		expect(rowOutcome((await keptLink(deps(), surveyId, mended.id)).linked, 4)).toMatchObject({ ending: 'not_applicable', reason: 'decided' });
		const [mend] = await readMends(db.evaluate.db, surveyId, 2023);
		expect(mend).toMatchObject({ value: 'Utlandet', code: null, madeBy: 'kari', rowKey: null });
		await unmend(deps(), surveyId, mend!.id, 'kari');
		const again = await linkAgain(deps(), surveyId, mended.id, 'kari');
		expect(rowOutcome((await keptLink(deps(), surveyId, again.id)).linked, 4).ending).toBe('unmatched');
		// what was made with the mend is still what it was
		expect(rowOutcome((await keptLink(deps(), surveyId, mended.id)).linked, 4).ending).toBe('not_applicable');
	});
	it('refuses a mend of what is not open, without a reason, or with a municipality that was none in that year', async () => {
		const mend = (rowKey: string, code: string | null, reason = 'x') => mendRow(deps(), { surveyId, linkId: first.id, rowKey, everyRow: false, code, reason, actor: 'kari' });
		await expect(mend('s0', '0301')).rejects.toEqual(problem('link_problem_not_open'));
		await expect(mend('s5', '0301')).rejects.toEqual(problem('link_problem_not_open'));
		await expect(mend('nobody', '0301')).rejects.toEqual(problem('link_problem_not_open'));
		await expect(mend('s4', '5501')).rejects.toEqual(problem('link_problem_code'));
		await expect(mend('s2', '0301')).rejects.toEqual(problem('register_problem_no_candidate'));
		await expect(mend('s2', null)).rejects.toEqual(problem('link_problem_choose'));
		await expect(mend('s4', '0301', ' ')).rejects.toEqual(problem('register_problem_reason'));
	});
	it('refuses a source, a variable or a link that is not there', async () => {
		await expect(makeLink(deps(), { surveyId, spec: await spec({ kind: 'frame', column: 'nowhere' }), actor: 'test' })).rejects.toEqual(problem('link_problem_no_source'));
		await expect(makeLink(deps(), { surveyId, spec: await spec({ kind: 'owner', column: 'enhet' }), actor: 'test' })).rejects.toEqual(problem('link_problem_no_schools'));
		await expect(specOf(deps(), { source: { kind: 'frame', column: 'enhet' }, rows: 'seats', codeYear: 2023, figureYear: 2024, variables: ['rikdom'] })).rejects.toEqual(problem('link_problem_no_variable'));
		await expect(keptLink(deps(), surveyId, 999)).rejects.toEqual(problem('link_problem_no_link'));
	});
	it('follows a school to its owner, by the field names of v3 and v4', async () => {
		const v3 = { OrgNr: '974589931', Navn: 'A skole', ErOffentligSkole: true, Kommune: { Kommunenr: '5401', OrgNr: '940101808' }, ParentRelasjoner: [{ Enhet: { OrgNr: '940101808', Navn: 'TROMSØ KOMMUNE' }, RelasjonsType: { Id: '1', Navn: 'Administrativ struktur' } }] };
		const v4 = { Organisasjonsnummer: '974589932', Navn: 'B skole', Kommune: { Kommunenummer: '0301' }, ForeldreRelasjoner: [{ Enhet: { Organisasjonsnummer: '958935420', Navn: 'OSLO KOMMUNE' }, Relasjonstype: { Id: '1', Navn: 'Eierstruktur' } }] };
		const own = { Organisasjonsnummer: '974589933', Navn: 'C skole', ErPrivatskole: true, ForeldreRelasjoner: [] };
		const schools = readSchools('nsr.json', Buffer.from(JSON.stringify({ EnhetListe: [v3, v4, own] })));
		const { linked, id } = await makeLink(deps(), { surveyId, spec: await spec({ kind: 'owner', column: 'enhet' }), schools, actor: 'test' });
		expect([6, 7, 8].map((i) => [rowOutcome(linked, i).ending, rowOutcome(linked, i).code, rowOutcome(linked, i).reason])).toEqual([['recoded', '5401', null], ['matched', '0301', null], ['not_applicable', null, 'private_owner']]);
		expect(rowOutcome(linked, 0)).toMatchObject({ ending: 'unmatched', reason: 'no_school' });
		expect((await keptLink(deps(), surveyId, id)).sources.schools).toMatchObject({ fileName: 'nsr.json', schools: 3 });
		for (const bad of ['<html>', '[]', '{"EnhetListe":[{"Navn":"uten nummer"}]}']) expect(() => readSchools('x', Buffer.from(bad)), bad).toThrow(problem('link_problem_schools_form'));
	});
});

describe('what the database holds by itself', () => {
	it('a link whose endings do not sum to its rows, or whose rows are others than it says, cannot be', async () => {
		const insert = (n: number, matched: number) => db.admin`insert into survey_link (survey_id, spec, sources, n, matched, recoded, chosen, split, unmatched, several, not_applicable, hash, made_by)
			values (${surveyId}, '{}', '{}', ${n}, ${matched}, 0, 0, 0, 0, 0, 0, ${'f'.repeat(64)}, 'test')`;
		await expect(insert(3, 2)).rejects.toMatchObject({ code: '23514' });
		await expect(insert(2, 2)).rejects.toMatchObject({ code: '23514' });
	});
	it('a link never changes, and takes no more rows', async () => {
		const [head] = await readLinks(db.evaluate.db, surveyId);
		await expect(db.admin`update survey_link set n = 1 where survey_id = ${surveyId}`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`delete from survey_link_row where survey_id = ${surveyId}`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`insert into survey_link_row values (${surveyId}, ${head!.id}, 99, 'x', 'not_asked', null, 'not_applicable', null, '{}')`).rejects.toMatchObject({ code: '23514' });
		await expect(db.admin`update link_mend set code = '0301'`).rejects.toMatchObject({ code: 'GR001' });
	});
});
