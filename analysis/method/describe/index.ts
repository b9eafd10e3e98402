import type { Method } from '../../method.ts';

export const describe: readonly Method[] = [];
