import type { Method } from '../../method.ts';
import { poststratifyMethod } from './poststratify.ts';
import { rakeMethod } from './rake.ts';
import { weightSummaryMethod } from './summary.ts';

export const weight: readonly Method[] = [poststratifyMethod, rakeMethod, weightSummaryMethod] as readonly Method[];
