import type { Method } from '../../method.ts';
import { adequacyMethod } from './adequacy.ts';
import { alphaMethod } from './alpha.ts';
import { factorAnalysisMethod } from './factor-analysis.ts';
import { meanIndexMethod } from './mean-index.ts';
import { omegaMethod } from './omega.ts';
import { parallelMethod } from './parallel.ts';

export const scale: readonly Method[] = [meanIndexMethod, alphaMethod, omegaMethod, adequacyMethod, factorAnalysisMethod, parallelMethod];
