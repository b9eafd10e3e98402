/**
 * The answers of one seat to one questionnaire: the given ones always, invented ones for the rest, following the published
 * document's routing and scales. The same seat and document give the same answers, whatever else is answered when.
 */
import { evaluate } from '#lib/domain/questionnaire/routing.ts';
import type { Answer, Answers } from '#lib/domain/questionnaire/answers.ts';
import type { Compiled, Field } from '#lib/domain/questionnaire/fields.ts';
import type { Responder } from '../data.ts';
import { demandsOf } from './demands.ts';
import { PARTICULARS } from './particulars.ts';
import { randomFor } from './random.ts';
import { isDontKnow, personFor, scaleAnswer, type Person } from './scales.ts';

export interface Simulated {
	/** By field key; an asked field without an answer is not answered. */
	answers: Answers;
	/** Given answers that the document never asks this seat for, or cannot hold. Empty when all is well. */
	impossible: string[];
}

/** A given cell as an answer: `DK`, a code, a number or text by the kind of the field. Undefined when the field cannot hold it. */
export function givenAnswer(field: Field, cell: string): Answer | undefined {
	if (cell === 'DK') return field.dontKnow ? { state: 'dont_know' } : undefined;
	if (field.kind === 'text') return { state: 'answered', text: cell };
	const number = Number(cell);
	if (!Number.isInteger(number)) return undefined;
	if (field.kind === 'number') return { state: 'answered', number };
	return field.kind === 'code' && field.codes?.has(number) ? { state: 'answered', code: number } : undefined;
}

/** Whoever left every given row of a battery open left the battery's other rows open too. */
function skippedBattery(field: Field, given: ReadonlyMap<string, string>): boolean {
	if (field.item.type !== 'matrix') return false;
	const cells = field.item.rows.map((row) => given.get(row.key)).filter((cell) => cell !== undefined);
	return cells.length > 0 && cells.every((cell) => cell === '');
}

/** Turns `answer` into one that the given answers further on demand, changing as little as possible. */
function meet(demanded: readonly number[] | undefined, field: Field, answer: Answer | null): Answer | null {
	const first = demanded?.[0];
	if (!demanded || first === undefined) return answer;
	if (field.kind === 'code') return answer && 'code' in answer && demanded.includes(answer.code) ? answer : { state: 'answered', code: first };
	if (field.kind !== 'codes') return answer;
	const codes = answer && 'codes' in answer ? answer.codes : [];
	return codes.some((code) => demanded.includes(code)) ? answer : { state: 'answered', codes: [...codes, first].toSorted((a, b) => a - b) };
}

function invented(compiled: Compiled, field: Field, seat: Responder, ticks: readonly string[], person: Person): Answer | null {
	const random = randomFor(seat.survey, seat.ref, field.key);
	const own = PARTICULARS[field.key];
	if (own) return own(field, { compiled, seat, ticks, random });
	if (!field.required && random() < person.blank) return null;
	if (isDontKnow(field, person, random)) return { state: 'dont_know' };
	return field.kind === 'code' ? scaleAnswer(seat.survey, field, person, random) : null;
}

/**
 * @param ticks roles or offices this seat ticks, in the words of its list (`ticksOf`)
 * @throws when a role of the list has no category in the document
 */
export function simulate(compiled: Compiled, seat: Responder, ticks: readonly string[]): Simulated {
	const person = personFor(seat.survey, seat.ref);
	const cells = [...seat.given].filter(([, cell]) => cell !== '');
	const demands = demandsOf(compiled, cells.map(([key]) => key));
	const answers: Answers = {};
	const impossible = new Set(cells.map(([key]) => key));
	for (const field of compiled.fields) {
		// what is answered so far was asked, so each condition sees what the router lets it see
		if (!field.conditions.every((condition) => evaluate(condition, answers, seat.frame))) continue;
		const cell = seat.given.get(field.key);
		let answer: Answer | null = null;
		if (cell) {
			answer = givenAnswer(field, cell) ?? null;
			if (answer) impossible.delete(field.key);
		} else if (cell === undefined ? !skippedBattery(field, seat.given) : field.key === 'municipality') {
			answer = meet(demands.get(field.key), field, invented(compiled, field, seat, ticks, person));
		}
		if (answer) answers[field.key] = answer;
	}
	return { answers, impossible: [...impossible] };
}
