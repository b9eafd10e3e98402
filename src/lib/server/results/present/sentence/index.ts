/** One or two plain sentences of what was found; none where the table says it all. */
import type { Result } from '#analysis/result.ts';
import type { Reader } from '../reader.ts';
import { levene, means, pairedT, pairs, ranks, several, tTest } from './compare.ts';
import { adequacy, agreement, commonest, components, corrected, estimate, margin, nonresponse, power, rates, rIndicator, verdict, weights } from './other.ts';
import { battery, extraction, factors, groups, responseModel, variables } from './describe.ts';
import { correlation, crosstab, icc, model, paired, reliability } from './relate.ts';

type Say = (result: Result, reader: Reader) => string[];

const SENTENCES: Readonly<Record<string, Say>> = {
	t_test: tTest, t_paired: pairedT, mann_whitney: ranks, wilcoxon_signed_rank: ranks, anova: several, anova_welch: several, kruskal_wallis: several, tukey_hsd: pairs, games_howell: pairs, dunn: pairs,
	levene, icc_anova: icc, means, crosstab, paired_categories: paired, correlation, polychoric: correlation, alpha: reliability, omega: reliability, ols: model, survey_ols: model, logistic: model, mixed: model,
	nonresponse, response_rates: rates, r_indicator: rIndicator, poststratify: weights, rake: weights, weight_summary: weights, frequencies: commonest, multiple_response: commonest, survey_frequencies: commonest,
	mean_index: estimate, survey_mean: estimate, poststratified_mean: estimate, margin_of_error: margin, p_adjust: corrected, family: corrected, factor_adequacy: adequacy, parallel_analysis: components, agreement,
	describe: variables, battery_table: battery, factor_analysis: factors, bands: groups, quantile_groups: groups, natural_breaks: groups, nonresponse_model: responseModel, follow_up_extraction: extraction
};

export function sentencesOf(result: Result, reader: Reader): string[] {
	const { method } = result;
	if (method.startsWith('power_')) return power(result, reader);
	if (method.startsWith('proof_')) return verdict(result, reader);
	const say = SENTENCES[method] ?? SENTENCES[method.replace(/_(summary|counts)$/, '')];
	return say ? say(result, reader) : [];
}
