/** What is asked for when a snapshot is made: which surveys, what is put beside their answers, and what is made of them. */
import * as v from 'valibot';
import { LOCALES } from '../questionnaire/schema.ts';
import type { Derived, DerivedRule } from './types.ts';

export const SNAPSHOT_FORMAT = 'grunnlag-snapshot/1';

export const NAME = /^[a-z][a-z0-9_]{0,62}$/;
const Name = v.pipe(v.string(), v.regex(NAME));
const Text = v.pipe(
	v.strictObject({ nb: v.optional(v.string()), nn: v.optional(v.string()), en: v.optional(v.string()) }),
	v.check((text) => LOCALES.some((locale) => (text[locale] ?? '').trim() !== ''))
);
const PartKey = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,62}(\.liste)?$/));
const Group = v.strictObject({ value: v.pipe(v.string(), v.nonEmpty()), label: Text, score: v.optional(v.pipe(v.number(), v.finite())), from: v.pipe(v.array(v.string()), v.nonEmpty()) });
const groups = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(50));
const labels = v.optional(v.array(Text));

export const Rule: v.GenericSchema<unknown, DerivedRule> = v.variant('rule', [
	v.strictObject({ rule: v.literal('recode'), of: Name, groups: v.pipe(v.array(Group), v.nonEmpty()), rest: v.optional(v.strictObject({ value: v.pipe(v.string(), v.nonEmpty()), label: Text })) }),
	v.strictObject({ rule: v.literal('reverse'), of: Name }),
	v.strictObject({ rule: v.literal('index'), of: v.pipe(v.array(Name), v.nonEmpty()), reversed: v.optional(v.array(Name), []), at_least: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))) }),
	v.strictObject({ rule: v.literal('bands'), of: Name, upper: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.nonEmpty()), labels: v.array(Text), closed: v.optional(v.picklist(['left', 'right'])) }),
	v.strictObject({ rule: v.literal('quantiles'), of: Name, groups, labels }),
	v.strictObject({ rule: v.literal('natural'), of: Name, groups, labels })
]);
export const DerivedSchema: v.GenericSchema<unknown, Derived> = v.strictObject({ name: Name, label: Text, rule: Rule, parts: v.optional(v.pipe(v.array(PartKey), v.nonEmpty())) });

export interface SurveyChoice {
	/** Key of the survey in its wave. */
	survey: string;
	/** Kept links whose variables are put beside the answers. */
	links: readonly number[];
	/** Kept weights. */
	weights: readonly number[];
	/** Whether codes given to open answers are put beside them, a variable a code. */
	codings?: boolean;
}

export interface SnapshotDefinition {
	format: typeof SNAPSHOT_FORMAT;
	surveys: readonly SurveyChoice[];
	/** Responses sent in, or also those begun. */
	responses: 'complete' | 'with_partial';
	/** Columns of the population list: all, or those that response is followed by. */
	frame: 'all' | 'strata';
	derived: readonly Derived[];
}
