import type { Method } from '../../method.ts';
import { correlation } from './correlation.ts';
import { polychoricCountsMethod, polychoricMethod } from './polychoric.ts';

export const associate: readonly Method[] = [correlation, polychoricMethod, polychoricCountsMethod];
