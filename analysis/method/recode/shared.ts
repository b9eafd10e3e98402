/** What every recoding method gives: cuts, sizes, the group of each row. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Note } from '../../result.ts';
import { rText } from '../../r/write.ts';
import { bandCodes, bandSizes, type Closed } from '../../recode/groups.ts';
import type { BaseSpec, Field } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';
import { numbers, type Numbers } from '../../table/view.ts';

export interface RecodeSpec extends BaseSpec {
	x: string;
	/** One text or message key a band, lowest first. */
	labels?: readonly string[] | null;
}

export const X: Field = { type: 'column', kind: 'numeric' };
export const LABELS: Field = { type: 'texts', optional: true };

export function readNumbers(table: Table, x: string): (Numbers & { n: number }) | Violation {
	const view = numbers(table, x);
	if (isViolation(view)) return view;
	const n = view.valid.reduce((a, b) => a + b, 0);
	return n === 0 ? violation('no_data', { columns: x }) : { ...view, n };
}

/** The right number of labels, or what is wrong. */
export function wrongLabels(labels: readonly string[] | null | undefined, bands: number): Violation | null {
	return labels && labels.length !== bands ? violation('bad_field', { field: 'labels', needed: `${bands} texts` }) : null;
}

export interface Grouped {
	group: (number | null)[];
	group_sizes: number[];
}

/** Group numbers from 1, null where missing, and the sizes. */
export function grouped(view: Numbers, cuts: readonly number[], closed: Closed): Grouped {
	const codes = bandCodes(view, cuts, closed);
	return { group: Array.from(codes, (c) => (c < 0 ? null : c + 1)), group_sizes: bandSizes(codes, cuts.length + 1) };
}

/** A warning for bands that no row falls into. */
export function emptyBands(sizes: readonly number[]): Note[] {
	const empty = sizes.flatMap((size, i) => (size === 0 ? [i + 1] : []));
	return empty.length > 0 ? [{ key: 'recode_empty_bands', level: 'warning', params: { bands: empty.join(', ') } }] : [];
}

/** R: x and the valid values. */
export const rX = (x: string): string => `x <- num(${rText(x)})\nvalid <- x[!is.na(x)]`;
