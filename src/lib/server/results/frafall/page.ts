/** Everything the page on frafall shows, of one moment. */
import { isViolation } from '#analysis/assumptions.ts';
import { proportion } from '#analysis/estimate/proportion.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { SurveyHead } from '#lib/evaluate/survey.ts';
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { formatPercent } from '#lib/ui/format.ts';
import type { ResponseDeps } from '../response.ts';
import { curveView } from './curve-view.ts';
import { readFrafall } from './data.ts';
import { modelView } from './model-view.ts';
import { frafallNote } from './note.ts';
import { ANSWERS, remindView } from './remind-view.ts';
import { stratumView } from './strata-view.ts';
import { savedWeights, weightChoice, weightView } from './weights.ts';

/** At most so many further answers are asked about: more than a reminder has ever brought. */
const MOST_ANSWERS = 1000;

/** What a reader asked for by the address; what cannot be is left out. */
export interface Asked {
	rows: string | null;
	columns: string | null;
	model: string[];
	answers: number;
	pairs: boolean;
	curve: string | null;
	query: URLSearchParams;
}

export function asked(query: URLSearchParams): Asked {
	const answers = query.get('svar') ?? '';
	return {
		rows: query.get('rader'), columns: query.get('kolonner'), model: query.getAll('modell'), pairs: query.get('par') === 'ja', curve: query.get('kurve'), query,
		answers: /^[1-9]\d{0,3}$/.test(answers) ? Math.min(MOST_ANSWERS, Number(answers)) : ANSWERS
	};
}

/** What a page and a note are made from. */
async function parts(deps: ResponseDeps, survey: SurveyHead, locale: Locale, wish: Asked) {
	const data = await readFrafall(deps, survey.id);
	const words = { locale, strata: data.strata };
	// before there is a sample there is no response to look at
	const strata = data.base.length === 0 ? [] : data.strata.map((s) => stratumView(data, [s.name], words));
	const model = data.base.length === 0 ? modelView({ ...data, strata: [] }, [], words) : modelView(data, wish.model, words);
	return { data, words, strata, model, curve: curveView(data, wish.curve, words) };
}

export async function frafallPage(deps: ResponseDeps, survey: SurveyHead, locale: Locale, wish: Asked) {
	const { data, words, strata, model, curve } = await parts(deps, survey, locale, wish);
	const known = (name: string | null) => data.strata.some((s) => s.name === name);
	const { rows, columns } = wish;
	const crossed = rows !== null && columns !== null && rows !== columns && known(rows) && known(columns) && data.base.length > 0 ? stratumView(data, [rows, columns], words) : null;
	let weight = null;
	let weightProblem: { code: string; params: Record<string, string | number> } | null = null;
	try {
		const choice = weightChoice(wish.query, data.strata);
		weight = choice && data.answered > 0 ? weightView(data, choice, words) : null;
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		weightProblem = { code: error.code, params: error.params };
	}
	const rate = proportion(data.answered, data.base.length);
	const shown = <T extends { outcome: unknown }>({ outcome: _, ...view }: T) => view;
	const remind = remindView(data, model.violation ? [] : model.names, { answers: wish.answers, pairs: wish.pairs }, words);
	const { indicator: _indicator, model: _model, ...modelShown } = model;
	return {
		at: data.at, listed: data.seats.length, seats: data.base.length, answered: data.answered,
		rate: isViolation(rate) ? null : { value: formatPercent(rate.value, locale), low: formatPercent(rate.low, locale), high: formatPercent(rate.high, locale) },
		choices: data.strata.map((s) => ({ value: s.name, label: inLocale(s.label, locale) })),
		strata: strata.map(shown), crossed: crossed && shown(crossed),
		crossing: { rows: rows ?? data.strata[0]?.name ?? '', columns: columns ?? data.strata[1]?.name ?? '', problem: rows !== null && rows === columns ? 'evaluate_problem_crossed_with_itself' : null },
		model: modelShown, remind: shown(remind), curve: { ...curve, forecast: shown(curve.forecast) },
		weight: weight && { ...shown(weight), possible: !isViolation(weight.outcome) }, weightProblem, weights: savedWeights(data, words), unequal: data.design !== null,
		note: frafallNote({ survey, data, strata, model, curve }, words)
	};
}

/** The note alone, for its file. */
export async function notePage(deps: ResponseDeps, survey: SurveyHead, locale: Locale) {
	const { data, words, ...rest } = await parts(deps, survey, locale, asked(new URLSearchParams()));
	return { note: frafallNote({ survey, data, ...rest }, words), heading: m.frafall_note_sources({}, { locale }) };
}
