/**
 * A few values that stand for all an item or frame variable can take: two values of which the same comparisons hold are
 * the same to routing, so one of them is enough, and what no comparison holds of is the same as no answer.
 */
import type { Answer } from '../answer.ts';
import { holdsOfAnswer, holdsOfFrame, type FrameComparison, type ItemComparison } from '../conditions.ts';
import type { Field } from '../fields.ts';
import { isDate } from '../parse.ts';
import type { FrameVariable, Scalar } from '../schema.ts';

/** Counts comparisons made; throws when there have been too many. */
export type Spend = (comparisons: number) => void;

const valuesIn = (comparisons: readonly { value?: Scalar | Scalar[] }[]): Scalar[] => [...new Set(comparisons.flatMap(({ value }) => value ?? []))];

const within = <T extends number | string>(value: T, min: T | undefined, max: T | undefined): boolean =>
	(min === undefined || value >= min) && (max === undefined || value <= max);

/** Each number mentioned, one in every interval between and beyond them, and the ends of the range. */
function numbers(mentioned: readonly number[], min: number | undefined, max: number | undefined, whole: boolean): number[] {
	const points = [...new Set([...mentioned, ...[min, max].filter((x) => x !== undefined)])].sort((a, b) => a - b);
	const near = points.flatMap((x, i) => {
		const next = points[i + 1];
		return whole ? [Math.floor(x), Math.ceil(x), Math.floor(x) - 1, Math.ceil(x) + 1] : next === undefined ? [x, x + 1] : [x, x + (next - x) / 2];
	});
	const [first = 0] = points;
	return [...new Set([first - 1, ...near])].filter((x) => within(x, min, max) && (!whole || Number.isInteger(x)));
}

function dayAfter(day: string, days: number): string {
	const date = new Date(`${day}T00:00:00Z`);
	date.setUTCDate(date.getUTCDate() + days);
	return date.toISOString().slice(0, 10);
}

function days(mentioned: readonly string[], min: string | undefined, max: string | undefined): string[] {
	const points = [...mentioned, ...[min, max].filter((x) => x !== undefined)].filter(isDate);
	const near = points.flatMap((x) => [x, dayAfter(x, -1), dayAfter(x, 1)]);
	return [...new Set(points.length === 0 ? ['2000-01-01'] : near)].filter((x) => isDate(x) && within(x, min, max));
}

const ofType = <T extends string | number>(values: readonly Scalar[], type: 'string' | 'number'): T[] => values.filter((x) => typeof x === type) as unknown as T[];

function substantive(field: Field, mentioned: readonly Scalar[]): Answer[] {
	const { item } = field;
	switch (item.type) {
		case 'integer': case 'number':
			return numbers(ofType(mentioned, 'number'), item.min, item.max, item.type === 'integer').map((number) => ({ state: 'answered', number }));
		case 'date': return days(ofType(mentioned, 'string'), item.min, item.max).map((text) => ({ state: 'answered', text }));
		case 'short_text': case 'long_text': case 'municipality':
			return [...ofType<string>(mentioned, 'string'), otherThan(mentioned)].map((text) => ({ state: 'answered', text }));
		case 'multiple': return [...(field.codes ?? [])].map((code) => ({ state: 'answered', codes: [code] }));
		default: return [...(field.codes ?? [])].map((code) => ({ state: 'answered', code }));
	}
}

function otherThan(mentioned: readonly Scalar[]): string {
	let other = 'x';
	while (mentioned.includes(other)) other += 'x';
	return other;
}

/** What of the comparisons holds of the answer, one digit each. */
const signature = (answer: Answer | undefined, comparisons: readonly ItemComparison[]): string =>
	comparisons.map((x) => (holdsOfAnswer(x, answer) ? '1' : '0')).join('');

/** Every way in which boxes can be ticked together that some comparison tells apart. */
function combinations(single: ReadonlyMap<string, Answer>, comparisons: readonly ItemComparison[], spend: Spend): Map<string, Answer> {
	const found = new Map(single);
	for (const one of single.values()) {
		for (const other of [...found.values()]) {
			if (!('codes' in one) || !('codes' in other)) continue;
			spend(comparisons.length);
			const both: Answer = { state: 'answered', codes: [...other.codes, ...one.codes] };
			const key = signature(both, comparisons);
			if (!found.has(key)) found.set(key, both);
		}
	}
	return found;
}

/** The answers that are enough to try, apart from none at all. */
export function answersToTry(field: Field, comparisons: readonly ItemComparison[], spend: Spend): Answer[] {
	const first = new Map<string, Answer>();
	const all: Answer[] = [...substantive(field, valuesIn(comparisons)), ...(field.dontKnow ? [{ state: 'dont_know' } as const] : [])];
	for (const answer of all) {
		spend(comparisons.length);
		const key = signature(answer, comparisons);
		if (!first.has(key)) first.set(key, answer);
	}
	const found = field.kind === 'codes' ? combinations(first, comparisons, spend) : first;
	found.delete(signature(undefined, comparisons));
	return [...found.values()];
}

/** As a population list would write it. */
const decimal = (x: number): string => (String(x).includes('e') ? x.toFixed(20) : String(x));

/** The frame values that are enough to try, with none at all among them. */
export function frameValuesToTry(variable: FrameVariable | undefined, comparisons: readonly FrameComparison[], spend: Spend): (string | null)[] {
	const mentioned = valuesIn(comparisons);
	const texts = ofType<string>(mentioned, 'string');
	const open = [...texts, otherThan(texts), ...numbers(ofType(mentioned, 'number'), undefined, undefined, false).map(decimal)];
	const values = [null, ...(variable?.categories?.map((c) => c.code) ?? open)];
	const first = new Map<string, string | null>();
	for (const value of values) {
		spend(comparisons.length);
		const key = comparisons.map((x) => (holdsOfFrame(x, value) ? '1' : '0')).join('');
		if (!first.has(key)) first.set(key, value);
	}
	return [...first.values()];
}
