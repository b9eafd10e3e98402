import type { Method } from '../../method.ts';

export const crosstab: readonly Method[] = [];
