import { isActionFailure, isRedirect } from '@sveltejs/kit';
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import RemindSection from '#lib/evaluate/frafall/RemindSection.svelte';
import { asked, frafallPage } from '#lib/server/results/frafall/page.ts';
import { surveyHead } from '#lib/server/results/surveys.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { addSeats, openedSurvey } from '../../support/fieldwork.ts';

const runtime = vi.hoisted(() => ({ database: null as unknown }));
vi.mock('#lib/server/runtime.ts', () => ({ startRuntime: async () => runtime }));
const { actions } = await import('../../../src/routes/evaluering/[survey]/frafall/+page.server.ts');

let db: TestDatabase;
let surveyId: number;
beforeAll(async () => {
	db = await createDatabase();
	runtime.database = db;
	surveyId = await openedSurvey(db);
	await addSeats(db, surveyId, Array.from({ length: 80 }, (_, i) => ({
		ref: `P${i}`, name: `Åse ${i}`, email: `p${i}@example.org`, rolle: i < 30 ? 'eier' : 'leder', disposition: (i < 30 ? i % 6 === 0 : i % 3 !== 0) ? 'complete' : 'non_contact'
	})));
});
afterAll(() => db.drop());

const post = async (entries: [string, string][]): Promise<unknown> => {
	const body = new FormData();
	for (const [name, value] of entries) body.append(name, value);
	try {
		return await actions.purring!({ params: { survey: String(surveyId) }, locals: { user: { id: 'eva' } }, request: new Request('http://x.example/', { method: 'POST', body }) } as never);
	} catch (thrown) {
		return thrown;
	}
};
const mailings = () => db.admin`select kind, number, audience from mailing where survey_id = ${surveyId} order by id`;
const section = async (locale: 'nb' | 'nn' | 'en', more: object = {}) => {
	const deps = { database: db };
	const view = await frafallPage(deps, await surveyHead(deps, surveyId), locale, asked(new URLSearchParams()));
	return render(RemindSection as unknown as Component<Record<string, unknown>>, { props: { remind: view.remind, model: view.model.names, open: true, problems: [], surveyId, locale, ...more } }).body;
};

describe('who to remind next', () => {
	it.each(['nb', 'nn', 'en'] as const)('has a button for each group that makes the reminder, in %s, while the survey is open', async (locale) => {
		const body = await section(locale);
		expect(body).toContain('action="?/purring#purring"');
		expect(body.match(/name="stratum" value="rolle"/g)).toHaveLength(body.match(/name="kode"/g)?.length ?? 0);
		expect(body).toContain('name="kode" value="eier"');
		expect(body).not.toMatch(/frafall_[a-z]|undefined|example\.org/);
		expect(await section(locale, { open: false })).not.toContain('<form method="POST"');
	});
	it('becomes a reminder of the plan, for that group alone, and nothing is sent', async () => {
		const made = await post([['stratum', 'rolle'], ['kode', 'eier']]);
		expect(isRedirect(made) && made.location).toMatch(new RegExp(`^/evaluering/${surveyId}/plan\\?ferdig=laget#steg-[1-9]\\d*$`));
		expect(await mailings()).toEqual([{ kind: 'reminder', number: 1, audience: { strata: [{ variable: 'rolle', codes: ['eier'] }] } }]);
		expect(await db.admin`select from mail where survey_id = ${surveyId}`).toHaveLength(0);
	});
	it('is refused for a group that is not on the list, or none, and says why', async () => {
		for (const [entries, code] of [[[['stratum', 'fylke'], ['kode', 'x']], 'plan_problem_audience_variable'], [[['stratum', 'rolle'], ['kode', 'x']], 'plan_problem_audience_code'], [[], 'plan_problem_audience_none']] as [[string, string][], string][]) {
			const refused = await post(entries);
			expect(isActionFailure(refused) && refused.data, code).toMatchObject({ reminding: [{ code }] });
			expect(await section('nb', { problems: isActionFailure(refused) ? (refused.data as unknown as { reminding?: object[] }).reminding : [] })).toContain('role="alert"');
		}
		expect(await mailings()).toHaveLength(1);
	});
});
