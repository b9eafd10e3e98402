/** Freezing a wave: read in one moment, put in order, derived from, hashed, kept. */
import * as v from 'valibot';
import { ENGINE_VERSION } from '#analysis/run.ts';
import { DerivedSchema, SNAPSHOT_FORMAT, type SnapshotDefinition, type SurveyChoice } from '#lib/domain/dataset/definition.ts';
import type { Derived } from '#lib/domain/dataset/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import { snapshot as inOneMoment } from '../../db/response-counts.ts';
import { insertSnapshot } from '../../db/snapshots.ts';
import { readSourceSurveys } from '../../db/snapshot-source.ts';
import { derive } from './derive.ts';
import { encodePart, manifestOf, type EncodedPart, type FrozenPart } from './hash.ts';
import { keptLinks } from './linked.ts';
import { readParts } from './part.ts';
import type { SnapshotDeps } from './read.ts';
import type { Fault } from './rules.ts';

export type { Fault };
export type Frozen = { ok: true; id: number; hash: string; created: boolean } | { ok: false; faults: Fault[] };

const MOST_DERIVED = 500;

/** Derived variables as somebody has written them, or every place that is not as it should be. @param value a parsed JSON value of any kind */
export function parseDerived(value: unknown): { derived: Derived[]; faults: Fault[] } {
	if (!Array.isArray(value)) return { derived: [], faults: [{ name: '', code: 'not_list', params: {} }] };
	if (value.length > MOST_DERIVED) return { derived: [], faults: [{ name: '', code: 'too_many', params: { most: MOST_DERIVED } }] };
	const derived: Derived[] = [];
	const faults: Fault[] = [];
	value.forEach((one: unknown, i) => {
		const read = v.safeParse(DerivedSchema, one);
		if (read.success) derived.push(read.output);
		else {
			const named = typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string' ? one.name.slice(0, 63) : '';
			for (const issue of read.issues) faults.push({ name: named || String(i + 1), code: 'form', params: { where: v.getDotPath(issue)?.slice(0, 100) ?? '–' } });
		}
	});
	return { derived, faults };
}

/** What a wave would be frozen to, nothing kept. @throws Problem as `freeze` */
export async function assemble(deps: SnapshotDeps, waveId: number, definition: SnapshotDefinition): Promise<{ parts: FrozenPart[]; faults: Fault[] }> {
	const { db } = deps.database.evaluate;
	const known = await readSourceSurveys(db, waveId);
	if (known.length === 0) throw new Problem('snapshot_problem_no_wave', 404);
	if (definition.surveys.length === 0) throw new Problem('snapshot_problem_no_surveys', 422);
	const chosen = new Map<string, SurveyChoice>();
	for (const choice of definition.surveys) {
		if (!known.some((s) => s.key === choice.survey)) throw new Problem('snapshot_problem_no_survey', 404, { survey: choice.survey.slice(0, 63), has: known.map((s) => s.key).join(', ') });
		if (chosen.has(choice.survey)) throw new Problem('snapshot_problem_survey_twice', 422, { survey: choice.survey });
		chosen.set(choice.survey, choice);
	}
	const surveys = known.flatMap((survey) => {
		const choice = chosen.get(survey.key);
		return choice ? [{ survey, choice }] : [];
	});
	const links = new Map<number, Awaited<ReturnType<typeof keptLinks>>>();
	for (const { survey, choice } of surveys) links.set(survey.id, await keptLinks(deps, survey.id, choice.links));
	const parts = await inOneMoment(db, async (tx) => {
		const all: FrozenPart[] = [];
		for (const { survey, choice } of surveys) all.push(...await readParts(tx, survey, choice, links.get(survey.id) ?? [], definition));
		return all;
	});
	return derive(parts, definition.derived);
}

/**
 * Freezes surveys of a wave as they are now. The same answers frozen the same way are the snapshot that is there already.
 * @returns the snapshot, or every fault of its derived variables; with faults nothing is kept
 * @throws Problem snapshot_problem_no_wave, snapshot_problem_no_survey, snapshot_problem_no_weight, link_problem_no_link (404), snapshot_problem_no_surveys,
 * snapshot_problem_survey_twice (422), snapshot_problem_link_old (409)
 */
export async function freeze(deps: SnapshotDeps, input: { waveId: number; definition: SnapshotDefinition; actor: string }): Promise<Frozen> {
	const { waveId, definition, actor } = input;
	const { parts, faults } = await assemble(deps, waveId, definition);
	if (faults.length > 0) return { ok: false, faults };
	const encoded: EncodedPart[] = [];
	for (const part of parts) encoded.push(await encodePart(part));
	const { manifest, hash } = manifestOf(encoded);
	const made = await deps.database.evaluate.db.transaction((tx) => insertSnapshot(tx, { waveId, format: SNAPSHOT_FORMAT, hash, manifest, definition, engine: ENGINE_VERSION, parts: encoded }, actor));
	return { ok: true, hash, ...made };
}
