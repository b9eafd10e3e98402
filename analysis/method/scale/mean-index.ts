import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { Note, Outcome, Value, Values } from '../../result.ts';
import type { Codebook } from '../../r/codebook.ts';
import { meanIndex, type IndexSpec } from '../../scale/mean-index.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { missingReport } from '../../table/report.ts';
import { tableOf } from '../../table/build.ts';
import type { Table } from '../../table/table.ts';
import { describeMethod } from '../describe/describe.ts';
import { ITEMS, REVERSED, rItems, smallN } from './shared.ts';

export interface MeanIndexSpec extends BaseSpec, IndexSpec {
	method: 'mean_index';
	/** Confidence level of the mean's interval, 0.95 when absent. */
	level?: number | null;
}

/** Share at one end from which an index no longer tells people apart there (Terwee et al. 2007, J. Clin. Epidemiol. 60, 34–42). */
const CEILING = 0.15;
const FEW = 30;

/** Lowest and highest value the index can take, where the ends of the scale are known. */
function ends(spec: MeanIndexSpec, table: Table): { min: number; max: number } | null {
	const scores = spec.items.flatMap((name) => {
		const found = table.columns[name]!;
		return found.kind === 'categorical' ? found.categories.map((c) => c.score!) : [NaN];
	});
	const [min, max] = [spec.scale_min ?? Math.min(...scores), spec.scale_max ?? Math.max(...scores)];
	return Number.isNaN(min) || Number.isNaN(max) ? null : { min, max };
}

/** What `describe` says of its only column. */
function ofTheOne({ columns: _, ...values }: Values): Record<string, Value> {
	return Object.fromEntries(Object.entries(values).map(([name, v]) => [name, (v as readonly Value[])[0]!]));
}

function run(spec: MeanIndexSpec, table: Table): Outcome | Violation {
	const found = meanIndex(table, spec);
	if (isViolation(found)) return found;
	const { column, validItems } = found;
	const isValid = (i: number): boolean => !column.missing || column.missing[i] === 0;
	const values = column.values.filter((_, i) => isValid(i));
	if (values.length === 0) return violation('no_data', { columns: spec.items.join(', ') });
	const described = describeMethod.run({ method: 'describe', x: ['index'], level: spec.level ?? null }, tableOf({ index: column }));
	if (isViolation(described)) return described;
	const limits = ends(spec, table);
	const at = (end: number): number => values.reduce((count, v) => count + (v === end ? 1 : 0), 0) / values.length;
	const [top, bottom] = limits ? [at(limits.max), at(limits.min)] : [null, null];
	const notes: Note[] = smallN(values.length, FEW);
	if (top !== null && top > CEILING) notes.push({ key: 'scale_ceiling', level: 'warning', params: { share: 100 * top, limit: 100 * CEILING } });
	if (bottom !== null && bottom > CEILING) notes.push({ key: 'scale_floor', level: 'warning', params: { share: 100 * bottom, limit: 100 * CEILING } });
	if (!limits) notes.push({ key: 'scale_no_ends', level: 'info' });
	if (values.length === 1) notes.push({ key: 'scale_one_value', level: 'info' });
	return {
		n: values.length,
		missing: missingReport(table, spec.items, values.length).map((r) => ({ ...r, left_out: 0 })),
		values: {
			...ofTheOne(described.values),
			share_at_top: top,
			share_at_bottom: bottom,
			n_valid_items: Array.from(validItems),
			values: Array.from(column.values, (v, i) => (isValid(i) ? v : null))
		},
		effects: [],
		assumptions: [],
		notes
	};
}

function toR(spec: MeanIndexSpec, codebook: Codebook): string {
	const scoresOf = (item: string): readonly number[] => codebook[item]?.scores ?? codebook[item]?.levels?.map(Number) ?? [];
	const sums = spec.items.map((item) => (spec.scale_min ?? Math.min(...scoresOf(item))) + (spec.scale_max ?? Math.max(...scoresOf(item))));
	const known = spec.items.every((item) => scoresOf(item).length > 0) || ((spec.scale_min ?? null) !== null && (spec.scale_max ?? null) !== null);
	const all = spec.items.flatMap(scoresOf);
	const [low, high] = [spec.scale_min ?? Math.min(...all), spec.scale_max ?? Math.max(...all)];
	const share = known ? `\nshow("share_at_top", mean(valid == ${high}))\nshow("share_at_bottom", mean(valid == ${low}))` : '';
	return `${rItems(spec, sums)}
answered <- rowSums(!is.na(X))
index <- ifelse(answered >= ${spec.min_valid ?? spec.items.length}, rowMeans(X, na.rm = TRUE), NA)
valid <- index[!is.na(index)]
show("n", length(valid))
show("missing", sum(is.na(index)))
show("mean", mean(valid))
show("sd", sd(valid))
show("variance", var(valid))
show("se", sd(valid) / sqrt(length(valid)))
h <- if (length(valid) > 1) qt(${(1 + (spec.level ?? 0.95)) / 2}, length(valid) - 1) * sd(valid) / sqrt(length(valid)) else NA
show("ci_lo", mean(valid) - h)
show("ci_hi", mean(valid) + h)
show("median", median(valid))
for (type in c(7, 6, 2)) show(paste0("q_type", type), quantile(valid, c(0.25, 0.5, 0.75), type = type))
show("min", min(valid))
show("max", max(valid))${share}
show("n_valid_items", answered)
show("values", index)`;
}

export const meanIndexMethod: Method<MeanIndexSpec> = {
	name: 'mean_index',
	room: 'scale',
	about: {
		title: 'Additive index: the mean of the valid items',
		definition: 'The mean of a row\'s valid items, reversed items turned (min + max - x), where at least min_valid of them are valid.',
		missing: 'A row with too few valid items is missing: not asked when all its missing items were not asked, suppressed when one of them is, don\'t know when all that were asked are don\'t know, otherwise not answered.',
		source: 'Spector (1992), Summated Rating Scale Construction.',
		r: 'rowMeans(X, na.rm = TRUE) where rowSums(!is.na(X)) >= min_valid',
		golden: ['mean_index']
	},
	fields: {
		items: { ...ITEMS, min: 1 } as typeof ITEMS,
		reversed: REVERSED,
		min_valid: { type: 'number', integer: true, min: 1, optional: true },
		scale_min: { type: 'number', optional: true },
		scale_max: { type: 'number', optional: true },
		level: { type: 'number', above: 0, below: 1, optional: true }
	},
	run,
	toR
};
