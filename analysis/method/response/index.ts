import type { Method } from '../../method.ts';

export const response: readonly Method[] = [];
