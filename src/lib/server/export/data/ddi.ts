/**
 * The codebook as DDI Codebook 2.5 (DDI Alliance, 2012): the form that archives take a study's description in. Texts stand in all three languages; elements in the order that the
 * standard's schema has them.
 */
import { distributionOf, type Distribution } from '#lib/domain/dataset/column.ts';
import { MISSING, type Dataset, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { CSV_MISSING } from '#analysis/table/csv.ts';
import { LOCALES, inLocale, translate } from '#lib/i18n.ts';
import { shownCounts } from '../../results/snapshot/codebook.ts';
import { columnOf } from './coding.ts';
import { element, xmlText, type Attributes } from './xml.ts';

export interface DdiPart { dataset: Dataset; /** Name of its data file. */ file: string }
export interface DdiStudy {
	/** Of the evaluation. */
	title: string;
	/** Of the wave. */
	wave: string;
	/** The day of the snapshot. */
	made: Date;
}

/** An element for each language that there is a text in. */
const inEach = (name: string, text: Text, attributes: Attributes = {}): string =>
	LOCALES.map((locale) => (text[locale] ? element(name, { 'xml:lang': locale, ...attributes }, xmlText(text[locale])) : '')).join('');
const words = (key: string): Text => Object.fromEntries(LOCALES.map((locale) => [locale, translate(key, {}, locale)]));
const day = (date: Date): string => date.toISOString().slice(0, 10);

/** With a limit, neither the lowest nor the highest, which are one person's, nor what is of fewer than the limit. */
function summary({ rows, valid, numbers }: Distribution, below: number, told: boolean): string {
	const stat = (type: string, value: number | null): string => (value === null ? '' : element('sumStat', { type }, String(value)));
	const counted = told ? stat('vald', valid) + stat('invd', rows - valid) : '';
	if (!numbers || valid < below) return counted;
	return counted + stat('mean', numbers.mean) + stat('stdev', numbers.sd) + (below > 0 ? '' : stat('min', numbers.min) + stat('max', numbers.max));
}

/** @param count null: not told */
function category(value: string, label: Text, count: number | null, missing: boolean): string {
	return element('catgry', { missing: missing ? 'Y' : 'N' }, element('catValu', {}, xmlText(value)) + inEach('labl', label) + (count === null ? '' : element('catStat', { type: 'freq' }, String(count))));
}

function derivation({ origin }: DatasetVariable): string {
	return origin.kind === 'derived' ? element('derivation', {}, element('drvcmd', { syntax: 'JSON' }, xmlText(JSON.stringify(origin.rule)))) : '';
}

function variable(dataset: Dataset, of: DatasetVariable, file: string, id: string, below: number): string {
	const counts = distributionOf(columnOf(dataset, of), of.categories.length);
	const met = MISSING.filter((kind) => counts.missing[kind] > 0);
	const shown = shownCounts(counts.counts ?? [counts.valid], met.map((kind) => counts.missing[kind]), below);
	// a cell that is not answered is empty, and no code
	const marks = met.filter((kind) => CSV_MISSING[kind] !== '');
	return element('var', {
		ID: id, name: of.name, wgt: of.origin.kind === 'weight' ? 'wgt' : undefined, files: file, dcml: of.decimals ?? undefined, intrvl: of.type === 'numeric' ? 'contin' : 'discrete',
		measUnit: of.unit ? inLocale(of.unit, 'nb') : undefined, nature: of.measure === 'scale' ? 'interval' : of.measure, representationType: { categorical: 'code', numeric: 'numeric', text: 'text' }[of.type]
	}, [
		element('location', { fileid: file }),
		inEach('labl', of.label, { level: 'variable' }),
		of.question ? element('qstn', {}, inEach('qstnLit', of.question)) : '',
		counts.numbers && below === 0 ? element('valrng', {}, element('range', { min: counts.numbers.min, max: counts.numbers.max })) : '',
		marks.length > 0 ? element('invalrng', {}, marks.map((kind) => element('item', { VALUE: CSV_MISSING[kind] })).join('')) : '',
		summary(counts, below, shown.valid),
		of.categories.map((c, i) => category(c.value, c.label, shown.categories[i] ?? null, false)).join(''),
		met.map((kind, k) => category(CSV_MISSING[kind], words(`common_missing_${kind}`), shown.missing[k] ?? null, true)).join(''),
		derivation(of),
		element('varFormat', { type: of.type === 'numeric' ? 'numeric' : 'character' })
	].join(''));
}

/** Variables of one page of the questionnaire, or of one kind of origin. */
const groupOf = ({ origin }: DatasetVariable): string => (origin.kind === 'item' || origin.kind === 'tick' ? `${origin.survey}: ${origin.block}` : origin.kind);

function groups(dataset: Dataset, part: number): string {
	const ids = Map.groupBy(dataset.variables.map((v, i) => [groupOf(v), variableId(part, i)] as const), ([group]) => group);
	return [...ids].map(([group, members]) => element('varGrp', { type: 'section', var: members.map(([, id]) => id).join(' ') }, element('labl', {}, xmlText(group)))).join('');
}

const variableId = (part: number, i: number): string => `F${part + 1}V${i + 1}`;

/** The schema takes one description of a file's contents: the first language's; the others stand in notes. */
function contents(title: Text): { first: string; others: string } {
	const [first, ...others] = LOCALES.filter((locale) => title[locale]);
	const said = (name: string, locale: (typeof LOCALES)[number], attributes: Attributes = {}): string => element(name, { 'xml:lang': locale, ...attributes }, xmlText(title[locale] ?? ''));
	return { first: first ? said('fileCont', first) : '', others: others.map((locale) => said('notes', locale, { subject: 'fileCont' })).join('') };
}

function fileDescription({ dataset, file }: DdiPart, id: string): string {
	const size = element('caseQnty', {}, String(dataset.rows)) + element('varQnty', {}, String(dataset.variables.length));
	const { first, others } = contents(dataset.title);
	return element('fileDscr', { ID: id, URI: file }, element('fileTxt', {}, [
		element('fileName', {}, xmlText(file)), first, element('dimensns', {}, size), element('fileType', { charset: 'UTF-8' }, 'CSV')
	].join('')) + others);
}

/** The titles, and the sum of the snapshot that the data are. */
function citation(study: DdiStudy, hash: string): string {
	return element('citation', {}, [
		element('titlStmt', {}, element('titl', { 'xml:lang': 'nb' }, xmlText(`${study.title}: ${study.wave}`)) + element('IDNo', { agency: 'SHA-256' }, hash)),
		element('prodStmt', {}, element('prodDate', { date: day(study.made) }, day(study.made)) + element('software', {}, 'Grunnlag'))
	].join(''));
}

/**
 * @param parts of one snapshot, in the order of the files; labels, questions, categories with counts, kinds of missing and summary statistics of each variable
 * @param below counts of fewer, and those that they could be found from, are left out: the evaluation's limit where the description goes alone, 0 where the data go with it
 * @returns pieces of a document in UTF-8
 */
export function* toDdi(parts: readonly DdiPart[], study: DdiStudy, below = 0): Generator<Uint8Array<ArrayBuffer>> {
	const encode = (text: string) => new TextEncoder().encode(text);
	const hash = parts[0]?.dataset.hash ?? '';
	yield encode('<?xml version="1.0" encoding="UTF-8"?>\n<codeBook xmlns="ddi:codebook:2_5" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
		+ 'xsi:schemaLocation="ddi:codebook:2_5 http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd" version="2.5" xml:lang="nb">\n');
	const cited = citation(study, hash);
	const about = element('stdyInfo', {}, element('sumDscr', {}, element('nation', { abbr: 'NO' }, 'Norge') + inEach('dataKind', words('dataexport_ddi_kind'))));
	yield encode(`${element('docDscr', {}, cited)}\n${element('stdyDscr', {}, cited + about)}\n${parts.map((part, i) => fileDescription(part, `F${i + 1}`)).join('\n')}\n<dataDscr>\n`);
	for (const [p, { dataset }] of parts.entries()) yield encode(`${groups(dataset, p)}\n`);
	for (const [p, { dataset }] of parts.entries()) for (const [i, of] of dataset.variables.entries()) yield encode(`${variable(dataset, of, `F${p + 1}`, variableId(p, i), below)}\n`);
	yield encode('</dataDscr>\n</codeBook>\n');
}
