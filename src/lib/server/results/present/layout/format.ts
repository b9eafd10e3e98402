/** How a value is printed where its layout does not say: by its name. */
import type { Format } from '../cells.ts';

const COUNTS = /^(n|N|n1|n2|n_\w+|by_n|total_n|counts?|population|respondents|reachable|answers|sizes|group_sizes|rows|k|tests|clusters|events|missing|missing_count|not_asked|not_answered|dont_know|suppressed|effective_n\w*|chose_none|changed|zeros|replicates|seed|iterations|factors|municipalities|ranked|schools|values|passed|rank|solutions|high_leverage|trimmed|concordant|discordant|expected_lt5|answered|member|silent)$/;
const P = /(^|_)p($|_(holm|bh|BH|exact|uncorrected|corrected|median|mean|half|low|high|HC\d|CR\w+)$)/;
const THREE = /^(alpha|std_alpha|lambda6|r2?|R2|adjR2|\w*r2\w*|eta2\w*|omega2|omega_\w+|epsilon2|icc\d?|ICC|cluster_icc|kmo|msa|smc|gvf|R|S_rho|CV|cv|phi|gamma|tau_b|tau_c|rmsea|tli|rmsr|power|r_drop|r_total|alpha_if_dropped|mean_r|P_u|P_c|P_uk|P_ck|factor|cramers_v\w*|contingency_c|loadings|h2|uniquenesses)$/;
const SHARES = /^(rate|rate_\w+|wilson95_\w+|share\w*|mean_rho|moe\w*|margin|expected_lt5_share|p1|p2|p2_low|p2_high|dissimilarity_index|jaccard)$/;
const HUNDREDS = /^(pct_\w+|pct|row_pct|column_pct|total_pct|percent|row_percent|column_percent|percent_se|missing_pct_all)$/;
const DF = /(^|_)(df|ndf|ddf|df_resid|df_\w+)$/;

export function formatOf(name: string): Format {
	if (COUNTS.test(name)) return 'count';
	if (P.test(name) || ['holm', 'hochberg', 'BH', 'BY', 'bonferroni'].includes(name)) return 'p';
	if (DF.test(name) || name === 'F_df' || name === 'gof_df') return 'df';
	if (SHARES.test(name)) return 'share';
	if (HUNDREDS.test(name)) return 'hundred';
	return THREE.test(name) ? 3 : 'auto';
}
