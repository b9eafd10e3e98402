/** Everything that the workbench's page shows for an address. */
import { codebookOf } from '#analysis/r/codebook.ts';
import { toR } from '#analysis/r/script.ts';
import { isViolation } from '#analysis/assumptions.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import type { Database } from '../../db/connection.ts';
import { readSnapshots, type SnapshotHead } from '../../db/snapshots.ts';
import { canonicalSpec } from '../plan/canonical.ts';
import { fieldFaults, specFaults } from '../plan/spec-check.ts';
import { engineTable } from '../snapshot/engine-table.ts';
import { datasetOf, type SnapshotDeps } from '../snapshot/read.ts';
import { references } from '../snapshot/reference.ts';
import type { PooledDataset } from '../snapshot/pooled.ts';
import { laidWords } from '../present/laid.ts';
import { BATTERY, BATTERY_FIELDS, batteryR } from './battery.ts';
import { besideOptions, blocks, filterView, partOptions, snapshotOptions } from './choose.ts';
import { factsOf, rowsKept } from './facts.ts';
import { shownOf, type Shown } from './figures.ts';
import { formView, type Control } from './form-view.ts';
import { fieldsOf, specOfForm, typedOf } from './form-read.ts';
import { leftOutViews, rewordedLabels } from './left-out.ts';
import { ask, settled, SHORT, warm, type Job } from './jobs.ts';
import { offerViews, refusalViews, roomViews } from './methods-view.ts';
import { offers, type Offers } from './offers.ts';
import type { Asked } from './query.ts';
import { subsetFor } from './subset.ts';
import { faultText, filterText, methodTitle } from './words.ts';
import { wouldFit } from './would-fit.ts';

/** So long a page waits for a result before it says that it will come. */
const PATIENCE = 1200;

export interface Opened { heads: SnapshotHead[]; head: SnapshotHead | null; /** As an entry of a plan names its data. */ data: string[]; dataset: PooledDataset | null; problem: Problem | null }

/** @throws Problem snapshot_problem_none (404), snapshot_problem_evaluation (409) when one is of another evaluation */
function besideOf(heads: readonly SnapshotHead[], head: SnapshotHead, ids: readonly number[]): SnapshotHead[] {
	return ids.map((id) => {
		const found = heads.find((h) => h.id === id);
		if (!found) throw new Problem('snapshot_problem_none', 404);
		if (found.evaluationId !== head.evaluationId) throw new Problem('snapshot_problem_evaluation', 409, { snapshot: id });
		return found;
	});
}

/** The snapshot and parts that are asked for; the newest, and its first part, where nothing is. */
export async function openAsked(deps: SnapshotDeps & { database: Database }, asked: Asked): Promise<Opened & { asked: Asked }> {
	const heads = await readSnapshots(deps.database.evaluate.db);
	const head = asked.snapshot === null ? (heads[0] ?? null) : (heads.find((h) => h.id === asked.snapshot) ?? null);
	if (!head) return { heads, head, data: [], dataset: null, problem: asked.snapshot === null ? null : new Problem('snapshot_problem_none', 404), asked };
	const parts = asked.parts.length > 0 ? asked.parts : head.parts.slice(0, 1).map((p) => p.key);
	const whole = { ...asked, snapshot: head.id, parts };
	try {
		const data = references(parts, head, besideOf(heads, head, asked.beside));
		const dataset = await datasetOf(deps, head, data);
		if (dataset.rows > SHORT) warm();
		return { heads, head, data, dataset, problem: null, asked: whole };
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		return { heads, head, data: [], dataset: null, problem: error, asked: whole };
	}
}

/** The spec of an address: what the form says, or what is offered for the variables, or what of it there is. */
export function specOf(asked: Asked, made: Offers): AnySpec | null {
	if (!asked.method) return null;
	const offered = made.offers.find((o) => o.method === asked.method)?.spec;
	const own = asked.fields ? specOfForm(asked.method, asked.fields) : (offered ?? { method: asked.method });
	return canonicalSpec({ ...own, ...(asked.filter.length > 0 && readsRows(asked.method) ? { filter: asked.filter } : {}) });
}

const faultsOf = (spec: AnySpec, dataset: Dataset | null) => (spec.method === BATTERY ? fieldFaults(spec, BATTERY_FIELDS, dataset) : specFaults(spec, dataset));

const readsRows = (method: string): boolean => Object.values(fieldsOf(method)).some((f) => f.type === 'column' || f.type === 'columns' || f.type === 'margins') || method === 'family';

function typedForm(spec: AnySpec): URLSearchParams {
	const pairs = Object.entries(fieldsOf(spec.method)).flatMap(([name, field]) => typedOf(field, spec[name]).map((text) => [name, text] as [string, string]));
	return new URLSearchParams(pairs);
}

export interface ResultView {
	state: Job['state'];
	key: string;
	seconds: number;
	shown: Shown | null;
	/** It ran, and what came of it is a reason why there is no result; not that there are too few people, of whom other methods may not tell either. */
	refused: boolean;
	problem: string | null;
	spec: string;
	r: string | null;
	filter: string | null;
	kept: string | null;
}

async function resultView(spec: AnySpec, dataset: Dataset | null, locale: Locale, now: number): Promise<ResultView> {
	const own = dataset && readsRows(spec.method) ? subsetFor(dataset, spec) : null;
	const job = await settled(ask({ dataset: own, spec, locale }), PATIENCE);
	const r = spec.method === BATTERY && own ? batteryR(own, spec, locale) : toR(spec, own ? codebookOf(engineTable(own, locale)) : {});
	return {
		state: job.state, key: job.key, seconds: Math.max(0, Math.round((now - job.asked) / 1000)), shown: job.ran && shownOf(job.ran.presented), refused: job.ran !== null && isViolation(job.ran.result) && job.ran.result.violation !== 'suppressed', problem: job.problem ? translate(job.problem.code, job.problem.params, locale) : null,
		spec: JSON.stringify(spec, null, '\t'), r: typeof r === 'string' && !isViolation(r) ? r : null, filter: spec.filter ? filterText(spec.filter, dataset, locale) : null, kept: own ? formatNumber(own.rows, locale) : null
	};
}

/** Address of the page that gives the data of an analysis as a file. */
const dataView = (head: SnapshotHead, asked: Asked): string => `/evaluering/datauttrekk/${head.id}/eksport?${new URLSearchParams([...asked.parts.map((part) => ['del', part]), ...asked.beside.map((id) => ['ved', String(id)])])}`;

export interface FormPart { method: string; title: string; controls: Control[]; hidden: [string, string][] }

/** @param opened from `openAsked` */
export async function benchPage(opened: Opened & { asked: Asked }, locale: Locale) {
	const { heads, head, dataset, problem, asked } = opened;
	const facts = dataset ? factsOf(dataset, asked.variables, rowsKept(dataset, asked.filter)) : [];
	const made = offers(facts);
	const spec = specOf(asked, made);
	const filter = dataset ? filterView(dataset, asked, locale) : null;
	const unknown = dataset ? asked.variables.filter((name) => !dataset.variables.some((v) => v.name === name)) : [];
	const untouched = asked.fields === null && !made.offers.some((o) => o.method === asked.method && o.asks.length === 0);
	const found = spec ? faultsOf(spec, dataset) : [];
	// a form that nobody has filled in yet is not wrong
	const told = found.filter((f) => !(untouched && f.code === 'analysis_violation_bad_field'));
	const empty = filter !== null && filter.kept === 0 && asked.filter.length > 0;
	const faults = [...told.map((f) => faultText(f, dataset, locale)), ...(empty ? [m.workbench_filter_empty({}, { locale })] : [])];
	const runnable = spec !== null && found.length === 0 && !empty && problem === null;
	const result = runnable ? await resultView(spec, dataset, locale, Date.now()) : null;
	// where only what is typed is wrong, the method itself fits
	const amiss = found.some((f) => f.code !== 'analysis_violation_bad_field') || (found.length > 0 && !made.offers.some((o) => o.method === asked.method));
	const instead = spec && dataset && (amiss || result?.refused) ? wouldFit(spec, dataset, asked.variables) : [];
	return {
		snapshots: snapshotOptions(heads, head?.id ?? null, locale), parts: head ? partOptions(head, asked.parts, locale) : [], beside: head ? besideOptions(heads, head, asked.beside, locale) : [],
		leftOut: dataset ? leftOutViews(dataset, locale) : [], reworded: dataset ? rewordedLabels(dataset, locale) : [], laid: dataset?.laid ? laidWords([], dataset, locale) : null,
		data: head && dataset ? dataView(head, asked) : null, problem: problem ? translate(problem.code, problem.params, locale) : null,
		unknown: unknown.map((column) => translate('analysis_violation_unknown_column', { column }, locale)),
		variables: dataset ? blocks(dataset, asked, locale) : null, chosen: facts.length, search: asked.search, filter,
		offers: offerViews(made.offers, asked, dataset, locale), refused: facts.length > 0 ? refusalViews(made, dataset, locale) : [], rooms: roomViews(made, asked, locale),
		method: asked.method ? { name: asked.method, title: methodTitle(asked.method, locale), controls: spec ? formView(asked.method, asked.fields ?? typedForm(spec), dataset?.variables ?? [], asked.variables, locale) : [] } : null,
		faults, untouched, result, instead: instead.map((method) => methodTitle(method, locale)).join('; ')
	};
}

export type BenchPage = Awaited<ReturnType<typeof benchPage>>;
