import type { Method } from '../../method.ts';
import { correlation } from './correlation.ts';

export const associate: readonly Method[] = [correlation] as readonly Method[];
