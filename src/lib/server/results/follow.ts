/** What the follow page shows of a survey, as table results and rates in the reader's language. */
import { isViolation } from '#analysis/assumptions.ts';
import { inLocale } from '#lib/i18n.ts';
import { MEASURES, measureDefinition, measureTitle, isMeasure, RATES, rateOf, type Measure } from './measures.ts';
import { crossReport, dispositionReport, stratumReport, type ReportContext } from './report.ts';
import { followSurvey, type ResponseCounts, type ResponseDeps, type ResponseTable } from './response.ts';

/** `answered` of nobody has no rate; else the rate. */
function orNull(counts: ResponseCounts) {
	const rate = rateOf('rr2', counts);
	return isViolation(rate) ? null : rate;
}

function stratumView(table: ResponseTable, context: ReportContext) {
	const report = stratumReport(table, context);
	return {
		name: table.rows.name, label: inLocale(table.rows.label, context.locale), report,
		bars: table.rowTotals.map((counts, i) => ({ key: report.rows[i]?.key ?? '', label: report.rows[i]?.label ?? '', rate: orNull(counts) }))
	};
}

/** What a reader asked to see crossed; anything that is not a choice on the page falls back to the first choice. */
export interface CrossChoice {
	rows: string | null;
	columns: string | null;
	measure: string | null;
}

/**
 * Totals, rates, dispositions, a table and a chart for every stratum and, if asked for, two strata crossed: all of one moment.
 * `cross.problem` is a message key when what was asked cannot be crossed.
 */
export async function followPage(deps: ResponseDeps, surveyId: number, context: ReportContext, asked: CrossChoice) {
	const { locale } = context;
	const wanted = asked.rows !== null && asked.columns !== null && asked.rows !== asked.columns ? { rows: asked.rows, columns: asked.columns } : undefined;
	const measure: Measure = isMeasure(asked.measure) ? asked.measure : 'rr2';
	const { strata, totals, tables, crossed } = await followSurvey(deps, surveyId, wanted);
	const names = strata.map((s) => s.name);
	return {
		totals,
		rates: RATES.map((key) => ({
			key, label: measureTitle(key, locale), definition: measureDefinition(key, locale), result: rateOf(key, totals),
			// over the whole list there is nothing drawn at random that an interval could speak of
			interval: key !== 'share_population', aapor: key === 'rr1' || key === 'rr2'
		})),
		dispositions: dispositionReport(totals, context),
		all: orNull(totals),
		strata: tables.map((table) => stratumView(table, context)),
		cross: {
			strata: strata.map(({ name, label }) => ({ name, label })),
			measures: MEASURES.map((value) => ({ value, label: measureTitle(value, locale) })),
			chosen: { rows: asked.rows ?? names[0] ?? '', columns: asked.columns ?? names[1] ?? '', measure },
			report: crossed ? crossReport(crossed, measure, context) : null,
			problem: asked.rows !== null && asked.rows === asked.columns ? 'evaluate_problem_crossed_with_itself' : null
		}
	};
}
