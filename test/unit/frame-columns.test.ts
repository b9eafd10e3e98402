import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { m } from '../../src/lib/i18n.ts';
import type { FrameVariable } from '../../src/lib/domain/questionnaire/schema.ts';
import { emailKey, isEmail } from '../../src/lib/server/fieldwork/frames/email.ts';
import { droppedCsv, issueLine, issuesCsv } from '../../src/lib/server/fieldwork/frames/describe.ts';
import { issue } from '../../src/lib/server/fieldwork/frames/issues.ts';
import { checkMapping, parseMapping } from '../../src/lib/server/fieldwork/frames/mapping.ts';
import { variableName, variableNames } from '../../src/lib/server/fieldwork/frames/names.ts';
import { readTable } from '../../src/lib/server/fieldwork/frames/read.ts';
import { suggestMapping } from '../../src/lib/server/fieldwork/frames/suggest.ts';
import { bytes } from '../support/frame.ts';

const label = (text: string) => ({ nb: text, nn: text, en: text });
const suggested = async (text: string, declared: FrameVariable[] = []) => suggestMapping(await readTable(bytes(text)), declared).map((c) => (c.name ? `${c.use} ${c.name}` : c.use));

describe('the name of a variable', () => {
	it.each([
		['Fylke', 'fylke'], ['Målform (skole)', 'malform_skole'], ['Ærø Ǿ Čáhci', 'aero_o_cahci'], ['2021', 'v_2021'], ['%', 'v'], ['e-post', 'e_post'], ['x'.repeat(80), 'x'.repeat(63)]
	])('from %j is %s', (header, name) => {
		expect(variableName(header)).toBe(name);
		expect(name).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
	});
	it('is made different where two would be the same', () => {
		expect(variableNames(['Fylke', 'fylke', 'FYLKE ', 'fylke 2'])).toEqual(['fylke', 'fylke_2', 'fylke_3', 'fylke_2_2']);
	});
});

describe('the suggested mapping', () => {
	it('knows the usual names of key, name, e-mail, language and drawn, each once', async () => {
		expect(await suggested('Løpenr;Fullt navn;E-postadresse;Målform;I utvalget;Epost\n1;a;a@a.example;nb;1;b@b.example')).toEqual(['ref', 'name', 'email', 'locale', 'sampled', 'ignore']);
	});
	it('takes what the questionnaire declares, by name or by label in any language', async () => {
		const declared: FrameVariable[] = [{ name: 'fylke', label: { nb: 'Fylke', nn: 'Fylke', en: 'County' }, stratum: true }, { name: 'stilling', label: label('Stilling'), stratum: false }];
		expect(await suggested('ref;epost;COUNTY;stilling;annet\n1;a@a.example;x;y;z', declared)).toEqual(['ref', 'email', 'stratum fylke', 'variable stilling', 'variable annet']);
	});
	it('leaves out what looks like contacts or identifiers, and calls few different values a stratum only when nothing is declared', async () => {
		const rows = Array.from({ length: 60 }, (_, i) => `${i};p${i}@x.example;${i % 3};4790${i}00${i};${i === 7 ? 'ekstra@x.example' : ''}`).join('\n');
		expect(await suggested(`ref;epost;fylke;mobil;merknad\n${rows}`)).toEqual(['ref', 'email', 'stratum fylke', 'ignore', 'ignore']);
	});
});

describe('a mapping', () => {
	const header = ['ref', 'epost', 'fylke', 'rolle'];
	const codes = (mapping: unknown, declared: FrameVariable[] = []) => checkMapping(parseMapping(mapping), header, declared).map((i) => `${i.column} ${i.code}`);
	const good = [{ column: 'ref', use: 'ref' }, { column: 'epost', use: 'email' }];
	it('needs a key and an e-mail address, and can have each but once', () => {
		expect(codes([])).toEqual(['null frame_issue_no_ref', 'null frame_issue_no_email']);
		expect(codes([...good, { column: 'fylke', use: 'email' }])).toEqual(['fylke frame_issue_use_twice']);
	});
	it('names every column that is not there or is there twice, and every variable without a name or with a taken one', () => {
		expect(codes([...good, { column: 'ref', use: 'ignore' }, { column: 'nei', use: 'ignore' }, { column: 'fylke', use: 'stratum' }, { column: 'rolle', use: 'variable', name: 'x' }, { column: 'rolle', use: 'stratum', name: 'x' }]))
			.toEqual(['nei frame_issue_column_unknown', 'ref frame_issue_column_twice', 'rolle frame_issue_column_twice', 'fylke frame_issue_no_variable_name', 'rolle frame_issue_variable_twice']);
	});
	it('has variable names that hold everywhere downstream', () => {
		for (const name of ['Æ', '1a', 'a b', 'a'.repeat(64), "a'; drop"]) expect(codes([...good, { column: 'fylke', use: 'stratum', name }])).toEqual(['fylke frame_issue_variable_name']);
	});
	it('is not anything else than a list of columns with a known use and a proper name', () => {
		for (const wrong of [null, {}, [{ column: 'a' }], [{ column: 'a', use: 'drop table' }], [{ column: 'a', use: 'stratum', name: 1 }], [{ column: 'a', use: 'ref', more: 1 }]]) {
			expect(() => parseMapping(wrong)).toThrow(expect.objectContaining({ code: 'frame_problem_mapping' }));
		}
	});
});

describe('an e-mail address', () => {
	it.each(['a@b.no', 'kari.nordmann+x@sub.example.no', 'åse@ærlig.example', "o'neil@x.example", 'a@xn--rlig-woa.example', '1@1.example'])('can be %s', (email) => expect(isEmail(email)).toBe(true));
	it.each(['', 'a', '@b.no', 'a@', 'a@b', 'a@b..no', 'a@.no', '.a@b.no', 'a.@b.no', 'a..b@c.no', 'a b@c.no', 'a@b c.no', 'a@b.no, c@d.no', '<a@b.no>', 'Kari <a@b.no>', 'a@b@c.no', 'a@-b.no', 'a@b.1', 'a\u0000@b.no', `${'a'.repeat(65)}@b.no`, `a@${'b'.repeat(64)}.no`, `a@${'b.'.repeat(127)}no`])('cannot be %j', (email) => expect(isEmail(email)).toBe(false));
	it('is the same person’s whatever its case, blanks and composition', () => {
		expect(new Set(['ÅSE@x.no', ' åse@X.no\u00a0', 'a\u030ase@x.NO'].map(emailKey)).size).toBe(1);
	});
});

describe('what leaves the population page', () => {
	const found = [issue('error', 'frame_issue_email_malformed', 3, 'epost', { value: 'hemmelig@', contact: true }), issue('warning', 'frame_issue_category', 4, 'fylke', { value: '=1+1' })];
	it('has every issue, but not what stands in a contact column, and nothing a spreadsheet would calculate', () => {
		const csv = issuesCsv(found, 'nb');
		expect(csv).not.toContain('hemmelig');
		expect(csv.split('\r\n')).toHaveLength(4);
		expect(csv).toContain("4;fylke;Merk;");
		expect(csv).toContain("'=1+1");
		expect(found.map((i) => issueLine(i, 'en')).join()).not.toContain('hemmelig');
	});
	it('tells of rows left out of a merge by file and row', () => {
		const csv = droppedCsv({
			title: 'T', kept: 1, known: 0, sources: [{ key: 'a', file: 'a.csv', rows: 2, kept: 1, filtered: 1, duplicates: 1 }], filters: [{ key: 'f', reason: { nb: 'Utenfor', nn: 'Utanfor', en: 'Outside' }, dropped: 1 }],
			dropped: [{ source: 'a', row: 2, why: 'filter', filter: 'f' }, { source: 'a', row: 5, why: 'duplicate', of: { source: 'a', row: 3 }, differs: ['navn'] }]
		}, 'nn');
		expect(csv.split('\r\n').slice(1, 3)).toEqual(['a.csv;2;Utanfor', 'a.csv;5;Same person som rad 3 i a.csv, der navn er annleis']);
	});
});

describe('every problem and issue of population lists', () => {
	it('has a text', () => {
		const used = globSync('src/{lib/server/fieldwork/frames,cli}/*.ts').flatMap((file) => readFileSync(file, 'utf8').match(/frame_(problem|issue)_[a-z_]+(?=['`])/g) ?? []);
		expect(new Set(used).size).toBeGreaterThan(50);
		expect([...new Set(used), 'frame_issue_no_ref', 'frame_issue_no_email'].filter((key) => !Object.hasOwn(m, key))).toEqual([]);
	});
});
