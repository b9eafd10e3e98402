/** Recoding as new columns, for analyses that use the bands: `{ ...table.columns, size_band: bandColumn(table, { x: 'size', limits: [10, 50] }) }`. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { firstMissingCode, type CategoricalColumn, type Column, type Table } from '../table/table.ts';
import { numbers } from '../table/view.ts';
import { bandCodes, bandNotation, groupColumn, type Closed } from './groups.ts';
import { naturalBreaks } from './natural-breaks.ts';
import { quantileCuts, tieSafeCuts } from './quantile-groups.ts';

interface Labelled {
	x: string;
	/** One text or message key a band, lowest first; the bands in mathematical notation when absent. */
	labels?: readonly string[] | null;
}
export interface BandSpec extends Labelled {
	/** Rising limits between the bands; one fewer than bands. */
	limits: readonly number[];
	/** Side on which a limit belongs to its band: `right` (a, b] when absent. */
	closed?: Closed | null;
}
export interface QuantileGroupSpec extends Labelled {
	/** 4 when absent. */
	groups?: number | null;
	/** Cuts at quantiles of type 7, or (when absent) at values that occur, nearest to equal sizes. */
	cuts?: 'type7' | 'tie_safe' | null;
}
export interface NaturalBreakSpec extends Labelled {
	k: number;
}

/** Each limit above the one before. */
export function areRising(limits: readonly number[]): boolean {
	return limits.every((v, i) => i === 0 || v > limits[i - 1]!);
}

function missingKindOf(column: Column): (row: number) => number {
	if (column.kind === 'numeric') return (row) => column.missing?.[row] ?? 0;
	const first = firstMissingCode(column.codes);
	return (row) => Math.max(0, column.codes[row]! - first + 1);
}

function cutColumn(table: Table, spec: Labelled, cuts: readonly number[], closed: Closed): CategoricalColumn | Violation {
	const view = numbers(table, spec.x);
	if (isViolation(view)) return view;
	if (spec.labels && spec.labels.length !== cuts.length + 1) return violation('bad_field', { field: 'labels', needed: `${cuts.length + 1} texts` });
	const from = table.columns[spec.x]!;
	return groupColumn(from, bandCodes(view, cuts, closed), spec.labels ?? bandNotation(cuts, closed), missingKindOf(from));
}

/** Bands by given limits: band 1 up to the first limit, and so on; the kinds of missing kept. */
export function bandColumn(table: Table, spec: BandSpec): CategoricalColumn | Violation {
	if (spec.limits.length === 0 || !areRising(spec.limits)) return violation('bad_field', { field: 'limits', needed: 'rising numbers' });
	return cutColumn(table, spec, spec.limits, spec.closed ?? 'right');
}

/** Groups of nearly equal size, right-closed. Cuts that coincide leave a group empty. */
export function quantileGroupColumn(table: Table, spec: QuantileGroupSpec): CategoricalColumn | Violation {
	const view = numbers(table, spec.x);
	if (isViolation(view)) return view;
	const cuts = (spec.cuts === 'type7' ? quantileCuts : tieSafeCuts)(view, spec.groups ?? 4);
	return isViolation(cuts) ? cuts : cutColumn(table, spec, cuts, 'right');
}

/** The k natural classes (Fisher-Jenks), right-closed at the largest value of each. */
export function naturalBreakColumn(table: Table, spec: NaturalBreakSpec): CategoricalColumn | Violation {
	const view = numbers(table, spec.x);
	if (isViolation(view)) return view;
	const found = naturalBreaks(view, spec.k, spec.k);
	return isViolation(found) ? found : cutColumn(table, spec, found[0]!.upper_values.slice(0, -1), 'right');
}
