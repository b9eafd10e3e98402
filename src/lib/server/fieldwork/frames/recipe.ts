/**
 * The recipe for merging lists: a JSON document, data and no code. This file is the one definition of its form; the published JSON Schema
 * (`static/schema/frame-recipe-1.json`) is generated from it. A recipe does, in this order:
 * 1. reads the sources, giving their columns common names, and adds constants (such as which list the row is from);
 * 2. derives columns: the first rule whose condition holds gives the value;
 * 3. filters rows, each by itself, with a stated reason;
 * 4. removes duplicates among the rows that are left: the source first in `prefer` wins, within a source the first row;
 * 5. gives every row a key.
 */
import * as v from 'valibot';
import { LOCALES } from '#lib/domain/questionnaire/schema.ts';

export const RECIPE_FORMAT = 'grunnlag-frame-recipe/1';

const described = <const S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));
const Name = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
const Key = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,62}$/), v.description('a-z, 0-9 and _, starting with a letter, at most 63 characters.'));
const Text = v.strictObject(v.entriesFromList(LOCALES, v.string()));

/** Cells are compared trimmed and composed (NFC), with regard to case. A column that a source lacks is blank in its rows. */
export type Condition =
	| { all: Condition[] } | { any: Condition[] } | { not: Condition }
	| { column: string; equals: string } | { column: string; in: string[] } | { column: string; blank: boolean };

const Condition: v.GenericSchema<Condition> = v.lazy((given) => {
	if (typeof given === 'object' && given !== null) for (const [property, form] of forms) if (Object.hasOwn(given, property)) return form;
	return AnyCondition;
});
/** Chosen by the property that names the form, so that a fault is reported where it is. */
const forms: [string, v.GenericSchema<Condition>][] = [
	['all', v.strictObject({ all: v.array(Condition) })],
	['any', v.strictObject({ any: v.array(Condition) })],
	['not', v.strictObject({ not: Condition })],
	['equals', v.strictObject({ column: Name, equals: v.string() })],
	['in', v.strictObject({ column: Name, in: v.array(v.string()) })],
	['blank', v.strictObject({ column: Name, blank: v.boolean() })]
];
const AnyCondition = v.pipe(v.union(forms.map(([, schema]) => schema)), v.description('Cells are compared trimmed and composed (NFC), with regard to case. A column that a source lacks is blank.'));

const Source = v.strictObject({
	key: Key,
	file: described(Name, 'The file: relative to the recipe from a terminal, by its name when uploaded.'),
	columns: described(v.record(Name, Name), 'Common name of a column: what the column is called in this file.'),
	constants: v.optional(described(v.record(Name, v.string()), 'Common name of a column: the value it has in every row of this file.'), {})
});
const Derive = v.strictObject({
	column: Name,
	rules: v.array(v.strictObject({ if: Condition, value: v.string() })),
	otherwise: v.string()
});
const reason = described(Text, 'Why these rows are left out, in the report.');
const Filter = v.union([
	v.strictObject({ key: Key, keep: Condition, reason }),
	v.strictObject({ key: Key, drop: Condition, reason })
]);

export const Recipe = v.strictObject({
	$schema: v.optional(v.string()),
	format: v.literal(RECIPE_FORMAT),
	title: Name,
	sources: v.pipe(v.array(Source), v.minLength(1), v.maxLength(20)),
	derive: v.optional(v.array(Derive), []),
	filters: v.optional(v.array(Filter), []),
	dedupe: described(v.strictObject({
		column: Name,
		as: described(v.picklist(['email', 'text']), 'email: compared trimmed, composed (NFC) and in lower case; text: trimmed and composed.'),
		prefer: described(v.array(Key), 'Keys of the sources, the one that wins first.')
	}), 'Rows where the column is blank are never duplicates.'),
	ref: described(v.strictObject({ column: Name, prefix: v.pipe(v.string(), v.maxLength(20)), digits: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)) }),
		'The key of a row: a prefix and a running number. A person known from before keeps the key.'),
	output: described(v.pipe(v.array(Name), v.minLength(1)), 'Columns of the merged list after the key, in order.')
});
export type Recipe = v.InferOutput<typeof Recipe>;
export type Source = v.InferOutput<typeof Source>;
export type Filter = v.InferOutput<typeof Filter>;
/** The part that recurs, by the name it has in the published JSON Schema. */
export const RECIPE_PARTS = { Condition: AnyCondition };
