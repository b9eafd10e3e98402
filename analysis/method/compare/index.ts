import type { Method } from '../../method.ts';
import { anova, anovaSummary } from './anova.ts';
import { anovaWelch, anovaWelchSummary } from './anova-welch.ts';
import { icc, iccSummary } from './icc.ts';
import { dunn, kruskalWallis } from './kruskal-wallis.ts';
import { levene } from './levene.ts';
import { mannWhitney } from './mann-whitney.ts';
import { gamesHowell, gamesHowellSummary, tukey, tukeySummary } from './range-tests.ts';
import { tPaired, tPairedSummary } from './t-paired.ts';
import { tTest, tTestSummary } from './t-test.ts';
import { wilcoxon } from './wilcoxon.ts';

export const compare: readonly Method[] = [
	tTest,
	tTestSummary,
	tPaired,
	tPairedSummary,
	mannWhitney,
	wilcoxon,
	anova,
	anovaSummary,
	anovaWelch,
	anovaWelchSummary,
	levene,
	tukey,
	tukeySummary,
	gamesHowell,
	gamesHowellSummary,
	kruskalWallis,
	dunn,
	icc,
	iccSummary
];
