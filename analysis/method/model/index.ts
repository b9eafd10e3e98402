import type { Method } from '../../method.ts';

export const model: readonly Method[] = [];
