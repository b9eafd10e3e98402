import type { Method } from '../../method.ts';

export const recode: readonly Method[] = [];
