import type { Method } from '../../method.ts';
import { batteryTableMethod } from './battery-table.ts';
import { describeMethod } from './describe.ts';
import { frequenciesMethod } from './frequencies.ts';
import { meansMethod } from './means.ts';
import { multipleResponseMethod } from './multiple-response.ts';

export const describe: readonly Method[] = [describeMethod, meansMethod, frequenciesMethod, multipleResponseMethod, batteryTableMethod];
