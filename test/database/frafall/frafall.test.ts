import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '#lib/i18n.ts';
import { remindFile } from '#lib/server/results/frafall/files.ts';
import { noteText } from '#lib/server/results/frafall/note.ts';
import { asked, frafallPage, notePage } from '#lib/server/results/frafall/page.ts';
import { surveyHead } from '#lib/server/results/surveys.ts';
import type { SurveyIds } from '../../../src/demo/job/context.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { loadEvaluation, SENT } from '../../support/frafall.ts';

let db: TestDatabase;
let ids: SurveyIds;
beforeAll(async () => {
	db = await createDatabase();
	ids = await loadEvaluation(db);
});
afterAll(() => db.drop());

/** With ordinary spaces, so that numbers can be read in the tests as they are on the page. */
const plain = <T>(view: T): T => JSON.parse(JSON.stringify(view).replaceAll('\u00a0', ' ')) as T;
const page = async (survey: keyof SurveyIds, query = '', locale: Locale = 'nb') => {
	const deps = { database: db };
	return plain(await frafallPage(deps, await surveyHead(deps, ids[survey]), locale, asked(new URLSearchParams(query))));
};
const stratum = (view: Awaited<ReturnType<typeof page>>, name: string) => {
	const found = view.strata.find((s) => s.of.join() === name);
	if (!found) throw new Error(`no stratum ${name}`);
	return found;
};

describe('what the report of 2021 does not say', () => {
	it('forums differ by county and by role, also when each is held for the other', async () => {
		const view = await page('samarbeidsforum');
		expect(stratum(view, 'fylke')).toMatchObject({ differs: true, test: expect.stringContaining('skiller seg fra listen etter fylke: χ²(10) = 25,5, p = 0,004') as string });
		expect(stratum(view, 'rolle')).toMatchObject({ differs: true, test: expect.stringContaining('p = 0,026') as string });
		expect(stratum(view, 'fylke').notes.map((n) => n.text)).toContain('Vestland har svart mindre enn de andre (16,7 % mot 51,9 % i alt, korrigert p-verdi 0,022) og veier for lite i svarene.');
		expect(view.model.names).toEqual(['fylke', 'rolle']);
		expect(view.model.notes.map((n) => n.text)).toEqual(expect.arrayContaining([
			'Fylke har betydning for hvem som har svart, også når de andre er tatt hensyn til (korrigert p-verdi 0,002).', 'Rolle har betydning for hvem som har svart, også når de andre er tatt hensyn til (korrigert p-verdi 0,008).'
		]));
	});
	it('networks differ by role and by county, p < 0.001', async () => {
		const view = await page('nettverk');
		for (const name of ['fylke', 'rolle']) expect(stratum(view, name)).toMatchObject({ differs: true, test: expect.stringContaining('p < 0,001') as string });
	});
	it('school leaders differ by school type, p < 0.001, and not clearly by county alone', async () => {
		const view = await page('skoleledere');
		expect(stratum(view, 'skoletype')).toMatchObject({ differs: true, test: expect.stringContaining('χ²(2) = 17,4, p < 0,001') as string });
		expect(stratum(view, 'fylke')).toMatchObject({ differs: false, test: expect.stringContaining('skiller seg ikke klart') as string });
	});
	it('counts the forum rows without particulars as left out, and says so', async () => {
		const fylke = stratum(await page('samarbeidsforum'), 'fylke');
		expect(fylke.notes.map((n) => n.text)).toContain('9 plasser er utelatt fordi en av variablene mangler eller det ikke er kjent om de har svart.');
		expect(fylke.table?.rows.at(-1)?.cells.slice(0, 3)).toEqual([{ kind: 'count', value: 295 }, { kind: 'count', value: 295 }, { kind: 'count', value: 153 }]);
	});
	it('looks at those drawn, beside the whole list, where a part of it was', async () => {
		const view = await page('tillitsvalgte');
		expect(view).toMatchObject({ listed: 4394, seats: 2677, answered: 713, rate: { value: '26,6 %' } });
		expect(stratum(view, 'forbund').table?.rows.at(-1)?.cells.slice(0, 2)).toEqual([{ kind: 'count', value: 4394 }, { kind: 'count', value: 2677 }]);
	});
});

describe('the page on frafall', () => {
	it('leaves out of the model a stratum that follows from another, and says why', async () => {
		const { model } = await page('nettverk');
		expect(model.left.map((l) => l.text)).toEqual(['Nettverk er holdt utenfor. Noen variabler kan regnes ut fra de andre (nettverk). Ta bort en av dem.']);
	});
	it('uses the strata that are asked for, and says why not when they cannot stand together', async () => {
		expect((await page('skoleledere', 'modell=liste&modell=skoletype&modell=tull')).model.names).toEqual(['liste', 'skoletype']);
		const { model, remind } = await page('nettverk', 'modell=fylke&modell=nettverk');
		expect(model.violation).toContain('kan regnes ut fra de andre');
		expect(remind.table).toBeNull();
	});
	it('crosses two strata, each level by its label', async () => {
		const { crossed } = await page('skoleledere', 'rader=liste&kolonner=skoletype');
		expect(crossed?.label).toBe('Liste × Skoletype');
		expect(crossed?.table?.rows[0]?.label).toMatch(/^(Nasjonalt skoleregister \(NSR\)|Skolelederforbundet) × /);
		expect((await page('skoleledere', 'rader=liste&kolonner=liste')).crossing.problem).toBe('evaluate_problem_crossed_with_itself');
	});
	it('says who to remind next, with the expected gain, and the group comes as a list of seats', async () => {
		const { remind } = await page('nettverk');
		expect(remind.notes[0]?.text).toBe('Purr først Vestland (fylke): 10 svar til derfra ventes å heve R med 0,023, mot 0,006 om like mange kom jevnt fra alle.');
		expect(remind.groups[0]).toEqual({ label: 'Vestland (fylke)', query: { fylke: 'Vestland' } });
		const [row] = remind.table?.rows ?? [];
		const file = await remindFile({ database: db }, ids.nettverk, { fylke: 'Vestland' }, 'nb');
		const lines = file.trimEnd().split('\r\n');
		expect(lines[0]).toBe('\ufeffNøkkel i listen;Fylke;Nettverk;Rolle');
		// as many as the table says can be reminded
		expect(lines.length - 1).toBe(row?.cells[2]?.kind === 'count' ? row.cells[2].value : -1);
		expect(lines.slice(1).every((line) => line.split(';')[1] === 'Vestland')).toBe(true);
		expect(file).not.toMatch(/@/);
		await expect(remindFile({ database: db }, ids.nettverk, { epost: 'x' }, 'nb')).rejects.toMatchObject({ code: 'evaluate_problem_unknown_stratum', status: 404 });
	});
	it('reminds nobody who has answered, refused, is gone or has an address that fails', async () => {
		const before = (await remindFile({ database: db }, ids.uh, {}, 'nb')).split('\r\n').length;
		const rows = await db.admin<{ id: number }[]>`select id from seat where survey_id = ${ids.uh} and disposition = 'non_contact' order by id limit 3`;
		for (const [i, disposition] of ['refusal', 'undeliverable', 'ineligible'].entries()) await db.admin`update seat set disposition = ${disposition} where survey_id = ${ids.uh} and id = ${rows[i]?.id ?? 0}`;
		expect((await remindFile({ database: db }, ids.uh, {}, 'nb')).split('\r\n')).toHaveLength(before - 3);
		// who is not concerned is outside the rate, the other two are in it
		expect(await page('uh')).toMatchObject({ listed: 518, seats: 517, answered: 242 });
		for (const { id } of rows) await db.admin`update seat set disposition = 'non_contact' where survey_id = ${ids.uh} and id = ${id}`;
	});
	it('has pairs of groups when asked for, each with what its seats have', async () => {
		const { remind } = await page('skoleledere', 'par=ja&svar=25');
		expect(remind).toMatchObject({ answers: 25, pairs: true });
		expect(remind.groups.some((g) => Object.keys(g.query).length === 2)).toBe(true);
	});
	it('draws the response day by day to what has been answered, with the sends, and forecasts from whole days', async () => {
		const { curve } = await page('skoleledere');
		expect(curve.points).toHaveLength(SENT.invitation + 1);
		expect(curve.points.at(-1)?.total).toBe(257);
		expect(curve.points.reduce((sum, p) => sum + p.answers, 0)).toBe(257);
		expect(curve.sends.map((s) => [s.label, s.day, s.sent])).toEqual([['Invitasjon', 0, 1362], ['Påminnelse 1', SENT.invitation - SENT.reminder, 1362]]);
		for (const level of curve.stratum?.levels ?? []) expect(level.rates).toHaveLength(curve.points.length);
		expect(curve.forecast.days).toHaveLength(14);
		expect(curve.forecast.sentence).toMatch(/^Undersøkelsen har ingen frist\. Den \d\d\.\d\d\.\d{4} ventes \d+ svar, \d\d,\d % \(95 % prognoseintervall /);
	});
	it('forecasts to the deadline when there is one, and not after it or when there are too few days', async () => {
		await db.admin`update survey set closes_at = now() + interval '3 days' where id = ${ids.uh}`;
		expect((await page('uh')).curve.forecast).toMatchObject({ none: null, sentence: expect.stringContaining('Ved fristen') as string });
		await db.admin`update survey set state = 'closed' where id = ${ids.uh}`;
		expect((await page('uh')).curve.forecast).toMatchObject({ sentence: null, days: [], none: 'Undersøkelsen er avsluttet; kurven er endelig.' });
		await db.admin`update survey set state = 'open' where id = ${ids.uh}`;
		await db.admin`update mail set changed_at = now() - interval '2 days' where survey_id = ${ids.uh}`;
		expect((await page('uh')).curve.forecast.none).toContain('for tidlig for en prognose: 2 hele dager');
	});
	it('says so before anyone is drawn', async () => {
		await db.admin`insert into survey (wave_id, key) select wave_id, 'tom' from survey limit 1`;
		const [row] = await db.admin<[{ id: number }]>`select id from survey where key = 'tom'`;
		const deps = { database: db };
		const view = await frafallPage(deps, await surveyHead(deps, row.id), 'nb', asked(new URLSearchParams('metode=rake&vektstratum=fylke')));
		expect(view).toMatchObject({ seats: 0, strata: [], rate: null, crossed: null, weightProblem: { code: 'frafall_problem_strata' } });
		expect(view.note.paragraphs).toEqual(['Ingen plasser er trukket ut ennå, så det er ikke noe frafall å se på.']);
	});
});

describe('the note on frafall', () => {
	const note = async (survey: keyof SurveyIds, locale: Locale) => {
		const deps = { database: db };
		const made = await notePage(deps, await surveyHead(deps, ids[survey]), locale);
		return { ...made, text: noteText(made.note, made.heading) };
	};
	it('gives every sentence with a figure from the engine the run it comes from, and every run its spec', async () => {
		const { note: { paragraphs, sources }, text } = plain(await note('samarbeidsforum', 'nb'));
		const cited = new Set([...paragraphs.join(' ').matchAll(/\[(\d+)\]/g)].map(([, n]) => Number(n)));
		expect([...cited].sort((a, b) => a - b)).toEqual(sources.map((s) => s.number));
		expect(sources.map((s) => s.method)).toEqual(['response_rates_counts', 'nonresponse', 'nonresponse', 'nonresponse', 'nonresponse_model', 'r_indicator', 'response_forecast']);
		for (const s of sources) expect(text).toContain(`[${s.number}] ${s.method}, 1.0.0: ${s.spec}`);
		expect(paragraphs[0]).toBe('Populasjonslisten har 304 plasser. 304 er trukket ut og kan svare, og 153 har svart. Det gir en svarprosent på 50,3 % (95 % intervall 44,7 % til 55,9 %). [1]');
	});
	it.each(LOCALES)('is whole in %s: no key, no placeholder, nothing undefined', async (locale) => {
		const { text } = await note('nettverk', locale);
		expect(text).not.toMatch(/frafall_|analysis_|\{[a-z]+\}|undefined|NaN|null/);
		expect(text).toContain(locale === 'en' ? 'p\u00a0<\u00a00.001' : 'p\u00a0<\u00a00,001');
	});
	it('names the same basis until an answer comes', async () => {
		const hash = async () => (await note('samarbeidsforum', 'nb')).note.basis.match(/[0-9a-f]{64}/)?.[0];
		const before = await hash();
		expect(await hash()).toBe(before);
		await db.admin`update seat set disposition = 'refusal' where survey_id = ${ids.samarbeidsforum} and id = (select min(id) from seat where survey_id = ${ids.samarbeidsforum} and disposition = 'non_contact')`;
		expect(await hash()).not.toBe(before);
	});
});
