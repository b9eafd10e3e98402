/** `analyse`: one spec on a snapshot. */
import { isViolation } from '#analysis/assumptions.ts';
import { codebookOf } from '#analysis/r/codebook.ts';
import { toR } from '#analysis/r/script.ts';
import { findMethod } from '#analysis/registry.ts';
import { run } from '#analysis/run.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { fileStem } from '#lib/server/export/data/archive.ts';
import { readsData, specFaults } from '#lib/server/results/plan/spec-check.ts';
import { violationText } from '#lib/server/results/present/say.ts';
import { suppressAndPresent } from '#lib/server/results/present/run.ts';
import { checkInR } from '#lib/server/results/r-check/check.ts';
import { checkRemarks, checkSentence, checkTable, differingTable } from '#lib/server/results/r-check/words.ts';
import { engineTable } from '#lib/server/results/snapshot/engine-table.ts';
import { toSpss } from '#lib/server/results/spss/script.ts';
import { asWritten, faultText } from '#lib/server/results/workbench/words.ts';
import { besideOf, dataFor, partsOf, readJson, Refused, snapshotOf, type Deps, type Options } from './context.ts';
import { presentedText, tableText } from './text.ts';

const isObject = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);
const named = (x: unknown): string[] => (typeof x === 'string' ? [x] : Array.isArray(x) ? x.filter((v) => typeof v === 'string') : []);

/** A bare spec, or an entry of a plan, which names its data. @throws Refused */
function specOf(given: unknown, file: string): { spec: AnySpec; data: string[] } {
	const example = '{"method": "crosstab", "rows": "del", "columns": "samarbeid_band"}';
	if (isObject(given) && Array.isArray(given.entries)) throw new Refused(`${file} is a plan: run it with "plan ${file}".`);
	const spec = isObject(given) && isObject(given.spec) ? given.spec : given;
	if (!isObject(spec) || typeof spec.method !== 'string') throw new Refused(`${file}: a spec is an object with the field "method", such as ${example}.`);
	return { spec: spec as AnySpec, data: isObject(given) && isObject(given.spec) ? named(given.data) : [] };
}

/** Variables that the spec's fields and its filter name. */
export function variablesOf(spec: AnySpec): string[] {
	const fields = findMethod(spec.method)?.fields ?? {};
	const own = Object.entries(fields).flatMap(([key, field]) => (field.type === 'column' || field.type === 'columns' ? named(spec[key]) : []));
	const filter = Array.isArray(spec.filter) ? spec.filter.flatMap((f: unknown) => (isObject(f) ? named(f.column) : [])) : [];
	return [...new Set([...own, ...filter])];
}

/** The files of an export that a script reads: one, or one for each part of a snapshot; of several snapshots one that holds them all. */
export function csvFiles(dataset: Dataset): string | { key: string; file: string }[] {
	const parts = dataset.laid ? [dataset.key] : dataset.key.split('+');
	return parts.length === 1 ? `${fileStem(dataset.key)}.csv` : parts.map((key) => ({ key, file: `${fileStem(key)}.csv` }));
}

function script(spec: AnySpec, dataset: Dataset | null, { r, language }: Options): string {
	const made = r ? toR(spec, dataset ? codebookOf(engineTable(dataset, language)) : {}, dataset ? csvFiles(dataset) : 'data.csv') : toSpss(spec, dataset, { ...(dataset && { file: `${fileStem(dataset.key)}.sav` }), locale: language });
	if (typeof made === 'string') return made;
	if (made === null) throw new Refused(r ? `Base R has no way to this: ${findMethod(spec.method)!.about.r}.` : `There is no SPSS syntax for this: SPSS does not have ${spec.method}, or not as it is asked for.`);
	throw new Refused(violationText(made, { locale: language, dataset, spec }));
}

/**
 * Prints the result, and nothing else, on standard output.
 * @returns the exit code: 1 where the spec gives no result, with what was wrong on standard error
 * @throws Refused with a line for each fault of the spec
 */
export async function analyse(deps: Deps, file: string, options: Options): Promise<number> {
	const { language, format = 'json' } = options;
	const { spec, data } = specOf(await readJson(file), file === '-' ? 'standard input' : file);
	const form = specFaults(spec, null, true);
	if (form.length > 0) throw new Refused(form.map((f) => faultText(f, null, language, asWritten)).join('\n'));
	const head = readsData(spec.method) ? await snapshotOf(deps, options.snapshot) : null;
	const parts = partsOf(options.part);
	const dataset = head ? await dataFor(deps, head, parts.length > 0 ? parts : data, variablesOf(spec), await besideOf(deps, options.beside)) : null;
	const faults = specFaults(spec, dataset);
	if (faults.length > 0) throw new Refused(faults.map((f) => faultText(f, dataset, language, asWritten)).join('\n'));
	if (options.r || options.spss) {
		console.log(script(spec, dataset, options));
		return 0;
	}
	const made = dataset ? run(spec, engineTable(dataset, language)) : run(spec);
	const { result, presented } = suppressAndPresent(made, dataset, language);
	const check = options['check-r'] ? await checkInR([{ key: 'result', spec, dataset, result: made }]) : null;
	const differing = check && differingTable(check, language);
	if (format === 'text') console.log([presentedText(presented, language), ...(check ? [[checkSentence(check, language), ...checkRemarks(check, language)].join('\n'), tableText(checkTable(check, language), language)] : []), ...(differing ? [tableText(differing, language)] : [])].join('\n\n'));
	else console.log(JSON.stringify({ ...result, data: head && dataset ? { snapshot: head.id, hash: dataset.hash, ...(dataset.laid && { snapshots: dataset.laid.snapshots.map(({ id, hash, value }) => ({ id, hash, value })) }), part: dataset.key, rows: dataset.rows } : null, ...(check && { r_check: check }) }, null, '\t'));
	if (!isViolation(result)) return check && (check.agreeing < check.numbers || check.byEntry.some((e) => e.outcome === 'stopped')) ? 1 : 0;
	console.error(presented.sentences.join('\n'));
	return 1;
}
