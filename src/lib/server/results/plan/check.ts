/** A plan from a file or a form: its shape, its keys, and each spec, every fault at once and named by entry and field. */
import * as v from 'valibot';
import { PLAN_FORMAT, type Plan } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import { readsData, specFaults, type Fault } from './spec-check.ts';

export interface PlanFault extends Fault { entry: string | null }

export const ENTRY_KEY = /^[a-z][a-z0-9-]{0,62}$/;
const Words = v.strictObject({ nb: v.optional(v.string()), nn: v.optional(v.string()), en: v.optional(v.string()) });
const Spec = v.objectWithRest({ method: v.string() }, v.unknown());
export const EntryShape = v.strictObject({ key: v.string(), title: Words, data: v.array(v.string()), spec: Spec });
const PlanShape = v.strictObject({
	format: v.literal(PLAN_FORMAT), title: Words, entries: v.array(EntryShape),
	families: v.optional(v.array(v.strictObject({ key: v.string(), method: v.picklist(['holm', 'hochberg', 'bonferroni', 'BH', 'BY']), of: v.array(v.strictObject({ entry: v.string(), path: v.string() })) })))
});

type Parsed<T> = { value: T; faults: [] } | { value: null; faults: PlanFault[] };

/** The first dozen places where the shape is another, each by its path: `entries.3.spec.method`. */
function shapeFaults(issues: readonly v.BaseIssue<unknown>[], entryAt: (path: readonly PropertyKey[]) => string | null): PlanFault[] {
	return issues.slice(0, 12).map((issue) => {
		const path = (issue.path ?? []).map((p) => p.key as PropertyKey);
		return { entry: entryAt(path), field: path.join('.') || '—', code: 'workbench_fault_shape', params: { needed: String(issue.expected ?? issue.type) } };
	});
}

function duplicates(keys: readonly string[]): string[] {
	return [...new Set(keys.filter((k, i) => keys.indexOf(k) !== i))];
}

function keyFaults(plan: Plan): PlanFault[] {
	const keys = plan.entries.map((e) => e.key);
	const families = plan.families ?? [];
	return [
		...keys.filter((k) => !ENTRY_KEY.test(k)).map((entry): PlanFault => ({ entry, field: 'key', code: 'workbench_fault_key' })),
		...duplicates(keys).map((entry): PlanFault => ({ entry, field: 'key', code: 'workbench_fault_same_key' })),
		...plan.entries.filter((e) => !Object.values(e.title).some((t) => t?.trim())).map((e): PlanFault => ({ entry: e.key, field: 'title', code: 'workbench_fault_title' })),
		...plan.entries.filter((e) => e.data.length === 0 && readsData(e.spec.method)).map((e): PlanFault => ({ entry: e.key, field: 'data', code: 'workbench_fault_no_data' })),
		...duplicates(families.map((f) => f.key)).map((key): PlanFault => ({ entry: key, field: 'families', code: 'workbench_fault_same_key' })),
		...families.flatMap((f) => f.of.filter((m) => !keys.includes(m.entry)).map((m): PlanFault => ({ entry: f.key, field: 'families', code: 'workbench_fault_no_entry', params: { entry: m.entry } })))
	];
}

/** A plan from JSON. @returns the plan, or everything that is wrong with it, apart from what data it is run on */
export function parsePlan(text: string): Parsed<Plan> {
	let json: unknown;
	try {
		json = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (error) {
		return { value: null, faults: [{ entry: null, field: 'JSON', code: 'workbench_fault_json', params: { why: (error as Error).message } }] };
	}
	const read = v.safeParse(PlanShape, json);
	if (!read.success) {
		const entries = (json as { entries?: { key?: unknown }[] } | null)?.entries;
		const entryAt = (path: readonly PropertyKey[]) => (path[0] === 'entries' && typeof path[1] === 'number' && Array.isArray(entries) ? String(entries[path[1]]?.key ?? path[1] + 1) : null);
		return { value: null, faults: shapeFaults(read.issues, entryAt) };
	}
	const plan = read.output as Plan;
	const faults = [...keyFaults(plan), ...plan.entries.flatMap((e) => specFaults(e.spec, null, true).map((f): PlanFault => ({ entry: e.key, ...f })))];
	return faults.length > 0 ? { value: null, faults } : { value: plan, faults: [] };
}

/** One entry's spec from JSON. */
export function parseSpec(text: string, entry: string): Parsed<Plan['entries'][number]['spec']> {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		return { value: null, faults: [{ entry, field: 'JSON', code: 'workbench_fault_json', params: { why: (error as Error).message } }] };
	}
	const read = v.safeParse(Spec, json);
	if (!read.success) return { value: null, faults: shapeFaults(read.issues, () => entry) };
	const spec = read.output as Plan['entries'][number]['spec'];
	const faults = specFaults(spec, null, true).map((f): PlanFault => ({ entry, ...f }));
	return faults.length > 0 ? { value: null, faults } : { value: spec, faults: [] };
}

/**
 * A plan against the data that it shall be run on: parts that are not there, variables that are not there or of another kind, levels that do not exist.
 * @param datasetFor throws a Problem where the parts are not there or cannot be laid together
 */
export function planFaults(plan: Plan, datasetFor: (parts: readonly string[]) => Dataset): PlanFault[] {
	return plan.entries.flatMap((entry): PlanFault[] => {
		let dataset: Dataset | null = null;
		if (entry.data.length > 0) {
			try {
				dataset = datasetFor(entry.data);
			} catch (error) {
				if (!(error instanceof Problem)) throw error;
				return [{ entry: entry.key, field: 'data', code: error.code, params: error.params }];
			}
		}
		return specFaults(entry.spec, dataset).map((f) => ({ entry: entry.key, ...f }));
	});
}
