/**
 * The questionnaire document: the JSON an evaluator writes and publishes. This file is the one definition of its form;
 * the published JSON Schema (`static/schema/questionnaire-1.json`) is generated from it. Rules that JSON Schema cannot
 * say (references, order, reachability, translations) are in `check.ts`.
 */
import * as v from 'valibot';

export const LOCALES = ['nb', 'nn', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const FORMAT = 'grunnlag-questionnaire/1';

/** Item and block keys are variable names everywhere downstream (SPSS, R, CSV), hence the narrow alphabet. */
const Key = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,62}$/, 'a key is a-z, 0-9 and _, starting with a letter, at most 63 characters'));

/** A text in every language. Missing ones are found by `check.ts`, so that all faults come in one list. */
const Text = v.partial(v.object({ nb: v.string(), nn: v.string(), en: v.string() }));
export type Text = v.InferOutput<typeof Text>;

const Category = v.object({ code: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(254)), label: Text });
export type Category = v.InferOutput<typeof Category>;

/** An answer scale with labelled categories; `dontKnow` is the wording of "vet ikke" for items that switch it on. */
const Scale = v.strictObject({ categories: v.array(Category), dontKnow: v.optional(Text) });
export type Scale = v.InferOutput<typeof Scale>;

/** A variable known from the population list before anyone answers. With categories it is closed; codes are the list's own text. */
const FrameVariable = v.strictObject({
	name: Key,
	label: Text,
	stratum: v.optional(v.boolean(), false),
	categories: v.optional(v.array(v.strictObject({ code: v.string(), label: Text })))
});
export type FrameVariable = v.InferOutput<typeof FrameVariable>;

export type Scalar = string | number | boolean;
/**
 * Routing is data, never code. `item` compares an earlier answer, `frame` a frame variable.
 * eq ne lt lte gt gte: against one value; in: value is one of a set; includes: a multiple answer holds the code(s), any of a set;
 * answered: has a substantive answer; dont_know: "vet ikke" was chosen.
 * A comparison with an item that has no answer is false (also `ne`): only `not` turns it true.
 */
export type Condition =
	| { all: Condition[] }
	| { any: Condition[] }
	| { not: Condition }
	| { item: string; op: Operator; value?: Scalar | Scalar[] }
	| { frame: string; op: Operator; value?: Scalar | Scalar[] };

export const OPERATORS = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'includes', 'answered', 'dont_know'] as const;
export type Operator = (typeof OPERATORS)[number];

const Scalar = v.union([v.string(), v.number(), v.boolean()]);
const comparison = { op: v.picklist(OPERATORS), value: v.optional(v.union([Scalar, v.array(Scalar)])) };
const Condition: v.GenericSchema<Condition> = v.lazy(() =>
	v.union([
		v.strictObject({ all: v.array(Condition) }),
		v.strictObject({ any: v.array(Condition) }),
		v.strictObject({ not: Condition }),
		v.strictObject({ item: Key, ...comparison }),
		v.strictObject({ frame: Key, ...comparison })
	])
);

const common = {
	key: Key,
	text: Text,
	help: v.optional(Text),
	if: v.optional(Condition)
};
const answerable = { ...common, required: v.optional(v.boolean(), false), dontKnow: v.optional(v.boolean(), false) };
/** Categories come from a named scale or are given on the item; exactly one of the two (checked in `check.ts`). */
const categorical = { ...answerable, scale: v.optional(v.string()), categories: v.optional(v.array(Category)) };

const Row = v.strictObject({ key: Key, text: Text, reversed: v.optional(v.boolean(), false), if: v.optional(Condition) });
export type MatrixRow = v.InferOutput<typeof Row>;

const Item = v.variant('type', [
	v.strictObject({ type: v.literal('single'), ...categorical, reversed: v.optional(v.boolean(), false) }),
	v.strictObject({ type: v.literal('multiple'), ...categorical }),
	/** Rows that share one scale. Each row is a variable of its own; the matrix key only names the group. */
	v.strictObject({ type: v.literal('matrix'), ...answerable, scale: v.string(), rows: v.array(Row) }),
	/** Codes 1 = yes, 2 = no; the words are the interface's own, in each language. */
	v.strictObject({ type: v.literal('yesno'), ...answerable }),
	v.strictObject({ type: v.literal('integer'), ...answerable, min: v.optional(v.number()), max: v.optional(v.number()), unit: v.optional(Text) }),
	v.strictObject({ type: v.literal('number'), ...answerable, min: v.optional(v.number()), max: v.optional(v.number()), unit: v.optional(Text) }),
	v.strictObject({ type: v.literal('short_text'), ...answerable, maxLength: v.optional(v.number(), 200) }),
	v.strictObject({ type: v.literal('long_text'), ...answerable, maxLength: v.optional(v.number(), 10000) }),
	v.strictObject({ type: v.literal('date'), ...answerable, min: v.optional(v.string()), max: v.optional(v.string()) }),
	/** By name or four-character number; `several` offers "several municipalities". `list` is what names are matched against. */
	v.strictObject({
		type: v.literal('municipality'), ...answerable, several: v.optional(v.boolean(), false),
		list: v.array(v.strictObject({ number: v.pipe(v.string(), v.regex(/^\d{4}$/)), name: v.string() }))
	}),
	v.strictObject({ type: v.literal('information'), ...common }),
	/** One box that must be ticked to go on; unticked is "not answered". Stored as code 1. */
	v.strictObject({ type: v.literal('consent'), ...common, label: Text })
]);
export type Item = v.InferOutput<typeof Item>;
export type ItemType = Item['type'];

/** A block is one page for the respondent. */
const Block = v.strictObject({ key: Key, title: v.optional(Text), intro: v.optional(Text), if: v.optional(Condition), items: v.array(Item) });
export type Block = v.InferOutput<typeof Block>;

export const Questionnaire = v.strictObject({
	$schema: v.optional(v.string()),
	format: v.literal(FORMAT),
	key: Key,
	title: Text,
	/** What the respondent must know before starting (GDPR art. 13): shown on the first page, before anything is stored. */
	study: v.strictObject({ purpose: Text, responsible: Text, contact: Text, privacy: Text, duration: Text, consent: Text }),
	frame: v.optional(v.array(FrameVariable), []),
	scales: v.optional(v.record(v.string(), Scale), {}),
	blocks: v.array(Block),
	thanks: Text
});
export type Questionnaire = v.InferOutput<typeof Questionnaire>;
