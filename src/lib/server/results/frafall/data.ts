/** Frafall's data, read in one snapshot: the seats with their strata, answers by day, sends. */
import { createHash } from 'node:crypto';
import { tableOf } from '#analysis/table/build.ts';
import { firstMissingCode, MISSING_KINDS, type Column, type Table } from '#analysis/table/table.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Disposition } from '#lib/evaluate/dispositions.ts';
import { readAnswerDays, readDeadline, readSendDays } from '#lib/server/db/frafall.ts';
import { readFrameCodes, readSeatStates, type Codes, type ListedSeat } from '#lib/server/db/frame-codes.ts';
import { readStrata, snapshot } from '#lib/server/db/response-counts.ts';
import { readProbabilities, readWeights } from '#lib/server/db/weights.ts';
import type { ResponseDeps, Stratum } from '../response.ts';
import { designOf, type Design } from './design.ts';

export interface FrafallSeat extends ListedSeat {
	disposition: Disposition;
	sampled: boolean;
}

export interface FrafallData {
	surveyId: number;
	/** When it was read. */
	at: Date;
	strata: Stratum[];
	/** Every seat of the population list. */
	seats: FrafallSeat[];
	/** What codes seats may have together; `seat.pattern` is an index of it. */
	patterns: readonly Codes[];
	/** The seats whose response is looked at: in the sample and not known to be ineligible, as in the denominator of RR2. */
	base: FrafallSeat[];
	/** The base as the engine reads it: `responded`, `reachable` and a column for each stratum. */
	table: Table;
	/** SHA-256 of the table, hex: the same seats, strata and answers give the same. */
	hash: string;
	answered: number;
	answers: Awaited<ReturnType<typeof readAnswerDays>>;
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

const listed = new WeakMap<FrafallData, Int32Array>();

/** How many of the list have each pattern, those left out who are known to be ineligible; counted once for all strata. */
export function listedPatterns(data: FrafallData): Int32Array {
	const counts = listed.get(data) ?? countPatterns(data.seats.filter((s) => s.disposition !== 'ineligible'), data.patterns);
	listed.set(data, counts);
	return counts;
}

/** How many of the seats have each pattern of codes. */
export function countPatterns(seats: readonly FrafallSeat[], patterns: readonly Codes[]): Int32Array {
	const counts = new Int32Array(patterns.length);
	for (const { pattern } of seats) counts[pattern]! += 1;
	return counts;
}

/** Columns of the strata for some seats; a seat for which the list says nothing is missing there. */
export function strataColumns(seats: readonly FrafallSeat[], patterns: readonly Codes[], strata: readonly Stratum[]): Record<string, Column> {
	return Object.fromEntries(strata.map(({ name, categories }): [string, Column] => {
		const empty = (n: number) => (categories.length > 256 - MISSING_KINDS.length ? new Uint16Array(n) : new Uint8Array(n));
		const index = new Map(categories.map(({ code }, i) => [code, i]));
		const missing = firstMissingCode(empty(0)) + MISSING_KINDS.indexOf('not_answered');
		const ofPattern = patterns.map((codes) => index.get(codes[name] ?? '') ?? missing);
		const codes = empty(seats.length);
		seats.forEach(({ pattern }, i) => (codes[i] = ofPattern[pattern]!));
		return [name, { kind: 'categorical', label: name, codes, categories: categories.map(({ code }) => ({ value: code, label: code })) }];
	}));
}

/** Who they are, how each stands and on which level of each stratum: ids as 32-bit numbers, the rest as the table has it. */
function hashOf(base: readonly FrafallSeat[], table: Table, strata: readonly Stratum[]): string {
	const hash = createHash('sha256');
	hash.update(JSON.stringify([base.length, strata.map((s) => [s.name, s.categories.map((c) => c.code)])]));
	const ids = new Int32Array(base.length);
	base.forEach(({ id }, i) => (ids[i] = id));
	hash.update(ids);
	for (const column of Object.values(table.columns)) hash.update(column.kind === 'numeric' ? column.values : column.codes);
	return hash.digest('hex');
}

function indicator(seats: readonly FrafallSeat[], is: (seat: FrafallSeat) => boolean): Column {
	const values = new Float64Array(seats.length);
	seats.forEach((seat, i) => { if (is(seat)) values[i] = 1; });
	return { kind: 'numeric', label: '', missing: null, values };
}

/** @throws Problem evaluate_problem_no_survey (404) */
export async function readFrafall(deps: ResponseDeps, surveyId: number): Promise<FrafallData> {
	return snapshot(deps.database.evaluate.db, async (tx) => {
		const deadline = await readDeadline(tx, surveyId);
		if (!deadline) throw new Problem('evaluate_problem_no_survey', 404);
		const strata = await readStrata(tx, surveyId);
		const list = await readFrameCodes(tx, surveyId);
		const { states, of } = await readSeatStates(tx, surveyId, list);
		const seats = list.seats.map(({ id, ref, pattern, codes }, i): FrafallSeat => ({ id, ref, pattern, codes, disposition: states[of[i]!]!.disposition, sampled: states[of[i]!]!.sampled }));
		const base = seats.filter((s) => s.sampled && s.disposition !== 'ineligible');
		const table = tableOf({ [RESPONDED]: indicator(base, hasAnswered), [REACHABLE]: indicator(base, canBeReminded), ...strataColumns(base, list.patterns, strata) });
		return {
			surveyId, at: new Date(), strata, seats, patterns: list.patterns, base, table, hash: hashOf(base, table, strata), answered: base.filter(hasAnswered).length,
			answers: await readAnswerDays(tx, surveyId), sends: await readSendDays(tx, surveyId), deadline, weights: await readWeights(tx, surveyId),
			design: designOf(await readProbabilities(tx, surveyId), base)
		};
	});
}
