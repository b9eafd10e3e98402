/** Fields of a spec that has been checked against its method. */
import type { AnySpec } from '#lib/domain/analysis/types.ts';

export const textAt = (spec: AnySpec, field: string): string => String(spec[field]);
export const textsAt = (spec: AnySpec, field: string): readonly string[] => (Array.isArray(spec[field]) ? (spec[field] as readonly string[]) : []);
export const levelAt = (spec: AnySpec): number => (typeof spec.level === 'number' ? spec.level : 0.95);
/** Rows of a table of counts. */
export const countsAt = (spec: AnySpec): readonly (readonly number[])[] => spec.counts as readonly (readonly number[])[];
/** `.95`, as SPSS asks for a level; per cent where it asks for that. */
export const percent = (level: number): number => Number((level * 100).toFixed(6));
