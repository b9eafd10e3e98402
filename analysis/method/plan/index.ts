import type { Method } from '../../method.ts';

export const plan: readonly Method[] = [];
