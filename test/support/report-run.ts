/** Entries of a run made by hand, and the evaluation's report run on its answers without a database. */
import type { Result, Value } from '../../analysis/result.ts';
import type { Table } from '../../analysis/report/table.ts';
import type { Figure } from '#lib/domain/figure/types.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { runPlan } from '#lib/server/results/plan/run.ts';
import { ranOf } from '#lib/server/results/report-document/ran.ts';
import { resolve } from '#lib/server/results/report-document/resolve.ts';
import type { RanEntries, RanEntry } from '#lib/server/results/report-document/types.ts';
import { PLAN } from '../../src/demo/report/plan.ts';
import { REPORT } from '../../src/demo/report/report.ts';
import { evaluationDatasets, type Changes } from './evaluation-dataset.ts';

export function ranEntry(method: string, values: Record<string, Value>, { n = 10, tables = [], figures = [], sentences = [], effects = [] }: { n?: number; tables?: { key: string; table: Table }[]; figures?: Figure[]; sentences?: string[]; effects?: Result['effects'] } = {}): RanEntry {
	return {
		result: { method, engine: '1.0.0', spec: { method }, n, missing: [], values, effects, assumptions: [], notes: [] }, dataset: null,
		presented: { tables, figures, sentences, warnings: [], notes: [], assumptions: [], missing: null, n: `n = ${n}` }
	};
}
export const violated = (code: 'too_few' | 'suppressed'): RanEntry => ({ ...ranEntry('t_test', {}), result: { violation: code } });
export const ranFrom = (entries: Record<string, RanEntry>): RanEntries => (key) => entries[key];

/** The evaluation's plan run on its answers, and its report printed from the run. */
export function evaluationReport({ locale = 'nb', ...changes }: Changes & { locale?: Locale } = {}) {
	const datasets = evaluationDatasets(changes);
	const run = runPlan(PLAN, datasets);
	const ran = ranOf(run, datasets, changes.suppressBelow ?? 0, locale);
	return { run, ran, ...resolve({ ...REPORT, locale }, { ran, provenance: [], date: '2021-06-01' }) };
}
