/** The network members of 2021, who have answered through the respondents' services, in a database of their own, with the register tables of the demo. */
import { autosave } from '#lib/server/respond/autosave.ts';
import { startForm, submitForm } from '#lib/server/respond/submit.ts';
import { responders } from '../../../src/demo/data.ts';
import { holdTables } from '../../../src/demo/job/link.ts';
import { holdMunicipalities } from '../../../src/demo/job/municipalities.ts';
import { simulateAll } from '../../../src/demo/job/play.ts';
import type { TestDatabase } from '../database.ts';
import { questionnaire2021 } from '../evaluation.ts';
import { seedSurvey } from '../seed.ts';
import { TEST_SECRET } from '../server.ts';

export async function answeredNetworks(database: TestDatabase): Promise<{ surveyId: number; refs: string[] }> {
	const everyone = responders().filter((r) => r.survey === 'nettverk');
	const { answers } = simulateAll();
	const questionnaire = questionnaire2021('nettverk');
	const seeded = await seedSurvey(database.admin, { questionnaire, seats: everyone.map((r) => ({ ref: r.ref, frame: Object.fromEntries(Object.entries(r.frame).flatMap(([k, value]) => (value ? [[k, value]] : []))) })) });
	const services = { database, secret: TEST_SECRET };
	for (const [i, { ref }] of everyone.entries()) {
		const token = seeded.tokens[i] ?? '';
		await startForm(services, token, 'nb');
		const raw = Object.fromEntries(Object.entries(answers.get(ref) ?? {}).map(([key, a]) => [key, a.state === 'dont_know' ? 'dk' : 'codes' in a ? a.codes : 'code' in a ? a.code : 'number' in a ? a.number : a.text]));
		const saved = await autosave(services, token, JSON.stringify({ answers: raw }));
		if (saved.status !== 200 || !(await submitForm(services, token))) throw new Error(`${ref} could not answer`);
	}
	await holdMunicipalities({ database });
	await holdTables({ database });
	return { surveyId: seeded.surveyId, refs: everyone.map((r) => r.ref) };
}
