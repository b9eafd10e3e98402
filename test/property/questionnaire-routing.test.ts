import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Answers, Frame } from '#lib/domain/questionnaire/answers.ts';
import { check } from '#lib/domain/questionnaire/check.ts';
import { compile, type Compiled } from '#lib/domain/questionnaire/fields.ts';
import { effective, evaluate, missing, route } from '#lib/domain/questionnaire/routing.ts';
import { brief } from '../unit/questionnaire/faults.ts';
import { code, codes, compiled, DONT_KNOW, number, questionnaire, sample, t } from '../unit/questionnaire/sample.ts';

/** Small items with every answer they can have, so that all of a document's answers can be gone through. */
const KINDS = {
	yesno: { item: { type: 'yesno', dontKnow: true }, answers: [code(1), code(2), DONT_KNOW] },
	single: { item: { type: 'single', categories: [1, 2, 3].map((x) => ({ code: x, label: t(`K${x}`) })) }, answers: [code(1), code(2), code(3)] },
	multiple: { item: { type: 'multiple', categories: [1, 2].map((x) => ({ code: x, label: t(`K${x}`) })) }, answers: [codes(1), codes(2), codes(1, 2)] },
	integer: { item: { type: 'integer', min: 0, max: 2 }, answers: [number(0), number(1), number(2)] }
} satisfies Record<string, { item: object; answers: Answer[] }>;
type Kind = keyof typeof KINDS;
const FRAME_VALUES = ['a', 'b', null];

const key = (i: number) => `i${i}`;

/** A condition without fault on the items before. */
function conditionOn(kinds: readonly Kind[]): fc.Arbitrary<unknown> {
	const comparison = fc.nat(kinds.length).chain((i): fc.Arbitrary<unknown> => {
		const kind = kinds[i];
		if (!kind) return fc.constantFrom({ frame: 'group', op: 'eq', value: 'a' }, { frame: 'group', op: 'ne', value: 'a' }, { frame: 'group', op: 'answered' });
		const item = key(i);
		if (kind === 'multiple') return fc.constantFrom({ item, op: 'includes', value: 1 }, { item, op: 'includes', value: [1, 2] }, { item, op: 'answered' });
		const value = kind === 'integer' ? fc.nat(2) : kind === 'yesno' ? fc.constantFrom(1, 2) : fc.constantFrom(1, 2, 3);
		const ops = kind === 'yesno' ? ['eq', 'ne'] : ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'];
		const valued = fc.tuple(fc.constantFrom(...ops), value).map(([op, x]) => ({ item, op, value: x }));
		return fc.oneof(valued, valued, fc.constant({ item, op: 'answered' }), ...(kind === 'yesno' ? [fc.constant({ item, op: 'dont_know' })] : []));
	});
	const two = fc.tuple(comparison, comparison);
	return fc.oneof(comparison, comparison.map((x) => ({ not: x })), two.map((all) => ({ all })), two.map(([x, y]) => ({ all: [x, { not: y }] })), two.map((any) => ({ any })), two.map(([x, y]) => ({ not: { any: [x, y] } })));
}

const document = fc.array(fc.constantFrom(...(Object.keys(KINDS) as Kind[])), { minLength: 2, maxLength: 4 }).chain((kinds) =>
	fc.tuple(fc.constant(kinds), fc.tuple(...kinds.map((_, i) => fc.option(conditionOn(kinds.slice(0, i)), { freq: 6, nil: undefined }))), fc.nat(kinds.length - 1), fc.boolean())
).map(([kinds, conditions, split, gated]) => {
	const items = kinds.map((kind, i) => ({ ...KINDS[kind].item, key: key(i), text: t('?'), ...(conditions[i] !== undefined && { if: conditions[i] }) }));
	/* The condition of the first item of the second block moves to the block half of the time. */
	const rest = items.slice(split).map(({ if: own, ...item }, i) => ({ item: gated && i === 0 ? item : { ...item, ...(own !== undefined && { if: own }) }, own }));
	const blockIf = gated ? rest[0]?.own : undefined;
	const blocks = [{ key: 'b0', items: [{ type: 'information', key: 'info', text: t('!') }, ...items.slice(0, split)] }, { key: 'b1', ...(blockIf !== undefined && { if: blockIf }), items: rest.map((x) => x.item) }];
	return { kinds, doc: { ...sample(), frame: [{ name: 'group', label: t('G'), categories: [{ code: 'a', label: t('A') }, { code: 'b', label: t('B') }] }], blocks } };
});

function* everything(kinds: readonly Kind[]): Generator<[Answers, Frame]> {
	const choices: (Answer | undefined)[][] = kinds.map((kind) => [undefined, ...KINDS[kind].answers]);
	const total = choices.reduce((n, list) => n * list.length, 1);
	for (let n = 0; n < total; n++) {
		let rest = n;
		const answers: Record<string, Answer> = {};
		for (const [i, list] of choices.entries()) {
			const answer = list[rest % list.length];
			if (answer) answers[key(i)] = answer;
			rest = Math.floor(rest / list.length);
		}
		for (const group of FRAME_VALUES) yield [answers, { group }];
	}
}

it('the check finds exactly the items that no answers and no seat lead to', () => {
	let found = 0;
	fc.assert(fc.property(document, ({ kinds, doc }) => {
		const c = compile(questionnaire(doc));
		const reached = new Set<string>();
		for (const [answers, frame] of everything(kinds)) {
			const counted = effective(c, answers, frame);
			for (const { block } of c.blocks) if (evaluate(block.if, counted, frame)) reached.add(block.key);
			for (const asked of route(c, answers, frame).asked) reached.add(asked);
		}
		const checked = check(doc);
		const unreachable = checked.ok ? [] : brief(checked.faults);
		expect(unreachable.filter((f) => !/ unreachable_(item|block)$/.test(f))).toEqual([]);
		/* An unreachable block is reported once, for all its items. */
		const expected = c.blocks.flatMap(({ key: block, index, items }) => (!reached.has(block)
			? [`/blocks/${index}/if unreachable_block`]
			: items.flatMap(({ fields }, i) => (fields.some((f) => !reached.has(f.key)) ? [`/blocks/${index}/items/${i}/if unreachable_item`] : []))));
		expect(unreachable).toEqual(expected);
		found += unreachable.length;
	}), { numRuns: 400 });
	expect(found).toBeGreaterThan(20);
});

const c: Compiled = compiled();
const anAnswer: fc.Arbitrary<Answer> = fc.oneof(fc.constantFrom(code(1), code(2), code(3), codes(1), codes(2, 9), number(5), number(30), DONT_KNOW), fc.string().map((text) => ({ state: 'answered' as const, text })));
const names = [...c.byKey.keys(), 'uh', 'constructor', 'toString', 'nobody'];
const someAnswers = fc.dictionary(fc.constantFrom(...names), anAnswer);
const aFrame = fc.dictionary(fc.constantFrom('county', 'institution', 'constructor'), fc.constantFrom('03', '11', '5', null));
const shuffled = <T>(record: Record<string, T>) => fc.shuffledSubarray(Object.entries(record), { minLength: Object.keys(record).length }).map((e) => Object.fromEntries(e));
const plain = (r: ReturnType<typeof route>) => [[...r.asked], [...r.notAsked], [...r.items], r.blocks];

describe('the route', () => {
	it('is the same whatever the order of answers and frame variables', () => {
		fc.assert(fc.property(fc.tuple(someAnswers, aFrame).chain(([a, f]) => fc.tuple(fc.constant(a), fc.constant(f), shuffled(a), shuffled(f))), ([a, f, a2, f2]) => {
			expect(plain(route(c, a2, f2))).toEqual(plain(route(c, a, f)));
		}));
	});

	it('puts each field in asked or not asked, and asks it exactly when its conditions hold of the answers that count', () => {
		fc.assert(fc.property(someAnswers, aFrame, (answers, frame) => {
			const r = route(c, answers, frame);
			const counted = effective(c, answers, frame);
			for (const field of c.fields) {
				expect(r.asked.has(field.key)).toBe(field.conditions.every((x) => evaluate(x, counted, frame)));
				expect(r.notAsked.has(field.key)).toBe(!r.asked.has(field.key));
			}
		}));
	});

	it('does not change when the answers that do not count are taken away', () => {
		fc.assert(fc.property(someAnswers, aFrame, (answers, frame) => {
			const counted = effective(c, answers, frame);
			expect(plain(route(c, counted, frame))).toEqual(plain(route(c, answers, frame)));
			expect(missing(c, counted, frame)).toEqual(missing(c, answers, frame));
		}));
	});
});
