import type { Method } from '../../method.ts';
import { pAdjust } from './adjust.ts';
import { powerAnovaMethod, powerChisqMethod } from './anova.ts';
import { powerCorrelationMethod } from './correlation.ts';
import { marginOfErrorMethod } from './margin.ts';
import { powerTwoProportions } from './shares.ts';
import { powerTTest, powerTTestPaired } from './t-test.ts';

export const plan: readonly Method[] = [powerTTest, powerTTestPaired, powerTwoProportions, powerAnovaMethod, powerChisqMethod, powerCorrelationMethod, marginOfErrorMethod, pAdjust];
