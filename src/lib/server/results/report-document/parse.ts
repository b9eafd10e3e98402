/** A report from JSON: its shape, every fault at once and named by its place. */
import * as v from 'valibot';
import { FIGURE_KINDS } from '#lib/domain/figure/types.ts';
import { LOCALES } from '#lib/domain/questionnaire/schema.ts';
import { REPORT_FORMAT, STYLES, type Report } from '#lib/domain/report/types.ts';
import type { Fault } from './types.ts';

/** Longest text of a block. */
export const MOST_TEXT = 20_000;
const MOST_BLOCKS = 1_000;
const Words = v.pipe(v.string(), v.maxLength(MOST_TEXT));
const Keys = v.pipe(v.array(v.string()), v.maxLength(500));
const Numbered = { caption: v.pipe(v.string(), v.maxLength(1_000)), notes: v.optional(v.pipe(v.array(Words), v.maxLength(20))), number: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999))) };

const Block = v.variant('kind', [
	v.strictObject({ kind: v.literal('heading'), level: v.picklist([1, 2, 3]), text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(500)) }),
	v.strictObject({ kind: v.literal('text'), text: Words }),
	v.strictObject({
		kind: v.literal('table'), entry: v.string(), view: v.optional(v.string()), ...Numbered,
		with: v.optional(v.pipe(v.array(v.strictObject({ entry: v.string(), view: v.optional(v.string()), as: v.picklist(['rows', 'columns']) })), v.maxLength(50))),
		rows: v.optional(Keys), columns: v.optional(Keys), labels: v.optional(v.record(v.string(), v.string())), family: v.optional(v.string())
	}),
	v.strictObject({ kind: v.literal('figure'), entry: v.string(), figure: v.picklist(FIGURE_KINDS), which: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999))), ...Numbered, options: v.optional(v.record(v.string(), v.unknown())) }),
	v.strictObject({ kind: v.literal('list_of_tables') }),
	v.strictObject({ kind: v.literal('page_break') })
]);
const Shape = v.strictObject({
	format: v.literal(REPORT_FORMAT), title: v.pipe(v.string(), v.nonEmpty(), v.maxLength(500)), style: v.picklist(STYLES), locale: v.picklist(LOCALES), blocks: v.pipe(v.array(Block), v.maxLength(MOST_BLOCKS))
});

const MOST_FAULTS = 12;

/** @returns the report, or the first dozen places where its shape is another */
export function parseReport(text: string): { value: Report; faults: [] } | { value: null; faults: Fault[] } {
	let json: unknown;
	try {
		json = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (error) {
		return { value: null, faults: [{ block: 0, code: 'bad_form', params: { place: 'JSON', expected: `${(error as Error).message}.` } }] };
	}
	const read = v.safeParse(Shape, json, { abortPipeEarly: true });
	if (read.success) return { value: read.output as Report, faults: [] };
	return {
		value: null,
		faults: read.issues.slice(0, MOST_FAULTS).map((issue): Fault => {
			const path = (issue.path ?? []).map((part) => part.key);
			return { block: path[0] === 'blocks' && typeof path[1] === 'number' ? path[1] + 1 : 0, code: 'bad_form', params: { place: path.join('.') || 'JSON', expected: `${issue.expected ?? issue.type}.` } };
		})
	};
}
