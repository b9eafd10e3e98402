import type { Method } from '../../method.ts';

export const proof: readonly Method[] = [];
