/** Frafall's data, read in one snapshot: the seats with their strata, answers by day, sends. */
import { createHash } from 'node:crypto';
import { categoricalColumn, numericColumn, tableOf } from '#analysis/table/build.ts';
import type { Table } from '#analysis/table/table.ts';
import { Problem } from '#lib/domain/problem.ts';
import { readAnswerDays, readDeadline, readSeatCodes, readSendDays } from '#lib/server/db/frafall.ts';
import { readStrata, snapshot } from '#lib/server/db/response-counts.ts';
import { readProbabilities, readWeights } from '#lib/server/db/weights.ts';
import type { ResponseDeps, Stratum } from '../response.ts';
import { designOf, type Design } from './design.ts';

export type FrafallSeat = Awaited<ReturnType<typeof readSeatCodes>>[number];

export interface FrafallData {
	surveyId: number;
	/** When it was read. */
	at: Date;
	strata: Stratum[];
	/** Every seat of the population list. */
	seats: FrafallSeat[];
	/** The seats whose response is looked at: in the sample and not known to be ineligible, as in the denominator of RR2. */
	base: FrafallSeat[];
	/** The base as the engine reads it: `responded`, `reachable` and a column for each stratum. */
	table: Table;
	/** SHA-256 of the table, hex: the same seats, strata and answers give the same. */
	hash: string;
	answered: number;
	answers: { seatId: number; day: string }[];
	sends: Awaited<ReturnType<typeof readSendDays>>;
	deadline: { state: 'draft' | 'open' | 'closed'; closes: string | null; today: string };
	weights: Awaited<ReturnType<typeof readWeights>>;
	/** Of a sample drawn with unequal probabilities; else null. */
	design: Design | null;
}

/** Names that a stratum has in the engine's table: what the page adds can never be one. */
export const RESPONDED = '.responded';
export const REACHABLE = '.reachable';

export const hasAnswered = ({ disposition }: Pick<FrafallSeat, 'disposition'>): boolean => disposition === 'complete' || disposition === 'partial';
/** Who has been invited, has not answered, and has neither refused nor an address that fails. */
export const canBeReminded = ({ disposition }: Pick<FrafallSeat, 'disposition'>): boolean => disposition === 'non_contact';

/** Columns of the strata for some seats; a seat for which the list says nothing is missing there. */
export function strataColumns(seats: readonly FrafallSeat[], strata: readonly Stratum[]) {
	return Object.fromEntries(strata.map(({ name, categories }) =>
		[name, categoricalColumn(seats.map((s) => s.codes[name] ?? null), name, categories.map(({ code }) => ({ value: code, label: code })))]));
}

function hashOf(base: readonly FrafallSeat[], strata: readonly Stratum[]): string {
	const hash = createHash('sha256');
	hash.update(JSON.stringify(strata.map((s) => [s.name, s.categories.map((c) => c.code)])));
	for (const seat of base) hash.update(JSON.stringify([seat.id, Number(hasAnswered(seat)), Number(canBeReminded(seat)), ...strata.map((s) => seat.codes[s.name] ?? null)]));
	return hash.digest('hex');
}

/** @throws Problem evaluate_problem_no_survey (404) */
export async function readFrafall(deps: ResponseDeps, surveyId: number): Promise<FrafallData> {
	return snapshot(deps.database.evaluate.db, async (tx) => {
		const deadline = await readDeadline(tx, surveyId);
		if (!deadline) throw new Problem('evaluate_problem_no_survey', 404);
		const strata = await readStrata(tx, surveyId);
		const seats = await readSeatCodes(tx, surveyId);
		const base = seats.filter((s) => s.sampled && s.disposition !== 'ineligible');
		const table = tableOf({
			[RESPONDED]: numericColumn(base.map((s) => Number(hasAnswered(s)))), [REACHABLE]: numericColumn(base.map((s) => Number(canBeReminded(s)))),
			...strataColumns(base, strata)
		});
		return {
			surveyId, at: new Date(), strata, seats, base, table, hash: hashOf(base, strata), answered: base.filter(hasAnswered).length,
			answers: await readAnswerDays(tx, surveyId), sends: await readSendDays(tx, surveyId), deadline, weights: await readWeights(tx, surveyId),
			design: designOf(await readProbabilities(tx, surveyId), base)
		};
	});
}
