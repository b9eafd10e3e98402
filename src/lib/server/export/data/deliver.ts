/**
 * Data of a snapshot on their way out. Invariants: a file leaves only when the reader has said that they know whom it could point out; each leaves one audit row, written before the first
 * byte; free text is left out unless asked for; the population list's keys, tokens and contacts are not in a snapshot and so in no file.
 */
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import { inLocale, isLocale, type Locale } from '#lib/i18n.ts';
import type { Database } from '../../db/connection.ts';
import { readWaves, type SnapshotHead } from '../../db/snapshots.ts';
import { record } from '../../db/surveys.ts';
import { datasetOf, snapshotHead } from '../../results/snapshot/read.ts';
import { references } from '../../results/snapshot/reference.ts';
import { getVersion, listVersions } from '../../surveys/read.ts';
import { fileStem, toArchive, type ArchiveForm } from './archive.ts';
import { byteStream } from './bytes.ts';
import { codebookPage } from './codebook-page.ts';
import { codebookJson } from './codebook.ts';
import { toCsv } from './csv.ts';
import { toDdi, type DdiStudy } from './ddi.ts';
import { toDta } from './dta/write.ts';
import { toParquet } from './parquet.ts';
import { toRScript } from './r.ts';
import { toSav } from './sav/write.ts';
import { toXlsx } from './xlsx/write.ts';
import { fileWords } from './words.ts';
import { toZip } from './zip.ts';

export interface DeliverDeps { database: Database }

export const FORMATS = ['csv', 'xlsx', 'sav', 'dta', 'r', 'parquet', 'ddi', 'archive'] as const;
export type Format = (typeof FORMATS)[number];

/** As it comes from a form: anything may stand in it. */
export interface Asked {
	snapshotId: number;
	part: string;
	/** Parts that are laid below it. */
	more?: readonly string[];
	/** Snapshots of the same evaluation whose parts are laid below these. */
	beside?: readonly number[];
	format: string;
	/** Language of the labels. */
	locale: string;
	/** Whether Excel has labels or values. */
	labels: boolean;
	/** Whether free text comes with it. */
	texts: boolean;
	confirmed: boolean;
	/** Id of the user. */
	actor: string;
}
export interface Delivery { name: string; type: string; stream: ReadableStream<Uint8Array> }

const ZIP = 'application/zip';
const TYPES: Readonly<Record<Format, readonly [type: string, ending: string]>> = {
	csv: [ZIP, 'zip'], xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'], sav: ['application/x-spss-sav', 'sav'], dta: ['application/x-stata-dta', 'dta'],
	r: [ZIP, 'zip'], parquet: ['application/vnd.apache.parquet', 'parquet'], ddi: ['application/xml', 'xml'], archive: [ZIP, 'zip']
};

/** The dataset without its free texts. */
export const withoutTexts = (dataset: Dataset): Dataset => ({ ...dataset, variables: dataset.variables.filter((v) => v.type !== 'text') });

function pieces(format: Exclude<Format, 'archive'>, dataset: Dataset, study: DdiStudy, locale: Locale, labels: boolean): Iterable<Uint8Array> {
	const { made } = study;
	const words = fileWords(locale);
	const stem = fileStem(dataset.key);
	const csv = { path: `${stem}.csv`, pieces: toCsv(dataset) };
	const book = { path: `${stem}.kodebok.html`, pieces: [codebookPage(dataset, locale)] };
	switch (format) {
		case 'csv': return toZip([csv, { path: `${stem}.kodebok.json`, pieces: [codebookJson(dataset, locale)] }, book], made);
		case 'r': return toZip([csv, { path: `${stem}.R`, pieces: [toRScript(dataset, locale, `${stem}.csv`)] }, book], made);
		case 'xlsx': return toXlsx(dataset, { words, labels, made });
		case 'sav': return toSav(dataset, { words, made });
		case 'dta': return toDta(dataset, { words, made });
		case 'parquet': return toParquet(dataset, locale);
		case 'ddi': return toDdi([{ dataset, file: `${stem}.csv` }], study, dataset.suppressBelow);
	}
}

/** The questionnaires that the snapshot's answers were given to: the versions that were published when it was made. */
async function formsOf(deps: DeliverDeps, head: SnapshotHead): Promise<ArchiveForm[]> {
	const keys = new Set(head.definition.surveys.map((s) => s.survey));
	const wave = (await readWaves(deps.database.evaluate.db)).find((w) => w.id === head.waveId);
	const forms: ArchiveForm[] = [];
	for (const { id, key } of (wave?.surveys ?? []).filter((s) => keys.has(s.key))) {
		const versions = (await listVersions(deps, id)).filter((v) => v.publishedAt <= head.madeAt).sort((a, b) => a.number - b.number);
		for (const { number } of versions) forms.push({ survey: key, version: number, questionnaire: (await getVersion(deps, id, number)).questionnaire });
	}
	return forms;
}

/**
 * @throws Problem dataexport_problem_format, _locale (400), _confirm, _empty, _sheet, _archive (409); those of reading a snapshot, when there is no such one or no such part (404)
 */
export async function deliver(deps: DeliverDeps, asked: Asked): Promise<Delivery> {
	const format = FORMATS.find((known) => known === asked.format);
	const { locale } = asked;
	if (!format) throw new Problem('dataexport_problem_format', 400);
	if (!isLocale(locale)) throw new Problem('dataexport_problem_locale', 400);
	if (!asked.confirmed) throw new Problem('dataexport_problem_confirm', 409);
	const head = await snapshotHead(deps, asked.snapshotId);
	const beside = await Promise.all((asked.beside ?? []).map((id) => snapshotHead(deps, id)));
	const below = [...(asked.more ?? []), ...beside.map((h) => h.id)];
	if (format === 'archive' && below.length > 0) throw new Problem('dataexport_problem_archive', 409);
	const read = async (parts: readonly string[]): Promise<Dataset> => {
		const dataset = await datasetOf(deps, head, parts);
		return asked.texts ? dataset : withoutTexts(dataset);
	};
	const parts = format === 'archive' ? head.parts.map((p) => p.key) : [...new Set([asked.part, ...(asked.more ?? [])])];
	const datasets: Dataset[] = [];
	for (const each of format === 'archive' ? parts.map((part) => [part]) : [references(parts, head, beside)]) datasets.push(await read(each));
	const [first] = datasets;
	const study: DdiStudy = { title: head.evaluation, wave: first?.laid?.snapshots.map((s) => inLocale(s.label, 'nb')).join(' + ') ?? head.wave, made: head.madeAt };
	if (!first || datasets.every((d) => d.variables.length === 0)) throw new Problem('dataexport_problem_empty', 409);
	const bytes = format === 'archive' ? toArchive({ datasets, forms: await formsOf(deps, head), study, locale }) : pieces(format, first, study, locale, asked.labels);
	const [type, ending] = TYPES[format];
	const name = `grunnlag-${head.id}-${format === 'archive' ? 'arkiv' : `${fileStem(first.key)}${format === 'csv' || format === 'r' ? `-${format}` : ''}`}.${ending}`;
	await deps.database.evaluate.db.transaction((tx) => record(tx, { actor: asked.actor, action: 'snapshot.export', subject: { snapshot: head.id, hash: head.hash, ...(beside.length > 0 && { beside: beside.map((h) => ({ snapshot: h.id, hash: h.hash })) }), parts, format, texts: asked.texts, rows: datasets.reduce((n, d) => n + d.rows, 0) } }));
	return { name, type, stream: byteStream(bytes) };
}
