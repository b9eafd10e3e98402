import { beforeAll, describe, expect, test } from 'vitest';
import { answersEqual, parseAnswer, type Answers } from '#lib/domain/questionnaire/answers.ts';
import type { compile } from '#lib/domain/questionnaire/fields.ts';
import { route } from '#lib/domain/questionnaire/routing.ts';
import { compiledQuestionnaire, givenAnswers, responders, type Responder } from '../../../src/demo/data.ts';
import { demandsOf } from '../../../src/demo/simulate/demands.ts';
import { pick, randomFor, shuffled } from '../../../src/demo/simulate/random.ts';
import { givenAnswer, simulate, type Simulated } from '../../../src/demo/simulate/simulate.ts';
import { ticksOf } from '../../../src/demo/simulate/ticks.ts';
import { FACTS, SURVEYS, type SurveyKey } from '../../../src/demo/surveys.ts';

interface Played { seat: Responder; simulated: Simulated }

const everyone = responders();
const compiled = Object.fromEntries(SURVEYS.map((survey) => [survey, compiledQuestionnaire(survey)])) as Record<SurveyKey, ReturnType<typeof compile>>;
const played = {} as Record<SurveyKey, Played[]>;
const seatsOf = (survey: SurveyKey): Responder[] => everyone.filter((seat) => seat.survey === survey);

beforeAll(() => {
	for (const survey of SURVEYS) {
		const ticks = ticksOf(survey, seatsOf(survey));
		played[survey] = seatsOf(survey).map((seat) => ({ seat, simulated: simulate(compiled[survey], seat, ticks.get(seat.ref) ?? []) }));
	}
});

const codesOf = (answers: Answers, key: string): number[] => {
	const answer = answers[key];
	return answer?.state === 'answered' && 'codes' in answer ? answer.codes : answer?.state === 'answered' && 'code' in answer ? [answer.code] : [];
};
/** What a browser would send for the answer. */
const raw = (answer: Answers[string]): unknown => (answer.state === 'dont_know' ? 'dk' : Object.values(answer).find((value) => value !== 'answered'));

describe('random numbers', () => {
	test('depend on their name alone', () => {
		const first = randomFor('uh', 'UH0001', 'comment');
		const other = randomFor('uh', 'UH0002', 'comment');
		const again = randomFor('uh', 'UH0001', 'comment');
		const drawn = [first(), first(), first()];
		other();
		expect([again(), again(), again()]).toEqual(drawn);
		expect(randomFor('uh', 'UH0002', 'comment')()).not.toBe(drawn[0]);
	});

	test('are even over ten bins within what chance allows', () => {
		const random = randomFor('bins');
		const bins = Array.from({ length: 10 }, () => 0);
		for (let i = 0; i < 100_000; i++) {
			const bin = Math.floor(random() * 10);
			bins[bin] = (bins[bin] ?? 0) + 1;
		}
		// chi-square with 9 degrees of freedom: 27.9 is exceeded once in a thousand
		expect(bins.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9);
	});

	test('pick by weight, and shuffle without losing any', () => {
		const random = randomFor('pick');
		const drawn = Array.from({ length: 10_000 }, () => pick(random, [['rare', 1], ['usual', 9]]));
		expect(drawn.filter((one) => one === 'rare').length / 10_000).toBeCloseTo(0.1, 1);
		expect(shuffled(random, [1, 2, 3, 4, 5]).toSorted()).toEqual([1, 2, 3, 4, 5]);
		expect(() => pick(random, [])).toThrow();
	});
});

describe('the people who answered', () => {
	test('are 1,652, as many of each list as the project says', () => {
		expect(everyone).toHaveLength(1652);
		for (const survey of SURVEYS) expect(seatsOf(survey), survey).toHaveLength(FACTS[survey].answered);
	});

	test('come without name and address', () => {
		expect(JSON.stringify(everyone.map((seat) => seat.frame))).not.toMatch(/@|navn|epost/);
	});
});

describe('simulated answers', () => {
	test.each(SURVEYS)('of %s are to questions that the routing asks, and fit their fields', (survey) => {
		const wrong = played[survey].flatMap(({ seat, simulated: { answers } }) => {
			const { asked } = route(compiled[survey], answers, seat.frame);
			return Object.entries(answers).filter(([key, answer]) => {
				const field = compiled[survey].byKey.get(key);
				const parsed = field && parseAnswer(field, raw(answer));
				return !asked.has(key) || !parsed || !('answer' in parsed) || !answersEqual(parsed.answer, answer);
			}).map(([key]) => `${seat.ref} ${key}`);
		});
		expect(wrong).toEqual([]);
	});

	test.each(['samarbeidsforum', 'nettverk', 'aarsrapport'] as const)('of %s hold every given answer, and are open where it is open', (survey) => {
		const given = givenAnswers(survey);
		expect(given.size).toBe(FACTS[survey].answered);
		const wrong = played[survey].flatMap(({ seat, simulated: { answers, impossible } }) => [
			...impossible,
			...[...(given.get(seat.ref) ?? [])].filter(([key, cell]) => {
				const field = compiled[survey].byKey.get(key);
				if (cell === '') return key !== 'municipality' && answers[key] !== undefined;
				return !field || !answersEqual(answers[key], givenAnswer(field, cell));
			}).map(([key]) => `${seat.ref} ${key}`)
		]);
		expect(wrong).toEqual([]);
	});

	test('name no municipality where none is given', () => {
		const open = played.nettverk.filter(({ seat }) => !seat.given.get('municipality'));
		expect(new Set(open.map(({ simulated }) => JSON.stringify(simulated.answers.municipality)))).toEqual(new Set([undefined, '{"state":"answered","text":"several"}']));
	});

	test('are the same each time, and whatever order the seats come in', () => {
		const ticks = ticksOf('uh', seatsOf('uh'));
		const backwards = seatsOf('uh').toReversed().map((seat) => simulate(compiled.uh, seat, ticks.get(seat.ref) ?? []).answers);
		expect(backwards.toReversed()).toEqual(played.uh.map((one) => one.simulated.answers));
		expect(ticksOf('tillitsvalgte', seatsOf('tillitsvalgte').toReversed())).toEqual(ticksOf('tillitsvalgte', seatsOf('tillitsvalgte')));
	});

	test('tick what the list says, a few of them one more, and 24 union representatives both offices', () => {
		const second = (survey: SurveyKey, item: string): number => played[survey].filter(({ simulated }) => codesOf(simulated.answers, item).length === 2).length;
		expect(second('tillitsvalgte', 'office')).toBe(24);
		expect(second('samarbeidsforum', 'role')).toBeGreaterThan(0);
		expect(second('nettverk', 'role')).toBeGreaterThan(0);
		const ticks = ticksOf('samarbeidsforum', seatsOf('samarbeidsforum'));
		expect(seatsOf('samarbeidsforum').filter((seat) => seat.frame.rolle && !ticks.get(seat.ref)?.includes(seat.frame.rolle))).toEqual([]);
	});

	test('lean to agreement, with some "vet ikke" and some left open', () => {
		const all = played.skoleledere.map(({ simulated }) => simulated.answers.ov_good_way);
		const codes = played.skoleledere.flatMap(({ simulated }) => codesOf(simulated.answers, 'ov_good_way'));
		const reversed = played.skoleledere.flatMap(({ simulated }) => codesOf(simulated.answers, 'meas_not_relevant'));
		const mean = (numbers: number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
		expect(mean(codes)).toBeGreaterThan(3.2);
		expect(mean(reversed)).toBeLessThan(2.8);
		expect(new Set(codes).size).toBe(5);
		expect(all.filter((answer) => answer?.state === 'dont_know').length).toBeGreaterThan(5);
		expect(all.filter((answer) => answer === undefined).length).toBeGreaterThan(0);
	});

	test('hold comments from a word to a page and a half', () => {
		const texts = SURVEYS.flatMap((survey) => played[survey].map(({ simulated }) => simulated.answers.comment)).flatMap((answer) => (answer && 'text' in answer ? [answer.text] : []));
		expect(texts.length).toBeGreaterThan(100);
		expect(Math.min(...texts.map((text) => text.length))).toBeLessThan(10);
		expect(Math.max(...texts.map((text) => text.length))).toBeGreaterThan(2000);
	});
});

describe('given answers that routing stands before', () => {
	const seat = (given: Record<string, string>, rolle = 'Skoleleder'): Responder =>
		({ survey: 'nettverk', ref: 'X1', frame: { fylke: 'Agder', nettverk: 'Agder 1', rolle }, given: new Map(Object.entries(given)) });

	test('are asked: the role and the cooperation they need are answered so', () => {
		const { answers, impossible } = simulate(compiled.nettverk, seat({ uh_map: '4' }), ['Skoleleder']);
		expect(impossible).toEqual([]);
		expect(answers.uh_map).toEqual({ state: 'answered', code: 4 });
		expect(answers.has_uh_cooperation).toEqual({ state: 'answered', code: 1 });
		expect(codesOf(answers, 'role').some((code) => [2, 3, 4].includes(code))).toBe(true);
		expect(demandsOf(compiled.nettverk, ['uh_map']).get('has_uh_cooperation')).toEqual([1]);
	});

	test('leave a routing answer that already lets them through', () => {
		const { answers } = simulate(compiled.nettverk, seat({ uh_map: '4' }, 'Privat-/friskoleeier'), ['Privat-/friskoleeier']);
		expect(codesOf(answers, 'role')).toEqual([4]);
	});

	test('are reported when they contradict a given routing answer, not dropped in silence', () => {
		expect(simulate(compiled.nettverk, seat({ uh_map: '4', has_uh_cooperation: '2' }), ['Kommunal skoleeier']).impossible).toEqual(['uh_map']);
	});

	test.each([['6', 'a code outside the scale'], ['x', 'no code'], ['2.5', 'no whole number']])('are reported when the field cannot hold them: %s is %s', (cell) => {
		expect(simulate(compiled.nettverk, seat({ goals_clear: cell }), ['Skoleleder']).impossible).toEqual(['goals_clear']);
	});

	test('are reported when the document has no such item', () => {
		expect(simulate(compiled.nettverk, seat({ no_such_item: '1' }), ['Skoleleder']).impossible).toEqual(['no_such_item']);
	});
});
