/**
 * Weights kept as named variables. Invariants: a version never changes and has a value for each respondent it says it has; the same spec on
 * the same answers is the version that is there already; every new version leaves one audit row in the same transaction.
 */
import { and, asc, desc, eq, isNull } from './drizzle.ts';
import type { Tx } from './connection.ts';
import { sample, sampleSeat, seat, surveyWeight, surveyWeightValue } from './schema.ts';
import { lockSurvey, record } from './surveys.ts';

export interface NewWeight {
	surveyId: number;
	name: string;
	spec: Record<string, unknown>;
	engine: string;
	dataHash: string;
	result: Record<string, unknown>;
	values: { seatId: number; value: number }[];
}
export interface KeptWeight { id: number; version: number; created: boolean }

/** Rows a statement: well under the 65,535 parameters that one may have. */
const CHUNK = 10_000;

/** Text that is the same for the same content, whatever the order of the keys. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (value === null || typeof value !== 'object') return JSON.stringify(value);
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
}

/** Null when there is no such survey. */
export async function insertWeight(tx: Tx, weight: NewWeight, actor: string): Promise<KeptWeight | null> {
	const { surveyId, name, spec, engine, dataHash, result, values } = weight;
	// whoever saves under the same name waits here, so that versions follow each other
	if (!(await lockSurvey(tx, surveyId))) return null;
	const [last] = await tx.select().from(surveyWeight).where(and(eq(surveyWeight.surveyId, surveyId), eq(surveyWeight.name, name))).orderBy(desc(surveyWeight.version)).limit(1);
	if (last && last.dataHash === dataHash && last.engine === engine && canonical(last.spec) === canonical(spec)) return { id: last.id, version: last.version, created: false };
	const version = (last?.version ?? 0) + 1;
	const [made] = await tx.insert(surveyWeight).values({ surveyId, name, version, spec, engine, dataHash, result, n: values.length, madeBy: actor }).returning({ id: surveyWeight.id });
	if (!made) throw new Error('the weight was not made');
	for (let i = 0; i < values.length; i += CHUNK) {
		await tx.insert(surveyWeightValue).values(values.slice(i, i + CHUNK).map((v) => ({ surveyId, weightId: made.id, ...v })));
	}
	await record(tx, { actor, action: 'weight.save', surveyId, subject: { name, version, n: values.length } });
	return { id: made.id, version, created: true };
}

/** Every version of every weight, the newest first. */
export async function readWeights(tx: Tx, surveyId: number) {
	return tx.select().from(surveyWeight).where(eq(surveyWeight.surveyId, surveyId)).orderBy(asc(surveyWeight.name), desc(surveyWeight.version));
}

/** Inclusion probabilities of the sample that stands; none where none does. */
export async function readProbabilities(tx: Tx, surveyId: number) {
	return tx.select({ seatId: sampleSeat.seatId, probability: sampleSeat.probability }).from(sampleSeat)
		.innerJoin(sample, and(eq(sample.surveyId, sampleSeat.surveyId), eq(sample.id, sampleSeat.sampleId), isNull(sample.replacedAt))).where(eq(sampleSeat.surveyId, surveyId));
}

/** One version with its values by the seats' keys in the population list; null when the survey has none such. */
export async function readWeightValues(tx: Tx, surveyId: number, weightId: number) {
	const [weight] = await tx.select().from(surveyWeight).where(and(eq(surveyWeight.surveyId, surveyId), eq(surveyWeight.id, weightId)));
	if (!weight) return null;
	const values = await tx.select({ ref: seat.ref, value: surveyWeightValue.value }).from(surveyWeightValue)
		.innerJoin(seat, and(eq(seat.surveyId, surveyWeightValue.surveyId), eq(seat.id, surveyWeightValue.seatId)))
		.where(and(eq(surveyWeightValue.surveyId, surveyId), eq(surveyWeightValue.weightId, weightId))).orderBy(asc(seat.id));
	return { weight, values };
}
