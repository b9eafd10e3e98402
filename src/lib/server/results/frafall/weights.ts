/** Weights of the respondents to the population list, tried on the page and saved as a named variable. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Table } from '#analysis/report/table.ts';
import { ENGINE_VERSION } from '#analysis/run.ts';
import { numericColumn, tableOf } from '#analysis/table/build.ts';
import { weightsOf, type PoststratifySpec, type RakeSpec } from '#analysis/weight/make.ts';
import { Problem } from '#lib/domain/problem.ts';
import { inLocale, m } from '#lib/i18n.ts';
import { formatNumber, formatPercent, midSentence } from '#lib/ui/format.ts';
import { insertWeight, readWeightValues } from '#lib/server/db/weights.ts';
import type { ResponseDeps } from '../response.ts';
import { hasAnswered, readFrafall, strataColumns, type FrafallData } from './data.ts';
import { DESIGN_WEIGHT, designSentence, hashWith } from './design.ts';
import { numberAt, numbersAt, runSpec, saidOf, textsAt, type Outcome } from './runs.ts';
import { levelLabel, type Sentence, type Words } from './words.ts';

export interface WeightChoice {
	method: 'rake' | 'poststratify';
	/** Names of strata, at least one. */
	strata: string[];
	/** Limits as multiples of the mean weight; raking only. */
	lowest: number | null;
	highest: number | null;
	/** Begin from the design weights, where the sample was drawn with unequal probabilities; else everyone begins alike. */
	design: boolean;
}
export interface WeightView {
	choice: WeightChoice;
	outcome: Outcome;
	violation: string | null;
	sentence: string | null;
	/** What the weights begin from, when that is the design weights. */
	design: string | null;
	notes: Sentence[];
	assumptions: Sentence[];
	table: Table | null;
}

const limit = (text: string): number | null => (/^\d{1,3}([.,]\d{1,4})?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : null);

/**
 * What a form asks for; null when it asks for nothing.
 * @throws Problem frafall_problem_strata (422) without a stratum of the survey, frafall_problem_limits (422) when a limit is none
 */
export function weightChoice(form: { get(name: string): unknown; getAll(name: string): unknown[] }, strata: readonly { name: string }[]): WeightChoice | null {
	const method = form.get('metode');
	if (method !== 'rake' && method !== 'poststratify') return null;
	const names = strata.map((s) => s.name).filter((name) => form.getAll('vektstratum').includes(name));
	if (names.length === 0) throw new Problem('frafall_problem_strata', 422);
	const text = (name: string) => { const value = form.get(name); return typeof value === 'string' ? value.trim() : ''; };
	const [lowest, highest] = [limit(text('lavest')), limit(text('hoyest'))];
	const wrong = (value: number | null, given: string, fits: (x: number) => boolean) => given !== '' && (value === null || !fits(value));
	if (wrong(lowest, text('lavest'), (x) => x > 0 && x < 1) || wrong(highest, text('hoyest'), (x) => x > 1)) throw new Problem('frafall_problem_limits', 422);
	return { method, strata: names, lowest: method === 'rake' ? lowest : null, highest: method === 'rake' ? highest : null, design: form.get('start') !== 'like' };
}

/** Seats of the list that the weights are to stand for: with a code on every chosen stratum, and not known to be ineligible. */
const stated = (data: FrafallData, strata: readonly string[]) => data.seats.filter((s) => s.disposition !== 'ineligible' && strata.every((name) => s.codes[name] !== undefined));

function countBy<T>(list: readonly T[], key: (item: T) => string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const item of list) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
	return counts;
}

/** The engine's spec of a choice, with the figures of the population list as they are now. */
export function weightSpec(data: FrafallData, { method, strata, lowest, highest, design }: WeightChoice): RakeSpec | PoststratifySpec {
	const seats = stated(data, strata);
	const base = design && data.design ? { base: DESIGN_WEIGHT } : {};
	if (method === 'poststratify') {
		const counts = countBy(seats, (s) => JSON.stringify(strata.map((name) => s.codes[name])));
		const cells = [...counts.keys()].sort().map((key) => JSON.parse(key) as string[]);
		return { method, by: strata, cells, population: cells.map((cell) => counts.get(JSON.stringify(cell)) ?? 0), ...base };
	}
	const margins = Object.fromEntries(strata.map((name) => {
		const counts = countBy(seats, (s) => s.codes[name] ?? '');
		return [name, Object.fromEntries((data.strata.find((s) => s.name === name)?.categories ?? []).flatMap(({ code }) => (counts.has(code) ? [[code, counts.get(code) ?? 0] as const] : [])))];
	}));
	return { method, margins, order: strata, ...(lowest === null ? {} : { lowest }), ...(highest === null ? {} : { highest }), ...base };
}

function respondents(data: FrafallData) {
	const seats = data.base.filter(hasAnswered);
	const { design } = data;
	return { seats, table: tableOf({ ...strataColumns(seats, data.patterns, data.strata), ...(design && { [DESIGN_WEIGHT]: numericColumn(seats.map((s) => design.weights.get(s.id) ?? 1)) }) }) };
}

function weightTable(outcome: Extract<Outcome, { method: string }>, choice: WeightChoice, based: boolean, words: Words): Table {
	const { locale } = words;
	const percent = (value: number | null) => (value === null ? { kind: 'missing' as const, reason: 'zero_denominator' as const } : { kind: 'percent' as const, value, decimals: 1 });
	const number = (value: number | null, decimals = 2) => (value === null ? { kind: 'missing' as const, reason: 'not_applicable' as const } : { kind: 'number' as const, value, decimals });
	// several strata stand in one table
	const named = (level: string, name: string) => (choice.strata.length < 2 ? level : m.frafall_of_stratum({ level, stratum: midSentence(inLocale(words.strata.find((s) => s.name === name)?.label, locale) || name) }, { locale }));
	const base = { rowHeading: m.frafall_group({}, { locale }), notes: [], provenance: [] };
	if (choice.method === 'poststratify') {
		const of = (name: string) => numbersAt(outcome, 'cells', name);
		return {
			...base, title: m.frafall_weight_cells({}, { locale }),
			columns: [{ key: 'N', label: m.frafall_column_population({}, { locale }) }, { key: 'n', label: m.frafall_column_answered({}, { locale }) }, { key: 'w', label: based ? m.frafall_column_factor({}, { locale }) : m.frafall_column_weight({}, { locale }) }],
			rows: textsAt(outcome, 'cells', 'names').map((name, k) => ({ key: name, label: levelLabel(choice.strata, name, words), cells: [{ kind: 'count', value: of('population')[k] ?? 0 }, { kind: 'count', value: of('n')[k] ?? 0 }, number(of('factor')[k] ?? null)] }))
		};
	}
	return {
		...base, title: m.frafall_weight_margins({}, { locale }),
		columns: [
			{ key: 'N', label: m.frafall_column_population({}, { locale }) }, { key: 'n', label: m.frafall_column_answered({}, { locale }) }, { key: 'w', label: m.frafall_column_weighted({}, { locale }) },
			{ key: 'share_N', label: m.frafall_column_population({}, { locale }), group: m.frafall_group_shares({}, { locale }) }, { key: 'share_n', label: m.frafall_column_answered({}, { locale }), group: m.frafall_group_shares({}, { locale }) }
		],
		rows: choice.strata.flatMap((name) => {
			const of = (part: string) => numbersAt(outcome, 'margins', name, part);
			return textsAt(outcome, 'margins', name, 'levels').map((level, k) => ({
				key: `${name}:${level}`, label: named(levelLabel([name], level, words), name),
				cells: [{ kind: 'count' as const, value: of('population')[k] ?? 0 }, { kind: 'count' as const, value: of('n')[k] ?? 0 }, number(of('weighted')[k] ?? null, 1), percent(of('share_population')[k] ?? null), percent(of('share_respondents')[k] ?? null)]
			}));
		})
	};
}

export function weightView(data: FrafallData, choice: WeightChoice, words: Words): WeightView {
	const { locale } = words;
	const spec = weightSpec(data, choice);
	const { seats, table } = respondents(data);
	const outcome = runSpec(spec, table);
	const design = spec.base && data.design ? designSentence(data.design, seats, words) : null;
	const said = saidOf(outcome, { ...words, of: choice.strata });
	if (isViolation(outcome)) return { choice, outcome, sentence: null, design, table: null, ...said };
	const of = (name: string, decimals: number) => formatNumber(numberAt(outcome, name), locale, decimals);
	const sentence = m.frafall_weight_sentence({
		n: formatNumber(outcome.n, locale), effective: of('n_eff', 1), deff: of('deff_kish', 2), min: of('min', 2), max: of('max', 2), mean: of('mean', 2), moe: formatPercent(numberAt(outcome, 'moe'), locale)
	}, { locale });
	return { choice, outcome, sentence, design, table: weightTable(outcome, choice, design !== null, words), ...said };
}

/**
 * Saves the weights of a choice as the next version of a named variable, reckoned anew on the answers as they are now. The same weights on the same answers as
 * the last version are that version.
 * @throws Problem frafall_problem_weight_name (422); frafall_problem_weights (422) when there are no such weights
 */
export async function saveWeights(deps: ResponseDeps, surveyId: number, input: { name: string; choice: (data: FrafallData) => WeightChoice | null; actor: string; words: Omit<Words, 'strata'> }) {
	const name = input.name.trim();
	if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new Problem('frafall_problem_weight_name', 422);
	const data = await readFrafall(deps, surveyId);
	if (data.strata.some((s) => s.name === name)) throw new Problem('frafall_problem_weight_taken', 422, { name });
	const choice = input.choice(data);
	if (!choice) throw new Problem('frafall_problem_strata', 422);
	const { seats, table } = respondents(data);
	const spec = weightSpec(data, choice);
	const result = runSpec(spec, table);
	const column = weightsOf(spec, table, name);
	if (isViolation(result) || isViolation(column)) {
		const reason = isViolation(result) ? saidOf(result, { ...input.words, strata: data.strata, of: choice.strata }).violation ?? '' : '';
		throw new Problem('frafall_problem_weights', 422, { reason });
	}
	const values = seats.flatMap(({ id }, i) => (column.missing && column.missing[i]! > 0 ? [] : [{ seatId: id, value: column.values[i]! }]));
	const { values: numbers, notes, assumptions } = result;
	const kept = await deps.database.evaluate.db.transaction((tx) => insertWeight(tx, {
		surveyId, name, spec: { ...spec }, engine: ENGINE_VERSION, dataHash: spec.base && data.design ? hashWith(data.hash, data.design) : data.hash, result: { n: result.n, values: numbers, notes, assumptions }, values
	}, input.actor));
	if (!kept) throw new Problem('evaluate_problem_no_survey', 404);
	return { name, ...kept };
}

/** @throws Problem frafall_problem_no_weight (404) */
export async function weightFile(deps: ResponseDeps, surveyId: number, weightId: number) {
	const found = await readWeightValues(deps.database.evaluate.db, surveyId, weightId);
	if (!found) throw new Problem('frafall_problem_no_weight', 404);
	return found;
}

export interface SavedWeight { id: number; name: string; version: number; method: string; strata: string; n: number; effective: number; madeAt: Date; engine: string; design: boolean }

/** Every version that is kept, as a page lists them. */
export function savedWeights(data: FrafallData, words: Words): SavedWeight[] {
	return data.weights.map(({ id, name, version, spec, n, madeAt, engine, result }) => {
		const of = spec.method === 'rake' ? Object.keys((spec.margins ?? {}) as object) : ((spec.by ?? []) as string[]);
		return {
			id, name, version, n, madeAt, engine, design: typeof spec.base === 'string', method: String(spec.method), strata: of.map((s) => inLocale(words.strata.find((x) => x.name === s)?.label, words.locale) || s).join(', '),
			effective: Number((result.values as { n_eff?: number } | undefined)?.n_eff ?? 0)
		};
	});
}
