import type { Method } from '../../method.ts';
import { family as familyOfTests } from './family.ts';

export const family: readonly Method[] = [familyOfTests];
