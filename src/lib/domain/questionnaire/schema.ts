/**
 * The questionnaire document: the JSON an evaluator writes and publishes. This file is the one definition of its form;
 * the published JSON Schema (`static/schema/questionnaire-1.json`) is generated from it. Rules that JSON Schema cannot
 * say (references, order, reachability, translations) are in `check.ts`.
 */
import * as v from 'valibot';

export const LOCALES = ['nb', 'nn', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const FORMAT = 'grunnlag-questionnaire/1';

const described = <const S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));

/** Item and block keys are variable names everywhere downstream (SPSS, R, CSV), hence the narrow alphabet. */
const Key = v.pipe(
	v.string(), v.regex(/^[a-z][a-z0-9_]{0,62}$/, 'a key is a-z, 0-9 and _, starting with a letter, at most 63 characters'),
	v.description('A variable name: a-z, 0-9 and _, starting with a letter, at most 63 characters.')
);

/** A text in every language. Missing ones are found by `check.ts`, so that all faults come in one list. */
const Text = v.pipe(
	v.strictObject({ nb: v.optional(v.string()), nn: v.optional(v.string()), en: v.optional(v.string()) }),
	v.description('A text in bokmål, nynorsk and English; publishing needs all three. {{item:key}} and {{frame:name}} pipe in an earlier answer or a frame variable.')
);
export type Text = v.InferOutput<typeof Text>;

const Category = v.strictObject({
	code: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(254), v.description('What is stored; unique within the scale.')),
	label: Text
});
export type Category = v.InferOutput<typeof Category>;

/** An answer scale with labelled categories; `dontKnow` is the wording of "vet ikke" for items that switch it on. */
const Scale = v.strictObject({
	categories: v.array(Category),
	dontKnow: v.optional(described(Text, 'Wording of "vet ikke" on this scale; without it the interface’s own.'))
});
export type Scale = v.InferOutput<typeof Scale>;

/** A variable known from the population list before anyone answers. With categories it is closed; codes are the list's own text. */
const FrameVariable = v.pipe(
	v.strictObject({
		name: Key,
		label: Text,
		stratum: v.optional(described(v.boolean(), 'Response is followed by this variable.'), false),
		categories: v.optional(v.array(v.strictObject({ code: v.pipe(v.string(), v.description('As written in the population list.')), label: Text })))
	}),
	v.description('A variable of the population list. With categories it takes no other values.')
);
export type FrameVariable = v.InferOutput<typeof FrameVariable>;

export type Scalar = string | number | boolean;
/**
 * Routing is data, never code. `item` compares an earlier answer, `frame` a frame variable.
 * eq ne lt lte gt gte: against one value; in: value is one of a set; includes: a multiple answer holds the code(s), any of a set;
 * answered: has a substantive answer; dont_know: "vet ikke" was chosen.
 * A comparison with an item that has no answer is false (also `ne`): only `not` turns it true. "Vet ikke" and a frame variable
 * without a value are no answer in this sense. An answer to an item that is not asked does not count.
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
const Condition: v.GenericSchema<Condition> = v.lazy((given) => {
	if (typeof given === 'object' && given !== null) for (const form of conditionForms) if (Object.hasOwn(given, form[0])) return form[1];
	return AnyCondition;
});
/** Chosen by the property that names the form, so that a fault is reported where it is, not at the outermost condition. */
const conditionForms: [string, v.GenericSchema<Condition>][] = [
	['all', v.strictObject({ all: v.array(Condition) })],
	['any', v.strictObject({ any: v.array(Condition) })],
	['not', v.strictObject({ not: Condition })],
	['item', v.strictObject({ item: Key, ...comparison })],
	['frame', v.strictObject({ frame: Key, ...comparison })]
];
const AnyCondition = v.union(conditionForms.map(([, schema]) => schema));

const If = v.optional(Condition);
const common = {
	key: Key,
	text: Text,
	help: v.optional(Text),
	if: If
};
const answerable = {
	...common,
	required: v.optional(described(v.boolean(), 'Must be answered before submitting ("vet ikke" is an answer).'), false),
	dontKnow: v.optional(described(v.boolean(), 'Offers "vet ikke".'), false)
};
/** Categories come from a named scale or are given on the item; exactly one of the two (checked in `check.ts`). */
const categorical = {
	...answerable,
	scale: v.optional(described(v.string(), 'A name under `scales`; this or `categories`.')),
	categories: v.optional(v.array(Category))
};
const reversed = v.optional(described(v.boolean(), 'Worded against the index it belongs to; stored as answered, turned in analysis.'), false);

const Row = v.strictObject({ key: Key, text: Text, reversed, if: If });
export type MatrixRow = v.InferOutput<typeof Row>;

const range = { min: v.optional(v.number()), max: v.optional(v.number()), unit: v.optional(Text) };
const day = v.optional(described(v.string(), 'yyyy-mm-dd'));

const Item = v.variant('type', [
	v.strictObject({ type: v.literal('single'), ...categorical, reversed }),
	v.strictObject({ type: v.literal('multiple'), ...categorical }),
	/** Rows that share one scale. Each row is a variable of its own; the matrix key only names the group. */
	v.strictObject({ type: v.literal('matrix'), ...answerable, scale: v.string(), rows: v.array(Row) }),
	/** Codes 1 = yes, 2 = no; the words are the interface's own, in each language. */
	v.strictObject({ type: v.literal('yesno'), ...answerable }),
	v.strictObject({ type: v.literal('integer'), ...answerable, ...range }),
	v.strictObject({ type: v.literal('number'), ...answerable, ...range }),
	v.strictObject({ type: v.literal('short_text'), ...answerable, maxLength: v.optional(v.number(), 200) }),
	v.strictObject({ type: v.literal('long_text'), ...answerable, maxLength: v.optional(v.number(), 10000) }),
	v.strictObject({ type: v.literal('date'), ...answerable, min: day, max: day }),
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
const Block = v.pipe(
	v.strictObject({ key: Key, title: v.optional(Text), intro: v.optional(Text), if: If, items: v.array(Item) }),
	v.description('One page for the respondent.')
);
export type Block = v.InferOutput<typeof Block>;

export const Questionnaire = v.strictObject({
	$schema: v.optional(v.string()),
	format: v.literal(FORMAT),
	key: Key,
	title: Text,
	/** What the respondent must know before starting (GDPR art. 13): shown on the first page, before anything is stored. */
	study: described(
		v.strictObject({ purpose: Text, responsible: Text, contact: Text, privacy: Text, duration: Text, consent: Text }),
		'What the respondent must know before starting (GDPR art. 13): shown on the first page, before anything is stored.'
	),
	frame: v.optional(v.array(FrameVariable), []),
	scales: v.optional(v.record(Key, Scale), {}),
	blocks: v.array(Block),
	thanks: Text
});
export type Questionnaire = v.InferOutput<typeof Questionnaire>;

/** The parts that recur, by the name they have in the published JSON Schema. */
export const PARTS = { Key, Text, Category, Scale, FrameVariable, Condition: AnyCondition, Row, Item, Block };
