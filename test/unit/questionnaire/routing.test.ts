import { describe, expect, it } from 'vitest';
import type { Answer, Frame } from '#lib/domain/questionnaire/answers.ts';
import { effective, evaluate, missing, route } from '#lib/domain/questionnaire/routing.ts';
import type { Condition } from '#lib/domain/questionnaire/schema.ts';
import { code, codes, compiled, DONT_KNOW, number, sample, text } from './sample.ts';

const answers: Record<string, Answer> = { one: code(3), many: codes(1, 4), size: number(10), day: text('2021-05-17'), dk: DONT_KNOW, yes: code(1) };
const frame: Frame = { county: '03', staff: '1200', none: null };

describe('a condition', () => {
	it.each<[Condition, boolean]>([
		[{ item: 'one', op: 'eq', value: 3 }, true], [{ item: 'one', op: 'ne', value: 3 }, false], [{ item: 'one', op: 'ne', value: 2 }, true],
		[{ item: 'one', op: 'lt', value: 3 }, false], [{ item: 'one', op: 'lte', value: 3 }, true], [{ item: 'one', op: 'gt', value: 2 }, true], [{ item: 'one', op: 'gte', value: 4 }, false],
		[{ item: 'one', op: 'in', value: [1, 3] }, true], [{ item: 'one', op: 'in', value: [] }, false], [{ item: 'one', op: 'answered' }, true],
		[{ item: 'many', op: 'includes', value: 4 }, true], [{ item: 'many', op: 'includes', value: [2, 1] }, true], [{ item: 'many', op: 'includes', value: [2, 3] }, false],
		[{ item: 'many', op: 'eq', value: 1 }, false], [{ item: 'one', op: 'includes', value: 3 }, false],
		[{ item: 'size', op: 'gt', value: 9.5 }, true], [{ item: 'size', op: 'gt', value: '9' }, false],
		[{ item: 'day', op: 'lt', value: '2021-06-01' }, true],
		[{ item: 'yes', op: 'eq', value: true }, true], [{ item: 'yes', op: 'eq', value: false }, false],
		[{ frame: 'county', op: 'eq', value: '03' }, true], [{ frame: 'county', op: 'in', value: ['11', '03'] }, true], [{ frame: 'county', op: 'ne', value: '03' }, false],
		[{ frame: 'staff', op: 'gte', value: 1000 }, true], [{ frame: 'staff', op: 'lt', value: 1000 }, false], [{ frame: 'county', op: 'answered' }, true],
		[{ frame: 'county', op: 'dont_know' }, false], [{ frame: 'county', op: 'includes', value: '03' }, false], [{ frame: 'staff', op: 'in', value: [1200, 5] }, true],
		[{ all: [] }, true], [{ any: [] }, false],
		[{ all: [{ item: 'one', op: 'eq', value: 3 }, { item: 'size', op: 'eq', value: 10 }] }, true],
		[{ all: [{ item: 'one', op: 'eq', value: 3 }, { item: 'size', op: 'eq', value: 11 }] }, false],
		[{ any: [{ item: 'one', op: 'eq', value: 1 }, { not: { item: 'size', op: 'eq', value: 11 } }] }, true]
	])('%j is %s', (condition, expected) => {
		expect(evaluate(condition, answers, frame)).toBe(expected);
		expect(evaluate({ not: condition }, answers, frame)).toBe(!expected);
	});

	it('of nothing always holds', () => {
		expect(evaluate(undefined, {}, {})).toBe(true);
	});

	it('that compares what has no answer is false, "not equal" too, and only "not" turns it', () => {
		for (const op of ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'answered'] as const) {
			for (const item of ['absent', 'dk', 'constructor']) expect(evaluate({ item, op, value: 1 }, answers, frame)).toBe(false);
			for (const name of ['none', 'absent', 'constructor']) expect(evaluate({ frame: name, op, value: '1' }, answers, frame)).toBe(false);
		}
		expect(evaluate({ not: { item: 'absent', op: 'eq', value: 1 } }, answers, frame)).toBe(true);
		expect(evaluate({ item: 'dk', op: 'dont_know' }, answers, frame)).toBe(true);
		expect(evaluate({ item: 'one', op: 'dont_know' }, answers, frame)).toBe(false);
	});
});

describe('the route', () => {
	const c = compiled();

	it('asks everything without conditions and nothing whose conditions are not met', () => {
		const r = route(c, {}, {});
		expect([...r.asked]).toEqual(['agreed', 'role', 'cooperates', 'years', 'share', 'since', 'comment']);
		expect([...r.notAsked]).toEqual(['municipality', 'satisfied', 'uh_map', 'uh_plan', 'title']);
		expect(r.blocks).toEqual(['start', 'cooperation', 'figures']);
		expect([...r.items]).toEqual(['hello', 'agreed', 'role', 'cooperates', 'years', 'share', 'since', 'comment']);
	});

	it('opens what answers and frame open', () => {
		expect(route(c, { role: codes(1, 2) }, {}).asked.has('municipality')).toBe(true);
		expect(route(c, {}, { county: '03' }).blocks).toContain('tasks');
		expect(route(c, { cooperates: code(1), satisfied: code(2), uh_map: code(1) }, {}).asked.has('uh_map')).toBe(true);
		expect(route(c, { cooperates: code(1), satisfied: code(2), uh_map: code(1) }, {}).asked.has('uh_plan')).toBe(false);
	});

	it('does not count answers to what is not asked', () => {
		const stale = { cooperates: code(2), satisfied: code(3), uh_map: code(3) };
		expect(route(c, stale, {}).blocks).not.toContain('tasks');
		expect({ ...effective(c, stale, {}) }).toEqual({ cooperates: code(2) });
		expect({ ...effective(c, { ...stale, cooperates: code(1) }, {}) }).toEqual({ ...stale, cooperates: code(1) });
	});

	it('shows a block that has only information, and no matrix whose rows are all closed', () => {
		const doc = sample();
		doc.blocks = [
			{ key: 'a', items: [{ type: 'information', key: 'only', text: { nb: 'a' } }] },
			{ key: 'b', items: [{ type: 'matrix', key: 'm', scale: 'agree', text: { nb: 'm' }, rows: [{ key: 'r', text: { nb: 'r' }, if: { frame: 'county', op: 'eq', value: '11' } }] }] }
		];
		expect(route(compiled(doc), {}, {}).blocks).toEqual(['a']);
		expect([...route(compiled(doc), {}, { county: '11' }).items]).toEqual(['only', 'm']);
	});

	it('finds what is missing among the asked, and "vet ikke" is an answer', () => {
		const found = missing(c, { cooperates: DONT_KNOW, years: number(1) }, {});
		expect(found.required.map((f) => f.key)).toEqual(['agreed', 'role']);
		expect(found.optional.map((f) => f.key)).toEqual(['share', 'since', 'comment']);
	});
});
