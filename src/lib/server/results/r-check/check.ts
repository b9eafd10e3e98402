/**
 * Checked in R: the script of each result is run in real R on the very data, and what it prints is held against what the engine gave, number by number.
 * Values that rest on fewer people than the data's limit are compared and counted, never shown.
 */
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import { codebookOf } from '#analysis/r/codebook.ts';
import { compareWithR, flattenValues, type ComparedValue } from '#analysis/r/compare.ts';
import { mentionedNames, toR } from '#analysis/r/script.ts';
import { findMethod } from '#analysis/registry.ts';
import type { Result } from '#analysis/result.ts';
import { ENGINE_VERSION, run } from '#analysis/run.ts';
import type { Table } from '#analysis/table/table.ts';
import { suppress } from '../present/suppress/index.ts';
import { engineTable } from '../snapshot/engine-table.ts';
import { toCsv } from './csv.ts';
import { withR } from './engine.ts';
import type { CheckEntry, DifferingValue, EntryCheck, RCheck } from './types.ts';
import type { R } from './webr.ts';

export interface CheckOptions {
	signal?: AbortSignal;
	/** Seconds that an entry's script may take. */
	seconds?: number;
	/** Told after each entry. */
	progress?: (done: number, total: number) => void;
}

const written = (value: ComparedValue['engine']): string => (value === undefined ? '–' : value === null ? 'NA' : String(value));

/** @param shown the result as readers see it: a value that differs is shown only where it stands there too */
function differing(values: readonly ComparedValue[], result: Result, shown: Result | Violation): DifferingValue[] {
	const open = result === shown ? null : isViolation(shown) ? new Map() : flattenValues(shown.values);
	return values
		.filter((v) => !v.agrees)
		.map(({ name, engine, r, digits }) => {
			const hidden = open !== null && open.get(name) !== engine;
			return { name, engine: hidden ? null : written(engine), r: hidden ? null : r, digits };
		});
}

/** The verdict on one entry from what R printed. Texts and truth values are counted only where they differ: what a reader is told of is numbers. */
export function judge(key: string, result: Result, lines: readonly string[], shown: Result | Violation = result): EntryCheck {
	const { values, unseen } = compareWithR(result, lines);
	const counted = values.filter((v) => !v.agrees || (v.digits !== null && !v.drawn));
	const agreeing = counted.filter((v) => v.agrees);
	const all = flattenValues(result.values);
	return {
		key, method: result.method, outcome: values.length === 0 ? 'stopped' : agreeing.length === counted.length ? 'agrees' : 'differs',
		numbers: counted.length, agreeing: agreeing.length, digits: agreeing.length > 0 ? Math.min(...agreeing.map((v) => v.digits!)) : null,
		drawn: values.filter((v) => v.agrees && v.drawn).length, unseen: unseen.filter((name) => typeof all.get(name) === 'number').length,
		differing: differing(values, result, shown), stop: values.length === 0 ? 'error' : null, why: null
	};
}

const FILE = 'data.csv';

/** A file is written once for all entries that name the same columns of the same table. */
function csvOf(kept: Map<string, string>, entry: CheckEntry, table: Table): string {
	const names = mentionedNames(Object.keys(table.columns), entry.spec);
	const name = JSON.stringify([entry.dataset?.hash, entry.dataset?.key, names]);
	const csv = kept.get(name) ?? toCsv(table, names);
	kept.clear();
	kept.set(name, csv);
	return csv;
}

async function checkEntry(r: () => Promise<R>, entry: CheckEntry, kept: Map<string, string>, { signal, seconds }: CheckOptions): Promise<EntryCheck> {
	const table: Table = entry.dataset ? engineTable(entry.dataset, 'en') : { rows: 0, columns: {} };
	const none: EntryCheck = { key: entry.key, method: entry.spec.method, outcome: 'no_result', numbers: 0, agreeing: 0, digits: null, drawn: 0, unseen: 0, differing: [], stop: null, why: null };
	const result = entry.result ?? run(entry.spec, table);
	if (isViolation(result)) return none;
	const script = toR(entry.spec, codebookOf(table), FILE);
	if (script === null) return { ...none, outcome: 'not_in_r', why: findMethod(entry.spec.method)?.about.r ?? null };
	if (isViolation(script)) return none;
	const { lines, stopped } = await (await r()).run(script, entry.dataset ? { [FILE]: csvOf(kept, entry, table) } : {}, { ...(seconds !== undefined && { seconds }), ...(signal && { signal }) });
	if (stopped) return { ...none, outcome: 'stopped', stop: stopped.why, why: stopped.text || null };
	return judge(entry.key, result, entry.only === undefined ? lines : lines.filter((line) => /^\w*/.exec(line)?.[0] === entry.only), suppress(result, entry.dataset?.suppressBelow ?? 0, table));
}

/** The counts of all entries together. */
export function summed(r: string, byEntry: readonly EntryCheck[]): RCheck {
	const sum = (of: (e: EntryCheck) => number): number => byEntry.reduce((n, e) => n + of(e), 0);
	const digits = byEntry.flatMap((e) => (e.digits === null ? [] : [e.digits]));
	return { r, engine: ENGINE_VERSION, numbers: sum((e) => e.numbers), agreeing: sum((e) => e.agreeing), digits: digits.length > 0 ? Math.min(...digits) : null, drawn: sum((e) => e.drawn), byEntry };
}

/**
 * Runs the R code of each entry in real R and compares.
 * @param entries in the order that the reader has them
 * @returns counts, and a verdict for each entry. Cancelled: the entries that were done, and the others as stopped
 */
export function checkInR(entries: readonly CheckEntry[], options: CheckOptions = {}): Promise<RCheck> {
	return withR(async (r) => {
		const { version } = await r();
		const kept = new Map<string, string>();
		const done: EntryCheck[] = [];
		for (const entry of entries) {
			done.push(await checkEntry(options.signal?.aborted ? () => Promise.resolve(GIVEN_UP) : r, entry, kept, options));
			options.progress?.(done.length, entries.length);
		}
		return summed(version, done);
	});
}

/** Stands in for R once a check has been given up, so that none is started for what is left. */
const GIVEN_UP: R = { version: '', alive: false, run: () => Promise.resolve({ lines: [], stopped: { why: 'cancelled', text: '' } }), close: () => undefined };
