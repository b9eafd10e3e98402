import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { demoFile, demoQuestionnaire, everything, makeSurvey } from '../support/frame.ts';

let db: TestDatabase;
let folder: string;
beforeAll(async () => {
	db = await createDatabase();
	folder = await mkdtemp(join(tmpdir(), 'grunnlag-frame-'));
});
afterAll(async () => {
	await db.drop();
	await rm(folder, { recursive: true });
});

/** The command as an operator runs it: exit code and all it writes. */
function frame(...args: string[]): Promise<{ code: number; out: string }> {
	return new Promise((done) => {
		execFile(process.execPath, ['src/cli/frame.ts', ...args], { env: { ...process.env, DATABASE_URL: db.url, GRUNNLAG_DATA: folder } }, (error, stdout, stderr) =>
			done({ code: error ? Number(error.code) : 0, out: stdout + stderr }));
	});
}
const saved = async (name: string, content: string | Uint8Array) => {
	await writeFile(join(folder, name), content);
	return join(folder, name);
};

// each command is a process of its own
describe('population lists from a terminal', { timeout: 180_000 }, () => {
	it('are previewed and imported, once however often, without a name or an address on the screen', async () => {
		const { surveyId } = await makeSurvey(db, demoQuestionnaire('samarbeidsforum'));
		const list = await saved('forum.csv', demoFile('frames/samarbeidsforum.csv'));
		const before = await everything(db);
		const preview = await frame('preview', '--survey', String(surveyId), list);
		expect(preview).toMatchObject({ code: 0, out: expect.stringContaining('304 rows, 291 persons, 13 of them with several seats.') as string });
		expect(await everything(db)).toEqual(before);
		const mapping = await frame('columns', '--survey', String(surveyId), list);
		const first = await frame('import', '--survey', String(surveyId), list, '--mapping', await saved('mapping.json', mapping.out), '--actor', 'drift');
		expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^304 added, 0 changed[^]*Import \d+\.\n$/) as string });
		expect(await db.admin`select actor from audit where survey_id = ${surveyId}`).toMatchObject([{ actor: 'drift' }]);
		expect((await frame('import', '--survey', String(surveyId), list)).out).toContain('nothing was stored');
		expect(preview.out + mapping.out + first.out).not.toContain('@');
	});
	it('that are faulty are refused with every row and column, and an exit code that says so', async () => {
		const { surveyId } = await makeSurvey(db);
		const list = await saved('feil.csv', 'ref;epost;navn\n1;hemmelig.navn;Kari\n1;b@b.example;Ola\n');
		const before = await everything(db);
		for (const command of ['preview', 'import']) {
			const { code, out } = await frame(command, '--survey', String(surveyId), list);
			expect(code, command).toBe(1);
			expect(out).toContain('error: row 2, epost: This is not an e-mail address.');
			expect(out).toContain('error: row 3, ref: Row 2 has the same key.');
			expect(out).not.toMatch(/hemmelig|b@b|Kari|Ola/);
		}
		expect(await everything(db)).toEqual(before);
		expect((await frame('import', '--survey', '999999', list)).out).toContain('The survey does not exist.');
		expect((await frame('import', list)).code).toBe(2);
	});
	it('are merged by a recipe into a file that only its owner can read, with the keys of an earlier list', async () => {
		const out = join(folder, 'merged.csv');
		const recipe = 'src/demo/evaluation-2021/skoleledere.recipe.json';
		const { code, out: text } = await frame('merge', recipe, out, '--keep', 'src/demo/evaluation-2021/frames/skoleledere.csv');
		expect(code).toBe(0);
		expect(text).toContain('1362 rows in the merged list, 1362 with the key they had before.');
		expect(text).not.toContain('@');
		const lines = (content: string) => content.trim().split('\n').sort();
		expect(lines(await readFile(out, 'utf8'))).toEqual(lines(Buffer.from(demoFile('frames/skoleledere.csv')).toString()));
		expect((await stat(out)).mode & 0o077).toBe(0);
		expect(await frame('merge', await saved('r.json', '{"format": "x"}'), out)).toMatchObject({ code: 1, out: expect.stringContaining('The recipe has') as string });
	});
});
