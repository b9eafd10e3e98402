import { describe, expect, it } from 'vitest';
import { brief, faultsAfter, faultsOf, untold } from './faults.ts';
import { sample, t } from './sample.ts';

const IF = '/blocks/3/items/4/if';
/** Faults of a condition on the last item, after everything else has been asked. */
const faults = (condition: unknown): string[] => {
	const found = faultsAfter({ [IF]: condition, '/frame/-': { name: 'staff', label: t('Ansatte') } });
	expect(found.flatMap(untold)).toEqual([]);
	return brief(found).map((f) => f.replace(IF, ''));
};

describe('a condition', () => {
	it.each([
		{ item: 'role', op: 'includes', value: 1 }, { item: 'role', op: 'includes', value: [1, 9] }, { item: 'role', op: 'answered' }, { item: 'satisfied', op: 'dont_know' },
		{ item: 'satisfied', op: 'lte', value: 2 }, { item: 'satisfied', op: 'in', value: [1, 3] }, { item: 'uh_plan', op: 'ne', value: 2 }, { item: 'cooperates', op: 'eq', value: true },
		{ item: 'cooperates', op: 'in', value: [1, 2] }, { item: 'agreed', op: 'eq', value: true }, { item: 'years', op: 'gt', value: 2.5 }, { item: 'years', op: 'lt', value: 60 }, { item: 'share', op: 'eq', value: 0.5 },
		{ item: 'since', op: 'gte', value: '2020-01-01' }, { item: 'municipality', op: 'in', value: ['0301', 'several'] }, { item: 'title', op: 'ne', value: 'rektor' },
		{ frame: 'county', op: 'in', value: ['03', '11'] }, { frame: 'county', op: 'answered' }, { frame: 'institution', op: 'eq', value: 'OsloMet' }, { frame: 'staff', op: 'gte', value: 100 }, { frame: 'staff', op: 'in', value: [1, 2] },
		{ all: [{ any: [{ not: { frame: 'county', op: 'eq', value: '03' } }] }] }
	])('%j is without fault', (condition) => {
		expect(faults(condition)).toEqual([]);
	});

	it.each([
		[{ item: 'nobody', op: 'answered' }, '/item unknown_item'],
		[{ item: 'uh', op: 'answered' }, '/item not_a_question'],
		[{ item: 'hello', op: 'answered' }, '/item not_a_question'],
		[{ frame: 'nobody', op: 'answered' }, '/frame unknown_frame_variable'],
		[{ frame: 'constructor', op: 'answered' }, '/frame unknown_frame_variable'],
		[{ all: [] }, '/all empty_condition'],
		[{ not: { any: [] } }, '/not/any empty_condition'],
		[{ item: 'satisfied', op: 'includes', value: 1 }, '/op operator_misfit'],
		[{ item: 'role', op: 'eq', value: 1 }, '/op operator_misfit'],
		[{ item: 'role', op: 'in', value: [1] }, '/op operator_misfit'],
		[{ item: 'title', op: 'lt', value: 'b' }, '/op operator_misfit'],
		[{ item: 'municipality', op: 'gt', value: '0301' }, '/op operator_misfit'],
		[{ item: 'cooperates', op: 'gt', value: 1 }, '/op operator_misfit'],
		[{ frame: 'county', op: 'lt', value: 5 }, '/op operator_misfit_frame'],
		[{ frame: 'staff', op: 'dont_know' }, '/op operator_misfit_frame'],
		[{ frame: 'staff', op: 'includes', value: '1' }, '/op operator_misfit_frame'],
		[{ item: 'years', op: 'dont_know' }, '/op no_dont_know'],
		[{ item: 'satisfied', op: 'eq' }, '/value value_missing'],
		[{ frame: 'county', op: 'in' }, '/value value_missing'],
		[{ item: 'satisfied', op: 'answered', value: 1 }, '/value value_not_wanted'],
		[{ item: 'satisfied', op: 'dont_know', value: true }, '/value value_not_wanted'],
		[{ item: 'satisfied', op: 'in', value: 1 }, '/value value_must_be_list'],
		[{ item: 'satisfied', op: 'eq', value: [1] }, '/value value_must_be_one'],
		[{ item: 'satisfied', op: 'in', value: [] }, '/value value_list_empty'],
		[{ item: 'role', op: 'includes', value: [] }, '/value value_list_empty'],
		[{ item: 'satisfied', op: 'eq', value: 4 }, '/value value_not_a_category'],
		[{ item: 'satisfied', op: 'gte', value: 2.5 }, '/value value_not_a_category'],
		[{ item: 'satisfied', op: 'eq', value: '1' }, '/value value_not_a_category'],
		[{ item: 'satisfied', op: 'eq', value: true }, '/value value_not_a_category'],
		[{ item: 'role', op: 'includes', value: [1, 2, 3] }, '/value value_not_a_category'],
		[{ item: 'cooperates', op: 'eq', value: 3 }, '/value value_not_a_category'],
		[{ item: 'cooperates', op: 'eq', value: '1' }, '/value value_not_a_category'],
		[{ item: 'agreed', op: 'eq', value: false }, '/value value_not_a_category'],
		[{ item: 'years', op: 'eq', value: '5' }, '/value value_not_a_number'],
		[{ item: 'years', op: 'lt', value: Infinity }, '/value value_not_a_number'],
		[{ item: 'years', op: 'eq', value: 61 }, '/value value_impossible'],
		[{ item: 'years', op: 'ne', value: 1.5 }, '/value value_impossible'],
		[{ item: 'since', op: 'lt', value: '2020' }, '/value value_not_a_date'],
		[{ item: 'since', op: 'eq', value: '1999-01-01' }, '/value value_impossible'],
		[{ item: 'municipality', op: 'eq', value: 'Oslo' }, '/value value_not_a_municipality'],
		[{ item: 'municipality', op: 'eq', value: 301 }, '/value value_not_a_municipality'],
		[{ item: 'title', op: 'eq', value: '' }, '/value value_impossible'],
		[{ item: 'title', op: 'eq', value: ' rektor' }, '/value value_impossible'],
		[{ item: 'title', op: 'eq', value: 'x'.repeat(201) }, '/value value_impossible'],
		[{ frame: 'county', op: 'eq', value: '04' }, '/value value_not_a_frame_category'],
		[{ frame: 'county', op: 'in', value: [3] }, '/value value_not_a_frame_category'],
		[{ frame: 'staff', op: 'lt', value: '5' }, '/value value_not_a_number'],
		[{ frame: 'staff', op: 'in', value: ['5', 6] }, '/value value_mixed'],
		[{ frame: 'staff', op: 'eq', value: '' }, '/value value_not_text'],
		[{ frame: 'staff', op: 'eq', value: true }, '/value value_not_text']
	])('%j has the fault %s', (condition, fault) => {
		expect(faults(condition)).toEqual([fault]);
	});

	it('has each of its faults reported where it is', () => {
		expect(faults({ any: [{ item: 'nobody', op: 'answered' }, { not: { item: 'years', op: 'dont_know' } }, { frame: 'county', op: 'eq', value: '04' }] })).toEqual([
			'/any/0/item unknown_item', '/any/1/not/op no_dont_know', '/any/2/value value_not_a_frame_category']);
	});
});

describe('the order of items', () => {
	const yes = (item: string) => ({ item, op: 'eq', value: 1 });

	it('lets no condition refer to what is asked later', () => {
		expect(brief(faultsAfter({ '/blocks/0/items/3/if': { item: 'cooperates', op: 'eq', value: 1 } }))).toEqual(['/blocks/0/items/3/if/item later_item']);
		expect(brief(faultsAfter({ '/blocks/0/items/0/if': { item: 'role', op: 'answered' } }))).toEqual(['/blocks/0/items/0/if/item later_item']);
		expect(brief(faultsAfter({ '/blocks/2/items/0/rows/0/if': { item: 'uh_plan', op: 'answered' }, '/blocks/2/items/0/rows/1/if': undefined }))).toEqual(['/blocks/2/items/0/rows/0/if/item later_item']);
	});

	it.each([
		['an item to itself', { '/blocks/1/items/0/if': yes('cooperates') }, '/blocks/1/items/0/if/item loop', 'cooperates → cooperates'],
		['a block to an item of its own', { '/blocks/1/if': yes('cooperates') }, '/blocks/1/if/item loop', 'cooperates → cooperates'],
		['a row to itself', { '/blocks/2/items/0/rows/1/if': yes('uh_plan') }, '/blocks/2/items/0/rows/1/if/item loop', 'uh_plan → uh_plan'],
		['two items to each other', { '/blocks/1/items/0/if': yes('satisfied') }, '/blocks/1/items/0/if/item loop', 'cooperates → satisfied → cooperates'],
		['an item to a row whose block depends on it', { '/blocks/1/items/0/if': yes('uh_map') }, '/blocks/1/items/0/if/item loop', 'cooperates → uh_map → satisfied → cooperates']
	])('lets no condition go in a circle: %s', (_, changes, fault, cycle) => {
		const found = faultsAfter(changes);
		expect(brief(found)).toEqual([fault]);
		expect(found[0]?.params.cycle).toBe(cycle);
	});
});

it('a document with many faults has them all listed at once, of form and of meaning', () => {
	const doc = sample();
	Object.assign(doc, { extra: 1, title: { nb: 'Prøve', nn: 'Prøve' } });
	doc.blocks.push({ key: 'start', items: [] }, { key: 'last', items: [
		{ type: 'sinlge', key: 'x1', text: t('x') }, { type: 'single', key: 'years', text: t('{{item:nobody}}'), scale: 'nothing', required: 'yes' }
	] });
	expect(brief(faultsOf(doc))).toEqual([
		'/blocks/5/items/0/type unknown_type', '/blocks/5/items/1/required wrong_value', '/extra unknown_property', '/blocks/4/key duplicate_block', '/blocks/5/items/1/key duplicate_item',
		'/blocks/4/items empty_block', '/blocks/5/items/1/scale unknown_scale', '/title/en missing_translation', '/blocks/5/items/1/text/nb pipe_unknown_item'
	]);
});
