import { isViolation, type Violation } from '../../assumptions.ts';
import { tQuantile } from '../../distribution/t.ts';
import type { Method } from '../../method.ts';
import type { Codebook } from '../../r/codebook.ts';
import { rNumber, rText } from '../../r/write.ts';
import type { Outcome } from '../../result.ts';
import { weightedOls } from '../../survey/regression.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { numbers } from '../../table/view.ts';
import { readNotes } from '../model/notes.ts';
import { modelFrame } from '../model/r-frame.ts';
import { MODEL_FIELDS, named, readModel, type ModelSpec } from '../model/read.ts';
import { clean, intervals, list, tails, tTest } from '../model/values.ts';
import { designColumns, designLines } from './design-r.ts';
import { DESIGN_FIELDS, designNotes, designOf, designViews, type DesignSpec } from './read.ts';

export interface SurveyOlsSpec extends ModelSpec, DesignSpec {
	method: 'survey_ols';
}

function run(spec: SurveyOlsSpec, table: Table): Outcome | Violation {
	const y = numbers(table, spec.y);
	if (isViolation(y)) return y;
	const parts = designViews(table, spec);
	if (isViolation(parts)) return parts;
	const read = readModel(table, spec, y, parts.named);
	if (isViolation(read)) return read;
	const design = designOf(parts.views, read.rows, spec);
	if (isViolation(design)) return design;
	const fit = weightedOls(design, read.design, read.y);
	if (isViolation(fit)) return named(fit, spec);
	const n = read.y.length;
	const quantile = tQuantile((1 + (spec.level ?? 0.95)) / 2, fit.df);
	const tests = tails(Array.from(fit.b, (b, j) => tTest(b, fit.se[j]!, fit.df)));
	const { notes, assumptions } = designNotes(design, table, spec);
	return {
		n,
		missing: missingReport(table, read.columns, n),
		values: clean({
			n, terms: [...read.design.names], b: list(fit.b), se: list(fit.se), t: list(fit.b.map((b, j) => b / fit.se[j]!)), p: tests.p, log_p: tests.log_p, df: fit.df,
			ci: intervals(fit.b, fit.se, () => quantile), R2: fit.r2
		}),
		effects: Number.isFinite(fit.r2) ? [{ name: 'r2', value: fit.r2, low: null, high: null, level: null }] : [],
		assumptions: [...assumptions, { key: 'model_linear', met: null }],
		notes: [...readNotes(read, table).filter((note) => note.key !== 'model_left_out'), ...notes]
	};
}

function script(spec: SurveyOlsSpec, codebook: Codebook): string {
	return `${modelFrame(spec, codebook, `num(${rText(spec.y)})`, designColumns(spec))}
${designLines(spec)}
fit <- lm(model, m, weights = w, tol = 1e-11)
X <- model.matrix(fit); b <- coef(fit); n <- nrow(m); k <- length(b)
V <- covariance((X * (w * resid(fit))) %*% summary(fit)$cov.unscaled)
se <- sqrt(diag(V)); df <- nu - k + ${spec.intercept === false ? 0 : 1}
q <- qt(${rNumber((1 + (spec.level ?? 0.95)) / 2)}, df)
show("n", n)
show("b", b)
show("se", se)
show("t", b / se)
show_p("p", 2 * pt(-abs(b / se), df))
show_log("log_p", log(2) + pt(-abs(b / se), df, log.p = TRUE))
show("df", df)
show("ci", unname(cbind(b - q * se, b + q * se)))
show("R2", summary(fit)$r.squared)`;
}

/** Linear regression on a weighted sample. */
export const surveyOls: Method<SurveyOlsSpec> = {
	name: 'survey_ols',
	room: 'survey',
	about: {
		title: 'Weighted linear regression with design-based errors',
		definition: 'b = argmin sum w (y - x\'b)^2 by QR; covariance by linearisation of (X\'WX)^-1 x w e under strata, clusters and finite population correction. t on units less strata less k plus 1.',
		missing: 'Listwise over y, x and the design\'s columns.',
		source: 'Binder (1983), Int. Stat. Rev. 51, 279-292',
		r: 'survey::svyglm(y ~ x, design) written out in base R',
		golden: ['weighted_ols']
	},
	fields: { ...MODEL_FIELDS, ...DESIGN_FIELDS },
	run,
	toR: script
};
