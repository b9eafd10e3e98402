import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unzipSync } from 'fflate';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { answeredSurvey } from '../../support/frozen.ts';
import { frozenOf, SMALL_PLAN, SMALL_REPORT, storedReport } from '../../support/report-stored.ts';

let db: TestDatabase;
let folder: string;
let ids: Awaited<ReturnType<typeof storedReport>>;
const at = (name: string): string => join(folder, name);
const CROSSTAB = { method: 'crosstab', rows: 'p_nytte', columns: 'stilling' };

beforeAll(async () => {
	db = await createDatabase();
	folder = await mkdtemp(join(tmpdir(), 'grunnlag-cli-'));
	ids = await storedReport(db);
	const files: Record<string, unknown> = {
		'spec.json': CROSSTAB, 'entry.json': { data: ['s'], spec: CROSSTAB }, 'plan.json': SMALL_PLAN, 'report.json': SMALL_REPORT, 'wrong.json': { method: 't_test', y: 'p_nytte', group: 'nobody' }, 'none.json': { rows: 'p_nytte' },
		'bad-plan.json': { ...SMALL_PLAN, entries: [{ ...SMALL_PLAN.entries[0], data: ['nowhere'] }] }
	};
	for (const [name, value] of Object.entries(files)) await writeFile(at(name), JSON.stringify(value));
});
afterAll(async () => {
	await db.drop();
	await rm(folder, { recursive: true });
});

interface Answer { code: number; out: string; err: string }
/** The command as a person runs it: exit code, and what it writes where. */
function grunnlag(args: readonly string[], input = ''): Promise<Answer> {
	return new Promise((done) => {
		const child = execFile(process.execPath, ['src/cli/grunnlag.ts', ...args], { env: { ...process.env, DATABASE_URL: db.url, GRUNNLAG_DATA: folder }, maxBuffer: 1e8 }, (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }));
		child.stdin?.end(input);
	});
}
const json = async (args: readonly string[], input?: string) => {
	const { code, out, err } = await grunnlag(args, input);
	expect([code, err]).toEqual([0, '']);
	return JSON.parse(out) as { n: number; data: unknown; values: Record<string, unknown>; r_check?: { numbers: number; agreeing: number } };
};

// each command is a process of its own
describe('analyses from a terminal', { timeout: 600_000 }, () => {
	it('print counts, chi-square, degrees of freedom, p and exact p as JSON, and nothing else', async () => {
		const { n, data, values } = await json(['analyse', at('spec.json'), '--snapshot', String(ids.snapshotId)]);
		expect(n).toBe(12);
		expect(data).toMatchObject({ snapshot: ids.snapshotId, part: 's', rows: 12 });
		expect(values).toMatchObject({ table: expect.any(Array) as unknown, chi2: expect.any(Number) as unknown, df: 4, p: expect.any(Number) as unknown, exact: { p: expect.any(Number) as unknown } });
	});
	it('take an entry of a plan, or a spec from standard input, and the newest snapshot', async () => {
		const whole = await json(['analyse', at('entry.json')]);
		expect(await json(['analyse', '-', '--part', 's'], JSON.stringify(CROSSTAB))).toEqual(whole);
	});
	it('are checked in R', async () => {
		const { r_check: check } = await json(['analyse', at('spec.json'), '--check-r']);
		expect(check!.numbers).toBeGreaterThan(50);
		expect(check!.agreeing).toBe(check!.numbers);
	});
	it('are given as R code, as SPSS syntax, and as text in a language', async () => {
		expect((await grunnlag(['analyse', at('spec.json'), '--r'])).out).toContain('d <- read_data("s.csv")');
		expect((await grunnlag(['analyse', at('spec.json'), '--spss'])).out).toContain('CROSSTABS\n  /TABLES=p_nytte BY stilling');
		expect((await grunnlag(['analyse', at('spec.json'), '--format', 'text', '--language', 'en'])).out).toMatch(/exact p\s=\s1\.000/);
	});
	it('say in plain words what is wrong, with nothing on standard output', async () => {
		const told = async (...args: string[]) => {
			const { code, out, err } = await grunnlag(args);
			expect(out).toBe('');
			return [code, err.trim()];
		};
		expect(await told('analyse', at('wrong.json'))).toEqual([1, `No part of snapshot ${ids.snapshotId} has a variable called nobody.`]);
		expect(await told('analyse', at('wrong.json'), '--part', 's', '--language', 'en')).toEqual([1, expect.stringContaining('nobody')]);
		expect(await told('analyse', at('none.json'))).toEqual([1, expect.stringContaining('a spec is an object with the field "method"')]);
		expect(await told('analyse', at('plan.json'))).toEqual([1, expect.stringContaining('is a plan')]);
		expect(await told('analyse', at('nowhere.json'))).toEqual([1, expect.stringContaining('cannot be read')]);
		expect(await told('analyse', at('spec.json'), '--snapshot', '999')).toEqual([1, expect.stringMatching(/\S/)]);
		expect(await told('analyse')).toEqual([2, expect.stringContaining('Usage')]);
		expect(await told('analyse', at('spec.json'), '--nothing')).toEqual([2, expect.stringContaining('--nothing')]);
		expect(await told('nothing')).toEqual([2, expect.stringContaining('There is no command "nothing"')]);
		expect(await told('plan', at('bad-plan.json'))).toEqual([1, expect.stringContaining('nytte: ')]);
	});
});

describe('plans, reports and data from a terminal', { timeout: 600_000 }, () => {
	it('run a plan that is stored, or a file, to the same results', async () => {
		const { code, out } = await grunnlag(['plan', 'plan']);
		expect(code).toBe(0);
		const made = JSON.parse(out) as { entries: { key: string; outcome: { n: number } }[] };
		expect(made.entries.map((e) => [e.key, e.outcome.n])).toEqual([['nytte', 12], ['snitt', 12]]);
		expect((await grunnlag(['plan', at('plan.json'), '--snapshot', String(ids.snapshotId)])).out).toBe(out);
		expect((await grunnlag(['plan', 'plan', '--r'])).out).toContain('analysis("snitt", {');
	});
	it('write a report that is stored, one from files, and a plan as it is', async () => {
		const told = await grunnlag(['report', 'rapporten', '--check-r', '--out', at('a.docx')]);
		expect([told.code, told.out]).toEqual([0, '']);
		expect(told.err).toMatch(/^(\d+) av \1 tall stemmer med R 4\.\d+ med \d+ sifre eller mer\./);
		const document = new TextDecoder().decode(unzipSync(await readFile(at('a.docx')))['word/document.xml']);
		expect(document).toContain('Sjekket i R');
		expect((await grunnlag(['report', at('report.json'), '--plan', 'plan', '--out', at('b.html')])).code).toBe(0);
		expect(await readFile(at('b.html'), 'utf8')).toContain('Nytte etter stilling');
		expect((await grunnlag(['report', at('plan.json'), '--out', at('c.xlsx')])).err).toContain('2 tables');
		expect(await grunnlag(['report', at('report.json'), '--out', at('d.docx')])).toMatchObject({ code: 2, err: expect.stringContaining('--plan') as string });
		expect(await grunnlag(['report', 'rapporten', '--out', at('d.pdf')])).toMatchObject({ code: 2, err: expect.stringContaining('.docx') as string });
	});
	it('list snapshots, freeze the same answers to the same one, and let data out only when it is meant', async () => {
		expect((await grunnlag(['snapshots'])).out).toContain('s (12)');
		const frozen = await grunnlag(['snapshot', '--wave', String(ids.waveId)]);
		expect([frozen.code, frozen.out.split('\t')[0], frozen.err]).toEqual([0, String(ids.snapshotId), expect.stringContaining('already')]);
		const without = await grunnlag(['export', '--part', 's', '--format', 'sav', '--out', at('s.sav')]);
		expect([without.code, without.err]).toEqual([1, expect.stringContaining('--confirm')]);
		expect((await grunnlag(['export', '--part', 's', '--format', 'sav', '--confirm', '--out', at('s.sav')])).code).toBe(0);
		expect((await readFile(at('s.sav'))).subarray(0, 4).toString()).toBe('$FL2');
		expect(await db.admin`select actor from audit where action = 'snapshot.export'`).toHaveLength(1);
	});
});

describe('waves at a terminal', { timeout: 600_000 }, () => {
	it('are laid below one another, checked in R, and leave as the one file that R code and SPSS syntax read', async () => {
		const second = await answeredSurvey(db, 10, { wave: { evaluationId: ids.evaluationId, key: 'neste', name: 'Neste' }, shift: 1 });
		const later = String(await frozenOf(db, second.waveId));
		const laid = ['--snapshot', later, '--beside', String(ids.snapshotId), '--part', 's'];
		await writeFile(at('waves.json'), JSON.stringify({ method: 't_test', y: 'p_nytte', group: 'runde' }));
		const made = await json(['analyse', at('waves.json'), ...laid, '--check-r']);
		expect(made).toMatchObject({ n: 22, data: { rows: 22, snapshots: [{ id: ids.snapshotId, value: 'w' }, { id: Number(later), value: 'neste' }], part: expect.stringMatching(/^s@[0-9a-f]{12}\+s@[0-9a-f]{12}$/) as string } });
		const { numbers, agreeing } = made.r_check as { numbers: number; agreeing: number };
		expect([numbers > 15, agreeing]).toEqual([true, numbers]);
		const file = /read_data\("(s_[0-9a-f]{12}-s_[0-9a-f]{12})\.csv"\)/.exec((await grunnlag(['analyse', at('waves.json'), ...laid, '--r'])).out)?.[1];
		expect((await grunnlag(['analyse', at('waves.json'), ...laid, '--spss'])).out).toContain(`GET FILE='${file}.sav'`);
		expect((await grunnlag(['analyse', at('waves.json'), ...laid, '--format', 'text', '--language', 'en'])).out).toContain('assume independent groups');
		expect((await grunnlag(['export', ...laid, '--format', 'csv', '--confirm', '--out', at('waves.zip')])).code).toBe(0);
		expect(Object.keys(unzipSync(await readFile(at('waves.zip'))))).toContain(`${file}.csv`);
		expect(await grunnlag(['analyse', at('waves.json'), '--snapshot', later, '--beside', later, '--part', 's'])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('runde') as string });
		expect(await grunnlag(['analyse', at('waves.json'), '--snapshot', later, '--beside', String(ids.snapshotId)])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--part') as string });
	});
});
