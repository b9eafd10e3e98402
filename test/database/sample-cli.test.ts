import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { drawSample, sampleFile, sampleSpecOf } from '../../src/lib/server/fieldwork/samples/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';

let db: TestDatabase;
let folder: string;
beforeEach(async () => {
	db = await createDatabase();
	folder = await mkdtemp(join(tmpdir(), 'grunnlag-sample-'));
});
afterEach(async () => {
	await db.drop();
	await rm(folder, { recursive: true });
});

/** The command as an operator runs it: exit code and all it writes. */
function sample(...args: string[]): Promise<{ code: number; out: string }> {
	return new Promise((done) => {
		execFile(process.execPath, ['src/cli/sample.ts', ...args], { env: { ...process.env, DATABASE_URL: db.url, GRUNNLAG_DATA: folder } }, (error, stdout, stderr) =>
			done({ code: error ? Number(error.code) : 0, out: stdout + stderr }));
	});
}
/** Fifteen leaders and five owners. */
async function listed(): Promise<number> {
	const surveyId = await openedSurvey(db);
	await addSeats(db, surveyId, Array.from({ length: 20 }, (_, i) => ({ ref: i === 3 ? '=cmd|1' : `P${String(i).padStart(2, '0')}`, name: `Åse ${i}`, email: `p${i}@example.org`, sampled: false, rolle: i < 5 ? 'eier' : 'leder' })));
	return surveyId;
}
const sampled = async (surveyId: number) => (await db.admin`select ref from seat where survey_id = ${surveyId} and sampled order by ref collate "C"`).map((r) => String(r.ref));

// each command is a process of its own
describe('samples from a terminal', { timeout: 180_000 }, () => {
	it('are previewed without being drawn, and drawn as the page draws them', async () => {
		const here = await listed();
		const plan = ['--survey', String(here), '--method', 'stratified', '--by', 'rolle', '--allocation', 'fixed', '--number', 'eier=2', '--number', 'leder=6', '--seed', '77'];
		const preview = await sample('preview', ...plan);
		expect(preview).toMatchObject({ code: 0, out: expect.stringContaining('eier: 5 on the list, 5 can be drawn, 2 drawn, probability 0.4\n') as string });
		expect(await sampled(here)).toEqual([]);
		const drawn = await sample('draw', ...plan, '--actor', 'drift');
		expect(drawn).toMatchObject({ code: 0, out: expect.stringContaining('8 seats drawn with seed 77.') as string });
		const spec = sampleSpecOf(new Map([['method', 'stratified'], ['by', 'rolle'], ['allocation', 'fixed'], ['number:["eier"]', '2'], ['number:["leder"]', '6']]));
		const seats = await sampled(here);
		expect(seats).toHaveLength(8);
		await drawSample({ database: db }, { surveyId: here, spec, seed: 78, actor: 'eva' });
		expect(await sampled(here)).not.toEqual(seats);
		await drawSample({ database: db }, { surveyId: here, spec, seed: 77, actor: 'eva' });
		expect(await sampled(here)).toEqual(seats);
		expect(await db.admin`select spec, frame_hash as hash from sample order by id`).toMatchObject([{ spec }, { spec }, { spec, hash: /List (\w+)\./.exec(preview.out)?.[1] }]);
		expect(await db.admin`select actor from audit where survey_id = ${here} and action = 'sample.draw' order by id`).toMatchObject([{ actor: 'drift' }, {}, {}]);
		const shown = await sample('show', '--survey', String(here));
		expect(shown.out).toContain('with seed 77 (xoshiro128**/splitmix32), method stratified; 8 in the sample now.');
		expect(preview.out + drawn.out + shown.out).not.toMatch(/@|Åse|P\d\d/);
		expect((await sample('retire', '--survey', String(here))).out).toBe('The sample is given up.\n');
		expect(await sample('show', '--survey', String(here))).toMatchObject({ code: 1, out: 'No sample has been drawn here.\n' });
	});
	it('come as a file of keys, strata, probabilities and weights, for their owner alone', async () => {
		const surveyId = await listed();
		await drawSample({ database: db }, { surveyId, spec: sampleSpecOf(new Map([['method', 'stratified'], ['by', 'rolle'], ['allocation', 'fixed'], ['number:["eier"]', '5'], ['number:["leder"]', '5']])), seed: 1, actor: 'eva' });
		const path = join(folder, 'utvalg.csv');
		expect(await sample('file', '--survey', String(surveyId), path)).toEqual({ code: 0, out: '' });
		const text = await readFile(path, 'utf8');
		const lines = text.replace('\uFEFF', '').trim().split('\r\n');
		expect(lines[0]).toBe('Key;Role;Probability;Design weight');
		expect(lines).toHaveLength(11);
		expect(lines).toContain('P00;School owner;1;1');
		expect(lines.filter((line) => line.endsWith(`;${String(5 / 15).replace('.', ',')};3`))).toHaveLength(5);
		// what a spreadsheet would run is text
		expect(text).toContain("'=cmd|1");
		expect(text).not.toMatch(/@|Åse/);
		const book = XLSX.read(await sampleFile({ database: db }, surveyId, 'xlsx', 'nb'), { cellFormula: true });
		const sheet = book.Sheets[book.SheetNames[0]!]!;
		const rows = XLSX.utils.sheet_to_json<unknown[]>(sheet, { header: 1 });
		expect(rows[0]).toEqual(['Nøkkel', 'Rolle', 'Sannsynlighet', 'Designvekt']);
		expect(rows.slice(1).map(([ref]) => ref)).toEqual(await sampled(surveyId));
		expect(rows.slice(1).reduce((sum, row) => sum + Number(row[3]), 0)).toBeCloseTo(20, 9);
		expect(Object.values(sheet).some((cell: { f?: string }) => cell.f !== undefined)).toBe(false);
	});
	it('that cannot be drawn are refused with what must be mended, and change nothing', async () => {
		const id = String(await listed());
		const refused = async (code: number, words: string, ...args: string[]) => {
			const answer = await sample(...args);
			expect(answer.out).toContain(words);
			expect(answer.code).toBe(code);
		};
		await refused(2, 'Usage:', 'draw');
		await refused(2, 'Usage:', 'draw', '--survey', id, '--frø', '3');
		await refused(2, 'Usage:', 'file', '--survey', id, 'utvalg.pdf');
		await refused(1, 'whole number', 'draw', '--survey', id, '--method', 'simple', '--n', '3');
		await refused(2, 'There is no stratum "fylke".', 'preview', '--survey', id, '--method', 'stratified', '--by', 'fylke', '--n', '3');
		await refused(2, 'They are: "eier", "leder".', 'draw', '--survey', id, '--method', 'stratified', '--by', 'rolle', '--allocation', 'fixed', '--number', 'elev=2', '--seed', '1');
		await refused(1, '1 to 20', 'draw', '--survey', id, '--method', 'simple', '--n', '21', '--seed', '1');
		await refused(1, 'There is no such survey.', 'show', '--survey', '999999');
		expect(await sampled(Number(id))).toEqual([]);
	});
});
