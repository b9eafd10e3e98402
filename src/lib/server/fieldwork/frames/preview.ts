/** What an import would do, in full, without doing it. */
import { createHash } from 'node:crypto';
import type { FrameVariable } from '#lib/domain/questionnaire/schema.ts';
import type { Database } from '../../db/connection.ts';
import {
	readCategories, readCurrentSeats, readFrameSurvey, readPersons, readVariables, type FrameSql, type FrameSurvey, type StoredCategory, type StoredVariable
} from '../../db/frames-read.ts';
import { checkRows } from './check.ts';
import { compareFrame, type Change, type Difference } from './compare.ts';
import type { Counts } from './counts.ts';
import { FrameRefused, type Issue } from './issues.ts';
import { checkMapping, resolveMapping, type Columns, type Mapping } from './mapping.ts';
import { personsOf, type Person } from './persons.ts';
import { readLong } from './read.ts';
import { suggestMapping } from './suggest.ts';
import type { LongTable } from './table.ts';
import { declaredVariables, newCategories, newVariables } from './variables.ts';

export interface FrameDeps { database: Pick<Database, 'fieldwork'> }

export interface FrameFile {
	surveyId: number;
	/** Shown and stored; never opened. */
	fileName: string;
	bytes: Uint8Array;
	/** What each column is for; the suggestion for the file when absent. */
	mapping?: Mapping | undefined;
}

/** What an import changes, as stored with it: counts, and changed categories by ref. Nothing about contacts but how many changed. */
export interface Changes {
	added: number;
	changed: number;
	unchanged: number;
	/** Seats that the list does not have; they stay. */
	absent: number;
	/** Seats changed, by field as in `Change`. */
	fields: Record<string, number>;
	/** Variables and categories that are new or get another label. */
	variables: number;
	categories: number;
}

export interface FramePreview {
	fileName: string;
	/** SHA-256 of the file, hex. */
	fileHash: string;
	file: Pick<LongTable, 'format' | 'encoding' | 'delimiter' | 'sheet' | 'header'>;
	mapping: Mapping;
	counts: Counts;
	changes: Changes;
	/** Every changed cell, with contacts: for the population page only. */
	changedCells: Change[];
	/** Refs of seats that the list does not have. */
	absent: string[];
	/** By row, then by column as in the file. */
	issues: Issue[];
	errors: number;
	warnings: number;
}

/** Everything found out about a file and the population it goes into. */
export interface Examined {
	survey: FrameSurvey;
	declared: FrameVariable[];
	columns: Columns;
	/** Persons that are new or written otherwise than they are stored. */
	changedPersons: Person[];
	difference: Difference;
	stored: StoredVariable[];
	variables: StoredVariable[];
	categories: StoredCategory[];
	preview: FramePreview;
}

export async function surveyOf(sql: FrameSql, surveyId: number): Promise<{ survey: FrameSurvey; declared: FrameVariable[] }> {
	const survey = await readFrameSurvey(sql, surveyId);
	if (!survey) throw new FrameRefused('frame_problem_no_survey', 404);
	return { survey, declared: declaredVariables(survey.document) };
}

function changesOf(difference: Difference, variables: StoredVariable[], categories: StoredCategory[]): Changes {
	const fields: Record<string, number> = {};
	for (const { changes } of difference.changed) for (const { field } of changes) fields[field] = (fields[field] ?? 0) + 1;
	return {
		added: difference.added.count, changed: difference.changed.length, unchanged: difference.unchanged, absent: difference.absent.length,
		fields, variables: variables.length, categories: categories.length
	};
}

/** Reads what is stored and holds `table` against it. @throws FrameRefused when the survey is unknown or the mapping does not fit */
export async function examine(sql: FrameSql, file: FrameFile, table: LongTable): Promise<Examined> {
	const { survey, declared } = await surveyOf(sql, file.surveyId);
	const mapping = file.mapping ?? suggestMapping(table, declared);
	const columns = resolveMapping(mapping, table.header, declared);
	const { seats, written, counts, issues } = await checkRows(table, columns);
	const known = await readPersons(sql, survey.evaluationId, written.persons.keys());
	const persons = await personsOf(written, known);
	const difference = await compareFrame(seats, await readCurrentSeats(sql, file.surveyId), persons, columns);
	const stored = await readVariables(sql, file.surveyId);
	const variables = newVariables(columns.variables, declared, stored);
	const categories = newCategories(columns.variables, counts.variables, await readCategories(sql, file.surveyId));
	const place = new Map(table.header.map((column, i) => [column, i]));
	const at = (i: Issue) => place.get(i.column ?? '') ?? -1;
	const all = [...checkMapping(mapping, table.header, declared), ...issues, ...difference.issues].sort((a, b) => (a.row ?? 0) - (b.row ?? 0) || at(a) - at(b));
	const errors = all.filter((i) => i.level === 'error').length;
	const { rows: _, ...about } = table;
	return {
		survey, declared, columns, difference, stored, variables, categories,
		changedPersons: persons.values().filter((p) => { const k = known.get(p.emailKey); return k?.name !== p.name || k.email !== p.email; }).toArray(),
		preview: {
			fileName: file.fileName, fileHash: createHash('sha256').update(file.bytes).digest('hex'), file: about, mapping,
			counts,
			changes: changesOf(difference, variables, categories),
			changedCells: difference.changed.flatMap((c) => c.changes), absent: difference.absent,
			issues: all, errors, warnings: all.length - errors
		}
	};
}

/**
 * What importing the file would do: counts, changes, and every problem by row and column. Stores nothing.
 * @throws FrameRefused when the file cannot be read, the mapping does not fit it, or the survey is unknown
 */
export async function previewFrame({ database }: FrameDeps, file: FrameFile): Promise<FramePreview> {
	const table = await readLong(file.bytes);
	return database.fieldwork.sql.begin('isolation level repeatable read read only', async (sql) => (await examine(sql, file, table)).preview);
}
