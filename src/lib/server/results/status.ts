/** Dispositions and outcome rates by AAPOR, and how the forms went: all of one moment. */
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import { proportion, type Proportion } from '#analysis/estimate/proportion.ts';
import * as rates from '#analysis/response/rates.ts';
import type { EstimatedRate, SampleDispositions } from '#analysis/response/rates.ts';
import { compile, type Compiled } from '#lib/domain/questionnaire/fields.ts';
import type { Questionnaire } from '#lib/domain/questionnaire/schema.ts';
import { unpiped } from '#lib/domain/text.ts';
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { snapshot } from '#lib/server/db/response-counts.ts';
import { countItems, countOpenByBlock, readCurrentDocument, readProgress, type ItemRow } from '#lib/server/db/status-read.ts';
import { dispositionReport, type ReportContext } from './report.ts';
import { totalsOf, type ResponseDeps } from './response.ts';

/** The letter AAPOR has for a disposition of this kind of survey. */
const LETTERS: Record<string, string> = { complete: 'I', partial: 'P', refusal: 'R', non_contact: 'UH', not_invited: 'UH', undeliverable: 'UO' };

const KNOWN = '(I + P) + (R + NC + O)';
/** Every rate with its formula, in AAPOR's order. */
const RATES: { key: string; formula: string; of: (d: SampleDispositions, e: number) => Proportion | EstimatedRate | Violation }[] = [
	{ key: 'RR1', formula: `I / (${KNOWN} + (UH + UO))`, of: rates.rr1 },
	{ key: 'RR2', formula: `(I + P) / (${KNOWN} + (UH + UO))`, of: rates.rr2 },
	{ key: 'RR3', formula: `I / (${KNOWN} + e(UH + UO))`, of: rates.rr3 },
	{ key: 'RR4', formula: `(I + P) / (${KNOWN} + e(UH + UO))`, of: rates.rr4 },
	{ key: 'RR5', formula: `I / (${KNOWN})`, of: rates.rr5 },
	{ key: 'RR6', formula: `(I + P) / (${KNOWN})`, of: rates.rr6 },
	{ key: 'COOP1', formula: 'I / ((I + P) + R + O)', of: rates.coop1 },
	{ key: 'COOP2', formula: '(I + P) / ((I + P) + R + O)', of: rates.coop2 },
	{ key: 'COOP3', formula: 'I / ((I + P) + R)', of: rates.coop3 },
	{ key: 'COOP4', formula: '(I + P) / ((I + P) + R)', of: rates.coop4 },
	{ key: 'REF1', formula: `R / (${KNOWN} + (UH + UO))`, of: rates.ref1 },
	{ key: 'REF2', formula: `R / (${KNOWN} + e(UH + UO))`, of: rates.ref2 },
	{ key: 'REF3', formula: `R / (${KNOWN})`, of: rates.ref3 },
	{ key: 'CON1', formula: '((I + P) + R + O) / ((I + P) + R + O + NC + (UH + UO))', of: rates.con1 },
	{ key: 'CON2', formula: '((I + P) + R + O) / ((I + P) + R + O + NC + e(UH + UO))', of: rates.con2 },
	{ key: 'CON3', formula: '((I + P) + R + O) / ((I + P) + R + O + NC)', of: rates.con3 }
];

/** A share typed by a reader, with comma or point: from 0 to 1, or null when it is none. Blank is undefined: not chosen. */
export function parseShare(text: string | null): number | null | undefined {
	const typed = (text ?? '').trim().replace(',', '.');
	if (typed === '') return undefined;
	return /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(typed) ? Number(typed) : null;
}

/** e as used: what the reader chose, else by proportional allocation; with nobody of known eligibility, 1. */
function eligibility(sample: SampleDispositions, chosen: number | undefined) {
	const casro = rates.estimatedEligibility(sample);
	const allocated = isViolation(casro) ? null : casro;
	return { value: chosen ?? allocated?.value ?? 1, by: chosen !== undefined ? ('chosen' as const) : allocated ? ('casro' as const) : ('unknown' as const), allocated };
}

function pages(compiled: Compiled | null, open: { block: string | null; n: number }[], started: number, locale: Locale) {
	const at = (block: string | null) => open.find((o) => o.block === block)?.n ?? 0;
	const named = compiled?.blocks ?? [];
	const title = (key: string, i: number) => {
		const of = named[i]?.block.title;
		return m.disposition_page_n({ n: i + 1, title: of ? unpiped(inLocale(of, locale)) : key }, { locale });
	};
	const gone = open.filter((o) => o.block !== null && !named.some((b) => b.key === o.block));
	return [
		{ key: '', label: m.disposition_page_none({}, { locale }), n: at(null) },
		...named.map((b, i) => ({ key: b.key, label: title(b.key, i), n: at(b.key) })),
		...gone.map((o) => ({ key: `-${o.block}`, label: m.disposition_page_gone({ key: o.block ?? '' }, { locale }), n: o.n }))
	].map((row) => ({ ...row, share: proportion(row.n, started) }));
}

function items(compiled: Compiled | null, rows: ItemRow[], locale: Locale) {
	const byItem = new Map(rows.map((r) => [r.item, r]));
	const known = (compiled?.fields ?? []).map((f) => ({ key: f.key, label: unpiped(inLocale(f.row?.text ?? f.item.text, locale)) }));
	const gone = rows.filter((r) => !compiled?.byKey.has(r.item)).map((r) => ({ key: r.item, label: r.item })).sort((a, b) => (a.key < b.key ? -1 : 1));
	return [...known, ...gone].map(({ key, label }) => {
		const row = byItem.get(key) ?? { asked: 0, notAnswered: 0, dontKnow: 0, notAsked: 0 };
		return { key, label, asked: row.asked, notAnswered: row.notAnswered, dontKnow: row.dontKnow, notAsked: row.notAsked, share: proportion(row.notAnswered, row.asked) };
	});
}

/**
 * Everything the status page shows, read in one snapshot.
 * `items`: of the forms sent in, how many were asked the item (routing led to it), and how many of those left it blank; "vet ikke" is an answer.
 * `pages`: forms begun and not sent in by the page last saved, as a share of those begun. `seconds`: quartiles from consent to sending in, of forms
 * never reopened; coarse, since pauses count.
 * @param e the share of the unknown taken to be eligible; undefined: by proportional allocation
 */
export async function statusPage(deps: ResponseDeps, surveyId: number, context: ReportContext, e: number | undefined) {
	const { locale } = context;
	return snapshot(deps.database.evaluate.db, async (tx) => {
		const totals = await totalsOf(tx, surveyId);
		const document = (await readCurrentDocument(tx, surveyId)) as Questionnaire | null;
		const compiled = document ? compile(document) : null;
		const progress = await readProgress(tx, surveyId);
		const open = await countOpenByBlock(tx, surveyId);
		const table = dispositionReport(totals, context);
		const used = eligibility(totals.sample, e);
		return {
			totals, eligibility: used, progress, outcomes: rates.outcomes(totals.sample),
			dispositions: { ...table, rows: table.rows.map((row) => ({ ...row, label: LETTERS[row.key] ? `${row.label} (${LETTERS[row.key]})` : row.label })) },
			rates: RATES.map(({ key, formula, of }) => ({ key, formula, result: of(totals.sample, used.value), estimated: formula.includes(' e(') })),
			completion: proportion(progress.submitted, progress.started),
			pages: pages(compiled, open, progress.started, locale),
			items: items(compiled, await countItems(tx, surveyId), locale)
		};
	});
}
