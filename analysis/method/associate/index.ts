import type { Method } from '../../method.ts';

export const associate: readonly Method[] = [];
