import type { Method } from '../../method.ts';
import { bandsMethod } from './bands.ts';
import { naturalBreaksMethod } from './natural-breaks.ts';
import { quantileGroupsMethod } from './quantile-groups.ts';

export const recode: readonly Method[] = [bandsMethod, quantileGroupsMethod, naturalBreaksMethod];
