import type { Method } from '../../method.ts';
import { responseForecast } from './forecast.ts';
import { goodnessOfFitMethod } from './goodness-of-fit.ts';
import { nonresponseModel, nonresponseModelCounts } from './model.ts';
import { nonresponseCounts, nonresponseMethod } from './nonresponse.ts';
import { rIndicatorCounts, rIndicatorMethod } from './r-indicator.ts';
import { whoToRemindMethod } from './remind.ts';
import { responseRates, responseRatesCounts } from './rates.ts';

export const response: readonly Method[] = [responseRates, responseRatesCounts, nonresponseMethod, nonresponseCounts, goodnessOfFitMethod, nonresponseModel, nonresponseModelCounts, rIndicatorMethod, rIndicatorCounts, whoToRemindMethod, responseForecast] as readonly Method[];
