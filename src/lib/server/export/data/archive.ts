/** All of a snapshot in one package, as an archive takes it: data in open and in usual formats, described, with the questionnaires and the sum of each file. */
import { createHash } from 'node:crypto';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Questionnaire } from '#lib/domain/questionnaire/schema.ts';
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { codebookPage } from './codebook-page.ts';
import { codebookJson } from './codebook.ts';
import { toCsv } from './csv.ts';
import { toDdi, type DdiStudy } from './ddi.ts';
import { toDta } from './dta/write.ts';
import { formPage } from './form-page.ts';
import { toParquet } from './parquet.ts';
import { toRScript } from './r.ts';
import { toSav } from './sav/write.ts';
import { fileWords } from './words.ts';
import { toZip, type ZipEntry } from './zip.ts';

export interface ArchiveForm { survey: string; version: number; questionnaire: Questionnaire }
export interface Archive { datasets: readonly Dataset[]; forms: readonly ArchiveForm[]; study: DdiStudy; locale: Locale }

/** A part's key as the name of a file: `nettverk.liste` and several parts joined stay readable. */
export const fileStem = (key: string): string => key.replaceAll('+', '-').replace(/[^a-z0-9_.-]/gi, '_').slice(0, 80);

const text = (lines: readonly string[]): Uint8Array[] => [new TextEncoder().encode(`${lines.join('\n')}\n`)];

function readme({ datasets, study, locale }: Archive): Uint8Array[] {
	const l = { locale };
	const parts = datasets.map((d) => `${fileStem(d.key)}: ${inLocale(d.title, locale)}`);
	return text([
		m.dataexport_readme_title({ title: study.title, wave: study.wave }, l), '', m.dataexport_readme_snapshot({ hash: datasets[0]?.hash ?? '', day: study.made.toISOString().slice(0, 10) }, l), '', m.dataexport_readme_protect({}, l), '', m.dataexport_readme_parts({}, l), ...parts.map((line) => `- ${line}`), '', m.dataexport_readme_files({}, l),
		...[m.dataexport_readme_csv({}, l), m.dataexport_readme_book({}, l), m.dataexport_readme_sav({}, l), m.dataexport_readme_dta({}, l), m.dataexport_readme_r({}, l), m.dataexport_readme_parquet({}, l), m.dataexport_readme_ddi({}, l), m.dataexport_readme_forms({}, l), m.dataexport_readme_manifest({}, l)].map((line) => `- ${line}`)
	]);
}

/** The files of one part: CSV with what reads and explains it, SPSS, Stata, Parquet. */
export function* partFiles(dataset: Dataset, locale: Locale, made: Date): Generator<ZipEntry> {
	const stem = fileStem(dataset.key);
	const words = fileWords(locale);
	yield { path: `data/${stem}.csv`, pieces: toCsv(dataset) };
	yield { path: `data/${stem}.kodebok.json`, pieces: [codebookJson(dataset, locale)] };
	yield { path: `data/${stem}.R`, pieces: [toRScript(dataset, locale, `${stem}.csv`)] };
	yield { path: `data/${stem}.sav`, pieces: toSav(dataset, { words, made }) };
	yield { path: `data/${stem}.dta`, pieces: toDta(dataset, { words, made }) };
	yield { path: `data/${stem}.parquet`, pieces: toParquet(dataset, locale), level: 0 };
	yield { path: `kodebok/${stem}.html`, pieces: [codebookPage(dataset, locale)] };
}

function* files(archive: Archive): Generator<ZipEntry> {
	const { datasets, forms, study, locale } = archive;
	yield { path: { nb: 'LES_MEG.txt', nn: 'LES_MEG.txt', en: 'README.txt' }[locale], pieces: readme(archive) };
	yield { path: 'ddi.xml', pieces: toDdi(datasets.map((dataset) => ({ dataset, file: `data/${fileStem(dataset.key)}.csv` })), study) };
	for (const dataset of datasets) yield* partFiles(dataset, locale, study.made);
	for (const { survey, version, questionnaire } of forms) {
		const stem = `skjema/${fileStem(survey)}-${version}`;
		yield { path: `${stem}.json`, pieces: text([JSON.stringify(questionnaire, null, 2)]) };
		yield { path: `${stem}.html`, pieces: [formPage(questionnaire, version, locale)] };
	}
}

interface Sum { path: string; bytes: number; sha256: string }

/** The entry, whose sum is noted as it is read. */
function summed(entry: ZipEntry, sums: Sum[]): ZipEntry {
	const sum = createHash('sha256');
	let bytes = 0;
	function* pieces(): Generator<Uint8Array> {
		for (const piece of entry.pieces) {
			sum.update(piece);
			bytes += piece.length;
			yield piece;
		}
		sums.push({ path: entry.path, bytes, sha256: sum.digest('hex') });
	}
	return { ...entry, pieces: pieces() };
}

function* manifest(snapshot: string, sums: readonly Sum[]): Generator<Uint8Array> {
	yield* text([JSON.stringify({ format: 'grunnlag-archive/1', snapshot, files: sums }, null, 2)]);
}

/**
 * The package as a zip, a file at a time: `data/` (CSV, JSON codebook, R, SPSS, Stata, Parquet), `kodebok/`, `skjema/`, `ddi.xml`, a read-me and, last, `manifest.json` with size and SHA-256 of each file.
 * The same snapshot in the same language is the same bytes.
 */
export function toArchive(archive: Archive): Generator<Uint8Array> {
	function* entries(): Generator<ZipEntry> {
		const sums: Sum[] = [];
		for (const entry of files(archive)) yield summed(entry, sums);
		yield { path: 'manifest.json', pieces: manifest(archive.datasets[0]?.hash ?? '', sums) };
	}
	return toZip(entries(), archive.study.made);
}
