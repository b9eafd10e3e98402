import { extractionSample } from '../certify/r/extraction.ts';
import { agreementOn } from './agreement.ts';

agreementOn('on tables of indicators by municipality and school', Array.from({ length: 3 }, (_, i) => extractionSample(1 + i)), 300);
