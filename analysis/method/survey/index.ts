import type { Method } from '../../method.ts';

export const survey: readonly Method[] = [];
