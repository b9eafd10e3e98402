import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJudged, saveJudged } from '#lib/server/db/codings.ts';
import { agreementTable } from '#lib/server/results/coding/agreement.ts';
import { changeCode, makeCode, removeCode, type TypedCode } from '#lib/server/results/coding/codes.ts';
import { countTable, hiddenCells } from '#lib/server/results/coding/counts.ts';
import { codedRows } from '#lib/server/results/coding/file.ts';
import { askedOf, judge, judgePage } from '#lib/server/results/coding/judge.ts';
import { openItems, readCoded } from '#lib/server/results/coding/read.ts';
import { resultPage } from '#lib/server/results/coding/result.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { addSeats, openedSurvey } from '../../support/fieldwork.ts';
import { submitText } from '../../support/open-answers.ts';

const TEXTS = ['For lite tid', 'Vi trenger tid og penger', 'Bra!', 'Penger', 'For lite tid', '=1+1 tid'];
let db: TestDatabase;
let place: { surveyId: number; item: string };
const deps = () => ({ database: db });
const typed = (label: string, more: Partial<TypedCode> = {}): TypedCode => ({ label, definition: '', parent: '', retired: false, ...more });
const make = (label: string, parent = '') => makeCode(deps(), place, typed(label, { parent }), 'eva', 'nb');
const answers = async () => (await readCoded(deps(), place, 'nb')).answers;
const of = async (text: string) => (await answers()).filter((a) => a.text === text);
/** Gives every answer with one of the words the code beside it. */
async function codeBy(coder: string, words: Record<string, number[]>): Promise<void> {
	const judged = (await answers()).map((a) => ({ responseId: a.responseId, hash: a.hash, codes: Object.entries(words).filter(([word]) => a.text.toLowerCase().includes(word)).flatMap(([, codes]) => codes) }));
	await saveJudged(db.evaluate.db, place, coder, judged);
}

beforeEach(async () => {
	db = await createDatabase();
	const surveyId = await openedSurvey(db);
	place = { surveyId, item: 'kort' };
	await addSeats(db, surveyId, TEXTS.map((_, i) => ({ ref: `P${i}`, name: `N ${i}`, email: `n${i}@example.org`, rolle: i < 4 ? 'eier' : 'leder', disposition: 'not_invited' })));
	for (const [i, text] of TEXTS.entries()) await submitText(db, surveyId, `P${i}`, 'kort', text);
});
afterEach(() => db.drop());

describe('open answers', () => {
	it('are told of by question, and read in an order that says nothing of who or when', async () => {
		expect(await openItems(deps(), place.surveyId, 'nn')).toEqual([{ item: 'kort', question: 'Kort', answers: 6 }]);
		const read = await answers();
		expect(read.map((a) => a.hash)).toEqual(read.map((a) => a.hash).sort());
		await expect(readCoded(deps(), { ...place, item: 'kjenner' }, 'nb')).rejects.toMatchObject({ code: 'coding_problem_no_item', status: 404 });
	});
	it('are given several codes or none by each coder, who can do it over', async () => {
		const [tid, penger] = [await make('Tid'), await make('Penger')];
		await codeBy('eva', { tid: [tid], penger: [penger] });
		await codeBy('ola', { tid: [tid] });
		await saveJudged(db.evaluate.db, place, 'eva', (await of('Bra!')).map((a) => ({ ...a, codes: [penger] })));
		const judged = await db.evaluate.db.transaction((tx) => readJudged(tx, place));
		expect(judged).toHaveLength(12);
		const [both] = await of('Vi trenger tid og penger');
		expect(judged.filter((j) => j.responseId === both?.responseId).map((j) => [j.coder, j.codes])).toEqual([['eva', [tid, penger]], ['ola', [tid]]]);
		const [bra] = await of('Bra!');
		expect(judged.filter((j) => j.responseId === bra?.responseId).map((j) => [j.coder, j.codes])).toEqual([['eva', [penger]], ['ola', []]]);
		expect(await db.admin`select subject from audit where action = 'coding.judge' order by id`).toEqual([{ subject: { item: 'kort', answers: 6 } }, { subject: { item: 'kort', answers: 6 } }, { subject: { item: 'kort', answers: 1 } }]);
	});
	it('that have another text by now are not coded by what they were, and are shown as changed', async () => {
		const tid = await make('Tid');
		await codeBy('eva', { tid: [tid] });
		const [before] = await of('Bra!');
		const [{ id }] = await db.admin<[{ id: number }]>`update response set state = 'open', submitted_at = null where id = ${before!.responseId} returning id`;
		await db.admin`update answer set text = 'Ikke bra' where text = 'Bra!'`;
		await db.admin`update response set state = 'submitted', submitted_at = now() where id = ${id}`;
		expect(await saveJudged(db.evaluate.db, place, 'eva', [{ ...before!, codes: [tid] }])).toBe(0);
		const page = await judgePage(deps(), place, 'eva', askedOf(new URLSearchParams('vis=changed')), 'nb');
		expect(page.answers.map((a) => [a.text, a.changed, a.codes])).toEqual([['Ikke bra', true, []]]);
	});
	it('are found by a word, by a code with those below it, and by whether one has coded them; nobody sees what another gave', async () => {
		const mangel = await make('Mangler');
		const [tid, penger] = [await make('Tid', String(mangel)), await make('Penger', String(mangel))];
		await codeBy('eva', { tid: [tid], penger: [penger] });
		const found = async (coder: string, query: string) => (await judgePage(deps(), place, coder, askedOf(new URLSearchParams(query)), 'nb')).found;
		expect(await found('eva', '')).toBe(0);
		expect(await found('ola', '')).toBe(6);
		expect(await found('eva', `vis=all&kode=${mangel}`)).toBe(5);
		expect(await found('eva', `vis=all&kode=${penger}&sok=TID`)).toBe(1);
		expect(await found('ola', `vis=all&kode=${mangel}`)).toBe(0);
		expect(await found('eva', 'vis=x&kode=x&side=-1&sok=%25_')).toBe(0);
		expect((await judgePage(deps(), place, 'ola', askedOf(new URLSearchParams()), 'nb')).answers.flatMap((a) => a.codes)).toEqual([]);
	});
	it('are stored from a form; what nobody said anything of is left alone, and a contradiction is refused', async () => {
		const tid = await make('Tid');
		const [one, other, third] = await answers();
		const form = new FormData();
		for (const a of [one, other, third]) form.append('answer', `${a?.responseId}:${a?.hash}`);
		form.append(`code_${one?.responseId}`, String(tid));
		form.append(`none_${other?.responseId}`, 'on');
		expect(await judge(deps(), place, 'eva', form)).toEqual({ stored: 2, changed: 0 });
		form.append(`none_${one?.responseId}`, 'on');
		await expect(judge(deps(), place, 'eva', form)).rejects.toMatchObject({ code: 'coding_problem_none_and_code' });
		await expect(judge(deps(), place, 'eva', new FormData())).rejects.toMatchObject({ code: 'coding_problem_nothing' });
		const strange = new FormData();
		strange.append('answer', `${one?.responseId}:${one?.hash}`);
		strange.append(`code_${one?.responseId}`, '999999');
		await expect(judge(deps(), place, 'eva', strange)).rejects.toMatchObject({ code: 'coding_problem_no_code' });
	});
});

describe('the tree of codes', () => {
	it('has names of its own, is never above itself, and keeps a code that is in use', async () => {
		const over = await make('Øvre nivå');
		const under = await make('Tid', String(over));
		expect((await readCoded(deps(), place, 'nb')).codes.map((c) => [c.key, c.depth])).toEqual([['ovre_niva', 0], ['tid', 1]]);
		await expect(make('tid')).rejects.toMatchObject({ code: 'coding_problem_label' });
		await expect(make('  ')).rejects.toMatchObject({ code: 'coding_problem_needs_label' });
		await expect(make('Ny', '424242')).rejects.toMatchObject({ code: 'coding_problem_parent' });
		await expect(changeCode(deps(), place, String(over), typed('Øvre', { parent: String(under) }), 'eva')).rejects.toMatchObject({ code: 'coding_problem_tree' });
		await codeBy('eva', { tid: [under] });
		await expect(removeCode(deps(), place, String(under), 'eva')).rejects.toMatchObject({ code: 'coding_problem_in_use' });
		await changeCode(deps(), place, String(under), typed('Tid', { parent: String(over), retired: true }), 'eva');
		// a retired name can be given anew
		await make('Tid');
		expect((await readCoded(deps(), place, 'nb')).codes.map((c) => [c.key, c.retired])).toEqual([['tid_2', false], ['ovre_niva', false], ['tid', true]]);
		await expect(changeCode(deps(), place, '424242', typed('X'), 'eva')).rejects.toMatchObject({ code: 'coding_problem_no_code' });
	});
});

describe('what codes show', () => {
	it('is counted in all and by group, an answer once above however many below, and by whose codes', async () => {
		const mangel = await make('Mangler');
		const [tid, penger] = [await make('Tid', String(mangel)), await make('Penger', String(mangel))];
		await codeBy('eva', { tid: [tid], penger: [penger] });
		await codeBy('ola', { tid: [tid] });
		const coded = await readCoded(deps(), place, 'nb');
		const counts = (whose: Parameters<typeof countTable>[1]) => Object.fromEntries(countTable(coded, whose, null, 0, 'nb').rows.map((r) => [r.key, r.cells[0]?.kind === 'count' ? r.cells[0].value : null]));
		expect(counts('any')).toMatchObject({ mangler: 5, tid: 4, penger: 2, none: 1, judged: 6 });
		expect(counts('all')).toMatchObject({ mangler: 4, tid: 4, penger: 0, none: 2 });
		expect(counts({ coder: 'ola' })).toMatchObject({ tid: 4, penger: 0, judged: 6 });
		const page = await resultPage(deps(), place, new URLSearchParams('gruppe=rolle'), 'nn');
		expect(page.counts?.columns.map((c) => c.key)).toEqual(['all', 'eier', 'leder']);
		expect(page.counts?.rows.find((r) => r.key === 'tid')?.cells.map((c) => (c.kind === 'count' ? c.value : null))).toEqual([4, 2, 2]);
		expect(page.agreement?.rows.find((r) => r.key === 'tid')?.cells[2]).toEqual({ kind: 'percent', value: 1, decimals: 0 });
	});
	it('is agreement code by code on what both have judged, none where only chance is left', async () => {
		const [tid, penger] = [await make('Tid'), await make('Penger')];
		await codeBy('eva', { tid: [tid], penger: [penger] });
		await codeBy('ola', { 'for lite': [tid] });
		const table = agreementTable(await readCoded(deps(), place, 'nb'), 'eva', 'ola', ['Eva', 'Ola'], 'nb');
		const row = (key: string) => table.rows.find((r) => r.key === key)?.cells;
		expect(row('tid')?.slice(0, 2)).toEqual([{ kind: 'count', value: 4 }, { kind: 'count', value: 2 }]);
		// 4 of 6 alike; by chance (4/6)(2/6) + (2/6)(4/6) = 4/9: (2/3 - 4/9)/(5/9) = 0.4
		expect(row('tid')?.[3]).toMatchObject({ kind: 'number', value: expect.closeTo(0.4, 12) as number });
		expect(row('penger')?.[3]).toMatchObject({ kind: 'number', value: expect.closeTo(0, 12) as number });
	});
	it('leaves as a file of texts and codes that no program runs as formulas', async () => {
		const tid = await make('Tid');
		await codeBy('eva', { tid: [tid] });
		const rows = codedRows(await readCoded(deps(), place, 'nb'), 'any', 'nb');
		expect(rows[0]).toEqual(['Svar', 'tid']);
		expect(rows).toHaveLength(7);
		expect(JSON.stringify(rows)).not.toMatch(/P\d|@|eva/);
	});
	it.each([[[10, 6, 4], [20, 10, 10], 3, []], [[10, 8, 2], [20, 10, 10], 3, [1, 2]], [[10, 7, 2, 1], [20, 10, 5, 5], 3, [2, 3]], [[2, 1, 1], [20, 10, 10], 3, [0, 1, 2]], [[9, 9, 0], [12, 10, 2], 3, [1, 2]], [[9, 9], [9, 9], 0, []]])('hides of %j (of %j) what is on fewer than %i people or could be found by subtraction', (counts, sizes, limit, hidden) => {
		expect([...hiddenCells(counts, sizes, limit)].sort()).toEqual(hidden);
	});
});
