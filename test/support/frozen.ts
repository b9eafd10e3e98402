/** A survey with a few answers, to be frozen. */
import { autosave } from '#lib/server/respond/autosave.ts';
import { startForm, submitForm } from '#lib/server/respond/submit.ts';
import type { TestDatabase } from './database.ts';
import { seedSurvey, type Seeded, type SeedOptions } from './seed.ts';
import { TEST_SECRET } from './server.ts';

const FYLKER = ['oslo', 'vestland'];

export interface Answered extends Pick<SeedOptions, 'wave' | 'beside' | 'questionnaire'> {
	/** Begins the key of every seat in the list. */
	ref?: string;
	/** Added to what is answered to p_nytte, around its five points. */
	shift?: number;
}

/** @param count of forms sent in; one more is begun */
export async function answeredSurvey(database: TestDatabase, count = 12, { ref = 'r', shift = 0, ...options }: Answered = {}): Promise<Seeded & { waveId: number; evaluationId: number }> {
	const seats = Array.from({ length: count + 3 }, (_, i) => ({ ref: `${ref}${i}`, frame: { fylke: FYLKER[i % 2] ?? 'oslo', rolle: i % 3 === 0 ? 'eier' : 'uh', enhet: `enhet ${i % 4}` } }));
	const seeded = await seedSurvey(database.admin, { seats, ...options });
	const services = { database, secret: TEST_SECRET };
	for (let i = 0; i <= count; i++) {
		const token = seeded.tokens[i] ?? '';
		await startForm(services, token, 'nb');
		const saved = await autosave(services, token, JSON.stringify({ answers: {
			fortrolig: 1, stilling: 1 + (i % 2), aar: 3 * i, med: 1, tema: [1 + (i % 3)], p_nytte: 1 + ((i + shift) % 5), p_tid: 5 - (i % 5), ...(i % 3 === 0 ? {} : { p_uh: i % 4 === 0 ? 'dk' : 3 }), kommentar: `<b>hemmelig ${i}</b>`
		} }));
		if (saved.status !== 200 || (i < count && !(await submitForm(services, token)))) throw new Error('not answered');
	}
	const [ids = { waveId: 0, evaluationId: 0 }] = await database.admin<{ waveId: number; evaluationId: number }[]>`
		select w.id as "waveId", w.evaluation_id as "evaluationId" from survey s join wave w on w.id = s.wave_id where s.id = ${seeded.surveyId}`;
	return { ...seeded, ...ids };
}
