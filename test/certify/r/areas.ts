import type { Specs } from './harness.ts';
import { specs as associate } from './associate.ts';
import { specs as compare } from './compare.ts';
import { specs as crosstab } from './crosstab.ts';
import { specs as describe } from './describe.ts';
import { specs as extraction } from './extraction.ts';
import { specs as family } from './family.ts';
import { specs as model } from './model.ts';
import { specs as plan } from './plan.ts';
import { specs as proof } from './proof.ts';
import { specs as recode } from './recode.ts';
import { specs as response } from './response.ts';
import { specs as scale } from './scale.ts';
import { specs as survey } from './survey.ts';
import { specs as weight } from './weight.ts';

export const AREAS: Record<string, Specs> = { response, weight, describe, compare, crosstab, associate, scale, recode, model, survey, plan, proof, family, extraction };
