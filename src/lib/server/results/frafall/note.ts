/** A draft of the note on frafall that a report's appendix has, as text: every figure followed by the number of the run it comes from, and the runs with their specs below. */
import { isViolation } from '#analysis/assumptions.ts';
import { ENGINE_VERSION } from '#analysis/run.ts';
import type { SurveyHead } from '#lib/evaluate/survey.ts';
import { inLocale, m } from '#lib/i18n.ts';
import { formatNumber, formatPercent, formatTime } from '#lib/ui/format.ts';
import type { CurveView } from './curve-view.ts';
import type { FrafallData } from './data.ts';
import type { ModelView } from './model-view.ts';
import { numberAt, runSpec, type Outcome } from './runs.ts';
import type { StratumView } from './strata-view.ts';
import { savedWeights } from './weights.ts';
import { noteSentence, type Words } from './words.ts';

export interface NoteSource { number: number; method: string; engine: string; spec: string }
export interface FrafallNote { title: string; paragraphs: string[]; sources: NoteSource[]; basis: string }

export interface NoteParts {
	survey: SurveyHead;
	data: FrafallData;
	strata: StratumView[];
	model: ModelView;
	curve: CurveView;
}

/** Numbers the runs in the order they are first cited. */
function citations() {
	const sources: NoteSource[] = [];
	return {
		sources,
		cite(text: string, outcome: Outcome | { method: string; engine: string; spec: object }): string {
			if (isViolation(outcome)) return text;
			const spec = JSON.stringify(outcome.spec);
			let found = sources.find((s) => s.spec === spec);
			if (!found) {
				found = { number: sources.length + 1, method: outcome.method, engine: outcome.engine, spec };
				sources.push(found);
			}
			return `${text} [${found.number}]`;
		}
	};
}

/** Sentences of the notes that say which groups pull the response away; the rest are for the page. */
const PULLS = new Set(['response_stratum_under', 'response_stratum_over', 'response_no_stratum_pulls', 'response_exact_p', 'response_no_exact_p', 'response_rows_left_out']);
const TOGETHER = new Set(['response_stratum_matters', 'response_no_stratum_matters']);

function about(view: StratumView, words: Words, cite: (text: string, outcome: Outcome) => string): string {
	const { locale } = words;
	if (isViolation(view.outcome)) return m.frafall_note_no_test({ stratum: view.label, reason: view.violation ?? '' }, { locale });
	const own = { ...words, of: view.of };
	const sentences = [view.test ?? '', ...view.outcome.notes.filter((n) => PULLS.has(n.key)).map((n) => noteSentence(n, own).text)].map((s) => cite(s, view.outcome));
	if (view.small) sentences.push(cite(view.small, view.outcome));
	return `${view.label}: ${sentences.join(' ')}`;
}

export function frafallNote({ survey, data, strata, model, curve }: NoteParts, words: Words): FrafallNote {
	const { locale } = words;
	const { cite, sources } = citations();
	const number = (value: number) => formatNumber(value, locale);
	const paragraphs: string[] = [];
	const total = runSpec({ method: 'response_rates_counts', population: { all: data.base.length }, respondents: { all: data.answered } });
	if (isViolation(total)) paragraphs.push(m.frafall_empty({}, { locale }));
	else {
		const percent = (part: string) => formatPercent(numberAt(total, 'total', part), locale);
		paragraphs.push(cite(m.frafall_note_total({
			listed: number(data.seats.length), seats: number(data.base.length), answered: number(data.answered), rate: percent('rate'), low: percent('wilson95_lo'), high: percent('wilson95_hi')
		}, { locale }), total));
		for (const view of strata) paragraphs.push(about(view, words, cite));
		const together: string[] = [];
		const { model: fitted, indicator } = model;
		if (fitted && !isViolation(fitted)) together.push(...fitted.notes.filter((n) => TOGETHER.has(n.key)).map((n) => cite(noteSentence(n, words).text, fitted)));
		if (indicator && !isViolation(indicator) && model.sentence) together.push(cite(model.sentence, indicator));
		together.push(...model.left.map((l) => l.text));
		if (model.violation) together.push(model.violation);
		if (together.length > 0) paragraphs.push(together.join(' '));
		if (curve.forecast.sentence && curve.forecast.outcome) paragraphs.push(cite(curve.forecast.sentence, curve.forecast.outcome));
		for (const w of savedWeights(data, words)) {
			const kept = data.weights.find((k) => k.id === w.id);
			if (kept) paragraphs.push(cite(m.frafall_note_weight({ name: w.name, version: w.version, strata: w.strata, n: number(w.n), effective: formatNumber(w.effective, locale, 1) }, { locale }), { method: w.method, engine: kept.engine, spec: kept.spec }));
		}
	}
	return {
		title: m.frafall_note_title({ survey: inLocale(survey.title, locale) }, { locale }), paragraphs, sources,
		basis: m.frafall_note_basis({ time: formatTime(data.at, locale), hash: data.hash, engine: ENGINE_VERSION }, { locale })
	};
}

/** The note as a text file: UTF-8, a blank line between paragraphs. */
export function noteText(note: FrafallNote, heading: string): string {
	return [note.title, '='.repeat([...note.title].length), '', ...note.paragraphs.flatMap((p) => [p, '']), heading, '', ...note.sources.map((s) => `[${s.number}] ${s.method}, ${s.engine}: ${s.spec}`), '', note.basis, ''].join('\n');
}
