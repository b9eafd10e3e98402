import type { Method } from '../../method.ts';
import { logistic } from './logistic.ts';
import { mixed } from './mixed.ts';
import { ols } from './ols.ts';

export const model: readonly Method[] = [ols, logistic, mixed];
