import type { Method } from '../../method.ts';

export const scale: readonly Method[] = [];
