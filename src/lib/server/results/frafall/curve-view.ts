/** Response day by day with the sends marked, in all and on each level of a stratum, and where it will end. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Spec } from '#analysis/spec.ts';
import { inLocale, m } from '#lib/i18n.ts';
import { formatNumber, formatPercent } from '#lib/ui/format.ts';
import { LEAST_ANSWERS, LEAST_DAYS } from '#analysis/response/forecast.ts';
import { categoryLabel } from '../report.ts';
import { countPatterns, hasAnswered, type FrafallData, type FrafallSeat } from './data.ts';
import { numberAt, numbersAt, runSpec, saidOf, type Outcome } from './runs.ts';
import type { Sentence, Words } from './words.ts';

/** Without a deadline it is told where it will stand in so many days. */
const AHEAD = 14;
/** The forecast is the same every time the page is opened. */
const SEED = 20210415;

export interface CurvePoint { day: number; date: string; answers: number; total: number; rate: number }
export interface CurveView {
	/** Seats that the rates are of. */
	seats: number;
	points: CurvePoint[];
	sends: { day: number; date: string; label: string; sent: number }[];
	/** Levels of the chosen stratum: rate on each day, in the order of `points`. */
	stratum: { name: string; label: string; levels: { key: string; label: string; seats: number; rates: number[] }[] } | null;
	forecast: {
		outcome: Outcome | null;
		/** Why there is none; else null. */
		none: string | null;
		sentence: string | null;
		days: { day: number; date: string; expected: number; low: number; high: number }[];
		notes: Sentence[];
		assumptions: Sentence[];
	};
}

const DAY = 86_400_000;
const numberOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
/** Monday 0: 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

function forecastOf(data: FrafallData, perDay: number[], first: number, sends: number[], words: Words): CurveView['forecast'] {
	const { locale } = words;
	const { deadline, base } = data;
	const none = (text: string) => ({ outcome: null, none: text, sentence: null, days: [], notes: [], assumptions: [] });
	const today = numberOf(deadline.today) - first;
	const closes = deadline.closes === null ? null : numberOf(deadline.closes) - first;
	if (deadline.state === 'closed' || (closes !== null && closes < today)) return none(m.frafall_forecast_closed({}, { locale }));
	if (sends.length === 0) return none(m.frafall_forecast_no_sends({}, { locale }));
	const whole = perDay.slice(0, Math.max(0, today));
	const answers = whole.reduce((a, b) => a + b, 0);
	if (whole.length < LEAST_DAYS || answers < LEAST_ANSWERS) {
		return none(m.frafall_forecast_few({ days: formatNumber(whole.length, locale), answers: formatNumber(answers, locale), needed_days: LEAST_DAYS, needed_answers: LEAST_ANSWERS }, { locale }));
	}
	const until = closes ?? today + AHEAD - 1;
	const spec: Spec = { method: 'response_forecast', answers: whole, sends, population: base.length, until, first_weekday: weekdayOf(first), seed: SEED };
	const outcome = runSpec(spec);
	const said = saidOf(outcome, words);
	if (isViolation(outcome)) return { ...none(said.violation ?? ''), outcome };
	const [expected, low, high] = [numbersAt(outcome, 'expected'), numbersAt(outcome, 'expected_lo'), numbersAt(outcome, 'expected_hi')];
	const days = numbersAt(outcome, 'days').map((day, k) => ({ day: day ?? 0, date: dateOf(first + (day ?? 0)), expected: expected[k] ?? 0, low: low[k] ?? 0, high: high[k] ?? 0 }));
	const params = {
		date: shortDate(dateOf(first + until)), expected: formatNumber(numberAt(outcome, 'expected_end'), locale), rate: formatPercent(numberAt(outcome, 'rate_end'), locale),
		low: formatPercent(numberAt(outcome, 'rate_end_lo'), locale), high: formatPercent(numberAt(outcome, 'rate_end_hi'), locale)
	};
	return { outcome, none: null, sentence: closes === null ? m.frafall_forecast_open(params, { locale }) : m.frafall_forecast_deadline(params, { locale }), days, notes: said.notes, assumptions: said.assumptions };
}

/** `17.05.2021` of `2021-05-17`. */
export const shortDate = (date: string): string => date.split('-').reverse().join('.');

/** @param stratum name of the stratum whose levels have a curve each; null: the first */
export function curveView(data: FrafallData, stratum: string | null, words: Words): CurveView {
	const { locale } = words;
	const { base, deadline } = data;
	const dayOf = new Map<number, number>();
	for (const { seats, day } of data.answers) {
		const number = numberOf(day);
		for (const id of seats) dayOf.set(id, number);
	}
	const answers = base.flatMap((seat) => {
		const day = dayOf.get(seat.id);
		return day === undefined ? [] : [{ seat, day }];
	});
	const sent = data.sends.map((s) => numberOf(s.day));
	const answerDays = [...new Set(answers.map((a) => a.day))];
	const first = Math.min(...(sent.length > 0 ? sent : answerDays), numberOf(deadline.today));
	const last = Math.max(first, Math.min(numberOf(deadline.today), deadline.state === 'closed' ? Math.max(first, ...answerDays, ...sent) : Infinity));
	const length = last - first + 1;
	// an answer from before anything was sent, by a link handed over, is of the first day
	const place = (day: number) => Math.min(length - 1, Math.max(0, day - first));
	const counted = (of: typeof answers) => {
		const days = new Array<number>(length).fill(0);
		for (const a of of) days[place(a.day)]! += 1;
		return days;
	};
	const perDay = counted(answers);
	const cumulate = (days: number[]) => days.reduce<number[]>((all, n) => [...all, (all.at(-1) ?? 0) + n], []);
	const totals = cumulate(perDay);
	const chosen = data.strata.find((s) => s.name === stratum) ?? data.strata[0];
	const codeOf = (seat: FrafallSeat) => seat.codes[chosen?.name ?? ''];
	const seatsOn = new Map<string | undefined, number>();
	countPatterns(base, data.patterns).forEach((n, pattern) => {
		const code = data.patterns[pattern]![chosen?.name ?? ''];
		if (n > 0) seatsOn.set(code, (seatsOn.get(code) ?? 0) + n);
	});
	const answersOn = Map.groupBy(answers.filter((a) => hasAnswered(a.seat)), (a) => codeOf(a.seat));
	return {
		seats: base.length,
		points: perDay.map((n, day) => ({ day, date: dateOf(first + day), answers: n, total: totals[day]!, rate: base.length > 0 ? totals[day]! / base.length : 0 })),
		sends: data.sends.map((s) => ({
			day: numberOf(s.day) - first, date: s.day, sent: s.sent,
			label: s.kind === 'invitation' ? m.frafall_send_invitation({}, { locale }) : m.frafall_send_reminder({ number: s.number }, { locale })
		})),
		stratum: chosen ? {
			name: chosen.name, label: inLocale(chosen.label, locale),
			levels: chosen.categories.flatMap((category) => {
				const seats = seatsOn.get(category.code);
				if (!seats) return [];
				return [{
					key: category.code, label: categoryLabel(category, locale), seats,
					rates: cumulate(counted(answersOn.get(category.code) ?? [])).map((n) => n / seats)
				}];
			})
		} : null,
		forecast: base.length === 0 ? { outcome: null, none: null, sentence: null, days: [], notes: [], assumptions: [] } : forecastOf(data, perDay, first, [...new Set(sent.map((d) => d - first))], words)
	};
}
