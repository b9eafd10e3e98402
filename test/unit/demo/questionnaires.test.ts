import { readFileSync } from 'node:fs';
import { parse as parseCsv } from 'csv-parse/sync';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { check } from '#lib/domain/questionnaire/check.ts';
import { compile, type Field } from '#lib/domain/questionnaire/fields.ts';
import { references } from '#lib/domain/questionnaire/pipe.ts';
import { route } from '#lib/domain/questionnaire/routing.ts';
import { LOCALES, Questionnaire, type Condition, type Locale, type Text } from '#lib/domain/questionnaire/schema.ts';
import { documentPath, documentText } from '../../../src/demo/evaluation-2021/build.ts';
import { DOCUMENTS as SURVEYS, type DocumentKey as Survey } from '../../../src/demo/evaluation-2021/source/types.ts';

const data = (path: string): string => readFileSync(new URL(`../../../src/demo/evaluation-2021/${path}`, import.meta.url), 'utf8');
const csv = (path: string): Record<string, string>[] => parseCsv(data(path), { columns: true, delimiter: ';' });

interface InventoryItem { key: string; type?: string; scale?: string; ask?: Survey[]; if?: string; reversed?: boolean; options?: string[] }
interface InventoryBlock { id: string; scale?: string; ask?: Survey[]; if?: string; items: InventoryItem[] }
const inventory = JSON.parse(data('items.json')) as { blocks: InventoryBlock[] };

/** An item of the inventory with what its block says of it. */
interface Expected { key: string; block: string; type: string; scale?: string; if?: string; reversed: boolean; options?: string[] }
const expected = (survey: Survey): Expected[] => inventory.blocks.flatMap((block) => block.items
	.filter((item) => (item.ask ?? block.ask ?? []).includes(survey))
	.map((item) => ({
		key: item.key, block: block.id, type: item.type ?? 'scale', scale: item.scale ?? block.scale,
		if: item.if ?? block.if, reversed: item.reversed ?? false, options: item.options
	})));

const text = Object.fromEntries(SURVEYS.map((survey) => [survey, readFileSync(documentPath(survey), 'utf8')])) as Record<Survey, string>;
const documents = Object.fromEntries(SURVEYS.map((survey) => [survey, v.parse(Questionnaire, JSON.parse(text[survey]))])) as Record<Survey, Questionnaire>;
const compiled = Object.fromEntries(SURVEYS.map((survey) => [survey, compile(documents[survey])])) as Record<Survey, ReturnType<typeof compile>>;

const field = (survey: Survey, key: string): Field => {
	const found = compiled[survey].byKey.get(key);
	if (!found) throw new Error(`${survey} has no ${key}`);
	return found;
};
const labels = (categories: readonly { label: Text }[] | undefined, locale: Locale = 'nb') => (categories ?? []).map((c) => c.label[locale]);
const frameVariable = (survey: Survey, name: string) => documents[survey].frame.find((variable) => variable.name === name);

const TYPES: Record<string, string> = { text: 'long_text', scale: 'single' };

/** What the inventory says in words of who is asked, as the conditions that must stand in the document. */
const cooperates: Condition = { item: 'has_uh_cooperation', op: 'eq', value: 1 };
const ROUTING: Record<string, (survey: Survey) => Condition[]> = {
	'role includes municipal school owner': () => [{ item: 'role', op: 'includes', value: 3 }],
	'nettverk: a school owner': (survey) => (survey === 'nettverk' ? [{ item: 'role', op: 'includes', value: [2, 3, 4] }] : []),
	'a measure on some level': () => [{ any: ['owner', 'leaders', 'staff', 'ppt', 'kindergarten', 'others'].map((level) => ({ item: `level_${level}`, op: 'eq', value: 1 })) }],
	'has_uh_cooperation = yes': () => [cooperates],
	'has_uh_cooperation = yes, or the uh survey': (survey) => (survey === 'uh' ? [] : [cooperates])
};

/** Every text of a document with where it stands. */
function texts(node: unknown, path = ''): { path: string; text: Text }[] {
	if (typeof node !== 'object' || node === null) return [];
	if (LOCALES.some((locale) => locale in node)) return [{ path, text: node as Text }];
	return Object.entries(node).flatMap(([key, child]) => texts(child, `${path}/${key}`));
}

describe.each(SURVEYS)('the questionnaire of %s', (survey) => {
	const items = expected(survey);

	test('is what the source texts compose', () => {
		expect(text[survey]).toBe(documentText(survey));
	});

	test('can be published: the check finds no fault', () => {
		expect(check(JSON.parse(text[survey]))).toEqual({ ok: true, questionnaire: documents[survey] });
	});

	test('asks every item the inventory gives it, in its order and blocks, and nothing else', () => {
		expect(compiled[survey].fields.map((f) => `${f.block.key}/${f.key}`)).toEqual(items.map((item) => `${item.block}/${item.key}`));
		expect(documents[survey].blocks.every((block) => block.items.length > 0)).toBe(true);
	});

	test.each(items.map((item) => [item.key, item] as const))('has %s with its type, scale, direction and routing', (key, item) => {
		const f = field(survey, key);
		expect(f.item.type).toBe(f.row ? 'matrix' : TYPES[item.type] ?? item.type);
		const battery = item.type === 'scale' && items.filter((other) => other.block === item.block && other.scale === item.scale).length > 1;
		expect(f.row !== undefined).toBe(battery);
		if (f.row) expect(f.item.key).toBe(`${item.block}_battery`);
		expect('scale' in f.item ? f.item.scale : undefined).toBe(item.type === 'scale' && !item.options ? item.scale : undefined);
		expect(f.row?.reversed ?? ('reversed' in f.item && f.item.reversed)).toBe(item.reversed);
		expect(f.dontKnow).toBe(item.type === 'yesno' || item.scale !== undefined);
		expect(f.conditions).toEqual(item.if === undefined ? [] : ROUTING[item.if]!(survey));
		if (item.options) expect(f.categories).toHaveLength(item.options.length);
	});

	test('requires no answer, since taking part is voluntary', () => {
		expect(compiled[survey].fields.filter((f) => f.required)).toEqual([]);
	});

	test('names the columns of the population list as frame variables, but for key, contact and sampling', () => {
		const [first] = csv(`frames/${survey}.csv`);
		expect(documents[survey].frame.map((variable) => variable.name))
			.toEqual(Object.keys(first!).filter((column) => !['ref', 'navn', 'epost', 'trukket'].includes(column)));
		expect(documents[survey].frame.filter((variable) => !variable.stratum).map((variable) => variable.name))
			.toEqual(survey === 'samarbeidsforum' || survey === 'uh' ? ['stilling'] : survey === 'aarsrapport' ? ['kommunenr', 'kommune'] : []);
	});

	test('knows every value of the strata in the population list, and blank as missing', () => {
		const rows = csv(`frames/${survey}.csv`);
		for (const variable of documents[survey].frame.filter((one) => one.stratum)) {
			const codes = variable.categories!.map((category) => category.code);
			expect(new Set(codes).size).toBe(codes.length);
			expect(codes).not.toContain('');
			expect(rows.map((row) => row[variable.name]!).filter((value) => value !== '' && !codes.includes(value))).toEqual([]);
			const unused = codes.filter((code) => !rows.some((row) => row[variable.name] === code));
			expect(unused).toEqual(survey === 'nettverk' && variable.name === 'rolle' ? ['Elevrepresentant', 'Statped'] : []);
		}
	});

	test('has every text in all three languages', () => {
		const incomplete = texts(documents[survey]).filter(({ text: one }) => LOCALES.some((locale) => !one[locale]?.trim()));
		expect(incomplete).toEqual([]);
		expect(texts(documents[survey]).length).toBeGreaterThan(80);
	});

	test('pipes only the place and the role of the population list, and only where the list has them', () => {
		const piping = documents[survey].blocks.flatMap((block) => block.items).filter((item) => texts(item).some(({ text: one }) => references(one.nb ?? '').length > 0));
		const piped = { samarbeidsforum: ['forum', 'rolle'], nettverk: ['nettverk', 'rolle'], uh: [], skoleledere: [], tillitsvalgte: [], aarsrapport: ['kommune'] }[survey];
		expect(piping.map((item) => item.if)).toEqual(piped.map((frame) => ({ frame, op: 'answered' })));
		for (const locale of LOCALES) expect(piping.map((item) => references(item.text[locale]!))).toEqual(piped.map((name) => [{ kind: 'frame', name }]));
	});
});

/** Words of one written form that do not exist in the other; names of institutions and unions are left out first. */
const NAMES = /Skolelederforbundet|Skolenes landsforbund|Private Barnehagers Landsforbund|Arbeidsforskningsinstituttet|Høgskulen (?:i Volda|på Vestlandet)/g;
const word = (...words: string[]) => new RegExp(`(?<![\\p{L}])(?:${words.join('|')})(?![\\p{L}])`, 'giu');
const BOKMAL = [
	word(
		'ikke', 'jeg', 'hvordan', 'hvilke[nt]?', 'hva', 'hvor', 'hvem', 'hver', 'hverandre', 'noen?', 'fra', 'bare', 'kommer', 'mer', 'flere', 'dere', 'deres', 'dem',
		'gjør', 'gjøre', 'være', 'vært', 'sammen', 'også', 'selv', 'egen', 'eget', 'en', 'et', 'si', 'sier', 'vet', 'uenig', 'enig', 'ansvarlig', 'da', 'fikk', 'annet', 'annen',
		'bidrar', 'deltar', 'trenger', 'trengs', 'følger', 'legger', 'velger', 'skriver', 'sletter', 'lagrer', 'navn', 'navnet', 'oppdiktet', 'virksomhet(?:en)?', 'avgjørelse[rn]?', 'løse', 'lest',
		'målene', 'svarene', 'rollen', 'behovene', 'tiltakene', 'lærerne', 'ordningen', 'rapportene', 'skriftlig', 'fornøyd', 'misfornøyd'
	),
	/[\p{L}]*(?:skole|høyskole|leder|ledelse|veiled|forskning|undersøkelse|undervisningen|styrker|tillitsvalgt|(?<!l)eiere?n?(?![\p{L}])|opplysninger)[\p{L}]*/giu
];
const NYNORSK = [
	word('ikkje', 'eg', 'korleis', 'kva', 'kven', 'kor', 'noko', 'nokon', 'frå', 'berre', 'kjem', 'meir', 'fleire', 'kvar', 'kvarandre', 'dykk', 'gjer', 'vere', 'vore', 'saman', 'òg', 'sjølve?', 'eigen', 'ein', 'eit', 'seie', 'veit', 'einig', 'ueinig', 'då', 'fekk', 'nøgd', 'misnøgd'),
	/[\p{L}]*(?:skul(?!der)|leiing|leiar|rettlei|forsking|undersøking|tillitsvald|eigar)[\p{L}]*/giu
];
const stray = (survey: Survey, locale: 'nb' | 'nn', patterns: RegExp[]): string[] => texts(documents[survey]).flatMap(({ path, text: one }) =>
	patterns.flatMap((pattern) => [...one[locale]!.replace(NAMES, '').matchAll(pattern)].map((match) => `${path}: ${match[0]}`)));

describe.each(SURVEYS)('the Norwegian of %s', (survey) => {
	test('has no bokmål words in nynorsk', () => {
		expect(stray(survey, 'nn', BOKMAL)).toEqual([]);
	});

	test('has no nynorsk words in bokmål', () => {
		expect(stray(survey, 'nb', NYNORSK)).toEqual([]);
	});

	test('is found out by the word lists, if one written form stands for the other', () => {
		expect(stray(survey, 'nb', BOKMAL).length).toBeGreaterThan(50);
		expect(stray(survey, 'nn', NYNORSK).length).toBeGreaterThan(50);
	});
});

describe('the items that share a list with the population', () => {
	test('have the roles of the list, with code 3 the municipal school owner and 2 to 4 all school owners', () => {
		for (const survey of ['samarbeidsforum', 'nettverk'] as const) {
			expect(labels(field(survey, 'role').categories)).toEqual(labels(frameVariable(survey, 'rolle')!.categories));
			expect(frameVariable(survey, 'rolle')!.categories!.slice(1, 4).map((category) => category.code))
				.toEqual(['Fylkeskommunal skoleeier', 'Kommunal skoleeier', 'Privat-/friskoleeier']);
		}
	});

	test('have the seventeen institutions and one for another', () => {
		for (const survey of ['nettverk', 'skoleledere'] as const) {
			const partner = labels(field(survey, 'uh_partner').categories);
			expect(partner.slice(0, -1)).toEqual(labels(frameVariable('uh', 'institusjon')!.categories));
			expect(partner).toHaveLength(18);
		}
	});

	test('have the offices of the list', () => {
		expect(labels(field('tillitsvalgte', 'office').categories)).toEqual(labels(frameVariable('tillitsvalgte', 'verv')!.categories));
	});

	test('match a municipality against the 86 of the register file, or several', () => {
		const item = field('nettverk', 'municipality').item;
		if (item.type !== 'municipality') throw new Error('not a municipality item');
		expect(item.several).toBe(true);
		expect(item.list).toHaveLength(86);
		const byNumber = (a: { number: string }, b: { number: string }) => a.number.localeCompare(b.number);
		expect([...item.list].sort(byNumber)).toEqual(csv('register/synthetic-2020.csv').map((row) => ({ number: row['kommunenr']!, name: row['kommune']! })).sort(byNumber));
	});
});

describe('the routing', () => {
	const asked = (survey: Survey, answers: Parameters<typeof route>[1]) => route(compiled[survey], answers, {}).asked;
	const roles = (...codes: number[]) => ({ role: { state: 'answered', codes } as const });
	const yes = { has_uh_cooperation: { state: 'answered', code: 1 } as const };
	const no = { has_uh_cooperation: { state: 'answered', code: 2 } as const };

	test('asks a network member of the municipality only as a municipal school owner', () => {
		expect(asked('nettverk', roles(5, 3)).has('municipality')).toBe(true);
		expect(asked('nettverk', roles(2, 4)).has('municipality')).toBe(false);
		expect(asked('nettverk', {}).has('municipality')).toBe(false);
	});

	test('asks a network member of a university only as a school owner, and of the cooperation only where there is one', () => {
		for (const code of [2, 3, 4]) expect(asked('nettverk', roles(code)).has('has_uh_cooperation')).toBe(true);
		for (const code of [1, 5, 6, 7, 8, 9, 10, 11, 12, 13]) expect(asked('nettverk', { ...roles(code), ...yes }).has('uh_map')).toBe(false);
		const followed = ['uh_partner', 'uh_chosen_by_us', 'uh_map', 'uh_arena_owner', 'uhq_close', 'uh_satisfaction'];
		expect(followed.filter((key) => asked('nettverk', { ...roles(3), ...yes }).has(key))).toEqual(followed);
		expect(followed.filter((key) => asked('nettverk', { ...roles(3), ...no }).has(key))).toEqual([]);
		expect(followed.filter((key) => asked('nettverk', { ...roles(3), has_uh_cooperation: { state: 'dont_know' } }).has(key))).toEqual([]);
	});

	test('asks everyone at a university of the cooperation', () => {
		expect([...asked('uh', {})]).toEqual(compiled.uh.fields.map((f) => f.key));
	});
});

describe.each(['samarbeidsforum', 'nettverk', 'aarsrapport'] as const)('the given answers of %s', (survey) => {
	const rows = csv(`answers/${survey}.csv`);
	const columns = Object.keys(rows[0]!).filter((column) => column !== 'ref');
	const answer = (column: string): Field => field(survey, column === 'kommunenr' ? 'municipality' : column);

	test('are all to fields of the questionnaire', () => {
		expect(columns.filter((column) => !compiled[survey].byKey.has(answer(column).key))).toEqual([]);
	});

	test('fit the scales, "vet ikke" only where it is offered', () => {
		const fits = (f: Field, value: string): boolean => {
			if (value === '') return true;
			if (value === 'DK') return f.dontKnow;
			if (f.item.type === 'municipality') return f.item.list.some((one) => one.number === value);
			return f.codes?.has(Number(value)) ?? false;
		};
		expect(rows.flatMap((row) => columns.filter((column) => !fits(answer(column), row[column]!)).map((column) => `${row['ref']} ${column} ${row[column]}`))).toEqual([]);
		expect(rows.length).toBe({ samarbeidsforum: 153, nettverk: 216, aarsrapport: 71 }[survey]);
	});
});

describe('the list of municipalities that report', () => {
	const rows = csv('frames/aarsrapport.csv');

	test('has 35 of the extraction of 2020 and 36 of 2022, each municipality once and by its own name', () => {
		expect(['2020', '2022'].map((year) => rows.filter((row) => row['uttrekk'] === year).length)).toEqual([35, 36]);
		const names = new Map(csv('register/synthetic-2020.csv').map((row) => [row['kommunenr']!, row['kommune']!]));
		expect(new Set(rows.map((row) => row['kommunenr'])).size).toBe(71);
		expect(rows.filter((row) => names.get(row['kommunenr']!) !== row['kommune'])).toEqual([]);
	});

	test('shares no address with the other lists, and all are of a domain that cannot exist', () => {
		const others = new Set(['samarbeidsforum', 'nettverk', 'uh', 'skoleledere', 'tillitsvalgte'].flatMap((survey) => csv(`frames/${survey}.csv`).map((row) => row['epost'])));
		expect(rows.filter((row) => others.has(row['epost']!) || !row['epost']!.endsWith('@kommune.example'))).toEqual([]);
	});
});
