/** Taking a population list in: all of it or nothing, in one transaction under the fieldwork role, and the same file again changes nothing. */
import {
	convertVariable, countHeldSeats, insertSeats, lockFrame, moveSeats, recordImport, updateSeats, writePersons, writeStrata, writeVariables, type StratumValue
} from '../../db/frames-write.ts';
import type { FrameSql } from '../../db/frames-read.ts';
import type { Incoming } from './check.ts';
import type { SeatChange } from './compare.ts';
import type { Counts } from './counts.ts';
import { FrameRefused, refusedRows } from './issues.ts';
import type { Columns } from './mapping.ts';
import type { MergeReport } from './merge.ts';
import { examine, type Changes, type Examined, type FrameDeps, type FrameFile } from './preview.ts';
import { readLong } from './read.ts';

/**
 * How an import goes. checking: the list is read and held against the population. writing: `done` of `total` rows of persons and seats are written. finishing: what
 * follows from all of them is.
 */
export interface ImportProgress { step: 'checking' | 'writing' | 'finishing'; done: number; total: number }

export interface ImportWatch {
	progress?: (progress: ImportProgress) => void;
	/** Ends the import at its next batch of rows: nothing of it is kept. */
	signal?: AbortSignal;
}

/** What an import did, as stored with it: no name and no address. */
export interface ImportReport {
	/** Null when the population already was what the list says, and nothing was written. */
	importId: number | null;
	counts: Counts;
	changes: Changes;
	/** Changed categories and other variables of seats that were there before, by ref. */
	moved: { ref: string; field: string; from: string | null; to: string | null }[];
	/** Refs of seats that the list does not have. They stay. */
	absent: string[];
	/** Warnings by message key. */
	warnings: Record<string, number>;
	/** How the list was merged from others, when it was. */
	merge?: MergeReport;
}

function particulars(seat: Incoming, columns: Columns, before: Record<string, string> = {}): Record<string, string> {
	const after = { ...before };
	columns.variables.forEach((variable, i) => {
		const value = seat.values[i] ?? null;
		if (value === null || variable.stratum) delete after[variable.name];
		else after[variable.name] = value;
	});
	return after;
}

function strata(seat: Incoming, columns: Columns): Record<string, string> {
	const found: Record<string, string> = {};
	columns.variables.forEach((variable, i) => {
		const code = seat.values[i] ?? null;
		if (variable.stratum && code !== null) found[variable.name] = code;
	});
	return found;
}

function strataOfChanged(changed: SeatChange[], columns: Columns): StratumValue[] {
	const strata = new Set(columns.variables.filter((v) => v.stratum).map((v) => v.name));
	return changed.flatMap(({ changes }) => changes.filter((c) => strata.has(c.field)).map((c) => ({ ref: c.ref, variable: c.field, code: c.to })));
}

/** Counts batches for the watch, and ends the import where the watch says so. */
function counter({ progress, signal }: ImportWatch, total: number): (rows: number) => void {
	let done = 0;
	return (rows) => {
		signal?.throwIfAborted();
		done += rows;
		progress?.({ step: 'writing', done, total });
	};
}

async function write(sql: FrameSql, surveyId: number, { survey, columns, difference, variables, categories, changedPersons }: Examined, watch: ImportWatch): Promise<void> {
	const wrote = counter(watch, changedPersons.length + difference.added.count + difference.changed.length);
	wrote(0);
	await writeVariables(sql, surveyId, variables, categories);
	await writePersons(sql, survey.evaluationId, changedPersons, wrote);
	await insertSeats(sql, surveyId, survey.evaluationId, difference.added.seats, (seat) => ({
		ref: seat.ref, emailKey: seat.emailKey, locale: seat.locale ?? null, sampled: seat.sampled ?? difference.newSampled,
		particulars: particulars(seat, columns), strata: strata(seat, columns)
	}), wrote);
	await updateSeats(sql, surveyId, difference.changed.map(({ seat, current }) => ({
		ref: seat.ref, locale: seat.locale === undefined ? current.locale : seat.locale, sampled: seat.sampled ?? current.sampled,
		particulars: particulars(seat, columns, current.particulars)
	})), wrote);
	watch.progress?.({ step: 'finishing', done: 0, total: 0 });
	await moveSeats(sql, surveyId, survey.evaluationId, difference.changed.filter((c) => c.moved).map(({ seat, current }) => ({
		ref: seat.ref, emailKey: seat.emailKey, before: current.emailKey ?? ''
	})));
	await writeStrata(sql, surveyId, strataOfChanged(difference.changed, columns));
	await countHeldSeats(sql, surveyId);
	watch.signal?.throwIfAborted();
}

function reportOf({ preview, changedPersons }: Examined): { report: ImportReport; nothing: boolean } {
	const { changes } = preview;
	const warnings: Record<string, number> = {};
	for (const { level, code } of preview.issues) if (level === 'warning') warnings[code] = (warnings[code] ?? 0) + 1;
	return {
		nothing: changes.added + changes.changed + changes.variables + changes.categories + changedPersons.length === 0,
		report: {
			importId: null, counts: preview.counts, changes, absent: preview.absent, warnings,
			moved: preview.changedCells.filter((c) => !c.contact).map(({ ref, field, from, to }) => ({ ref, field, from, to }))
		}
	};
}

/**
 * Imports a population list. A row with a known ref updates its seat, another adds one; seats that the list lacks stay and are reported.
 * Each of a person's seats is a seat of its own. A column that is not there, or not mapped, changes nothing; a blank cell means missing.
 * Where no column says who is drawn, new seats are drawn unless the population already has seats that are not.
 * @param file.mapping see `mapping.ts`; the suggestion for the file when absent
 * @param file.actor who does it, for the audit
 * @param file.merge how the list was made from others, to be kept with the import
 * @param watch is told how it goes, and may end it; one that was ended rejects with the signal's reason
 * @throws FrameRefused with every fault by row and column; nothing is stored then
 */
export async function importFrame({ database }: FrameDeps, file: FrameFile & { actor: string; merge?: MergeReport }, watch: ImportWatch = {}): Promise<ImportReport> {
	watch.progress?.({ step: 'checking', done: 0, total: 0 });
	const table = await readLong(file.bytes);
	const { surveyId, actor } = file;
	return database.fieldwork.sql.begin(async (sql) => {
		await lockFrame(sql, surveyId);
		let examined = await examine(sql, file, table);
		if (examined.preview.errors > 0) throw refusedRows(examined.preview.issues);
		const { report: done, nothing } = reportOf(examined);
		const report = { ...done, ...(file.merge && { merge: file.merge }) };
		if (nothing) return report;
		const turned = examined.variables.filter((v) => examined.stored.some((s) => s.name === v.name && s.stratum !== v.stratum));
		for (const { name, stratum } of turned) await convertVariable(sql, surveyId, name, stratum);
		// categories now include those of seats that the list lacks
		if (turned.length > 0) examined = await examine(sql, file, table);
		await write(sql, surveyId, examined, watch);
		const { fileHash, mapping, fileName } = examined.preview;
		const importId = await recordImport(sql, { surveyId, fileName, fileHash, mapping, report, actor },
			{ fileHash, added: report.changes.added, changed: report.changes.changed });
		return { ...report, importId };
	}).catch((error: unknown) => {
		// the list says otherwise of who is drawn than the sample that stands
		throw (error as { code?: unknown }).code === 'GR006' ? new FrameRefused('sample_problem_drawn', 409) : error;
	});
}
