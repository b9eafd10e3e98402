/** What describes the data, and the package of it all. */
import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Questionnaire } from '#lib/domain/questionnaire/schema.ts';
import { aloneInDataset } from '#lib/server/export/data/alone.ts';
import { fileStem, toArchive } from '#lib/server/export/data/archive.ts';
import { byteStream } from '#lib/server/export/data/bytes.ts';
import { toDdi } from '#lib/server/export/data/ddi.ts';
import { withoutTexts } from '#lib/server/export/data/deliver.ts';
import { toZip } from '#lib/server/export/data/zip.ts';
import { buildDataset, inAll, missing } from '../../support/dataset/build.ts';
import { readXml, type Xml } from '../../support/dataset/xml.ts';

const study = { title: 'Evaluering av <samarbeid>', wave: '2021', made: new Date('2021-06-01T12:00:00Z') };
const dataset = buildDataset([
	{ name: 'enig', type: 'categorical', label: 'Enig & "glad"?', question: 'Er du enig?', measure: 'ordinal', categories: [['1', 'Uenig'], ['2', 'Enig']], cells: ['2', '2', missing('dont_know'), missing('not_answered')] },
	{ name: 'vekt', type: 'numeric', cells: [0.5, 1.5, 2, missing('not_asked')], origin: { kind: 'weight', survey: 'prove', weight: 1, name: 'vekt', version: 1 } },
	{ name: 'indeks', type: 'numeric', decimals: 2, cells: [1, 2, 3, 4], origin: { kind: 'derived', rule: { rule: 'index', of: ['enig'], reversed: [] } } },
	{ name: 'mening', type: 'text', label: 'Kontroll\u0007tegn', cells: ['a', 'b', 'c', 'd'] }
], { key: 'prove.liste' });
const bytes = (pieces: Iterable<Uint8Array>) => Buffer.concat([...pieces]);

/** Children in the order of the standard's schema (DDI Codebook 2.5). */
const ORDER: Record<string, string[]> = {
	codeBook: ['docDscr', 'stdyDscr', 'fileDscr', 'dataDscr'], docDscr: ['citation'], stdyDscr: ['citation', 'stdyInfo'], citation: ['titlStmt', 'prodStmt'], titlStmt: ['titl', 'IDNo'], prodStmt: ['prodDate', 'software'],
	stdyInfo: ['sumDscr'], sumDscr: ['nation', 'dataKind'], fileDscr: ['fileTxt', 'notes'], fileTxt: ['fileName', 'fileCont', 'dimensns', 'fileType'], dimensns: ['caseQnty', 'varQnty'], dataDscr: ['varGrp', 'var'], varGrp: ['labl'],
	var: ['location', 'labl', 'qstn', 'valrng', 'invalrng', 'sumStat', 'catgry', 'derivation', 'varFormat'], qstn: ['qstnLit'], valrng: ['range'], invalrng: ['item'], catgry: ['catValu', 'labl', 'catStat'], derivation: ['drvcmd']
};
/** Those that the schema takes once in their parent. */
const ONCE = new Set(['citation', 'titlStmt', 'titl', 'prodStmt', 'prodDate', 'fileName', 'fileCont', 'dimensns', 'fileType', 'catValu', 'derivation', 'drvcmd', 'varFormat']);
const inOrder = ({ name, children }: Xml): void => {
	const places = children.map((c) => (ORDER[name] ?? []).indexOf(c.name));
	expect(places, name).toEqual([...places].sort((a, b) => a - b));
	expect(places, name).not.toContain(-1);
	const once = children.map((c) => c.name).filter((child) => ONCE.has(child));
	expect(new Set(once).size, name).toBe(once.length);
	children.forEach(inOrder);
};

describe('A DDI codebook', () => {
	const root = readXml(bytes(toDdi([{ dataset, file: 'data/prove.liste.csv' }], study)).toString('utf8'));
	const all = (name: string, from: Xml = root): Xml[] => from.children.flatMap((c) => [...(c.name === name ? [c] : []), ...all(name, c)]);
	const variable = (name: string) => all('var').find((v) => v.attributes.name === name) ?? root;

	it('has the elements of the standard in its order', () => {
		expect(root).toMatchObject({ name: 'codeBook', attributes: { version: '2.5', xmlns: 'ddi:codebook:2_5' } });
		inOrder(root);
	});

	it('has labels, questions and categories in three languages', () => {
		expect(all('labl', variable('enig')).slice(0, 3).map((l) => [l.attributes['xml:lang'], l.text])).toEqual([['nb', 'Enig & "glad"?'], ['nn', 'Enig & "glad"? (nn)'], ['en', 'Enig & "glad"? (en)']]);
		expect(all('qstnLit', variable('enig')).map((q) => q.text)).toEqual(['Er du enig?', 'Er du enig? (nn)', 'Er du enig? (en)']);
		expect(all('titl')[0]?.text).toBe('Evaluering av <samarbeid>: 2021');
	});

	it('describes what a file holds once, in the other languages by notes', () => {
		expect(all('fileCont').map((one) => one.attributes['xml:lang'])).toEqual(['nb']);
		expect(all('notes').map((one) => [one.attributes['xml:lang'], one.attributes.subject])).toEqual([['nn', 'fileCont'], ['en', 'fileCont']]);
	});

	it('counts each category and each kind of missing, which is flagged', () => {
		expect(all('catgry', variable('enig')).map((c) => [c.children[0]?.text, c.attributes.missing, c.children.at(-1)?.text])).toEqual([['1', 'N', '0'], ['2', 'N', '2'], ['', 'Y', '1'], ['<dont_know>', 'Y', '1']]);
		expect(all('item', variable('enig')).map((i) => i.attributes.VALUE)).toEqual(['<dont_know>']);
	});

	it('sums up numbers, marks a weight and gives the rule of what was made', () => {
		expect(all('sumStat', variable('indeks')).map((s) => [s.attributes.type, Number(s.text)])).toEqual([['vald', 4], ['invd', 0], ['mean', 2.5], ['stdev', Math.sqrt(5 / 3)], ['min', 1], ['max', 4]]);
		expect(variable('vekt').attributes.wgt).toBe('wgt');
		expect(JSON.parse(all('drvcmd', variable('indeks'))[0]?.text ?? '')).toEqual({ rule: 'index', of: ['enig'], reversed: [] });
	});

	it('leaves out small counts, what they could be found from and what is one person\'s, where it goes without the data', () => {
		const few = readXml(bytes(toDdi([{ dataset, file: 'a.csv' }], study, 3)).toString('utf8'));
		const of = (name: string) => all('var', few).find((v) => v.attributes.name === name) ?? few;
		expect(all('catStat', of('enig'))).toEqual([{ name: 'catStat', attributes: { type: 'freq' }, children: [], text: '0' }]);
		expect(all('sumStat', of('enig'))).toEqual([]);
		expect(all('sumStat', of('indeks')).map((s) => s.attributes.type)).toEqual(['vald', 'invd', 'mean', 'stdev']);
		expect(all('valrng', few)).toEqual([]);
		inOrder(few);
	});

	it('refers only to what it has', () => {
		const ids = new Set([...all('var'), ...all('fileDscr')].map((e) => e.attributes.ID));
		const referred = [...all('varGrp').flatMap((g) => (g.attributes.var ?? '').split(' ')), ...all('location').map((l) => l.attributes.fileid), ...all('var').map((v) => v.attributes.files)];
		expect(referred.filter((id) => !ids.has(id))).toEqual([]);
		expect(ids.size).toBe(5);
	});
});

describe('The archive package', () => {
	const questionnaire = {
		format: 'grunnlag-questionnaire/1', key: 'prove', title: inAll('Prøve'), study: {}, frame: [], scales: { enighet: { categories: [{ code: 1, label: inAll('Uenig') }] } }, thanks: inAll('Takk'),
		blocks: [{ key: 'side', title: inAll('Om <deg>'), items: [{ type: 'single', key: 'enig', text: inAll('Er du enig?'), required: false, dontKnow: true, scale: 'enighet', reversed: false }] }]
	} as unknown as Questionnaire;
	const archive = () => bytes(toArchive({ datasets: [dataset], forms: [{ survey: 'prove', version: 2, questionnaire }], study, locale: 'nb' }));
	const files = unzipSync(archive());
	const text = (path: string) => new TextDecoder().decode(files[path]);

	it('holds the data in every format, described, with the questionnaires', () => {
		expect(Object.keys(files)).toEqual([
			'LES_MEG.txt', 'ddi.xml', 'data/prove.liste.csv', 'data/prove.liste.kodebok.json', 'data/prove.liste.R', 'data/prove.liste.sav', 'data/prove.liste.dta', 'data/prove.liste.parquet', 'kodebok/prove.liste.html',
			'skjema/prove-2.json', 'skjema/prove-2.html', 'manifest.json'
		]);
		expect(text('skjema/prove-2.html')).toContain('Om &lt;deg&gt;');
		expect(text('skjema/prove-2.html')).toContain('Vet ikke');
		expect(JSON.parse(text('skjema/prove-2.json'))).toEqual(JSON.parse(JSON.stringify(questionnaire)));
	});

	it('has the sum of each file, last', () => {
		const manifest = JSON.parse(text('manifest.json')) as { snapshot: string; files: { path: string; bytes: number; sha256: string }[] };
		expect(manifest.snapshot).toBe(dataset.hash);
		expect(manifest.files.map((f) => f.path)).toEqual(Object.keys(files).slice(0, -1));
		for (const { path, bytes: size, sha256 } of manifest.files) expect([size, sha256]).toEqual([files[path]?.length, createHash('sha256').update(files[path] ?? '').digest('hex')]);
	});

	it('is the same bytes each time', () => {
		expect(archive().equals(archive())).toBe(true);
	});

	it('names files by the part, whatever its key', () => {
		expect(['nettverk.liste', 'a+b', '../x y'].map(fileStem)).toEqual(['nettverk.liste', 'a-b', '.._x_y']);
	});
});

describe('Bytes on their way out', () => {
	it('are made as they are read, and no more when the reader leaves', async () => {
		let made = 0;
		let ended = false;
		function* pieces() {
			try {
				for (;;) { made += 1; yield new Uint8Array(1000); }
			} finally { ended = true; }
		}
		const reader = byteStream(pieces()).getReader();
		for (let i = 0; i < 3; i++) expect((await reader.read()).value?.length).toBe(1000);
		await reader.cancel();
		expect(ended).toBe(true);
		expect(made).toBeLessThan(7);
	});

	it('begin a file of a zip only when the one before is written', () => {
		const order: string[] = [];
		function* entries() {
			for (const path of ['a', 'b']) {
				order.push(`begin ${path}`);
				yield { path, pieces: (function* () { yield new Uint8Array(10); order.push(`end ${path}`); })() };
			}
		}
		expect(Object.keys(unzipSync(bytes(toZip(entries(), study.made))))).toEqual(['a', 'b']);
		expect(order).toEqual(['begin a', 'end a', 'begin b', 'end b']);
	});
});

describe('What a file could give away', () => {
	const frame = (name: string, cells: string[]) => ({ name, type: 'categorical' as const, categories: [...new Set(cells)].map((c) => [c, c] as const), cells, origin: { kind: 'frame' as const, survey: 'prove', variable: name } });
	const people = buildDataset([frame('fylke', ['Oslo', 'Oslo', 'Agder', 'Agder']), frame('rolle', ['leder', 'medlem', 'medlem', 'medlem']), { name: 'svar', type: 'categorical', categories: [['1', 'a'], ['2', 'b']], cells: ['1', '2', '1', '2'] }]);

	it('is counted by what is known beforehand, not by what was answered', () => {
		expect(aloneInDataset(people)).toEqual([
			{ columns: ['fylke'], combinations: 2, alone: 0, below3: 4, below5: 4 }, { columns: ['fylke', 'rolle'], combinations: 3, alone: 2, below3: 4, below5: 4 }
		]);
		expect(aloneInDataset({ ...people, kind: 'municipalities' })).toEqual([]);
	});

	it('has no free text unless it is asked for', () => {
		expect(withoutTexts(dataset).variables.map((v) => v.name)).toEqual(['enig', 'vekt', 'indeks']);
	});
});
