import type { Method } from '../../method.ts';

export const compare: readonly Method[] = [];
