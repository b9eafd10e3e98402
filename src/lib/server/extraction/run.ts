/** Makes an extraction from a file, stores it with what it was made from, and makes it again. */
import { createHash } from 'node:crypto';
import { isViolation } from '#analysis/assumptions.ts';
import type { FollowUpExtractionSpec } from '#analysis/method/extraction/spec.ts';
import type { Result } from '#analysis/result.ts';
import { ENGINE_VERSION, run } from '#analysis/run.ts';
import { Problem } from '../../domain/problem.ts';
import type { Database } from '../db/connection.ts';
import { insertRun, readChanges, readRun, type RunRow } from '../db/extraction.ts';
import { readIndicators, type IndicatorData } from './data.ts';
import { readLimits } from './limits.ts';

export interface ExtractionDeps { database: Database }

export interface Settings {
	title: string;
	minN: number;
	minPresent: number;
	averageCount: number;
	spreadCount: number;
	ties: 'all' | 'none';
	spreadMeasure: 'sd' | 'range';
	replicates: number;
	redrawBelow: number | null;
	/** Stored runs that the list is to be compared with, as they stand after changes by hand. */
	earlier: readonly number[];
}
export const DEFAULTS: Settings = { title: '', minN: 0, minPresent: 0.5, averageCount: 30, spreadCount: 10, ties: 'all', spreadMeasure: 'sd', replicates: 0, redrawBelow: null, earlier: [] };

export interface Made { spec: FollowUpExtractionSpec; result: Result; text: string; data: IndicatorData; file: Uint8Array }

const sha256 = (...parts: (string | Uint8Array)[]): string => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

/** Objects with their names in order: what jsonb gives back has another order than what it was given. */
function canonical(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(canonical);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, canonical(v)]));
}

/** The run's own seal: over the file's hash, the spec, the engine and the result. */
const sealOf = (fileHash: string, spec: unknown, engine: string, text: string): string => sha256(JSON.stringify([fileHash, canonical(spec), engine]), '\n', text);

function specOf(data: IndicatorData, indicators: FollowUpExtractionSpec['indicators'], settings: Settings, earlier: Record<string, string[]>): FollowUpExtractionSpec {
	return {
		method: 'follow_up_extraction', municipality: 'municipality', indicator: 'indicator', year: 'year', value: 'value',
		...(data.hasSchool ? { school: 'school' } : {}), ...(data.hasCounty ? { county: 'county' } : {}), ...(data.hasN ? { n: 'n' } : {}),
		indicators, min_n: settings.minN, min_present: settings.minPresent, average_count: settings.averageCount, spread_count: settings.spreadCount,
		ties: settings.ties, spread_measure: settings.spreadMeasure, replicates: settings.replicates, seed: 1,
		...(settings.redrawBelow === null ? {} : { redraw_below: settings.redrawBelow }),
		...(Object.keys(earlier).length > 0 ? { earlier } : {}), ...(data.characteristics.length > 0 ? { characteristics: data.characteristics } : {})
	};
}

/** What the engine cannot answer, as a problem with the engine's own words. */
function answer(spec: FollowUpExtractionSpec, data: IndicatorData): { result: Result; text: string } {
	const result = run(spec, data.table);
	if (isViolation(result)) throw new Problem(`analysis_violation_${result.violation}`, 422, result.params ?? {});
	// the spec stands beside the result, and is not stored twice
	const { spec: _, ...rest } = result;
	return { result, text: JSON.stringify(canonical(rest)) };
}

/** The list of a run as it stands after the changes by hand, in order of code. */
export function standing(listed: readonly string[], changes: readonly { municipality: string; kind: 'add' | 'remove' }[]): string[] {
	const list = new Set(listed);
	for (const { municipality, kind } of changes) {
		if (kind === 'add') list.add(municipality);
		else list.delete(municipality);
	}
	return [...list].sort();
}

/** Earlier lists by title; two of the same title are told apart by number. */
async function earlierLists(deps: ExtractionDeps, ids: readonly number[]): Promise<Record<string, string[]>> {
	const lists: Record<string, string[]> = {};
	for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
		const found = await readRun(deps.database.evaluate.db, id);
		if (!found) throw new Problem('extraction_problem_no_run', 404, { id });
		lists[Object.hasOwn(lists, found.title) ? `${found.title} (${id})` : found.title] = standing(found.listed, await readChanges(deps.database.evaluate.db, id));
	}
	return lists;
}

/**
 * Makes an extraction without storing anything.
 * @param files bytes of the indicators and of the limits
 * @throws FrameRefused with every problem by row and column; Problem when the engine has no answer
 */
export async function makeExtraction(deps: ExtractionDeps, files: { data: Uint8Array; limits: Uint8Array }, settings: Settings): Promise<Made> {
	if (settings.title.trim() === '' || settings.title.length > 200) throw new Problem('extraction_problem_title', 400, { max: 200 });
	const indicators = await readLimits(files.limits);
	const data = await readIndicators(files.data);
	const absent = indicators.find((rule) => !data.indicators.includes(rule.indicator));
	if (absent) throw new Problem('extraction_problem_indicator', 422, { indicator: absent.indicator });
	const spec = specOf(data, indicators, settings, await earlierLists(deps, settings.earlier));
	return { spec, ...answer(spec, data), data, file: files.data };
}

export const listOf = (result: Pick<Result, 'values'>): { average: string[]; spread: string[] } => result.values.list as unknown as { average: string[]; spread: string[] };

/** Stores what was made. @returns the run's id */
export async function storeExtraction(deps: ExtractionDeps, made: Made, title: string, actor: string): Promise<number> {
	const { average, spread } = listOf(made.result);
	const fileHash = sha256(made.file);
	return insertRun(deps.database.evaluate.db, {
		title: title.trim(), file: made.file, fileHash, spec: made.spec as unknown as Record<string, unknown>, engine: ENGINE_VERSION, result: made.text,
		hash: sealOf(fileHash, made.spec, ENGINE_VERSION, made.text), known: made.data.municipalities, listed: [...average, ...spread]
	}, actor);
}

/** The stored answer, with its spec. */
export const resultOf = (row: RunRow): Result => ({ ...(JSON.parse(row.result) as Omit<Result, 'spec'>), spec: row.spec as unknown as Result['spec'] });

/** Whether the stored file and spec give the stored bytes again, and the seal holds. */
export async function verifyRun(row: RunRow): Promise<{ same: boolean; sealed: boolean }> {
	const { text } = answer(row.spec as unknown as FollowUpExtractionSpec, await readIndicators(row.file));
	return { same: text === row.result && sha256(row.file) === row.fileHash, sealed: sealOf(row.fileHash, row.spec, row.engine, row.result) === row.hash };
}
