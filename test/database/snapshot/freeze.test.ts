import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingAt } from '#lib/domain/dataset/column.ts';
import { SNAPSHOT_FORMAT, type SnapshotDefinition } from '#lib/domain/dataset/definition.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Problem } from '#lib/domain/problem.ts';
import { autosave } from '#lib/server/respond/autosave.ts';
import { startForm, submitForm } from '#lib/server/respond/submit.ts';
import { freeze, type Frozen } from '#lib/server/results/snapshot/freeze.ts';
import { readDataset } from '#lib/server/results/snapshot/read.ts';
import { setSuppression } from '#lib/server/db/snapshots.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { QUESTIONNAIRE } from '../../support/questionnaire.ts';
import { publishVersion, seedSurvey, type Seeded } from '../../support/seed.ts';
import { TEST_SECRET } from '../../support/server.ts';

const KINDS = ['not_asked', 'not_answered', 'dont_know', 'suppressed'];
let db: TestDatabase;
let seeded: Seeded;
let waveId: number;
const deps = () => ({ database: db });

async function answers(token: string, given: Record<string, unknown>, send = true): Promise<void> {
	const services = { database: db, secret: TEST_SECRET };
	await startForm(services, token, 'nb');
	const saved = await autosave(services, token, JSON.stringify({ answers: given }));
	if (saved.status !== 200 || (send && !(await submitForm(services, token)))) throw new Error(`not saved: ${JSON.stringify(saved)}`);
}
const definition = (over: Partial<SnapshotDefinition> = {}): SnapshotDefinition =>
	({ format: SNAPSHOT_FORMAT, surveys: [{ survey: 's', links: [], weights: [] }], responses: 'complete', frame: 'all', derived: [], ...over });
const frozen = async (over: Partial<SnapshotDefinition> = {}) => {
	const made = await freeze(deps(), { waveId, definition: definition(over), actor: 'kari' });
	if (!made.ok) throw new Error(JSON.stringify(made.faults));
	return made;
};

/** Rows as a reader sees them, in an order of their own: by what stands in `by`. */
function table({ variables, columns, rows }: Dataset, names: string[], by: string): (string | number)[][] {
	const value = (name: string, i: number): string | number => {
		const [variable, column] = [variables.find((v) => v.name === name)!, columns[name]!];
		const kind = missingAt(column, i);
		if (kind > 0) return KINDS[kind - 1]!;
		return column.kind === 'categorical' ? variable.categories[column.codes[i]!]!.value : column.values[i]!;
	};
	return Array.from({ length: rows }, (_, i) => i).sort((a, b) => (value(by, a) < value(by, b) ? -1 : 1)).map((i) => names.map((name) => value(name, i)));
}

const FULL = { fortrolig: 1, stilling: 2, aar: 7, med: 1, tema: [1, 3], timer: 2.5, dato: '2024-05-17', kommune: '4601', p_nytte: 5, p_tid: 2, p_uh: 4, kommentar: 'Æ ø å 😀' };

beforeAll(async () => {
	db = await createDatabase();
	seeded = await seedSurvey(db.admin, { seats: [
		{ frame: { fylke: 'oslo', rolle: 'uh', enhet: 'a' } }, { frame: { fylke: 'vestland', rolle: 'eier', enhet: 'b' } }, { frame: { rolle: 'uh', enhet: 'c' } }, { frame: { fylke: 'oslo', rolle: 'uh', enhet: 'd' } }, { frame: { fylke: 'oslo', rolle: 'eier' } }
	] });
	waveId = (await db.admin<{ wave_id: number }[]>`select wave_id from survey where id = ${seeded.surveyId}`)[0]!.wave_id;
	const [a = '', b = '', c = '', d = ''] = seeded.tokens;
	await answers(a, FULL);
	await answers(b, { fortrolig: 1, stilling: 9, aar: 'dk', med: 2, p_nytte: 'dk', p_tid: 1 });
	await answers(c, { fortrolig: 1, stilling: 1, med: 1, tema: 'dk', kommune: 'several', p_nytte: 3, p_tid: 3, p_uh: 'dk' });
	// begun: an answer to what is not asked any more does not count
	await answers(d, { stilling: 2, med: 1, tema: [2] }, false);
	await answers(d, { med: 2 }, false);
});
afterAll(() => db.drop());

describe('a frozen wave', () => {
	it('has a row for each form sent in, with every kind of answer and of missing', async () => {
		const { id } = await frozen();
		const data = await readDataset(deps(), id, ['s']);
		expect(data.variables.map((v) => v.name)).toEqual([
			'fortrolig', 'stilling', 'stilling_annet', 'aar', 'med', 'tema_1', 'tema_2', 'tema_3', 'timer', 'dato', 'kommune', 'p_nytte', 'p_tid', 'p_uh', 'kommentar', 'fylke', 'rolle', 'enhet', 'disposition'
		]);
		expect(table(data, ['stilling', 'stilling_annet', 'aar', 'med', 'tema_1', 'tema_2', 'timer', 'dato', 'kommune', 'p_nytte', 'p_uh', 'kommentar', 'fylke', 'rolle', 'disposition'], 'enhet')).toEqual([
			['2', 'not_asked', 7, '1', '1', '0', 2.5, '2024-05-17', '4601', '5', '4', 'Æ ø å 😀', 'oslo', 'uh', 'complete'],
			['9', 'not_answered', 'dont_know', '2', 'not_asked', 'not_asked', 'not_asked', 'not_asked', 'not_asked', 'dont_know', 'not_asked', 'not_answered', 'vestland', 'eier', 'complete'],
			['1', 'not_asked', 'not_answered', '1', 'dont_know', 'dont_know', 'not_answered', 'not_answered', 'several', '3', 'dont_know', 'not_answered', 'not_answered', 'uh', 'complete']
		]);
	});
	it('knows what each variable is: points of a scale and names, words and question, where it is from', async () => {
		const { variables } = await readDataset(deps(), (await frozen()).id, ['s']);
		const of = (name: string) => variables.find((v) => v.name === name);
		expect(of('p_nytte')).toMatchObject({
			type: 'categorical', measure: 'ordinal', label: { nb: 'Ordningen er nyttig' }, question: { en: 'How far do you agree? – The scheme is useful' }, categories: [1, 2, 3, 4, 5].map((score) => ({ value: String(score), score })),
			origin: { kind: 'item', survey: 's', item: 'p_nytte', block: 'vurdering' }
		});
		expect(of('stilling')).toMatchObject({ measure: 'nominal', categories: [{ value: '1' }, { value: '2' }, { value: '9' }] });
		expect(of('stilling')!.categories.every((c) => c.score === undefined)).toBe(true);
		expect(of('aar')).toMatchObject({ type: 'numeric', measure: 'scale', decimals: 0, unit: { nb: 'år' } });
		expect(of('tema_3')).toMatchObject({ label: { nb: 'Læringsmiljø' }, origin: { kind: 'tick', code: 3 } });
		expect(of('kommune')!.categories.map((c) => c.value)).toEqual(['0301', '1508', '4601', 'several', 'unrecognised']);
		expect(of('fylke')).toMatchObject({ question: null, categories: [{ value: 'oslo' }, { value: 'vestland' }], origin: { kind: 'frame', variable: 'fylke' } });
	});
	it('may hold those begun too: what routing does not ask was not asked, what it asks and has no answer was not answered', async () => {
		const data = await readDataset(deps(), (await frozen({ responses: 'with_partial' })).id, ['s']);
		expect(table(data, ['disposition', 'stilling', 'med', 'tema_2', 'p_nytte', 'stilling_annet'], 'enhet')[3]).toEqual(['partial', '2', '2', 'not_asked', 'not_answered', 'not_asked']);
		expect(data.rows).toBe(4);
	});
	it('has the population list beside it, a row a seat and no key of one', async () => {
		const { id } = await frozen();
		const list = await readDataset(deps(), id, ['s.liste']);
		expect([list.kind, list.variables.map((v) => v.name)]).toEqual(['seats', ['fylke', 'rolle', 'enhet', 'disposition', 'responded', 'sampled']]);
		expect(table(list, ['enhet', 'disposition', 'responded', 'sampled'], 'enhet')).toEqual([
			['a', 'complete', '1', '1'], ['b', 'complete', '1', '1'], ['c', 'complete', '1', '1'], ['d', 'partial', '1', '1'], ['not_answered', 'non_contact', '0', '1']
		]);
		const stored = await db.admin`select entry::text from snapshot_variable where snapshot_id = ${id} union all select manifest from snapshot where id = ${id}`;
		expect(JSON.stringify(stored)).not.toMatch(/r[0-4]"/);
	});
	it('leaves columns of the list that are no strata out where it is asked to', async () => {
		const data = await readDataset(deps(), (await frozen({ frame: 'strata' })).id, ['s']);
		expect(data.variables.map((v) => v.name)).not.toContain('enhet');
	});
});

describe('the same answers', () => {
	it('are the same snapshot, with one line of who made it', async () => {
		const first = await frozen({ responses: 'with_partial' });
		const again = await frozen({ responses: 'with_partial' });
		expect(again).toEqual({ ...first, created: false });
		expect(await db.admin`select actor from audit where action = 'snapshot.make' and (subject ->> 'snapshot')::int = ${first.id}`).toEqual([{ actor: 'kari' }]);
	});
	it('have the same hash in another database, given in another order', async () => {
		const here = await frozen();
		const other = await createDatabase();
		try {
			// moves the numbers that this database gives
			await seedSurvey(other.admin, { seats: 3 });
			const there = await seedSurvey(other.admin, { seats: [
				{ ref: 'x1', frame: { fylke: 'oslo', rolle: 'eier' } }, { ref: 'x2', frame: { fylke: 'oslo', rolle: 'uh', enhet: 'd' } }, { ref: 'x3', frame: { rolle: 'uh', enhet: 'c' } }, { ref: 'x4', frame: { fylke: 'vestland', rolle: 'eier', enhet: 'b' } }, { ref: 'x5', frame: { fylke: 'oslo', rolle: 'uh', enhet: 'a' } }
			] });
			const services = { database: other, secret: TEST_SECRET };
			const say = async (i: number, given: object) => {
				await startForm(services, there.tokens[i] ?? '', 'en');
				await autosave(services, there.tokens[i] ?? '', JSON.stringify({ answers: given }));
				if (i !== 1) await submitForm(services, there.tokens[i] ?? '');
			};
			await say(2, { fortrolig: 1, stilling: 1, med: 1, tema: 'dk', kommune: 'several', p_nytte: 3, p_tid: 3, p_uh: 'dk' });
			await say(1, { stilling: 2 });
			await say(4, FULL);
			await say(3, { fortrolig: 1, stilling: 9, aar: 'dk', med: 2, p_nytte: 'dk', p_tid: 1 });
			const wave = (await other.admin<{ wave_id: number }[]>`select wave_id from survey where id = ${there.surveyId}`)[0]!.wave_id;
			const made = await freeze({ database: other }, { waveId: wave, definition: definition(), actor: 'ola' }) as Extract<Frozen, { ok: true }>;
			expect(made.hash).toBe(here.hash);
		} finally {
			await other.drop();
		}
	});
	it('are another snapshot when one of them is another', async () => {
		const before = await frozen();
		await db.admin`update response set state = 'open', submitted_at = null where seat_id = ${seeded.seatIds[0]!}`;
		await db.admin`update answer set code = 4 where item = 'p_nytte' and code = 5 and survey_id = ${seeded.surveyId}`;
		await db.admin`update response set state = 'submitted', submitted_at = now() where seat_id = ${seeded.seatIds[0]!}`;
		const after = await frozen();
		expect(after.hash).not.toBe(before.hash);
		expect(table(await readDataset(deps(), before.id, ['s']), ['p_nytte'], 'enhet')).toEqual([['5'], ['dont_know'], ['3']]);
		expect(table(await readDataset(deps(), after.id, ['s']), ['p_nytte'], 'enhet')).toEqual([['4'], ['dont_know'], ['3']]);
	});
});

describe('a snapshot that stands', () => {
	it('is never changed, taken away or added to', async () => {
		const { id } = await frozen();
		for (const statement of ['update snapshot set made_by = $2 where id = $1', 'delete from snapshot_column where snapshot_id = $1 and $2 <> $3', "update snapshot_variable set entry = entry || '{\"reversed\": true}' where snapshot_id = $1", 'delete from snapshot_part where snapshot_id = $1']) {
			const params = statement.includes('$3') ? [id, 'x', 'y'] : statement.includes('$2') ? [id, 'x'] : [id];
			await expect(db.admin.unsafe(statement, params)).rejects.toMatchObject({ code: 'GR001' });
		}
		await expect(db.admin`insert into snapshot_part (snapshot_id, key, position, kind, title, rows) values (${id}, 'ny', 9, 'responses', '{}', 0)`).rejects.toMatchObject({ code: 'GR001' });
	});
	it('holds what its manifest says, to the byte', async () => {
		const { id } = await frozen();
		const copy = (hash: string, change: string) => db.admin.begin(async (tx) => {
			const [made] = await tx<{ id: number }[]>`insert into snapshot (wave_id, format, hash, manifest, definition, engine, made_by)
				select (select id from wave where id <> ${waveId} union all select id from wave limit 1), format, ${hash === '' ? tx`hash` : hash}, manifest, definition, engine, made_by from snapshot where id = ${id} returning id`;
			await tx`insert into snapshot_part select ${made!.id}, key, position, kind, title, rows from snapshot_part where snapshot_id = ${id}`;
			await tx`insert into snapshot_variable select ${made!.id}, part, name, position, entry from snapshot_variable where snapshot_id = ${id}`;
			await tx.unsafe(`insert into snapshot_column select ${made!.id}, part, name, encoding, ${change} from snapshot_column where snapshot_id = ${id}`);
		});
		await db.admin`insert into wave (evaluation_id, key, name) select evaluation_id, 'v2', 'V2' from wave where id = ${waveId}`;
		await expect(copy('f'.repeat(64), 'bytes, sha256')).rejects.toMatchObject({ code: '23514' });
		await expect(copy('', "set_byte(bytes, 0, 1 - get_byte(bytes, 0) % 2), sha256")).rejects.toMatchObject({ code: '23514' });
		await expect(copy('', "set_byte(bytes, 0, (get_byte(bytes, 0) + 1) % 256), encode(sha256(set_byte(bytes, 0, (get_byte(bytes, 0) + 1) % 256)), 'hex')")).rejects.toMatchObject({ constraint_name: 'snapshot_whole' });
		await copy('', 'bytes, sha256');
	});
	it('takes the limit for showing results from the evaluation, as it is now', async () => {
		const { id } = await frozen();
		expect((await readDataset(deps(), id, ['s'])).suppressBelow).toBe(0);
		const [{ evaluation_id: evaluation } = { evaluation_id: 0 }] = await db.admin<{ evaluation_id: number }[]>`select evaluation_id from wave where id = ${waveId}`;
		await db.evaluate.db.transaction((tx) => setSuppression(tx, evaluation, 5, 'kari'));
		expect((await readDataset(deps(), id, ['s'])).suppressBelow).toBe(5);
	});
});

describe('what cannot be frozen', () => {
	it('is told: a survey or wave that is not there, a weight of another survey, a snapshot or part that is none', async () => {
		const problem = (code: string) => expect.objectContaining({ code }) as Problem;
		await expect(freeze(deps(), { waveId: 999, definition: definition(), actor: 'k' })).rejects.toThrow(problem('snapshot_problem_no_wave'));
		await expect(frozen({ surveys: [{ survey: 'zz', links: [], weights: [] }] })).rejects.toThrow(problem('snapshot_problem_no_survey'));
		await expect(frozen({ surveys: [] })).rejects.toThrow(problem('snapshot_problem_no_surveys'));
		await expect(frozen({ surveys: [{ survey: 's', links: [], weights: [99] }] })).rejects.toThrow(problem('snapshot_problem_no_weight'));
		await expect(frozen({ surveys: [{ survey: 's', links: [99], weights: [] }] })).rejects.toThrow(problem('link_problem_no_link'));
		const { id } = await frozen();
		await expect(readDataset(deps(), id, ['zz'])).rejects.toThrow(problem('snapshot_problem_no_part'));
		await expect(readDataset(deps(), id, ['s', 's.liste'])).rejects.toThrow(problem('snapshot_problem_kinds'));
		await expect(readDataset(deps(), 999, ['s'])).rejects.toThrow(problem('snapshot_problem_none'));
	});
	it('keeps nothing when a derived variable is faulty', async () => {
		const before = await db.admin`select count(*)::int as n from snapshot`;
		const made = await freeze(deps(), { waveId, definition: definition({ derived: [{ name: 'x', label: { nb: 'X' }, rule: { rule: 'reverse', of: 'stilling' } }] }), actor: 'k' });
		expect(made).toEqual({ ok: false, faults: [{ name: 'x', code: 'reverse_kind', params: { variable: 'stilling' } }] });
		expect(await db.admin`select count(*)::int as n from snapshot`).toEqual(before);
	});
});

describe('a survey whose versions differ', () => {
	it('is one list of variables: the newest words, every category, and an item that a version does not ask was not asked', async () => {
		const later = structuredClone(QUESTIONNAIRE);
		const [first] = later.blocks;
		const position = first!.items.find((i) => i.key === 'stilling')!;
		if (position.type !== 'single') throw new Error('another item');
		position.text = { nb: 'Hva er stillingen din?', nn: 'Kva er stillinga di?', en: 'What is your position?' };
		position.categories = [{ code: 1, label: { nb: 'Skoleleder', nn: 'Skuleleiar', en: 'Head' } }, { code: 3, label: { nb: 'Lærer', nn: 'Lærar', en: 'Teacher' } }];
		// years as bands instead of a number, and a new item named as the list's column
		first!.items = first!.items.filter((i) => i.key !== 'aar' && i.key !== 'stilling_annet').concat(
			{ type: 'single', key: 'aar', text: { nb: 'Hvor lenge?', nn: 'Kor lenge?', en: 'How long?' }, required: false, dontKnow: false, reversed: false, categories: [{ code: 1, label: { nb: 'Kort', nn: 'Kort', en: 'Short' } }, { code: 2, label: { nb: 'Lenge', nn: 'Lenge', en: 'Long' } }] },
			{ type: 'yesno', key: 'enhet', text: { nb: 'Er dere én enhet?', nn: 'Er de éi eining?', en: 'Are you one unit?' }, required: false, dontKnow: false }
		);
		await publishVersion(db.admin, seeded.surveyId, later, 2);
		await answers(seeded.tokens[4] ?? '', { fortrolig: 1, stilling: 3, aar: 2, enhet: 1, med: 2, p_nytte: 1, p_tid: 1 });
		const data = await readDataset(deps(), (await frozen()).id, ['s']);
		const of = (name: string) => data.variables.find((v) => v.name === name)!;
		expect(of('stilling')).toMatchObject({ label: { nb: 'Hva er stillingen din?' }, categories: [{ value: '1', label: { nb: 'Skoleleder' } }, { value: '3' }, { value: '2', label: { nb: 'Rådgiver' } }, { value: '9' }] });
		expect([of('aar').type, of('aar_v1').type, of('liste_enhet').origin]).toEqual(['categorical', 'numeric', { kind: 'frame', survey: 's', variable: 'enhet' }]);
		expect(table(data, ['stilling', 'aar', 'aar_v1', 'stilling_annet', 'enhet'], 'liste_enhet')).toEqual([
			['2', 'not_asked', 7, 'not_asked', 'not_asked'], ['9', 'not_asked', 'dont_know', 'not_answered', 'not_asked'], ['1', 'not_asked', 'not_answered', 'not_asked', 'not_asked'], ['3', '2', 'not_asked', 'not_asked', '1']
		]);
	});
});
