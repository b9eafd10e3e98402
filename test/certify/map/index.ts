/** Every golden method and how the engine gives the same names. */
import type { GoldenMap } from '../golden.ts';
import { map as associate } from './associate.ts';
import { map as compare } from './compare.ts';
import { map as crosstab } from './crosstab.ts';
import { map as distribution } from './distribution.ts';
import { map as model } from './model.ts';
import { map as response } from './response.ts';
import { map as scale } from './scale.ts';

export const GOLDEN: GoldenMap = { ...distribution, ...compare, ...crosstab, ...associate, ...scale, ...model, ...response };
