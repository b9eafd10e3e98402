/** Columns of the population list, and how each seat stands. Rows are seats, in the order given. */
import { emptyCodes, firstMissing } from '#lib/domain/dataset/column.ts';
import { MISSING, type DatasetCategory, type DatasetColumn, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import { DISPOSITION_LABELS, SEAT_VARIABLES, YES_OR_NO } from '#lib/domain/dataset/words.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import type { SourceFrameVariable } from '../../db/snapshot-source.ts';
import type { Made } from './rules.ts';
import type { Names } from './names.ts';

export type Disposition = keyof typeof DISPOSITION_LABELS;
export interface SourceSeat {
	id: number;
	ref: string;
	disposition: Disposition;
	sampled: boolean;
	/** By frame variable; null or absent where the list says nothing. */
	frame: Readonly<Record<string, string | null>>;
}

const NOT_ANSWERED = MISSING.indexOf('not_answered');
/** More than these different texts in a column that has no categories of its own are texts, not groups. */
const MOST_GROUPS = 252;

const nominal = (name: string, label: Text, categories: readonly DatasetCategory[], origin: DatasetVariable['origin']): DatasetVariable =>
	({ name, label, question: null, type: 'categorical', measure: 'nominal', categories, reversed: false, decimals: null, unit: null, origin });

/** Values as codes; null is not answered. @throws Error for a value that is none of the categories */
export function codesOf(values: readonly (string | null)[], categories: readonly DatasetCategory[]): DatasetColumn {
	const codes = emptyCodes(values.length, categories.length, 'not_answered');
	const place = new Map(categories.map((c, i) => [c.value, i]));
	const missing = firstMissing(codes) + NOT_ANSWERED;
	values.forEach((value, i) => {
		const at = value === null ? missing : place.get(value);
		if (at === undefined) throw new Error('a value is none of the categories');
		codes[i] = at;
	});
	return { kind: 'categorical', codes };
}

function textColumn(values: readonly (string | null)[]): DatasetColumn {
	const missing = Uint8Array.from(values, (value) => (value === null ? 1 + NOT_ANSWERED : 0));
	return { kind: 'text', values: [...values], missing: missing.some((kind) => kind > 0) ? missing : null };
}

/**
 * A column of the list: its declared categories, then values met beside them in the order of their letters. One without categories of its own and more than 252 values is text.
 * @param known seats whose values are met: all of the list, so that parts of one survey have the same categories
 */
export function frameColumn(survey: string, { name, label, categories: declared }: SourceFrameVariable, seats: readonly SourceSeat[], known: readonly SourceSeat[], names: Names): Made {
	const read = (seat: SourceSeat): string | null => seat.frame[name] ?? null;
	const values = seats.map(read);
	const categories = declared.map(({ code, label: said }): DatasetCategory => ({ value: code, label: said }));
	const there = new Set(declared.map((c) => c.code));
	const met = [...new Set(known.map(read))].filter((value): value is string => value !== null && !there.has(value)).sort((a, b) => (a < b ? -1 : 1));
	const variable = nominal(names.give(name, 'frame'), label, [...categories, ...met.map((value) => ({ value, label: { nb: value, nn: value, en: value } }))], { kind: 'frame', survey, variable: name });
	if (declared.length === 0 && met.length > MOST_GROUPS) return { variable: { ...variable, type: 'text', categories: [] }, column: textColumn(values) };
	return { variable, column: codesOf(values, variable.categories) };
}

export function dispositionColumn(survey: string, seats: readonly SourceSeat[], names: Names): Made {
	const categories = Object.entries(DISPOSITION_LABELS).map(([value, label]): DatasetCategory => ({ value, label }));
	return {
		variable: nominal(names.give('disposition', 'seat'), SEAT_VARIABLES.disposition, categories, { kind: 'seat', survey, what: 'disposition' }),
		column: codesOf(seats.map((s) => s.disposition), categories)
	};
}

/** 1 where it holds: `responded` counts forms that were begun, as the response rate does. */
export function yesColumn(survey: string, what: 'responded' | 'sampled', seats: readonly SourceSeat[], names: Names): Made {
	const categories = YES_OR_NO.map((label, score): DatasetCategory => ({ value: String(score), label, score }));
	const holds = (seat: SourceSeat): boolean => (what === 'sampled' ? seat.sampled : seat.disposition === 'complete' || seat.disposition === 'partial');
	return {
		variable: nominal(names.give(what, 'seat'), SEAT_VARIABLES[what], categories, { kind: 'seat', survey, what }),
		column: codesOf(seats.map((s) => (holds(s) ? '1' : '0')), categories)
	};
}
