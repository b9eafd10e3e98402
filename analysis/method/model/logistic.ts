import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { chisqUpper } from '../../distribution/chisq.ts';
import { normalQuantile, normalTwoSided } from '../../distribution/normal.ts';
import type { Method } from '../../method.ts';
import { logistic as fitLogistic } from '../../model/logistic.ts';
import type { Note, Outcome } from '../../result.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { groups } from '../../table/view.ts';
import { readNotes, underflow } from './notes.ts';
import { modelFrame } from './r-frame.ts';
import { MODEL_FIELDS, named, readModel, type ModelSpec } from './read.ts';
import { clean, intervals, list, tails, value } from './values.ts';
import type { Codebook } from '../../r/codebook.ts';
import { rNumber, rText } from '../../r/write.ts';

export interface LogisticSpec extends ModelSpec {
	method: 'logistic';
	/** The value of y whose probability is modelled; the last of its two values when absent. */
	event?: string | null;
	/** Confidence level, 0.95 when absent. */
	level?: number | null;
}

/** Peduzzi et al. (1996), J. Clin. Epidemiol. 49, 1373-1379. */
const EVENTS_PER_VARIABLE = 10;

function run(spec: LogisticSpec, table: Table): Outcome | Violation {
	const level = spec.level ?? 0.95;
	const outcome = groups(table, spec.y);
	if (isViolation(outcome)) return outcome;
	const read = readModel(table, spec, outcome);
	if (isViolation(read)) return read;
	const present = outcome.levels.map((l) => l.value).filter((_, c) => read.y.includes(c));
	if (present.length !== 2) return violation(present.length < 2 ? 'constant' : 'groups', present.length < 2 ? { column: spec.y } : { groups: present.length, needed: 2 });
	const event = spec.event ?? present[1]!;
	if (!present.includes(event)) return violation('unknown_level', { column: spec.y, level: event });
	const code = outcome.levels.findIndex((l) => l.value === event);
	const fit = fitLogistic(read.design.columns, read.y.map((c) => (c === code ? 1 : 0)), read.design.names);
	if (isViolation(fit)) return named(fit, spec);
	const n = read.y.length;
	const k = fit.b.length;
	const events = read.y.reduce((s, c) => s + (c === code ? 1 : 0), 0);
	const quantile = normalQuantile((1 + level) / 2);
	const tests = tails(Array.from(fit.b, (b, j) => normalTwoSided(b / fit.se[j]!)));
	const df = read.design.intercept ? k - 1 : k;
	const gain = read.design.intercept ? Math.max(0, fit.nullDeviance - fit.deviance) : 0;
	const lr = read.design.intercept && df > 0 ? chisqUpper(gain, df) : null;
	const from = read.design.intercept ? 1 : 0;
	const ends = intervals(fit.b, fit.se, () => quantile) as number[][];
	const share = 1 - Math.exp(-gain / n);
	const notes: Note[] = [];
	const perVariable = Math.min(events, n - events) / Math.max(1, df);
	if (df > 0 && perVariable < EVENTS_PER_VARIABLE) notes.push({ key: 'model_few_events', level: 'warning', params: { events: Math.min(events, n - events), coefficients: df, limit: EVENTS_PER_VARIABLE } });
	return {
		n,
		missing: missingReport(table, read.columns, n),
		values: clean({
			n, event, events, terms: [...fit.terms], b: list(fit.b), se: list(fit.se), z: list(fit.b.map((b, j) => b / fit.se[j]!)), p: tests.p, log_p: tests.log_p,
			ci: ends, odds_ratio: list(fit.b.map(Math.exp)), odds_ratio_ci: ends.map((e) => e.map((x) => value(Math.exp(x)))),
			deviance: fit.deviance, null_deviance: read.design.intercept ? fit.nullDeviance : 2 * n * Math.LN2, df_resid: fit.dfResid, AIC: fit.aic, BIC: fit.bic, loglik: -fit.deviance / 2,
			lr_chi2: lr ? gain : null, lr_df: lr ? df : null, lr_p: lr ? lr.p : null, lr_log_p: lr ? value(lr.logP) : null,
			r2_mcfadden: lr ? 1 - fit.deviance / fit.nullDeviance : null,
			r2_cox_snell: lr ? share : null,
			r2_nagelkerke: lr ? share / (1 - Math.exp(-fit.nullDeviance / n)) : null
		}),
		effects: fit.terms.slice(from).map((term, j) => ({ name: 'odds_ratio', value: Math.exp(fit.b[j + from]!), low: Math.exp(ends[j + from]![0]!), high: Math.exp(ends[j + from]![1]!), level, of: [term] })).filter((e) => [e.value, e.low, e.high].every(Number.isFinite)),
		assumptions: [
			{ key: 'independent_rows', met: null },
			{ key: 'model_events', met: df === 0 ? null : perVariable >= EVENTS_PER_VARIABLE, params: { limit: EVENTS_PER_VARIABLE } }
		],
		notes: [...readNotes(read, table), ...notes, ...underflow(tests.p)]
	};
}

function script(spec: LogisticSpec, codebook: Codebook): string {
	const constant = spec.intercept !== false;
	const lines = [
		modelFrame(spec, codebook, `group(${rText(spec.y)})`),
		`event <- ${spec.event ? rText(spec.event) : 'levels(m$y)[2]'}
m$y <- as.numeric(m$y == event)
q <- ${rNumber((1 + (spec.level ?? 0.95)) / 2)}
fit <- glm(model, binomial, m, control = glm.control(epsilon = 1e-15, maxit = 100))
# once more from there: glm's standard errors are those of the step before its last
fit <- glm(model, binomial, m, etastart = predict(fit), control = glm.control(epsilon = 1e-15, maxit = 100))
s <- coef(summary(fit))
b <- s[, 1]; se <- s[, 2]; n <- nobs(fit)
show("n", n)
show("event", event)
show("events", sum(m$y))
show("b", b)
show("se", se)
show("z", b / se)
show_p("p", 2 * pnorm(-abs(b / se)))
show_log("log_p", log(2) + pnorm(-abs(b / se), log.p = TRUE))
ci <- cbind(b - qnorm(q) * se, b + qnorm(q) * se)
show("ci", unname(ci))
show("odds_ratio", exp(b))
show("odds_ratio_ci", unname(exp(ci)))
show("deviance", deviance(fit))
show("null_deviance", fit$null.deviance)
show("df_resid", fit$df.residual)
show("AIC", AIC(fit))
show("BIC", BIC(fit))
show("loglik", as.numeric(logLik(fit)))`,
		constant && (spec.x ?? []).length > 0 && `gain <- fit$null.deviance - deviance(fit)
show("lr_chi2", gain)
show("lr_df", length(b) - 1)
show_p("lr_p", pchisq(gain, length(b) - 1, lower.tail = FALSE))
show_log("lr_log_p", pchisq(gain, length(b) - 1, lower.tail = FALSE, log.p = TRUE))
show("r2_mcfadden", 1 - deviance(fit) / fit$null.deviance)
show("r2_cox_snell", 1 - exp(-gain / n))
show("r2_nagelkerke", (1 - exp(-gain / n)) / (1 - exp(-fit$null.deviance / n)))`
	];
	return lines.filter(Boolean).join('\n');
}

/** The chance of an outcome that depends on x. */
export const logistic: Method<LogisticSpec> = {
	name: 'logistic',
	room: 'model',
	about: {
		title: 'Logistic regression',
		definition:
			'log(P/(1 - P)) = Xb, b by maximum likelihood to the last digits; se from the inverse information; z and p by the normal distribution; odds ratios exp(b). deviance = -2 log L; AIC = deviance + 2k. ' +
			'lr_chi2 = null deviance - deviance on k - 1. McFadden 1 - dev/null; Cox and Snell 1 - exp(-lr/n); Nagelkerke divides by its largest value. Factors are treatment coded, first level as reference.',
		missing: 'Listwise over y and x.',
		source: 'McCullagh and Nelder (1989), Generalized Linear Models; Nagelkerke (1991), Biometrika 78, 691-692',
		r: 'glm(y ~ x, binomial, control = glm.control(epsilon = 1e-15, maxit = 100))',
		golden: ['logistic'],
		differs: 'R\'s glm stops when the deviance has settled to 1e-8, which leaves coefficients right to 4-8 digits on hard data; and its standard errors belong to the step before the last. With epsilon = 1e-15 and a second run from the first one\'s end it agrees. Under separation R gives huge numbers with a warning; the engine gives none.'
	},
	fields: { ...MODEL_FIELDS, y: { type: 'column', kind: 'any' }, event: { type: 'text', optional: true }, level: { type: 'number', above: 0, below: 1, optional: true } },
	run,
	toR: script,
	rTolerance: { lr_p: 1e-9 }
};
