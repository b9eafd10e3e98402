import { randomSample } from '../certify/r/tables.ts';
import { agreementOn } from './agreement.ts';

agreementOn('on seeded random tables with missing values', Array.from({ length: 50 }, (_, i) => randomSample(1 + i)), 0);
