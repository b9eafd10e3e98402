/**
 * Composes the six questionnaire documents from the texts in `source/` and writes them to `questionnaires/`:
 *
 *     node src/demo/evaluation-2021/build.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { background, type Municipality } from './source/blocks/background.ts';
import { cooperation } from './source/blocks/cooperation.ts';
import { outcomes } from './source/blocks/measures.ts';
import { needs } from './source/blocks/school.ts';
import { university } from './source/blocks/university.ts';
import { frameOf } from './source/frame.ts';
import { SCALES } from './source/scales.ts';
import { studyOf } from './source/study.ts';
import { DOCUMENTS, type BlockInput, type DocumentKey, type QuestionnaireInput, type Survey } from './source/types.ts';
import { yearlyReport } from './source/yearly-report.ts';

const here = (path: string): URL => new URL(path, import.meta.url);
const rows = (path: string): Record<string, string>[] => parse(readFileSync(here(path), 'utf8'), { columns: true, delimiter: ';' });

const inNorwegianOrder = new Intl.Collator('nb', { numeric: true }).compare;

/** The municipalities of the register file, by number: the ones a respondent's text is matched against. */
const municipalities = (): Municipality[] => rows('register/synthetic-2020.csv')
	.map((row) => ({ number: row['kommunenr']!, name: row['kommune']! }))
	.sort((a, b) => a.number.localeCompare(b.number));

const networks = (): string[] => [...new Set(rows('frames/nettverk.csv').map((row) => row['nettverk']!))].sort(inNorwegianOrder);

const scaleNames = (blocks: BlockInput[]): Set<string> => new Set(blocks.flatMap((block) =>
	block.items.flatMap((item) => ('scale' in item && item.scale ? [item.scale] : []))));

type Content = Pick<QuestionnaireInput, 'title' | 'study' | 'frame' | 'blocks' | 'thanks'>;

/** What one of the surveys that share blocks consists of. Reads the population list and register beside this file. */
function surveyContent(survey: Survey): Content {
	const blocks = [
		background(survey, municipalities()),
		...[...cooperation, ...university, ...needs, ...outcomes].flatMap((source) => source(survey) ?? [])
	];
	return { ...studyOf(survey), frame: frameOf(survey, networks()), blocks };
}

/** The document of one survey, with the scales it uses. */
export function compose(survey: DocumentKey): QuestionnaireInput {
	const { title, study, frame, blocks, thanks } = survey === 'aarsrapport' ? yearlyReport : surveyContent(survey);
	const used = scaleNames(blocks);
	return {
		format: 'grunnlag-questionnaire/1', key: survey, title, study, frame,
		scales: Object.fromEntries(Object.entries(SCALES).filter(([scale]) => used.has(scale))),
		blocks, thanks
	};
}

export const documentPath = (survey: DocumentKey): URL => here(`questionnaires/${survey}.json`);
export const documentText = (survey: DocumentKey): string => `${JSON.stringify(compose(survey), null, '\t')}\n`;

if (import.meta.main) {
	for (const survey of DOCUMENTS) writeFileSync(documentPath(survey), documentText(survey));
}
