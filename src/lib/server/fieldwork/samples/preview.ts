/** What a sample would be, before it is drawn. */
import { isViolation } from '#analysis/assumptions.ts';
import { detectable, type Detectable } from '#analysis/sample/detect.ts';
import { planDraw, type PlannedDraw, type SamplePlan, type StratumPlan } from '#analysis/sample/draw.ts';
import type { FrameUnit } from '#analysis/sample/frame.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Database } from '../../db/connection.ts';
import type { FrameSql } from '../../db/frames-read.ts';
import { readSampleFrame, type FrameSeat } from '../../db/samples.ts';
import { frameHash, unitsOf } from './frame.ts';
import { planProblem } from './problems.ts';
import { codesOf, hasStrata, planOf, variablesOf, type SampleSpec } from './spec.ts';

export interface SampleDeps { database: Pick<Database, 'fieldwork'> }

/** Strata that numbers can be given for on one page. */
export const MOST_STRATA = 300;

/** The list and what is drawn from it. @throws Problem sample_problem_nobody, sample_problem_many_strata */
export async function sampleFrame(sql: FrameSql, surveyId: number, spec: SampleSpec, lock: boolean): Promise<{ seats: FrameSeat[]; units: FrameUnit[]; hash: string }> {
	// fresh tables have no statistics, and a nested loop would look cheap
	await sql`set local enable_nestloop = off`;
	const seats = await readSampleFrame(sql, surveyId, variablesOf(spec), lock);
	if (seats.length === 0) throw new Problem('sample_problem_nobody', 409);
	const units = unitsOf(seats, spec);
	if (hasStrata(spec.method) && new Set(units.map((unit) => unit.stratum)).size > MOST_STRATA) throw new Problem('sample_problem_many_strata', 409, { max: MOST_STRATA });
	return { seats, units, hash: frameHash(units) };
}

/** A stratum with its codes instead of its name. */
export type PlannedStratum = Omit<StratumPlan, 'stratum'> & { codes: (string | null)[] };
export const withCodes = ({ stratum, ...row }: StratumPlan): PlannedStratum => ({ codes: codesOf(stratum), ...row });

export interface SamplePreview extends Omit<PlannedDraw, 'strata'> {
	strata: PlannedStratum[];
	/** What it is a preview of: a list that has changed since has another. */
	frameHash: string;
	detects: Detectable;
}

export interface PreviewInput { surveyId: number; spec: SampleSpec; seed: number; rate: number; icc: number }

/** A plan that any list can meet: its strata are what numbers can be given for. */
function wholeList({ method, onePerPerson }: SampleSpec): SamplePlan {
	return method === 'stratified_clusters' ? { method, allocation: { kind: 'equal', n: 0 }, onePerPerson } : { method: 'census', onePerPerson };
}

/**
 * The strata with what each would give, or, when the plan's figures are not right, which strata there are and what is wrong.
 * @param input.rate expected response rate, above 0 and at most 1
 * @throws Problem sample_problem_nobody, sample_problem_many_strata
 */
export async function previewSample({ database }: SampleDeps, { surveyId, spec, seed, rate, icc }: PreviewInput): Promise<{ preview: SamplePreview | null; strata: PlannedStratum[]; problem: Problem | null }> {
	return database.fieldwork.sql.begin('isolation level repeatable read read only', async (sql) => {
		const { units, hash } = await sampleFrame(sql, surveyId, spec, false);
		const whole = planDraw(units, wholeList(spec), seed);
		if (isViolation(whole)) throw planProblem(whole);
		const planned = planDraw(units, planOf(spec), seed);
		if (isViolation(planned)) return { preview: null, strata: whole.strata.map(withCodes), problem: planProblem(planned) };
		const strata = planned.strata.map(withCodes);
		return { preview: { ...planned, strata, frameHash: hash, detects: detectable(planned, rate, icc) }, strata, problem: null };
	});
}

/** How many clusters a plan of clusters takes. */
export function clustersDrawn({ n }: Pick<SampleSpec, 'n'>, strata: readonly Pick<PlannedStratum, 'clusters'>[]): number {
	return strata.some((row) => row.clusters) ? strata.reduce((sum, row) => sum + (row.clusters?.drawn ?? 0), 0) : (n ?? 0);
}
