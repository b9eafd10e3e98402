/** Every method of the library, by name. */
import type { Method } from './method.ts';
import { associate } from './method/associate/index.ts';
import { compare } from './method/compare/index.ts';
import { crosstab } from './method/crosstab/index.ts';
import { describe } from './method/describe/index.ts';
import { extraction } from './method/extraction/index.ts';
import { family } from './method/family/index.ts';
import { model } from './method/model/index.ts';
import { plan } from './method/plan/index.ts';
import { proof } from './method/proof/index.ts';
import { recode } from './method/recode/index.ts';
import { response } from './method/response/index.ts';
import { scale } from './method/scale/index.ts';
import { survey } from './method/survey/index.ts';
import { weight } from './method/weight/index.ts';

/** A method forgets its own spec's type here; `checkSpec` has looked at the spec before it is called. */
export const METHODS: readonly Method[] = [response, weight, describe, compare, crosstab, associate, scale, recode, model, survey, plan, proof, family, extraction].flat();

const byName = new Map(METHODS.map((m) => [m.name, m]));

export function findMethod(name: string): Method | undefined {
	return byName.get(name);
}
