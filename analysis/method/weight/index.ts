import type { Method } from '../../method.ts';

export const weight: readonly Method[] = [];
