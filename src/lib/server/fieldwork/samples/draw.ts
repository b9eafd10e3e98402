/** Drawing the sample of a survey, and giving it up. */
import { isViolation } from '#analysis/assumptions.ts';
import { draw, GENERATOR } from '#analysis/sample/draw.ts';
import { Problem } from '../../../domain/problem.ts';
import { asOnlySender } from '../../db/mail-lock.ts';
import { insertSample, lockSample, mailingsOf, readSampleState, retireSample, type SampleTx } from '../../db/samples.ts';
import { planProblem } from './problems.ts';
import { sampleFrame, withCodes, type PlannedStratum, type SampleDeps } from './preview.ts';
import { codesOf, planOf, SEED_MAX, type SampleSpec } from './spec.ts';

/** A stratum as it was when the sample was drawn. */
export type DrawnStratum = PlannedStratum & { drawn: number };

export interface DrawInput {
	surveyId: number;
	spec: SampleSpec;
	seed: number;
	/** Of the preview the decision was made on; a list that has changed since is not drawn from. */
	frameHash?: string | undefined;
	actor: string;
}
export interface Drawn { sampleId: number; seats: number; strata: DrawnStratum[] }

const sent = (error: unknown): never => {
	throw (error as { code?: unknown }).code === 'GR006' ? new Problem('sample_problem_sent', 409) : error;
};

/** Runs `work` in a transaction while no mail of the survey is being sent. @throws Problem sample_problem_sending, sample_problem_sent, sample_problem_no_survey */
async function whileNothingLeaves<T>({ database }: SampleDeps, surveyId: number, work: (tx: SampleTx) => Promise<T>): Promise<T> {
	const { sql } = database.fieldwork;
	const inTransaction = () => sql.begin(async (tx) => {
		await lockSample(tx, surveyId);
		const state = await readSampleState(tx, surveyId);
		if (!state) throw new Problem('sample_problem_no_survey', 404);
		if (!state.open) throw new Problem('sample_problem_sent', 409);
		return work(tx);
	}).catch(sent) as Promise<T>;
	const held = async ([first, ...others]: number[]): Promise<T> => {
		if (first === undefined) return inTransaction();
		const ran = await asOnlySender(sql, { surveyId, mailingId: first }, () => held(others));
		if (!ran) throw new Problem('sample_problem_sending', 409);
		return ran.result;
	};
	return held(await mailingsOf(sql, surveyId));
}

/**
 * Draws the survey's sample, in place of the one that stands. The same spec, seed and list give the same seats. Seats that are not eligible are not on the list.
 * @throws Problem sample_problem_* : what is wrong with the plan; sample_problem_sent or sample_problem_sending when invitations have left or are leaving;
 *   sample_problem_changed when the list is not the one of the preview. Nothing is changed then.
 */
export async function drawSample(deps: SampleDeps, { surveyId, spec, seed, frameHash, actor }: DrawInput): Promise<Drawn> {
	if (!Number.isInteger(seed) || seed < 0 || seed > SEED_MAX) throw new Problem('sample_problem_seed', 400, { max: SEED_MAX });
	return whileNothingLeaves(deps, surveyId, async (tx) => {
		const { seats, units, hash } = await sampleFrame(tx, surveyId, spec, true);
		if (frameHash !== undefined && frameHash !== hash) throw new Problem('sample_problem_changed', 409);
		const result = draw(units, planOf(spec), seed);
		if (isViolation(result)) throw planProblem(result);
		if (result.drawn.length === 0) throw new Problem('sample_problem_none_drawn');
		const drawn = new Map<string, number>();
		for (const unit of result.drawn) drawn.set(unit.stratum, (drawn.get(unit.stratum) ?? 0) + 1);
		const strata = result.strata.map((row): DrawnStratum => ({ ...withCodes(row), drawn: drawn.get(row.stratum) ?? 0 }));
		const idOf = new Map(seats.map((seat) => [seat.ref, seat.id]));
		const sampleId = await insertSample(tx, surveyId, {
			spec, seed, generator: GENERATOR, frameHash: hash, report: { strata, clusters: result.clusters?.length ?? null },
			seats: result.drawn.map((unit) => ({ id: idOf.get(unit.ref)!, stratum: codesOf(unit.stratum), probability: unit.probability }))
		}, actor);
		return { sampleId, seats: result.drawn.length, strata };
	});
}

/**
 * Gives up the sample that stands, so that the list, or everyone on it, can be used instead. Seats stay as they are until then.
 * @throws Problem sample_problem_none when none stands, sample_problem_sent, sample_problem_sending
 */
export async function retireDrawnSample(deps: SampleDeps, { surveyId, actor }: { surveyId: number; actor: string }): Promise<void> {
	await whileNothingLeaves(deps, surveyId, async (tx) => {
		if ((await retireSample(tx, surveyId, actor)) === null) throw new Problem('sample_problem_none', 409);
	});
}
