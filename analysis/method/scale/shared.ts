/** What every method on the items of a scale begins with. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { MissingReport, Note } from '../../result.ts';
import { rNumber, rText } from '../../r/write.ts';
import { covariances, reverseCovariances, type Covariances } from '../../scale/covariance.ts';
import { readItems } from '../../scale/items.ts';
import { toCorrelation } from '../../scale/matrix.ts';
import type { BaseSpec, Field } from '../../spec/fields.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';

export interface ItemsSpec extends BaseSpec {
	items: readonly string[];
	/** Items that are worded the other way round. */
	reversed?: readonly string[] | null;
}

export const ITEMS: Field = { type: 'columns', kind: 'numeric', min: 2 };
export const REVERSED: Field = { type: 'texts', optional: true };

export interface ScaleData extends Covariances {
	/** Rows the calculation rests on: complete ones, or pairwise the fewest that two items share. */
	n: number;
	isReversed: boolean[];
	missing: MissingReport[];
}

/**
 * The items' covariances, reversed items turned.
 * @returns a violation for an item that does not exist or has no numbers, `no_data`, `too_few`, or `constant` naming the item
 */
export function scaleData(spec: ItemsSpec, table: Table, missing: 'listwise' | 'pairwise', needed: number): ScaleData | Violation {
	const stranger = spec.reversed?.find((name) => !spec.items.includes(name));
	if (stranger !== undefined) return violation('bad_field', { field: 'reversed', needed: spec.items.join(' | ') });
	const items = readItems(table, spec.items);
	if (isViolation(items)) return items;
	const found = covariances(items, missing);
	const n = missing === 'listwise' ? found.complete : Math.min(...found.pairs.flat());
	if (n === 0) return violation('no_data', { columns: spec.items.join(', ') });
	if (n < needed) return violation('too_few', { n, needed });
	const flat = spec.items.findIndex((_, i) => !(found.covariance[i]![i]! > 0));
	if (flat >= 0) return violation('constant', { column: spec.items[flat]! });
	const isReversed = spec.items.map((name) => spec.reversed?.includes(name) ?? false);
	const report = missingReport(table, spec.items, n);
	return {
		...found,
		n,
		isReversed,
		covariance: reverseCovariances(found.covariance, isReversed),
		missing: missing === 'listwise' ? report : report.map((r) => ({ ...r, left_out: 0 }))
	};
}

/** The correlation matrix of complete rows, for the methods on its structure. */
export function scaleCorrelation(spec: ItemsSpec, table: Table): (ScaleData & { correlation: number[][] }) | Violation {
	const data = scaleData(spec, table, 'listwise', 3);
	return isViolation(data) ? data : { ...data, correlation: toCorrelation(data.covariance) };
}

/** A violation of a pure function with the items' names in it. */
export function named(found: Violation, items: readonly string[]): Violation {
	if (found.violation === 'singular') return violation('singular', { columns: items.join(', ') });
	const at = found.params?.column;
	return found.violation === 'constant' && typeof at === 'number' ? violation('constant', { column: items[at - 1]! }) : found;
}

/** Fewer rows than the method can be trusted with. */
export function smallN(n: number, limit: number): Note[] {
	return n < limit ? [{ key: 'small_n', level: 'warning', params: { n, limit } }] : [];
}

/** Items, as R reads them into the matrix X; reversed ones turned about `sums`, or around 0 where only their signs matter. */
export function rItems(spec: ItemsSpec, sums?: readonly (number | null)[]): string {
	const lines = [`X <- cbind(${spec.items.map((item) => `num(${rText(item)})`).join(', ')})`];
	spec.items.forEach((item, i) => {
		const turn = sums?.[i] ?? null;
		if (spec.reversed?.includes(item)) lines.push(`X[, ${i + 1}] <- ${turn === null ? '' : `${rNumber(turn)} `}- X[, ${i + 1}]`);
	});
	return lines.join('\n');
}

/** `rItems`, complete rows, and their correlations R. */
export const rCorrelation = (spec: ItemsSpec): string => `${rItems(spec)}
X <- X[complete.cases(X), , drop = FALSE]
n <- nrow(X)
p <- ncol(X)
R <- cor(X)`;
