/** The answers of April 2021 frozen, with what the report makes of them. */
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { SNAPSHOT_FORMAT, type SnapshotDefinition } from '#lib/domain/dataset/definition.ts';
import { readKept } from '#lib/server/db/snapshot-source.ts';
import { readWaves } from '#lib/server/db/snapshots.ts';
import { freeze } from '#lib/server/results/snapshot/freeze.ts';
import { compiledQuestionnaire } from '../data.ts';
import { derivedVariables } from '../derived.ts';
import { REPORT_SURVEYS } from '../surveys.ts';
import { ACTOR, plural, type Demo, type SurveyIds } from './context.ts';

/** Words of every item that some questionnaire asks turned, by key. */
function reversedLabels(): Map<string, Text> {
	const fields = REPORT_SURVEYS.flatMap((survey) => compiledQuestionnaire(survey).fields);
	return new Map(fields.flatMap((field): [string, Text][] => (field.row?.reversed ? [[field.key, field.row.text]] : [])));
}

/** All five surveys, with the link of the representatives where it is kept. */
export async function snapshotDefinition(demo: Pick<Demo, 'database'>, waveId: number): Promise<SnapshotDefinition> {
	const { links } = await readKept(demo.database.evaluate.db, waveId);
	const [link] = links.filter((one) => one.survey === 'nettverk');
	return {
		format: SNAPSHOT_FORMAT, responses: 'complete', frame: 'all',
		surveys: REPORT_SURVEYS.map((survey) => ({ survey, links: link && survey === 'nettverk' ? [link.id] : [], weights: [] })),
		derived: derivedVariables(reversedLabels(), link !== undefined)
	};
}

/** @throws Error when what the report needs cannot be made */
export async function freezeAnswers(demo: Pick<Demo, 'database'>, ids: SurveyIds): Promise<{ outcome: string; snapshotId: number }> {
	const wave = (await readWaves(demo.database.evaluate.db)).find((one) => one.surveys.some((survey) => survey.id === ids.nettverk));
	if (!wave) throw new Error('The database does not hold the surveys of April 2021');
	const definition = await snapshotDefinition(demo, wave.id);
	const made = await freeze(demo, { waveId: wave.id, definition, actor: ACTOR });
	if (!made.ok) throw new Error(`The snapshot was not made: ${made.faults.map((fault) => `${fault.name}: ${fault.code} ${JSON.stringify(fault.params)}`).join('; ')}`);
	return { snapshotId: made.id, outcome: `${made.created ? '' : 'already there: '}${plural(definition.surveys.length, 'survey')}, ${plural(definition.derived.length, 'derived variable')}, SHA-256 ${made.hash.slice(0, 12)}` };
}
