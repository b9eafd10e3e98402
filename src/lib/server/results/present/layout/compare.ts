/** Comparisons of groups: who stands in the groups, then the test. */
import { grid, line, type Layout } from './types.ts';

const GROUPS = grid('groups', 'levels@group', 'n means=mean sds=sd');
const CLUSTERS = line('clusters', 'clustering.clusters=clusters clustering.icc=icc clustering.design_effect=design_effect');
const T: Layout = [GROUPS, line('test', 'diff[ci_diff] t df p cohen_d[cohen_d_ci] hedges_g[hedges_g_ci] cohen_d_av[cohen_d_av_ci] se'), CLUSTERS];
const PAIRED: Layout = [line('test', 'n mean_diff[ci_diff]=diff sd_diff t df p d_z[d_z_ci] d_av[d_av_ci] r:2'), CLUSTERS];
const ANOVA: Layout = [GROUPS, line('test', 'F df p eta2[eta2_ci]:3 omega2 epsilon2 cohen_f'), line('squares', 'ss_between ss_within ms_between ms_within'), CLUSTERS];
const WELCH: Layout = [GROUPS, line('test', 'F df p omega2[omega2_ci]:3'), CLUSTERS];
const PAIRS: Layout = [grid('pairs', 'pairs@group', 'diff[ci_low,ci_high] q t df p'), GROUPS, CLUSTERS];
const ICC: Layout = [line('test', 'icc1[icc1_ci]:3 icc2 design_effect F df p n0'), GROUPS];
const Z = 'z_corrected p_corrected z_uncorrected p_uncorrected p_exact';

export const compareLayouts: Readonly<Record<string, Layout>> = {
	t_test: T,
	t_test_summary: T,
	t_paired: PAIRED,
	t_paired_summary: PAIRED,
	mann_whitney: [grid('groups', 'levels@group', 'n medians=median mean_ranks'), line('test', `U p rank_biserial[rank_biserial_ci] ${Z} U1 U2 r_from_z`), CLUSTERS],
	wilcoxon_signed_rank: [line('test', `n_nonzero zeros median_diff V_plus V_minus p rank_biserial[rank_biserial_ci] ${Z}`), CLUSTERS],
	anova: ANOVA,
	anova_summary: ANOVA,
	anova_welch: WELCH,
	anova_welch_summary: WELCH,
	levene: [GROUPS, line('test', 'F_median df p_median F_mean p_mean variance_ratio'), CLUSTERS],
	tukey_hsd: PAIRS,
	tukey_hsd_summary: PAIRS,
	games_howell: PAIRS,
	games_howell_summary: PAIRS,
	kruskal_wallis: [grid('groups', 'levels@group', 'n medians=median mean_ranks'), line('test', 'H df p epsilon2 eta2_H'), CLUSTERS],
	dunn: [grid('pairs', 'pairs@group', 'diff=rank_difference z p p_holm p_bh'), grid('groups', 'levels@group', 'n mean_ranks'), CLUSTERS],
	icc_anova: ICC,
	icc_anova_summary: ICC
};
