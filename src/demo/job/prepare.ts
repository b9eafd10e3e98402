/** The six surveys, their questionnaires and population lists. Every step finds what is there and says so. */
import { readFileSync } from 'node:fs';
import { translate } from '#lib/i18n.ts';
import { refreshStatistics } from '#lib/server/db/demo-owner.ts';
import { importFrame } from '#lib/server/fieldwork/frames/import.ts';
import { createEvaluation, createSurvey, createWave, openSurvey, publish } from '#lib/server/surveys/index.ts';
import { fileOf, questionnaireDocument } from '../data.ts';
import { EVALUATION, FACTS, SURVEYS, WAVES, type SurveyFacts, type SurveyKey } from '../surveys.ts';
import { ACTOR, number, plural, type Demo, type SurveyIds } from './context.ts';
import type { Ticker } from './progress.ts';

type Step<T = object> = Promise<T & { outcome: string }>;

export async function makeSurveys(demo: Demo): Step<{ ids: SurveyIds }> {
	const evaluation = await createEvaluation(demo, { ...EVALUATION, actor: ACTOR });
	const waves = new Map<string, number>();
	for (const wave of WAVES) waves.set(wave.key, (await createWave(demo, { ...wave, evaluationId: evaluation.id, actor: ACTOR })).id);
	const ids = {} as SurveyIds;
	let made = 0;
	for (const key of SURVEYS) {
		const waveId = waves.get(FACTS[key].wave);
		if (waveId === undefined) throw new Error(`The survey ${key} has no wave`);
		const survey = await createSurvey(demo, { waveId, key, actor: ACTOR });
		ids[key] = survey.id;
		if (survey.created) made++;
	}
	return { ids, outcome: made === 0 ? 'already there' : `${plural(made, 'survey')} made` };
}

export async function publishAll(demo: Demo, ids: SurveyIds): Step {
	let published = 0;
	for (const key of SURVEYS) {
		const result = await publish(demo, { surveyId: ids[key], document: questionnaireDocument(key), actor: ACTOR });
		if (!result.ok) {
			const faults = result.faults.slice(0, 5).map((fault) => `${fault.path}: ${translate(fault.code, fault.params, 'en')}`);
			throw new Error(`The questionnaire ${key} was refused:\n${faults.join('\n')}`);
		}
		if (result.created) published++;
	}
	return { outcome: published === 0 ? 'already published' : `${plural(published, 'version')} published` };
}

/** What each column of a list is for. */
function mapping({ strata, particulars }: SurveyFacts, sampled: boolean) {
	return [
		{ column: 'ref', use: 'ref' as const }, { column: 'navn', use: 'name' as const }, { column: 'epost', use: 'email' as const },
		...strata.map((name) => ({ column: name, use: 'stratum' as const, name })),
		...particulars.map((name) => ({ column: name, use: 'variable' as const, name })),
		...(sampled ? [{ column: 'trukket', use: 'sampled' as const }] : [])
	];
}

export async function importAll(demo: Demo, ids: SurveyIds, ticker: Ticker): Step {
	let [added, changed, unchanged] = [0, 0, 0];
	for (const [i, key] of SURVEYS.entries()) {
		ticker.tick(i, SURVEYS.length);
		const report = await importFrame(demo, {
			surveyId: ids[key], fileName: `${key}.csv`, bytes: readFileSync(fileOf(`frames/${key}.csv`)), mapping: mapping(FACTS[key], key === 'tillitsvalgte'), actor: ACTOR
		});
		added += report.changes.added;
		changed += report.changes.changed;
		unchanged += report.changes.unchanged;
	}
	if (added > 0) await refreshStatistics(demo.url);
	if (added + changed === 0) return { outcome: `already there: ${plural(unchanged, 'seat')}` };
	return { outcome: `${plural(added, 'seat')} added${changed > 0 ? `, ${number(changed)} changed` : ''}${unchanged > 0 ? `, ${number(unchanged)} there before` : ''}` };
}

export async function openAll(demo: Demo, ids: SurveyIds): Step {
	let opened = 0;
	for (const key of SURVEYS) if ((await openSurvey(demo, { surveyId: ids[key as SurveyKey], actor: ACTOR })).changed) opened++;
	return { outcome: opened === 0 ? 'already open' : `${plural(opened, 'survey')} opened` };
}
