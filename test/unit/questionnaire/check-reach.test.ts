import { describe, expect, it } from 'vitest';
import { brief, faultsOf } from './faults.ts';
import { sample, t } from './sample.ts';

const scale = [1, 2, 3, 4, 5].map((code) => ({ code, label: t(`K${code}`) }));
const earlier = [
	{ type: 'single', key: 'one', text: t('1'), categories: scale, dontKnow: true },
	{ type: 'multiple', key: 'many', text: t('m'), categories: scale },
	{ type: 'integer', key: 'whole', text: t('w'), min: 0, max: 10 },
	{ type: 'number', key: 'real', text: t('r') },
	{ type: 'date', key: 'day', text: t('d'), min: '2020-01-01' },
	{ type: 'short_text', key: 'words', text: t('s') },
	{ type: 'yesno', key: 'yes', text: t('y') },
	{ type: 'yesno', key: 'then', text: t('t'), if: { item: 'yes', op: 'eq', value: 1 } },
	{ type: 'single', key: 'only', text: t('o'), categories: scale, if: { all: [{ item: 'then', op: 'eq', value: 1 }, { item: 'whole', op: 'gt', value: 5 }] } }
];

function faults(condition: unknown, blockIf?: unknown): string[] {
	const last = { key: 'last', ...(blockIf !== undefined && { if: blockIf }), items: [{ type: 'yesno', key: 'target', text: t('?'), if: condition }] };
	return brief(faultsOf({ ...sample(), frame: [...(sample().frame as unknown[]), { name: 'staff', label: t('Ansatte') }], blocks: [{ key: 'first', items: earlier }, last] }));
}

const UNREACHABLE = ['/blocks/1/items/0/if unreachable_item'];
const is = (item: string, op: string, value?: unknown) => ({ item, op, ...(value !== undefined && { value }) });
const all = (...conditions: unknown[]) => ({ all: conditions });
const any = (...conditions: unknown[]) => ({ any: conditions });
const not = (condition: unknown) => ({ not: condition });

describe('an item can be reached', () => {
	it.each([
		all(is('one', 'gt', 2), is('one', 'lt', 4)),
		all(not(is('one', 'answered')), is('one', 'dont_know')),
		all(not(is('one', 'answered')), not(is('one', 'dont_know'))),
		all(is('many', 'includes', 1), is('many', 'includes', 2), not(is('many', 'includes', [3, 4]))),
		all(is('many', 'answered'), not(is('many', 'includes', [1, 2, 3, 4]))),
		not(is('many', 'answered')),
		all(is('whole', 'gt', 9), is('whole', 'lt', 10.5)),
		all(is('whole', 'gt', 4.5), is('whole', 'lt', 5.5)),
		all(is('real', 'gt', 0), is('real', 'lt', 0.001)),
		all(is('real', 'lt', -1000)),
		all(is('day', 'gt', '2021-02-28'), is('day', 'lt', '2021-03-02')),
		is('day', 'answered'),
		all(is('words', 'ne', 'x'), is('words', 'ne', 'xx'), not(is('words', 'in', ['xxx']))),
		all(is('then', 'eq', 2), is('yes', 'eq', 1)),
		all(not(is('then', 'answered')), is('yes', 'eq', 1)),
		all(is('only', 'eq', 5), is('whole', 'gte', 10)),
		all({ frame: 'county', op: 'ne', value: '03' }, { frame: 'county', op: 'answered' }),
		not({ frame: 'county', op: 'answered' }),
		all({ frame: 'staff', op: 'gt', value: 10 }, { frame: 'staff', op: 'lt', value: 10.0000001 }),
		all({ frame: 'staff', op: 'answered' }, not({ frame: 'staff', op: 'gte', value: -5 }), not({ frame: 'staff', op: 'lt', value: -5 })),
		all({ frame: 'institution', op: 'answered' }, not({ frame: 'institution', op: 'in', value: ['a', 'b'] }))
	])('when %j', (condition) => {
		expect(faults(condition)).toEqual([]);
	});
});

describe('an item can never be reached', () => {
	it.each([
		all(is('one', 'eq', 1), is('one', 'eq', 2)),
		all(is('one', 'gt', 3), is('one', 'lt', 4)),
		is('one', 'gt', 5),
		all(is('one', 'answered'), not(is('one', 'in', [1, 2, 3, 4, 5]))),
		all(is('one', 'answered'), is('one', 'dont_know')),
		all(is('many', 'answered'), not(is('many', 'includes', [1, 2, 3, 4, 5]))),
		all(is('many', 'includes', 1), not(is('many', 'includes', [1, 2]))),
		is('whole', 'gt', 10),
		all(is('whole', 'gt', 4), is('whole', 'lt', 5)),
		all(is('real', 'gt', 1), not(is('real', 'gt', 0.5))),
		is('day', 'lt', '2020-01-01'),
		all(is('day', 'gt', '2021-02-28'), is('day', 'lt', '2021-03-01')),
		all(is('words', 'eq', 'a'), is('words', 'eq', 'b')),
		all(is('then', 'answered'), is('yes', 'eq', 2)),
		all(is('then', 'answered'), not(is('yes', 'answered'))),
		all(is('only', 'eq', 5), is('yes', 'ne', 1)),
		all(is('only', 'answered'), is('whole', 'lte', 5)),
		all(is('only', 'answered'), any(is('whole', 'eq', 3), is('then', 'eq', 2))),
		not(any(is('one', 'answered'), not(is('one', 'answered')))),
		all({ frame: 'county', op: 'eq', value: '03' }, { frame: 'county', op: 'eq', value: '11' }),
		all({ frame: 'county', op: 'answered' }, not({ frame: 'county', op: 'in', value: ['03', '11'] })),
		all({ frame: 'staff', op: 'gt', value: 10 }, { frame: 'staff', op: 'lte', value: 10 }),
		all({ frame: 'institution', op: 'eq', value: 'a' }, { frame: 'institution', op: 'ne', value: 'a' })
	])('when %j', (condition) => {
		expect(faults(condition)).toEqual(UNREACHABLE);
	});

	it('when its block and the item shut each other out', () => {
		expect(faults(is('yes', 'eq', 2), is('yes', 'eq', 1))).toEqual(UNREACHABLE);
		expect(faults(is('yes', 'ne', 2), is('yes', 'eq', 1))).toEqual([]);
	});

	it('when its block cannot be reached, which is said once', () => {
		expect(faults(is('yes', 'eq', 1), all(is('yes', 'eq', 1), is('yes', 'eq', 2)))).toEqual(['/blocks/1/if unreachable_block']);
	});

	it('when one row of a matrix shuts itself out', () => {
		const rows = [{ key: 'r1', text: t('1'), if: { item: 'satisfied', op: 'eq', value: 1 } }, { key: 'r2', text: t('2') }];
		const doc = sample();
		doc.blocks[2] = { key: 'tasks', if: { item: 'satisfied', op: 'gte', value: 2 }, items: [{ type: 'matrix', key: 'uh', text: t('O'), scale: 'agree', rows }] };
		expect(brief(faultsOf(doc))).toEqual(['/blocks/2/items/0/rows/0/if unreachable_item']);
	});

	it('whatever a faulty comparison beside it may turn out to be', () => {
		expect(faults(all(is('one', 'eq', 1), is('one', 'eq', 2), is('nobody', 'answered')))).toEqual(['/blocks/1/items/0/if/all/2/item unknown_item', ...UNREACHABLE]);
		expect(faults(all(is('one', 'eq', 1), is('one', 'eq', 9)))).toEqual(['/blocks/1/items/0/if/all/1/value value_not_a_category']);
		expect(faults(all(is('one', 'eq', 1), is('nobody', 'answered')))).toEqual(['/blocks/1/items/0/if/all/1/item unknown_item']);
		expect(faults(all(is('one', 'eq', 1), not(is('nobody', 'answered'))))).toEqual(['/blocks/1/items/0/if/all/1/not/item unknown_item']);
	});
});

it('a search that would take too long is given up, and the item taken to be reachable', () => {
	/* That 16 boxes are put in 15 compartments one each: false, but only after trying far too many ways. */
	const holes = Array.from({ length: 15 }, (_, code) => ({ code, label: t(`K${code}`) }));
	const items = Array.from({ length: 16 }, (_, i) => ({ type: 'single', key: `p${i}`, text: t('p'), categories: holes }));
	const clash = items.flatMap((a, i) => items.slice(i + 1).flatMap((b) => holes.map(({ code }) => not(all(is(a.key, 'eq', code), is(b.key, 'eq', code))))));
	const target = { type: 'yesno', key: 'target', text: t('?'), if: all(...items.map((i) => is(i.key, 'answered')), ...clash) };
	// tried to its end it takes longer than any test may
	expect(faultsOf({ ...sample(), blocks: [{ key: 'a', items }, { key: 'b', items: [target] }] })).toEqual([]);
});

it('a chain of hundreds of items is followed to its end', () => {
	const items = Array.from({ length: 300 }, (_, i) => ({ type: 'yesno', key: `c${i}`, text: t('c'), ...(i > 0 && { if: is(`c${i - 1}`, 'eq', 1) }) }));
	const last = (condition: unknown) => ({ ...sample(), blocks: [{ key: 'a', items: [...items, { type: 'yesno', key: 'end', text: t('?'), if: condition }] }] });
	expect(faultsOf(last(all(is('c299', 'eq', 1), is('c298', 'eq', 1))))).toEqual([]);
	expect(brief(faultsOf(last(all(is('c299', 'answered'), is('c7', 'eq', 2)))))).toEqual(['/blocks/0/items/300/if unreachable_item']);
});
