import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../src/lib/domain/problem.ts';
import { compile } from '../../src/lib/domain/questionnaire/fields.ts';
import { autosave } from '../../src/lib/server/respond/autosave.ts';
import { formEntries } from '../../src/lib/server/respond/body.ts';
import { LinkProblem } from '../../src/lib/server/respond/link-problem.ts';
import { openForm, type Services } from '../../src/lib/server/respond/open.ts';
import { savePage } from '../../src/lib/server/respond/save.ts';
import { startForm } from '../../src/lib/server/respond/submit.ts';
import { anyAnswers } from '../support/answers.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { QUESTIONNAIRE } from '../support/questionnaire.ts';
import { seedSurvey } from '../support/seed.ts';
import { TEST_SECRET } from '../support/server.ts';
import { toRaw } from '../../src/lib/server/respond/codec.ts';

let db: TestDatabase;
let services: Services;
let token: string;
let surveyId: number;
beforeAll(async () => {
	db = await createDatabase();
	services = { database: db, secret: TEST_SECRET };
	const seeded = await seedSurvey(db.admin);
	[token = ''] = seeded.tokens;
	({ surveyId } = seeded);
	await startForm(services, token, 'nb');
});
afterAll(() => db.drop());

const compiled = compile(QUESTIONNAIRE);
const keys = compiled.fields.map((f) => f.key);
const someKey = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...keys) }, { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'another_item', '_base', '_clear', '_v', '_to', '_locale') }, { weight: 1, arbitrary: fc.string() });
const someText = fc.oneof(fc.constantFrom('', 'dk', '1', '2', '7.5', '-1', '1e9', 'NaN', '17.5.2021', '{}', 'several', '\u0000', '\ud800'), fc.string({ unit: 'binary' }), fc.string({ minLength: 3000, maxLength: 3000 }));
const someJson = fc.oneof(fc.jsonValue(), someText, fc.integer(), fc.double(), fc.array(fc.oneof(fc.integer({ min: -2, max: 300 }), someText)));

/** What is told, or the problem it is told with; anything else is thrown on. */
const told = (answer: Promise<unknown>): Promise<unknown> => answer.catch((error: unknown) => {
	if (error instanceof Problem || error instanceof LinkProblem) return error;
	throw error;
});
const stored = async () => JSON.stringify(await db.admin`select item, state, code, codes, number, text from answer where survey_id = ${surveyId} and state in ('answered', 'dont_know') order by item`);

describe('whatever is sent', () => {
	it('as an autosave is saved, or told and nothing of it stored', async () => {
		await fc.assert(fc.asyncProperty(fc.oneof(fc.dictionary(someKey, someJson).map((answers) => JSON.stringify({ answers })), fc.json(), fc.string()), async (text) => {
			const before = await stored();
			const reply = await told(autosave(services, token, text));
			if (!(reply !== null && typeof reply === 'object' && 'status' in reply && reply.status === 200)) expect(await stored()).toBe(before);
			else expect((await openForm(services, token)).status).toBe('open');
		}), { numRuns: 150 });
	});
	it('as a form is saved, or told and nothing of it stored', async () => {
		await fc.assert(fc.asyncProperty(fc.array(fc.tuple(someKey, someText), { maxLength: 12 }), fc.constantFrom('om_deg', 'tiltak', 'vurdering', 'no_such', ''), async (fields, block) => {
			const before = await stored();
			const reply = await told((async () => savePage(services, token, block, formEntries(new URLSearchParams(fields.map(([k, v]): [string, string] => [k.toWellFormed(), v.toWellFormed()])).toString())))());
			const kept = reply instanceof Error || (reply as { kind: string; saved?: boolean }).saved === false;
			if (kept) expect(await stored()).toBe(before);
			else expect((await openForm(services, token)).status).toBe('open');
		}), { numRuns: 150 });
	});
	it('as a token leads nowhere', async () => {
		await fc.assert(fc.asyncProperty(fc.oneof(fc.string(), fc.string({ minLength: 24, maxLength: 24 }).map((s) => `1-${s}`)), async (wrong) => {
			fc.pre(wrong !== token);
			await expect(openForm(services, wrong)).rejects.toMatchObject({ kind: 'unknown', status: 404 });
		}), { numRuns: 100 });
	});
	it('that the fields take is there to be read as it was sent', async () => {
		await fc.assert(fc.asyncProperty(anyAnswers(compiled.fields), async (answers) => {
			const all = Object.fromEntries(keys.map((key) => [key, answers[key] ? toRaw(answers[key]) : null]));
			expect(await autosave(services, token, JSON.stringify({ answers: all }))).toMatchObject({ status: 200, body: { problems: [] } });
			expect({ ...(await openForm(services, token)).answers }).toEqual(answers);
		}), { numRuns: 100 });
	});
});
