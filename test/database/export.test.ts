/** Data of a frozen snapshot on their way out. */
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SNAPSHOT_FORMAT } from '#lib/domain/dataset/definition.ts';
import type { Problem } from '#lib/domain/problem.ts';
import { deliver, FORMATS, type Asked } from '#lib/server/export/data/deliver.ts';
import { exportView } from '#lib/server/export/data/view.ts';
import { freeze } from '#lib/server/results/snapshot/freeze.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { readDta } from '../support/dataset/dta.ts';
import { readSav } from '../support/dataset/sav.ts';
import { answeredSurvey } from '../support/frozen.ts';

let db: TestDatabase;
let snapshotId: number;
let seeded: Awaited<ReturnType<typeof answeredSurvey>>;
beforeAll(async () => {
	db = await createDatabase();
	seeded = await answeredSurvey(db);
	const made = await freeze({ database: db }, { waveId: seeded.waveId, definition: { format: SNAPSHOT_FORMAT, surveys: [{ survey: 's', links: [], weights: [] }], responses: 'complete', frame: 'all', derived: [] }, actor: 'kari' });
	if (!made.ok) throw new Error(JSON.stringify(made.faults));
	snapshotId = made.id;
});
afterAll(() => db.drop());

const asked = (over: Partial<Asked> = {}): Asked => ({ snapshotId, part: 's', format: 'csv', locale: 'nb', labels: true, texts: false, confirmed: true, actor: 'kari', ...over });
const bytes = async (over: Partial<Asked> = {}) => Buffer.from(await new Response((await deliver({ database: db }, asked(over))).stream).arrayBuffer());
const files = async (over: Partial<Asked> = {}) => unzipSync(await bytes(over));
const audits = () => db.admin<{ actor: string; subject: Record<string, unknown> }[]>`select actor, subject from audit where action = 'snapshot.export' order by id`;
const refusal = (over: Partial<Asked>) => deliver({ database: db }, asked(over)).then(() => null, (e: Problem) => e.code);

describe('Data of a snapshot', () => {
	it('leave in every format, all with as many rows as there are respondents', async () => {
		const zip = await files();
		expect(Object.keys(zip)).toEqual(['s.csv', 's.kodebok.json', 's.kodebok.html']);
		const rows = parse(strFromU8(zip['s.csv'] ?? new Uint8Array()), { columns: true }) as Record<string, string>[];
		expect(rows).toHaveLength(12);
		const sav = await readSav(await bytes({ format: 'sav' }));
		const dta = readDta(await bytes({ format: 'dta' }));
		expect([sav.rows.length, dta.rows]).toEqual([12, 12]);
		expect(sav.variables.map((v) => v.name)).toEqual(Object.keys(rows[0] ?? {}));
		expect(sav.rows.map((r) => String(r.p_nytte))).toEqual(rows.map((r) => r.p_nytte));
		expect(rows.map((r) => r.p_uh).sort()).toContain('<dont_know>');
		for (const format of FORMATS) expect((await bytes({ format })).length, format).toBeGreaterThan(500);
	});

	it('are the same bytes each time', async () => {
		for (const format of FORMATS) expect((await bytes({ format })).equals(await bytes({ format })), format).toBe(true);
	});

	it('leave only when the reader has said that they know whom the file could point out', async () => {
		const before = (await audits()).length;
		expect(await refusal({ confirmed: false })).toBe('dataexport_problem_confirm');
		expect(await refusal({ format: 'exe' })).toBe('dataexport_problem_format');
		expect(await refusal({ locale: 'sv' })).toBe('dataexport_problem_locale');
		expect(await refusal({ part: 'zz' })).toBe('snapshot_problem_no_part');
		expect(await refusal({ snapshotId: 999 })).toBe('snapshot_problem_none');
		expect(await audits()).toHaveLength(before);
	});

	it('leave one audit row each, that says what and how much', async () => {
		const before = (await audits()).length;
		await bytes({ format: 'sav', texts: true });
		const rows = (await audits()).slice(before);
		expect(rows).toEqual([{ actor: 'kari', subject: { snapshot: snapshotId, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string, parts: ['s'], format: 'sav', texts: true, rows: 12 } }]);
	});

	it('have free text only when it is asked for, and never a token or the key of a seat', async () => {
		const everything = async (texts: boolean) => Object.entries(await files({ format: 'archive', texts })).map(([path, content]) => `${path}\n${Buffer.from(content).toString('latin1')}`).join('\n');
		expect(await everything(false)).not.toContain('hemmelig');
		const all = await everything(true);
		expect(all).toContain('hemmelig 3');
		const people = await db.admin<{ ref: string }[]>`select ref from seat`;
		for (const secret of seeded.tokens) expect(all.includes(secret)).toBe(false);
		const lines = Object.entries(await files({ format: 'archive', texts: true })).filter(([path]) => path.endsWith('.csv')).flatMap(([, content]) => strFromU8(content).split(/[\n,]/));
		expect(lines.filter((cell) => people.some((p) => p.ref === cell))).toEqual([]);
	});

	it('as an archive have every part, the questionnaire that was answered, and what describes them', async () => {
		const names = Object.keys(await files({ format: 'archive', locale: 'en' }));
		for (const name of ['README.txt', 'ddi.xml', 'data/s.csv', 'data/s.liste.csv', 'data/s.sav', 'data/s.liste.dta', 'kodebok/s.html', 'skjema/s-1.json', 'skjema/s-1.html']) expect(names).toContain(name);
		expect(names.at(-1)).toBe('manifest.json');
	});
});

describe('The view of the exports', () => {
	it('has the parts with their rows, how many texts there are, and whom a file could point out', async () => {
		const view = await exportView({ database: db }, snapshotId, null, 'nb');
		expect(view.parts.map((p) => [p.key, p.rows])).toEqual([['s', 12], ['s.liste', 15]]);
		expect(view.chosen).toMatchObject({ key: 's', rows: 12 });
		expect(view.chosen.texts).toBeGreaterThan(0);
		expect(view.alone.at(-1)?.columns.length).toBeGreaterThan(1);
		expect(view.alone.every((one) => one.alone <= one.below3 && one.below3 <= one.below5 && one.below5 <= 12)).toBe(true);
	});

	it('names the part that there is none of', async () => {
		await expect(exportView({ database: db }, snapshotId, 'zz', 'nb')).rejects.toMatchObject({ code: 'dataexport_problem_no_part', status: 404, params: { part: 'zz' } });
	});
});
