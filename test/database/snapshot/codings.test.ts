import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingAt } from '#lib/domain/dataset/column.ts';
import { SNAPSHOT_FORMAT, type SnapshotDefinition } from '#lib/domain/dataset/definition.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { insertCode, readOpenAnswers, saveJudged, updateCode } from '#lib/server/db/codings.ts';
import { autosave } from '#lib/server/respond/autosave.ts';
import { startForm, submitForm } from '#lib/server/respond/submit.ts';
import { freeze } from '#lib/server/results/snapshot/freeze.ts';
import { listPage } from '#lib/server/results/snapshot/page.ts';
import { readDataset } from '#lib/server/results/snapshot/read.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { answeredSurvey } from '../../support/frozen.ts';
import { TEST_SECRET } from '../../support/server.ts';

const KINDS = ['not_asked', 'not_answered', 'dont_know', 'suppressed'];
const CODES = ['kommentar_tid', 'kommentar_tid_rom', 'kommentar_penger', 'stilling_annet_leder'];
let db: TestDatabase;
let seeded: Awaited<ReturnType<typeof answeredSurvey>>;
const deps = () => ({ database: db });

async function frozen(codings: boolean, over: Partial<SnapshotDefinition> = {}): Promise<Dataset & { hash: string }> {
	const made = await freeze(deps(), { waveId: seeded.waveId, actor: 'kari', definition: { format: SNAPSHOT_FORMAT, surveys: [{ survey: 's', links: [], weights: [], ...(codings && { codings }) }], responses: 'complete', frame: 'all', derived: [], ...over } });
	if (!made.ok) throw new Error(JSON.stringify(made.faults));
	return readDataset(deps(), made.id, ['s']);
}
/** Of every row its comment, and what stands in the other columns, by the comments. */
function rows({ columns, variables, rows: n }: Dataset, names: readonly string[]): Record<string, string[]> {
	const said = (name: string, row: number): string => {
		const [column, variable] = [columns[name]!, variables.find((v) => v.name === name)!];
		const kind = missingAt(column, row);
		if (kind > 0) return KINDS[kind - 1]!;
		return column.kind === 'categorical' ? variable.categories[column.codes[row]!]!.value : String(column.values[row]);
	};
	return Object.fromEntries(Array.from({ length: n }, (_, row) => [said('kommentar', row).replace(/\D/g, ''), names.map((name) => said(name, row))]));
}

beforeAll(async () => {
	db = await createDatabase();
	seeded = await answeredSurvey(db, 5);
	// one who sent in the form without a comment
	const [services, token] = [{ database: db, secret: TEST_SECRET }, seeded.tokens[6] ?? ''];
	await startForm(services, token, 'nb');
	await autosave(services, token, JSON.stringify({ answers: { fortrolig: 1, stilling: 1, med: 2, p_nytte: 1, p_tid: 1, p_uh: 1 } }));
	expect(await submitForm(services, token)).toBeTruthy();
	const place = { surveyId: seeded.surveyId, item: 'kommentar' };
	const code = async (key: string, parentId: number | null = null, item = 'kommentar') => insertCode(db.evaluate.db, { ...place, item }, { key, label: `Om ${key}`, definition: '', parentId }, 'eva');
	const tid = await code('tid');
	const [rom, penger] = [await code('tid_rom', tid), await code('penger')];
	await code('leder', null, 'stilling_annet');
	const answers = await db.evaluate.db.transaction((tx) => readOpenAnswers(tx, place));
	const give = (coder: string, codes: Record<number, number[]>) => saveJudged(db.evaluate.db, place, coder, answers.flatMap((a) => {
		const given = codes[Number(a.text.replace(/\D/g, ''))];
		return given ? [{ ...a, codes: given }] : [];
	}));
	await give('eva', { 0: [tid], 1: [], 2: [rom] });
	await give('ola', { 0: [penger], 1: [] });
	await updateCode(db.evaluate.db, place, penger, { label: 'Om penger', definition: '', parentId: null, retired: true }, 'eva');
});
afterAll(() => db.drop());

describe('codes of open answers in a snapshot', () => {
	it('are variables of 0 and 1: given by at least one coder, not answered where nobody has judged the answer, else missing as the item is', async () => {
		expect(rows(await frozen(true), CODES)).toEqual({
			0: ['1', '0', '1', 'not_asked'], 1: ['0', '0', '0', 'not_asked'], 2: ['0', '1', '0', 'not_asked'], 3: ['not_answered', 'not_answered', 'not_answered', 'not_asked'],
			4: ['not_answered', 'not_answered', 'not_answered', 'not_asked'], '': ['not_answered', 'not_answered', 'not_answered', 'not_asked']
		});
	});
	it('say in the codebook which code of which question they are', async () => {
		const { variables } = await frozen(true);
		expect(variables.find((v) => v.name === 'kommentar_tid')).toMatchObject({
			label: { nb: 'Om tid' }, question: { nn: 'Er det noko du vil leggje til? – Om tid' }, type: 'categorical', measure: 'nominal',
			categories: [{ value: '0', label: { nb: 'Nei' }, score: 0 }, { value: '1', label: { nb: 'Ja' }, score: 1 }], origin: { kind: 'coding', survey: 's', item: 'kommentar', code: 'tid' }
		});
	});
	it('are left out unless asked for, move no row, and may be what a derived variable is made of', async () => {
		const [without, having] = [await frozen(false), await frozen(true)];
		expect(without.variables.some((v) => v.origin.kind === 'coding')).toBe(false);
		expect(having.hash).not.toBe(without.hash);
		expect(having.columns.kommentar).toEqual(without.columns.kommentar);
		expect(having.variables.filter((v) => v.origin.kind !== 'coding').map((v) => v.name)).toEqual(without.variables.map((v) => v.name));
		const made = await frozen(true, { derived: [{ name: 'nevnt', label: { nb: 'Nevnt' }, rule: { rule: 'index', of: ['kommentar_tid', 'kommentar_penger'], reversed: [] } }] });
		expect(rows(made, ['nevnt'])).toMatchObject({ 0: ['1'], 1: ['0'], 2: ['0'], 3: ['not_answered'] });
	});
	it('of those who have not sent in the form are not answered: nobody can have judged them', async () => {
		const seen = rows(await frozen(true, { responses: 'with_partial' }), CODES);
		expect(Object.keys(seen)).toHaveLength(7);
		expect(seen[5]).toEqual(['not_answered', 'not_answered', 'not_answered', 'not_asked']);
	});
	it('are offered with how many there are', async () => {
		const { wave } = await listPage(deps(), new URLSearchParams(), 'nb');
		expect(wave?.codings).toEqual([{ value: 's', label: 's (koder: 4, spørsmål: 2, vurderte svar: 3)' }]);
	});
});
