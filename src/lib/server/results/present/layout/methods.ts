/** What each method's tables are, the first the one that is printed. Values that no table names are for the programs that read the result. */
import { compareLayouts } from './compare.ts';
import { grid, keyed, line, list, matrix, type Layout } from './types.ts';

const RATES = 'population respondents rate[wilson95_lo,wilson95_hi]:share';
const NONRESPONSE: Layout = [
	grid('rates', 'levels@stratum+crossed_with', `${RATES} gof_expected:1 table_adj_resid_resp:2 adj_resid_p_holm`, { total: '+population +respondents rate_total[rate_total_lo,rate_total_hi]' }),
	line('test', 'table_chi2=chi2 table_df=df table_p=p table_exact_p=exact_p cramers_v_table=cramers_v dissimilarity_index'),
	list('goodness', 'gof_chi2=chi2 gof_df=df gof_p=p gof_chi2_fpc')
];
const RESPONSE_MODEL: Layout = [
	grid('coefficients', 'terms@~', 'b se z p odds_ratio[odds_ratio_lo,odds_ratio_hi]'),
	grid('variables', 'stratum.names@@', 'stratum.chi2 stratum.df stratum.p stratum.p_holm'),
	line('fit', 'lr_chi2=chi2 lr_df=df lr_p=p mcfadden_r2 deviance null_deviance')
];
const R_INDICATOR: Layout = [
	line('indicator', 'R[R_lo,R_hi]:3 R_se:3=se S_rho:3 CV:3 max_abs_bias_std:3 mean_rho'),
	keyed('contributions', 'partial', 'P_u:3 P_c:3'),
	grid('partial', 'categories@*', 'P_uk:3 P_ck:3', { each: 'partial' }),
	grid('propensity', 'terms@~', 'logit_b=b logit_se=se')
];
const WEIGHTS = 'n min:3 max:3 cv:3 deff_kish:3 n_eff:1 moe moe_fpc';
const DESIGN = 'n se df deff:3 deff_kish:3 n_eff:1';
const COEFFICIENTS = 'b[ci] se t p beta_std vif';
const POWER = list('power', 'd:3 h:3 f:3 w:3 r:3 p1 p2 p2_low p2_high n1 n2 n n_per_group n_total n_exact:1 effective_n effective_n1 effective_n2 effective_n_per_group power:3 alpha:3=alpha_level ncp:3 critical:3');
const PAIRED: Layout = [matrix('counts', 'levels@first', 'levels@second', 'table:count'), line('test', 'n changed chi2 df p corrected.chi2=corrected_chi2 corrected.p=corrected_p exact.p=exact_p odds_ratio.value[odds_ratio.low,odds_ratio.high]=odds_ratio')];
const PROBABILITY = 'p p_low p_high';

/** Layouts of methods whose tables need no more than this; the others have builders of their own. */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
	...compareLayouts,
	response_rates: [grid('rates', 'levels@*', RATES, { each: 'strata', total: 'total.population total.respondents total.rate[total.wilson95_lo,total.wilson95_hi]:share' })],
	response_rates_counts: [grid('rates', 'levels@#', RATES, { total: 'total.population total.respondents total.rate[total.wilson95_lo,total.wilson95_hi]:share' }), grid('rates', 'levels@*', RATES, { each: 'strata', total: 'total.population total.respondents total.rate[total.wilson95_lo,total.wilson95_hi]:share' })],
	nonresponse: NONRESPONSE,
	nonresponse_counts: NONRESPONSE,
	goodness_of_fit: [grid('groups', 'levels@x', 'counts expected:1 pearson_resid std_resid'), line('test', 'chi2 df p')],
	nonresponse_model: RESPONSE_MODEL,
	nonresponse_model_counts: RESPONSE_MODEL,
	r_indicator: R_INDICATOR,
	r_indicator_counts: R_INDICATOR,
	who_to_remind: [
		grid('remind', 'groups.level@$groups.stratum', 'groups.population groups.respondents groups.reachable groups.answers=expected_answers groups.R:3 groups.gain:4 groups.max_abs_bias_std:3'),
		line('indicator', 'R:3 even.R:3=even_r even.gain:4=even_gain S_rho:3 max_abs_bias_std:3 mean_rho')
	],
	response_forecast: [grid('forecast', 'days@#', 'expected[expected_lo,expected_hi]:0'), line('end', 'answered expected_end[expected_end_lo,expected_end_hi]:0 rate_end[rate_end_lo,rate_end_hi]:share dispersion'), grid('coefficients', 'terms@~', 'b se')],
	poststratify: [grid('cells', 'cells.names@by', 'cells.n cells.population cells.factor'), line('weights', WEIGHTS)],
	rake: [grid('margins', 'levels@*', 'n population weighted:1 share_respondents share_population', { each: 'margins' }), line('weights', `${WEIGHTS} iterations trimmed`)],
	weight_summary: [line('weights', WEIGHTS)],
	describe: [
		grid('variables', 'columns@@', 'n mean sd [ci_lo,ci_hi] median min max skew_G1 kurt_G2'),
		grid('spread', 'columns@@', 'se se_fpc [ci_fpc_lo,ci_fpc_hi]=ci_fpc variance skew_g1 kurt_g2 q_type7:2 icc design_effect')
	],
	multiple_response: [grid('options', 'columns@@', 'count pct_respondents[ci95_lo,ci95_hi]:hundred pct_answers'), line('answers', 'respondents answers answers_per_respondent chose_none')],
	paired_categories: PAIRED,
	paired_categories_counts: PAIRED,
	agreement: [matrix('counts', 'levels@first', 'levels@second', 'table:count'), line('test', 'n agreement:share expected:share=expected_agreement kappa.value[kappa.low,kappa.high]:3=kappa kappa.se:3 kappa.p alpha:3=krippendorff')],
	polychoric: [grid('correlations', 'pairs@@', 'n rho[ci_lo,ci_hi]:3 se_given_thresholds:3=se p'), matrix('matrix', 'vars@@', 'vars@@', 'Rho:3')],
	polychoric_counts: [line('correlations', 'n rho[ci_lo,ci_hi]:3 se_given_thresholds:3=se lr p')],
	mean_index: [line('index', 'n mean[ci_lo,ci_hi] sd median min max share_at_bottom share_at_top'), line('spread', 'se variance skew_G1 kurt_G2 se_fpc [ci_fpc_lo,ci_fpc_hi]')],
	alpha: [grid('items', 'items@@', 'item_mean item_sd r_drop alpha_if_dropped reversed'), line('reliability', 'n k alpha[feldt_ci]:3 std_alpha lambda6 mean_r:3')],
	omega: [line('reliability', 'n omega_std omega_raw'), grid('items', 'items@@', 'loadings uniquenesses')],
	factor_adequacy: [grid('items', 'items@@', 'msa smc'), line('adequacy', 'n kmo bartlett_chi2 bartlett_df=df bartlett_p=p'), grid('eigenvalues', 'eigenvalues@+', 'eigenvalues=eigenvalue')],
	parallel_analysis: [grid('eigenvalues', 'observed@+', 'observed random_mean random_quantile'), line('number', 'n n_above_quantile n_above_mean margin:3=distance replicates seed')],
	bands: [grid('bands', 'bands@#', 'group_sizes')],
	quantile_groups: [grid('bands', 'bands@#', 'group_sizes')],
	natural_breaks: [grid('bands', 'bands@#', 'sizes upper_values'), line('fit', 'n k=classes gvf ssw'), grid('classes', 'range.k@#', 'range.gvf range.ssw')],
	ols: [
		grid('coefficients', 'terms@~', 'b se t p [ci] beta_std vif'),
		line('fit', 'n R2 adjR2 F F_df=df F_p=p sigma AIC:1 BIC:1'),
		grid('robust', 'terms@~', 'se_HC3[ci_HC3] p_HC3 se_CR2[ci_CR2] df_CR2 p_CR2'),
		line('diagnostics', 'breusch_pagan breusch_pagan_df=df breusch_pagan_p=p max_leverage:3 high_leverage max_cook:3 n_clusters cluster_icc cluster_deff')
	],
	logistic: [grid('coefficients', 'terms@~', 'b se z p odds_ratio[odds_ratio_ci]'), line('fit', 'n events lr_chi2=chi2 lr_df=df lr_p=p r2_mcfadden=mcfadden_r2 r2_nagelkerke r2_cox_snell AIC:1 BIC:1')],
	mixed: [grid('coefficients', 'terms@~', 'fixed=b fixed_se=se z p [ci]'), line('groups', 'n n_groups var_between:3 var_within:3 ICC design_effect lrt_vs_no_random lrt_p_half=p')],
	survey_mean: [
		grid('groups', 'by_levels@by', 'by_n=n by_mean[by_ci]=mean by_se=se by_sd=sd'), line('estimate', 'n mean[ci] se sd df deff:3 n_eff:1'), line('totals', 'total[total_ci] total_se=se sum_weights')
	],
	poststratified_mean: [line('estimate', `mean[ci] n_weighted ${DESIGN}`)],
	survey_frequencies: [grid('categories', 'levels@x', 'counts weighted:1 percent[ci]:hundred se:hundred', { total: 'n' })],
	survey_ols: [grid('coefficients', 'terms@~', COEFFICIENTS), line('fit', 'n df R2')],
	power_t_test: [POWER],
	power_t_test_paired: [POWER],
	power_two_proportions: [POWER],
	power_anova: [POWER],
	power_chisq: [POWER],
	power_correlation: [POWER],
	margin_of_error: [list('margin', 'n p:share=share population moe moe_fpc moe_fpc_1mf n_exact:1 n_exact_fpc:1 n_exact_fpc_1mf:1')],
	p_adjust: [grid('p_values', 'p@+', 'p holm hochberg BH BY bonferroni')],
	family: [grid('tests', 'member@#', 'method:method n p p_holm p_bh')],
	proof_percentages: [
		list('verdict', 'verdict:word solutions'), grid('counts', 'counts@+', 'counts'),
		grid('impossible', 'impossible.row@+', 'impossible.row:count=row impossible.column:count=column impossible.base:count=base impossible.below:count=below impossible.above:count=above impossible.must:count=must impossible.rounded_twice=rounded_twice')
	],
	proof_hundred: [list('verdict', 'verdict:word sum:1=sum_percent low:1 high:1')],
	proof_parts: [list('verdict', 'verdict:word sum:count gap:count')],
	proof_mean: [list('verdict', 'verdict:word sum_first:count sum_last:count below above sd_below sd_above')],
	proof_total: [list('verdict', 'verdict:word weighted:3=weighted_mean low:3 high:3 impossible:text instead:text')],
	proof_band: [list('verdict', 'verdict:word low:3 high:3')],
	proof_correlation: [list('verdict', `verdict:word ${PROBABILITY} n_low n_high decision_error`)],
	proof_statistic: [list('verdict', `verdict:word ${PROBABILITY} decision_error`)],
	proof_flag: [list('verdict', 'verdict:word chi2 df p exact_p')],
	proof_tables: [
		grid('findings', 'findings.table@#', 'findings.cell:text findings.check:word findings.verdict:word findings.printed:text findings.instead:word findings.instead_values:text findings.sure:word'),
		list('checks', 'verdict:word silent checks.percentages:count checks.hundred:count checks.counts:count=check_counts checks.flag:count checks.grim:count checks.band:count checks.total:count=check_total checks.correlation:count checks.twice:count checks.parts:count checks.base:count=check_base checks.margin:count=check_margin'),
		grid('marks', 'family.tables@#', 'family.flagged family.p family.holm')
	],
	follow_up_extraction: [
		grid('ranking', 'ranking.municipality@municipality', 'ranking.rank ranking.points:2 ranking.possible:2 ranking.share ranking.values ranking.extraction:word'),
		grid('spread_list', 'spread.municipality@municipality', 'spread.schools spread.spread:3 spread.highest:3 spread.high_schools:count spread.extraction:word'),
		grid('limits', 'limits.indicator@indicator', 'limits.level:word=unit limits.year:text limits.limit limits.points:2 limits.values limits.passed'),
		grid('reasons', 'reasons.municipality@municipality', 'reasons.school:text reasons.indicator:text reasons.year:text reasons.value reasons.limit reasons.past_by reasons.points:2'),
		grid('without', 'without.name@#', 'without.left:word=left_out_kind without.kept:count without.into:text without.out:text without.jaccard:share'),
		grid('bootstrap', 'bootstrap.municipality@municipality', 'bootstrap.listed bootstrap.average:share bootstrap.spread:share=spread_share bootstrap.either:share'),
		grid('counties', 'counties.county@county', 'counties.municipalities counties.ranked counties.average:count=average_list counties.spread:count=spread_list counties.mean'),
		list('overview', 'municipalities ranked schools unplaced_rows:count')
	]
};
