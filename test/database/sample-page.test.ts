import { isActionFailure, isRedirect } from '@sveltejs/kit';
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import SendForm from '#lib/evaluate/mail/SendForm.svelte';
import { mailingOverview } from '#lib/server/fieldwork/mail/overview.ts';
import { drawSample, retireDrawnSample, sampleSpecOf } from '#lib/server/fieldwork/samples/index.ts';
import Page from '../../src/routes/evaluering/[survey]/utvalg/+page.svelte';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';

const runtime = vi.hoisted(() => ({ database: null as unknown }));
vi.mock('#lib/server/runtime.ts', () => ({ startRuntime: async () => runtime }));
const { actions, load } = await import('../../src/routes/evaluering/[survey]/utvalg/+page.server.ts');

const LOCALES = ['nb', 'nn', 'en'] as const;
type Fields = Record<string, string>;
let db: TestDatabase;
let surveyId: number;

beforeAll(async () => {
	db = await createDatabase();
	runtime.database = db;
	surveyId = await openedSurvey(db);
	await addSeats(db, surveyId, Array.from({ length: 20 }, (_, i) => ({ ref: `P${i}`, name: `Åse <b>${i}</b>`, email: `p${i}@example.org`, sampled: false, rolle: i < 5 ? 'eier' : 'leder' })));
});
afterAll(() => db.drop());

const plan: Fields = { method: 'simple', n: '8', by: '', by2: '', allocation: 'proportional', least: '', persons: 'each', seed: '7', rate: '50', icc: '' };
const event = (fields: Fields = {}) => {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.append(name, value);
	return { params: { survey: String(surveyId) }, locals: { user: { id: 'eva' } }, request: new Request('http://x.example/', { method: 'POST', body }), url: new URL('http://x.example/') } as never;
};
type Reply = { typed: Fields; strata?: unknown[]; problems?: { code: string; params: object }[]; preview?: { frameHash: string; strata: { expected: number }[]; figures: { answers: number; margin: number | null } } };
const preview = async (fields: Fields): Promise<Reply & { status: number }> => {
	const reply: unknown = await actions.preview!(event({ ...plan, ...fields }));
	return isActionFailure(reply) ? { ...(reply.data as unknown as Reply), status: reply.status } : { ...(reply as Reply), status: 200 };
};
const page = async (locale: (typeof LOCALES)[number], form: object | null = null): Promise<string> => {
	const survey = { id: surveyId, key: 's', title: { nb: 'Prøve', nn: 'Prøve', en: 'Trial' }, wave: 'W', evaluation: 'E', state: 'open' as const };
	const data = { ...(await load(event()) as object), locale, survey };
	return render(Page as unknown as Component<Record<string, unknown>>, { props: { data, form } }).body;
};
/** No text of a message key or a value that is none, no contact, one h1, and a label for every control. */
function sound(body: string): void {
	expect(body).not.toMatch(/sample_[a-z]|frame_[a-z]|undefined|\[object|NaN|example\.org|Åse/);
	expect(body.match(/<h1/g)).toHaveLength(1);
	const labelled = new Set([...body.matchAll(/<label[^>]* for="([^"]+)"/g)].map((m) => m[1]));
	for (const [control] of body.matchAll(/<(?:select|textarea|input)\b(?![^>]*type="hidden")[^>]*>/g)) expect(labelled, control).toContain(/ id="([^"]+)"/.exec(control)?.[1]);
	const ids = [...body.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
	expect(new Set(ids).size).toBe(ids.length);
}

describe.each(LOCALES)('the page of the sample in %s', (locale) => {
	it('begins with what the list says, and a form', async () => {
		const body = await page(locale);
		sound(body);
		expect(body.match(/<form/g)).toHaveLength(1);
		expect(body).toMatch(/name="seed" value="\d+"/);
	});
	it('shows the allocation and what it can detect, and draws nothing by that', async () => {
		const reply = await preview({ method: 'stratified', by: 'rolle', n: '8' });
		const body = await page(locale, reply);
		sound(body);
		expect(reply.preview?.strata.map((s) => s.expected)).toEqual([2, 6]);
		expect(reply.preview?.figures.answers).toBe(4);
		expect(body).toContain(`value="${reply.preview?.frameHash}"`);
		expect(body.match(/<form/g)).toHaveLength(2);
		expect(body).toContain({ nb: 'Skoleeier', nn: 'Skuleeigar', en: 'School owner' }[locale]);
		expect(await db.admin`select from sample`).toHaveLength(0);
	});
	it('asks for numbers once the strata are known, and says which of them is wrong', async () => {
		const first = await preview({ method: 'stratified', by: 'rolle', allocation: 'fixed' });
		expect(first.status).toBe(200);
		sound(await page(locale, first));
		expect(await page(locale, first)).toContain('name="number:[&quot;eier&quot;]" value="5"');
		const wrong = await preview({ method: 'stratified', by: 'rolle', allocation: 'fixed', 'number:["eier"]': '6', 'number:["leder"]': '3' });
		expect(wrong).toMatchObject({ status: 400, problems: [{ code: 'sample_problem_number', params: { stratum: 'eier', low: '0', high: '5' } }] });
		const body = await page(locale, wrong);
		sound(body);
		expect(body).toContain('role="alert"');
		expect(body).toContain('value="6"');
	});
	it('asks for numbers of clusters by stratum, and shows how many of how many', async () => {
		const first = await preview({ method: 'stratified_clusters', by: 'rolle', cluster: 'rolle', allocation: 'fixed' });
		expect(first.status).toBe(200);
		const asked = await page(locale, first);
		sound(asked);
		expect(asked).toContain('name="number:[&quot;leder&quot;]" value="1"');
		const body = await page(locale, await preview({ method: 'stratified_clusters', by: 'rolle', cluster: 'rolle', allocation: 'fixed', 'number:["eier"]': '1', 'number:["leder"]': '0' }));
		sound(body);
		expect(body.match(/<th[^>]*>(Klynger|Clusters)</g)).toHaveLength(1);
	});
	it('keeps what was typed when it is refused', async () => {
		for (const [fields, code] of [[{ seed: '-1' }, 'seed'], [{ rate: '0' }, 'percent'], [{ icc: '2' }, 'icc'], [{ method: 'x' }, 'method'], [{ method: 'clusters' }, 'cluster'], [{ method: 'stratified_clusters', cluster: 'rolle' }, 'stratum'], [{ n: 'mange' }, 'n']] as const) {
			const reply = await preview({ ...fields, least: '77' } as Fields);
			expect(reply).toMatchObject({ status: 400, problems: [{ code: `sample_problem_${code}` }] });
			const body = await page(locale, reply);
			sound(body);
			expect(body).toContain('value="77"');
		}
	});
});

describe('drawing from the page', () => {
	const draw = async (fields: Fields): Promise<unknown> => {
		try {
			return await actions.draw!(event(fields));
		} catch (thrown) {
			return thrown;
		}
	};
	it('draws what was shown, and refuses when the list is another by then', async () => {
		const shown = await preview({ n: '8' });
		const stale = await draw({ ...shown.typed, hash: 'f'.repeat(64) });
		expect(isActionFailure(stale) && stale.status).toBe(409);
		const drawn = await draw({ ...shown.typed, hash: shown.preview!.frameHash });
		expect(isRedirect(drawn) && drawn.location).toBe(`/evaluering/${surveyId}/utvalg?ferdig=trukket`);
		expect(await db.admin`select from seat where sampled`).toHaveLength(8);
		for (const locale of LOCALES) {
			const body = await page(locale);
			sound(body);
			expect(body).toContain('xoshiro128**/splitmix32');
			expect(body).toContain(shown.preview!.frameHash);
			expect(body).toContain(locale === 'en' ? '0.400' : '0,400');
		}
	});
	it('leaves no choice of whom to invite: the form that sends has the drawn alone, and the choice comes back when the sample is given up', async () => {
		const deps = { database: db, config: { smtpUrl: 'smtp://127.0.0.1:1' } as never };
		const form = async (locale: (typeof LOCALES)[number]) => {
			const mailing = { ...(await mailingOverview(deps, { surveyId })), saved: true };
			return render(SendForm as unknown as Component<Record<string, unknown>>, { props: { mailing, running: false, surveyId, problems: [], locale } }).body;
		};
		for (const [locale, words] of [['nb', 'bare de som er trukket'], ['nn', 'berre dei som er trekte'], ['en', 'only those who were drawn']] as const) {
			const body = await form(locale);
			expect(body).not.toContain('name="filter"');
			expect(body).toContain(words);
			expect(body).toMatch(/<button[^>]*>[^<]*8/);
		}
		await retireDrawnSample(deps, { surveyId, actor: 'eva' });
		expect(await form('nb')).toContain('value="all"');
		await drawSample(deps, { surveyId, spec: sampleSpecOf(new Map([['method', 'simple'], ['n', '8']])), seed: 7, actor: 'eva' });
	});
	it('gives up what was drawn only until someone is invited; then there is no form left', async () => {
		await db.admin`update seat set disposition = 'non_contact' where sampled`;
		const body = await page('nb');
		sound(body);
		expect(body).not.toContain('<form');
		const refused = await actions.retire!(event());
		expect(isActionFailure(refused) && refused.status).toBe(409);
		sound(await page('nb', isActionFailure(refused) ? (refused.data as unknown as object) : null));
	});
});
