import type { Method } from '../../method.ts';
import { agreementMethod } from './agreement.ts';
import { crosstabCounts } from './crosstab-counts.ts';
import { crosstabMethod } from './crosstab.ts';
import { pairedCounts, pairedMethod } from './paired.ts';

export const crosstab: readonly Method[] = [crosstabMethod, crosstabCounts, pairedMethod, pairedCounts, agreementMethod] as readonly Method[];
