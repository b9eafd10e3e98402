/** The demo's surveys as the project keeps them: population lists, who answered, the given answers and the questionnaires. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { compile, type Compiled } from '#lib/domain/questionnaire/fields.ts';
import { Questionnaire } from '#lib/domain/questionnaire/schema.ts';
import { SURVEYS, type SurveyKey } from './surveys.ts';

const folder = new URL('./evaluation-2021/', import.meta.url);

export type Row = Record<string, string>;

/** A row of a population list that answered, and what its answers file gives: a code, `DK`, or '' (not answered). */
export interface Responder {
	survey: SurveyKey;
	ref: string;
	/** The row of the population list, contact columns left out. */
	frame: Record<string, string | null>;
	/** By item key; an item that the file has no column for is not among them. */
	given: ReadonlyMap<string, string>;
}

export const fileOf = (path: string): URL => new URL(path, folder);

function rows(path: string): Row[] {
	return parse(readFileSync(fileOf(path)), { columns: true, delimiter: ';', bom: true, skip_empty_lines: true }) as Row[];
}

export const frameRows = (survey: SurveyKey): Row[] => rows(`frames/${survey}.csv`);

/** Register values of the municipalities that the answers name, one row each. */
export const registerRows = (): Row[] => rows('register/synthetic-2020.csv');

/** The document as it is published: JSON as written in the project. */
export function questionnaireDocument(survey: SurveyKey): unknown {
	return JSON.parse(readFileSync(fileOf(`questionnaires/${survey}.json`), 'utf8'));
}

export const compiledQuestionnaire = (survey: SurveyKey): Compiled => compile(v.parse(Questionnaire, questionnaireDocument(survey)));

const ANSWERS: Partial<Record<SurveyKey, string>> = { samarbeidsforum: 'answers/samarbeidsforum.csv', nettverk: 'answers/nettverk.csv', aarsrapport: 'answers/aarsrapport.csv' };

/** Surveys with given answers. */
export const GIVEN = SURVEYS.filter((survey) => survey in ANSWERS);

/** The answers file names the item `municipality` by what it holds. */
const KEY: Record<string, string> = { kommunenr: 'municipality' };

/** Given answers by ref and item key; empty for a survey whose single answers were not printed in any form. */
export function givenAnswers(survey: SurveyKey): Map<string, Map<string, string>> {
	const path = ANSWERS[survey];
	if (!path) return new Map();
	return new Map(rows(path).map(({ ref = '', ...cells }) => [ref, new Map(Object.entries(cells).map(([column, cell]) => [KEY[column] ?? column, cell]))]));
}

const NOT_FRAME = new Set(['ref', 'navn', 'epost', 'trukket']);

/** Everyone who answered, in the order of the lists. Throws when `responded.csv` names a ref that no list has, or a ref not invited. */
export function responders(): Responder[] {
	const left = new Set(rows('responded.csv').map((row) => row.ref ?? ''));
	const found = SURVEYS.flatMap((survey) => {
		const given = givenAnswers(survey);
		return frameRows(survey).filter((row) => left.delete(row.ref ?? '')).map((row): Responder => {
			if ('trukket' in row && row.trukket !== '1') throw new Error(`${row.ref} answered without being drawn`);
			return {
				survey,
				ref: row.ref ?? '',
				frame: Object.fromEntries(Object.entries(row).filter(([name]) => !NOT_FRAME.has(name)).map(([name, value]) => [name, value || null])),
				given: given.get(row.ref ?? '') ?? new Map()
			};
		});
	});
	if (left.size > 0) throw new Error(`responded.csv names ${[...left].slice(0, 3).join(', ')}, which no population list has`);
	return found;
}
