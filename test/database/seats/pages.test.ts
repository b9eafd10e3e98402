import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callList } from '../../../src/lib/server/fieldwork/seats/call-list.ts';
import { recordContact, seatNotes, setDisposition } from '../../../src/lib/server/fieldwork/seats/decide.ts';
import { frameAt, dayOf } from '../../../src/lib/server/results/frame-at.ts';
import { showSeat } from '../../../src/lib/server/results/seats.ts';
import { statusPage } from '../../../src/lib/server/results/status.ts';
import { seatTimeline } from '../../../src/lib/server/results/timeline.ts';
import CallsPage from '../../../src/routes/evaluering/[survey]/ringeliste/+page.svelte';
import DayPage from '../../../src/routes/evaluering/[survey]/plasser/dato/+page.svelte';
import SeatPage from '../../../src/routes/evaluering/[survey]/plasser/[seat]/+page.svelte';
import StatusPage from '../../../src/routes/evaluering/[survey]/status/+page.svelte';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { addSeats, openedSurvey } from '../../support/fieldwork.ts';

const LOCALES = ['nb', 'nn', 'en'] as const;
const EVIL = '<script>alert(1)</script>';
let db: TestDatabase;
let surveyId: number;
let seatId: number;

beforeAll(async () => {
	db = await createDatabase();
	surveyId = await openedSurvey(db);
	await addSeats(db, surveyId, ['A', 'B', 'C'].map((ref) => ({ ref, name: `${EVIL} ${ref}`, email: `${ref.toLowerCase()}@example.org`, rolle: 'eier', disposition: 'non_contact' })));
	const [seat] = await db.admin<[{ id: number }]>`select id from seat where ref = 'A'`;
	seatId = seat.id;
	await recordContact({ database: db }, { surveyId, seatId, reason: 'no_answer', note: EVIL, actor: 'eva' });
	await setDisposition({ database: db }, { surveyId, seatId, disposition: 'undeliverable', reason: 'wrong_address', actor: 'eva' });
});
afterAll(() => db.drop());

/** The page as it is sent, without its script. */
const html = (page: unknown, data: object, form: object | null = null): string => render(page as Component<Record<string, unknown>>, { props: { data, form } }).body;
const survey = () => ({ id: surveyId, key: 's', title: { nb: 'Prøve', nn: 'Prøve', en: 'Trial' }, wave: 'W', evaluation: 'E', state: 'open' as const });
const deps = () => ({ database: db });

/** No text of a message key, no raw markup of a person's words, one h1, and a label for every control. */
function sound(body: string): void {
	expect(body).not.toMatch(/disposition_[a-z]|evaluate_[a-z]|undefined|\[object|NaN/);
	expect(body).not.toContain(EVIL);
	expect(body.match(/<h1/g)).toHaveLength(1);
	const labelled = new Set([...body.matchAll(/<label[^>]* for="([^"]+)"/g)].map((m) => m[1]));
	for (const [control] of body.matchAll(/<(?:select|textarea|input)\b(?![^>]*type="hidden")[^>]*>/g)) expect(labelled, control).toContain(/ id="([^"]+)"/.exec(control)?.[1]);
}

describe.each(LOCALES)('the pages of fieldwork in %s', (locale) => {
	it('show a seat with its history, what was noted, and forms for what can be done', async () => {
		const notes = await seatNotes(deps(), surveyId, seatId);
		const timeline = (await seatTimeline(deps(), surveyId, seatId)).map((e) => ({ ...e, note: (e.event && notes.get(e.event.id)) ?? null }));
		const body = html(SeatPage, { locale, survey: survey(), seat: await showSeat(deps(), surveyId, String(seatId), locale), timeline, merged: null, done: null });
		sound(body);
		expect(body.match(/<form/g)).toHaveLength(3);
		expect(body).toContain('value="refusal:replied_no"');
		expect(body).not.toContain('example.org');
	});
	it('show the call list with a form for each person', async () => {
		const list = await callList(deps(), surveyId, { untried: false }, 1, 'eva', locale);
		const body = html(CallsPage, { locale, survey: survey(), filter: { disposition: '', untried: false }, dispositions: ['non_contact', 'partial', 'undeliverable'], list, done: true });
		sound(body);
		expect(body.match(/name="seat"/g)).toHaveLength(3);
		expect(body).toContain('mailto:a@example.org');
		expect(body).toContain('%2Ffile=');
	});
	it('keep what was typed beside what must be mended', async () => {
		const list = await callList(deps(), surveyId, { untried: false }, 1, 'eva', locale);
		const form = { typed: { seat: String(seatId), outcome: 'refusal:other', note: '' }, problems: [{ code: 'disposition_problem_note_needed', params: {} }] };
		const body = html(CallsPage, { locale, survey: survey(), filter: { disposition: '', untried: false }, dispositions: [], list, done: false }, form);
		sound(body);
		expect(body).toContain('role="alert"');
		expect(body.match(/value="refusal:other" selected/g)).toHaveLength(1);
	});
	it('show dispositions, rates and formulas', async () => {
		const status = await statusPage(deps(), surveyId, { survey: survey(), locale, at: new Date() }, undefined);
		const body = html(StatusPage, { locale, survey: survey(), status, asked: '', problem: null });
		sound(body);
		expect(body).toContain('I / ((I + P) + (R + NC + O) + e(UH + UO))');
		expect(body).toContain('0 / 3');
	});
	it('show the list on a day', async () => {
		const body = html(DayPage, { locale, survey: survey(), list: await frameAt(deps(), surveyId, dayOf(null, new Date()), 1, locale) });
		sound(body);
		expect(body).toMatch(/type="date"/);
		expect(body.match(/plasser\/\d+"/g)).toHaveLength(3);
	});
});

describe('the day in an address', () => {
	it('is today where it is no day', () => {
		const now = new Date('2021-05-17T23:30:00Z');
		expect(dayOf('2021-05-01', now)).toBe('2021-05-01');
		for (const text of [null, '', '2021-02-30', '17.05.2021', "2021-05-01' or 1=1", '0001-01-01']) expect(dayOf(text, now)).toBe('2021-05-18');
	});
});
