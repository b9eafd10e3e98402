/** A plan on a snapshot: every entry in order, then the families of tests. The same plan, data and engine give the same bytes. */
import { isViolation, violation, type Violation } from '#analysis/assumptions.ts';
import type { Result } from '#analysis/result.ts';
import { ENGINE_VERSION, run } from '#analysis/run.ts';
import type { Table } from '#analysis/table/table.ts';
import type { AnySpec, Plan, PlanEntry } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { suppress } from '../present/suppress/index.ts';
import { engineTable } from '../snapshot/engine-table.ts';
import { canonicalPlan, hashOf } from './canonical.ts';
import { numbersUnder, valueAt } from './path.ts';

export const RUN_FORMAT = 'grunnlag-run/1';
export type RunOutcome = Result | Violation;

export interface EntryRun {
	key: string;
	title: Text;
	data: readonly string[];
	/** Hash of the snapshot, of several joined by `+`; null where the method reads no data. */
	dataset: string | null;
	rows: number;
	outcome: RunOutcome;
}

/** One p of a family, before and after the correction; null where the entry gave none at the path. */
export interface FamilyMember { entry: string; path: string; p: number | null; adjusted: number | null }
export interface FamilyRun { key: string; method: NonNullable<Plan['families']>[number]['method']; tests: number; members: FamilyMember[] }

export interface PlanRun {
	format: typeof RUN_FORMAT;
	engine: string;
	entries: EntryRun[];
	families: FamilyRun[];
}

/** Gives the engine's table of a dataset; levels are named by value, so that the language is of no matter. */
export type TableOf = (dataset: Dataset) => Table;

const readsData = (entry: PlanEntry): boolean => entry.data.length > 0;

/** What may be shown of one spec on one dataset; a fault in the method's own code is thrown, never kept as a result. */
function outcomeOf(spec: AnySpec, data: { dataset: Dataset; table: Table } | null): RunOutcome {
	return data ? suppress(run(spec, data.table), data.dataset.suppressBelow, data.table) : run(spec);
}

function familyRun(family: NonNullable<Plan['families']>[number], outcomes: ReadonlyMap<string, RunOutcome>): FamilyRun {
	const members = family.of.flatMap(({ entry, path }): FamilyMember[] => {
		const outcome = outcomes.get(entry);
		const found = outcome && numbersUnder(valueAt(outcome, path), path);
		return found && found.length > 0 ? found.map((f) => ({ entry, path: f.path, p: f.value, adjusted: null })) : [{ entry, path, p: null, adjusted: null }];
	});
	const p = members.flatMap((m) => (m.p === null ? [] : [m.p]));
	const corrected = p.length > 0 ? run({ method: 'p_adjust', p } as AnySpec) : violation('too_few', { n: 0, needed: 1 });
	const values = isViolation(corrected) ? [] : (corrected.values[family.method] as readonly number[]);
	let next = 0;
	return { key: family.key, method: family.method, tests: p.length, members: members.map((m) => ({ ...m, adjusted: m.p === null ? null : (values[next++] ?? null) })) };
}

/**
 * Runs a plan.
 * @param plan as stored; its spec may be wrong, and the entry then holds the violation that says why
 * @param datasetFor the parts of the snapshot that an entry names, laid below one another. What it throws is thrown on
 * @param tableOf the engine's table of a dataset
 * @param progress told after each entry how many are done
 * @returns results in the order of the plan, what rests on too few people already left out, and each family with its p-values corrected
 */
export function runPlan(plan: Plan, datasetFor: (parts: readonly string[]) => Dataset, tableOf: TableOf = (dataset) => engineTable(dataset, 'nb'), progress?: (done: number) => void): PlanRun {
	const tables = new Map<string, { dataset: Dataset; table: Table }>();
	const read = (parts: readonly string[]) => {
		const name = JSON.stringify(parts);
		const known = tables.get(name);
		if (known) return known;
		const dataset = datasetFor(parts);
		const made = { dataset, table: tableOf(dataset) };
		tables.set(name, made);
		return made;
	};
	const entries = canonicalPlan(plan).entries.map((entry, i): EntryRun => {
		const data = readsData(entry) ? read(entry.data) : null;
		const outcome = outcomeOf(entry.spec, data);
		progress?.(i + 1);
		return { key: entry.key, title: entry.title, data: entry.data, dataset: data?.dataset.hash ?? null, rows: data?.dataset.rows ?? 0, outcome };
	});
	const outcomes = new Map(entries.map((e) => [e.key, e.outcome]));
	return { format: RUN_FORMAT, engine: ENGINE_VERSION, entries, families: (plan.families ?? []).map((f) => familyRun(f, outcomes)) };
}

/** UTF-8 of a run, the same whenever and wherever it is made. */
export const runBytes = (made: PlanRun): Buffer => Buffer.from(JSON.stringify(made), 'utf8');
/** Hex SHA-256 of its bytes. */
export const runHash = (made: PlanRun): string => hashOf(runBytes(made));

/** A plan with all the data it reads, by the parts that its entries name: plain data, for another thread. */
export interface PlanWork { plan: Plan; datasets: readonly { data: readonly string[]; dataset: Dataset }[] }
/** A run as it is kept. */
export interface StoredRun { engine: string; bytes: Uint8Array; hash: string }

/** The data of each entry, read once. @throws what `datasetFor` throws */
export function planWork(plan: Plan, datasetFor: (parts: readonly string[]) => Dataset): PlanWork {
	const distinct = new Map(plan.entries.filter(readsData).map(({ data }) => [JSON.stringify(data), data]));
	return { plan, datasets: [...distinct.values()].map((data) => ({ data, dataset: datasetFor(data) })) };
}

/** `runPlan` on what has been read, in the bytes that are kept. */
export function runWork({ plan, datasets }: PlanWork, progress?: (done: number) => void): StoredRun {
	const byParts = new Map(datasets.map(({ data, dataset }) => [JSON.stringify(data), dataset]));
	const made = runPlan(plan, (parts) => byParts.get(JSON.stringify(parts))!, undefined, progress);
	const bytes = runBytes(made);
	return { engine: made.engine, bytes, hash: hashOf(bytes) };
}

/** A stored run. @throws SyntaxError, or RangeError when it is of a format that this version does not know */
export function readRun(bytes: Uint8Array): PlanRun {
	const made = JSON.parse(Buffer.from(bytes).toString('utf8')) as PlanRun;
	if (made.format !== RUN_FORMAT) throw new RangeError(`a run of the format ${String(made.format)}`);
	return made;
}
