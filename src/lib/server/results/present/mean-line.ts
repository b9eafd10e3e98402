/** A line of means under a cross table whose rows are bands of an index, as the report prints it. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Cell } from '#analysis/report/table.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import type { Value } from '#analysis/result.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { translate, type Locale } from '#lib/i18n.ts';
import { engineTable } from '../snapshot/engine-table.ts';
import { cellOf } from './cells.ts';
import { hideMeans } from './hidden-means.ts';
import { suppress } from './suppress/index.ts';
import type { Presented } from './types.ts';

/** Adds to the table of percentages the mean of what the rows are bands of, for each column and in all, but of columns with a hidden cell; other results stay as they are. */
export function withMeanLine(presented: Presented, dataset: Dataset, spec: AnySpec, locale: Locale): Presented {
	const rows = dataset.variables.find((v) => v.name === spec.rows);
	const columns = spec.columns;
	if (spec.method !== 'crosstab' || rows?.origin.kind !== 'derived' || !('of' in rows.origin.rule) || typeof rows.origin.rule.of !== 'string' || typeof columns !== 'string') return presented;
	const of = rows.origin.rule.of;
	const index = dataset.variables.find((v) => v.name === of);
	if (!['bands', 'quantiles', 'natural'].includes(rows.origin.rule.rule) || !index) return presented;
	const made = suppress(run({ method: 'means', y: [of], group: columns, ...(spec.filter ? { filter: spec.filter } : {}) } as BaseSpec, engineTable(dataset, locale)), dataset.suppressBelow);
	if (isViolation(made)) return presented;
	const { groups, mean, total_mean: total } = made.values;
	const own = Array.isArray(mean) && Array.isArray(mean[0]) ? (mean[0] as readonly Value[]) : [];
	const cells = (keys: readonly string[]): Cell[] => keys.map((key) => (key === 'total' ? cellOf(Array.isArray(total) ? (total[0] ?? null) : null, 2, locale) : cellOf(Array.isArray(groups) ? own[groups.indexOf(key.replace(/^column:/, ''))] : null, 2, locale)));
	return {
		...presented,
		tables: presented.tables.map(({ key, table }) => (key !== 'percent' ? { key, table } : {
			key, table: { ...table, rows: [...table.rows, ...hideMeans(table, [{ key: 'mean', label: translate('result_mean_of', {}, locale), total: true, cells: cells(table.columns.map((c) => c.key)) }])] }
		}))
	};
}
