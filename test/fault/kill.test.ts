import { expect, it } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { questionnaire2021, representatives } from '../support/evaluation.ts';
import { httpClient, newAcknowledged, random, respond } from '../support/insistent.ts';
import { seedSurvey } from '../support/seed.ts';
import { freePort, startServer, type TestServer } from '../support/server.ts';
import { storedValues } from '../support/stored.ts';

const RESPONDENTS = 300;
const AT_A_TIME = 24;
const KILLS = 10;
const questionnaire = questionnaire2021('tillitsvalgte');

it('Every acknowledged answer is in place, and none twice, when the server is killed ten times while 300 people answer', async () => {
	const db = await createDatabase();
	const { surveyId, seatIds, tokens } = await seedSurvey(db.admin, { questionnaire, seats: representatives(RESPONDENTS) });
	const chance = random(20210406);
	const options = { databaseUrl: db.url, port: await freePort() };
	let server: TestServer = await startServer(options);
	const client = httpClient(server.origin, AT_A_TIME);

	const acknowledged = tokens.map(newAcknowledged);
	let next = 0;
	let done = 0;
	const people = Promise.all(Array.from({ length: AT_A_TIME }, async () => {
		for (let i = next++; i < RESPONDENTS; i = next++) {
			const own = acknowledged[i];
			if (own) await respond(client, `/svar/${tokens[i]}`, random(i), own);
			done++;
		}
	}));

	// a kill at a random moment of each tenth of the field, so that all of them fall while people answer
	let kills = 0;
	const killer = (async () => {
		while (kills < KILLS) {
			if (done >= ((kills + chance() * 0.8) * RESPONDENTS) / (KILLS + 1)) {
				await server.kill9();
				kills++;
				server = await startServer(options);
			}
			await new Promise((go) => setTimeout(go, 5 + chance() * 40));
		}
	})();
	await Promise.all([people, killer]);

	expect(kills).toBe(KILLS);
	expect(acknowledged.every((a) => a.submitted)).toBe(true);
	// the kills were felt
	expect(acknowledged.reduce((sum, a) => sum + a.retries, 0)).toBeGreaterThan(KILLS);
	const [counts] = await db.admin`select count(*)::int as responses, count(distinct seat_id)::int as seats, count(*) filter (where state = 'submitted')::int as submitted from response where survey_id = ${surveyId}`;
	expect(counts).toEqual({ responses: RESPONDENTS, seats: RESPONDENTS, submitted: RESPONDENTS });
	const lost: string[] = [];
	for (const [i, seatId] of seatIds.entries()) {
		const stored = await storedValues(db.admin, surveyId, seatId);
		for (const [key, values] of acknowledged[i]?.answers ?? []) {
			const now = stored.get(key) ?? [];
			if ([...now].sort().join() !== [...values].sort().join()) lost.push(`seat ${i} ${key}: acknowledged ${values}, stored ${now}`);
		}
	}
	expect(lost).toEqual([]);
	const [sum] = await db.admin`select count(*)::int as n from seat where survey_id = ${surveyId} and disposition = 'complete'`;
	expect(sum?.n).toBe(RESPONDENTS);

	client.close();
	await server.stop();
	await db.drop();
});
