import type { Method } from '../../method.ts';
import { surveyCrosstab } from './crosstab.ts';
import { surveyFrequencies } from './frequencies.ts';
import { surveyMean } from './mean.ts';
import { surveyOls } from './ols.ts';
import { poststratifiedMeanMethod } from './poststratified.ts';

export const survey: readonly Method[] = [surveyMean, poststratifiedMeanMethod, surveyFrequencies, surveyCrosstab, surveyOls];
