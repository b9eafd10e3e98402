import type { Method } from '../../method.ts';
import { proofBand, proofMean, proofTotal } from './means.ts';
import { proofHundred, proofParts, proofPercentages } from './percentages.ts';
import { proofCorrelation, proofFlag, proofStatistic } from './significance.ts';
import { proofTables } from './tables.ts';

export const proof: readonly Method[] = [proofPercentages, proofHundred, proofParts, proofMean, proofTotal, proofBand, proofCorrelation, proofStatistic, proofFlag, proofTables] as readonly Method[];
