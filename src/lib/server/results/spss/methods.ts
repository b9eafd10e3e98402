/** The commands of each method that SPSS has too, with a comment where SPSS reckons otherwise or shows more than one answer. */
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { SpssData } from './data.ts';
import { compare } from './compare.ts';
import { describe } from './describe.ts';
import { model } from './model.ts';
import { scale } from './scale.ts';

/** Null where SPSS cannot do what this spec asks for. */
export type Syntax = (data: SpssData, spec: AnySpec) => string[] | null;

export const METHODS: Readonly<Record<string, Syntax>> = { ...describe, ...compare, ...scale, ...model };
