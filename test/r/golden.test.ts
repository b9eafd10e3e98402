import { goldenSamples } from '../certify/r/golden-tables.ts';
import { agreementOn } from './agreement.ts';

agreementOn('on the golden tables', goldenSamples());
