import { isViolation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { forecast } from '../../response/forecast.ts';
import type { Note, Outcome } from '../../result.ts';
import { rNumber, rNumbers } from '../../r/write.ts';
import type { BaseSpec } from '../../spec/fields.ts';

export interface ResponseForecastSpec extends BaseSpec {
	method: 'response_forecast';
	/** Answers on day 0, 1, …, whole days only; day 0 is that of the first send. */
	answers: readonly number[];
	/** Days of sends, planned ones too. */
	sends: readonly number[];
	population: number;
	/** The last day on which it can be answered. */
	until: number;
	/** Day 0's day of the week, Monday 0. */
	first_weekday?: number | null;
	seed?: number | null;
}

/** Days this much more uneven than chance are worth a warning. */
const UNEVEN = 3;
/** A week has one of each day. */
const WEEK = 7;

function run(spec: ResponseForecastSpec): Outcome | Violation {
	const found = forecast({ answers: spec.answers, sends: spec.sends, population: spec.population, until: spec.until, firstWeekday: spec.first_weekday ?? null, seed: spec.seed ?? 1 });
	if (isViolation(found)) return found;
	const { days, expected, low, high, dispersion } = found;
	const [end, lo, hi] = [expected.at(-1)!, low.at(-1)!, high.at(-1)!];
	const answered = spec.answers.reduce((a, b) => a + b, 0);
	const notes: Note[] = [{ key: 'response_forecast_end', level: 'info', params: { count: Math.round(end), lowest: Math.floor(lo), highest: Math.ceil(hi), rate: end / spec.population } }];
	if (dispersion > UNEVEN) notes.push({ key: 'response_forecast_uneven', level: 'warning', params: { dispersion } });
	if (spec.answers.length < WEEK) notes.push({ key: 'response_forecast_early', level: 'warning', params: { n: spec.answers.length } });
	return {
		n: spec.population, missing: [], notes,
		values: {
			answered, terms: found.terms, b: found.b, se: found.se, dispersion, hazard: found.hazard,
			days, expected, expected_lo: low, expected_hi: high,
			expected_end: end, expected_end_lo: lo, expected_end_hi: hi, rate_end: end / spec.population, rate_end_lo: lo / spec.population, rate_end_hi: hi / spec.population
		},
		effects: [],
		assumptions: [{ key: 'response_forecast_same_pace', met: null }, { key: 'independent_rows', met: null }]
	};
}

function toR({ answers, sends, population, until, first_weekday }: ResponseForecastSpec): string {
	return `y <- ${rNumbers(answers)}; sends <- sort(unique(${rNumbers(sends)})); N <- ${rNumber(population)}; until <- ${rNumber(until)}
whole <- length(y); seen <- seq_len(whole) - 1; ahead <- whole:until
since <- function(t) sapply(t, function(s) s - max(sends[sends <= s])); before <- function(t) sapply(t, function(s) sum(sends <= s) - 1)
most <- max(before(seen)); weekend <- function(t) ${first_weekday === undefined || first_weekday === null ? '0 * t' : `as.numeric((t + ${rNumber(first_weekday)}) %% 7 >= 5)`}
X <- function(t) {
  x <- cbind("(Intercept)" = 1, log_days = log1p(since(t)))
  if (whole >= 6 && most > 0) x <- cbind(x, reminders = pmin(most, before(t)))
  if (whole >= 10 && sum(weekend(seen)) >= 2) x <- cbind(x, weekend = weekend(t))
  x
}
A <- N - c(0, cumsum(y))[seq_len(whole)]; k <- A > 0; x <- X(seen)
m <- glm(cbind(y, A - y)[k, ] ~ x[k, , drop = FALSE] - 1, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100))
b <- unname(coef(m)); p <- unname(fitted(m))
V <- solve(crossprod(x[k, , drop = FALSE], x[k, , drop = FALSE] * (A[k] * p * (1 - p))))
phi <- max(1, sum((y[k] - A[k] * p)^2 / (A[k] * p * (1 - p))) / max(1, sum(k) - ncol(x)))
show("answered", sum(y)); show("terms", colnames(x)); show("b", b); show("se", sqrt(diag(V) * phi)); show("dispersion", phi)
show("hazard", plogis(as.vector(x %*% b)))
left <- N - sum(y); expected <- numeric(0)
for (h in plogis(as.vector(X(ahead) %*% b))) { left <- left * (1 - h); expected <- c(expected, N - left) }
show("days", ahead); show("expected", expected); show("expected_end", expected[length(expected)]); show("rate_end", expected[length(expected)] / N)`;
}

export const responseForecast: Method<ResponseForecastSpec> = {
	name: 'response_forecast',
	room: 'response',
	about: {
		title: 'Where the response will end',
		definition:
			'Discrete-time hazard by the days since the last send: logit P(a seat that has not answered by day t answers on day t) = constant + a log(1 + days since the last send), with b times the reminders sent before it from 6 whole days on, and c on Saturdays and Sundays from 10 whole days with two of them. `expected` lets those who are left answer at these probabilities day by day until the last day. Intervals are the 2.5 and 97.5 percentiles of 2,000 seeded simulations: coefficients from their normal distribution with covariance times the dispersion φ (Pearson\'s chi-square over its degrees of freedom, at least 1), each day\'s answers φ·Poisson(expected/φ). `se` is times √φ.',
		missing: 'Counts have none. Under 4 whole days or 20 answers there is no forecast (`too_few`).',
		source: 'Singer and Willett (1993), J. Educ. Stat. 18, 155-195; McCullagh and Nelder (1989), Generalized Linear Models, 4.5; random numbers: xoshiro128** (Blackman and Vigna 2021)',
		r: 'glm(cbind(y, at_risk - y) ~ log1p(since) + reminders + weekend, family = binomial)',
		golden: [],
		differs: 'The simulated intervals are not compared: R draws other random numbers.'
	},
	fields: {
		answers: { type: 'numbers', min: 0, integer: true },
		sends: { type: 'numbers', min: 0, integer: true },
		population: { type: 'number', min: 1, integer: true },
		until: { type: 'number', min: 0, integer: true },
		first_weekday: { type: 'number', min: 0, max: 6, integer: true, optional: true },
		seed: { type: 'number', integer: true, optional: true }
	},
	run,
	toR,
	rTolerance: { expected_lo: null, expected_hi: null, expected_end_lo: null, expected_end_hi: null, rate_end_lo: null, rate_end_hi: null, b: 1e-8, se: 1e-8, dispersion: 1e-8, hazard: 1e-8, expected: 1e-8, expected_end: 1e-8, rate_end: 1e-8 }
};
