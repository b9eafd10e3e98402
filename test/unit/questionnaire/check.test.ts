import { describe, expect, it } from 'vitest';
import { check } from '#lib/domain/questionnaire/check.ts';
import { brief, faultsAfter, faultsOf, untold, type Changes } from './faults.ts';
import { questionnaire, sample, t } from './sample.ts';

/** Where things stand in the sample. */
const ROLE = '/blocks/0/items/2';
const MUNICIPALITY = '/blocks/0/items/3';
const SATISFIED = '/blocks/1/items/1';
const MATRIX = '/blocks/2/items/0';
const YEARS = '/blocks/3/items/0';
const SHARE = '/blocks/3/items/1';
const SINCE = '/blocks/3/items/2';
const TITLE = '/blocks/3/items/3';
const COMMENT = '/blocks/3/items/4';

type Case = [title: string, changes: Changes, ...faults: string[]];

function each(cases: Case[]): void {
	it.each(cases.map(([title, changes, ...expected]) => ({ title, changes, expected })))('$title', ({ changes, expected }) => {
		const faults = faultsAfter(changes);
		expect(brief(faults)).toEqual(expected);
		expect(faults.flatMap(untold)).toEqual([]);
	});
}

it('a document without fault is given back with its defaults', () => {
	expect(check(sample())).toEqual({ ok: true, questionnaire: questionnaire() });
});

describe('the form of a document', () => {
	each([
		['another format is refused', { '/format': 'grunnlag-questionnaire/2' }, '/format unknown_format'],
		['a missing property is named', { '/thanks': undefined }, '/thanks missing_property'],
		['a key in capitals is refused', { [`${SHARE}/key`]: 'Share' }, `${SHARE}/key bad_key`],
		['a value of the wrong kind is refused', { [`${YEARS}/min`]: '0' }, `${YEARS}/min wrong_value`],
		['a code above 254 is refused', { [`${ROLE}/categories/2/code`]: 255 }, `${ROLE}/categories/2/code bad_code`],
		['a code below 0 is refused', { [`${ROLE}/categories/2/code`]: -1 }, `${ROLE}/categories/2/code bad_code`],
		['a code that is not whole is refused', { [`${ROLE}/categories/2/code`]: 1.5 }, `${ROLE}/categories/2/code bad_code`],
		['a municipality number without four digits is refused', { [`${MUNICIPALITY}/list/0/number`]: '301' }, `${MUNICIPALITY}/list/0/number bad_municipality_number`],
		['an operator that does not exist is refused', { [`${TITLE}/if/op`]: 'above' }, `${TITLE}/if/op unknown_operator`],
		['a condition of no known form is refused where it stands', { [`${TITLE}/if`]: { all: [{ item: 'years', op: 'gt', value: 1 }, { code: 'x' }] } }, `${TITLE}/if/all/1 bad_condition`],
		['a condition of two forms is refused', { [`${TITLE}/if/frame`]: 'county' }, `${TITLE}/if/frame unknown_property`],
		['an item type that does not exist is refused, and what refers to the item is not', { [`${YEARS}/type`]: 'slider', [`${COMMENT}/text`]: t('{{item:years}}') }, `${YEARS}/type unknown_type`],
		['an item without a type is refused', { [`${COMMENT}/type`]: undefined }, `${COMMENT}/type missing_property`],
		['the rest of an item without a type is still read', { [`${COMMENT}/type`]: undefined, [`${COMMENT}/key`]: 'A b', [`${COMMENT}/text/nn`]: '' },
			`${COMMENT}/type missing_property`, `${COMMENT}/key bad_key`, `${COMMENT}/text/nn missing_translation`],
		['every unknown property is named, not only the first', { '/author': 'x', [`${YEARS}/minimum`]: 1, [`${YEARS}/maximum`]: 2, [`${YEARS}/text/se`]: 'x' },
			'/author unknown_property', `${YEARS}/minimum unknown_property`, `${YEARS}/maximum unknown_property`, `${YEARS}/text/se unknown_property`],
		['a list where an object should be is refused', { '/study': [] }, ...['purpose', 'responsible', 'contact', 'privacy', 'duration', 'consent'].map((x) => `/study/${x} missing_property`), '/study wrong_value'],
		['a scale with a name that is no key is refused', { '/scales/Agree 5': { categories: [{ code: 1, label: t('A') }, { code: 2, label: t('B') }] } }, '/scales/Agree 5 bad_key'],
		['steps of the path are escaped', { '/scales/a~1b~0c': { categories: 1 } }, '/scales/a~1b~0c bad_key', '/scales/a~1b~0c/categories wrong_value'],
		['a frame variable without categories to choose from is not judged by its values', { '/frame/0/categories': [] }, '/frame/0/categories too_few_categories']
	]);

	it.each([null, undefined, 1, 'x', true, [], [[]], {}, { blocks: [null, 5, { items: 7 }, { items: [null, [], { type: 'matrix', rows: [0] }, { type: 'single', if: 3 }] }] }])('%j is refused without failing', (doc) => {
		const checked = check(doc);
		expect(checked.ok).toBe(false);
		expect(faultsOf(doc).flatMap(untold)).toEqual([]);
	});

	it('deeper than a hundred levels is refused, and so is what goes round in itself', () => {
		let deep: unknown = 1;
		for (let i = 0; i < 100_000; i++) deep = { not: deep };
		expect(brief(faultsAfter({ [`${TITLE}/if`]: deep }))).toEqual([' too_deep']);
		const round: Record<string, unknown> = {};
		round.round = round;
		expect(brief(faultsOf(round))).toEqual([' too_deep']);
		expect(brief(faultsOf(Array(600_000).fill(0)))).toEqual([' too_large']);
	});

	it('names that every object has are harmless', () => {
		const doc = JSON.parse(JSON.stringify(sample()).replace('"scales":{', '"__proto__":{"polluted":1},"constructor":{},"scales":{"__proto__":{"categories":[]},"constructor":{"categories":[]},')) as unknown;
		expect(brief(faultsOf(doc)).toSorted()).toEqual([
			'/__proto__ unknown_property', '/constructor unknown_property', '/scales/__proto__ bad_key', '/scales/constructor bad_key']);
		expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
		expect(brief(faultsAfter({ [`${YEARS}/key`]: '__proto__', [`${TITLE}/if`]: undefined }))).toEqual([`${YEARS}/key bad_key`]);
		expect(brief(faultsAfter({ [`${YEARS}/key`]: 'constructor', [`${TITLE}/if/item`]: 'constructor' }))).toEqual([]);
		expect(brief(faultsAfter({ [`${SATISFIED}/scale`]: 'constructor' }))).toEqual([`${SATISFIED}/scale unknown_scale`]);
	});
});

describe('keys', () => {
	each([
		['of two blocks differ', { '/blocks/1/key': 'start' }, '/blocks/1/key duplicate_block'],
		['of two items differ', { [`${YEARS}/key`]: 'comment', [`${TITLE}/if`]: undefined }, `${COMMENT}/key duplicate_item`],
		['of a row and an item differ', { [`${SHARE}/key`]: 'uh_map' }, `${SHARE}/key duplicate_item`],
		['of a matrix and an item differ', { [`${SHARE}/key`]: 'uh' }, `${SHARE}/key duplicate_item`],
		['of a matrix and its row differ', { [`${MATRIX}/rows/1/key`]: 'uh' }, `${MATRIX}/rows/1/key duplicate_item`],
		['of information count too', { [`${SHARE}/key`]: 'hello' }, `${SHARE}/key duplicate_item`],
		['of two frame variables differ', { '/frame/1/name': 'county', '/blocks/0/items/0/text': t('Hei'), [`${COMMENT}/text`]: t('Mer?') }, '/frame/1/name duplicate_frame_variable'],
		['of an item and a frame variable may be the same', { '/frame/1/name': 'role', '/blocks/0/items/0/text': t('Hei'), [`${COMMENT}/text`]: t('Mer?') }],
		['of an item and its block may be the same', { '/blocks/1/key': 'role' }],
		['that SPSS or R keep for themselves are refused', { [`${SHARE}/key`]: 'by', [`${SINCE}/key`]: 'function' }, `${SHARE}/key reserved_key`, `${SINCE}/key reserved_key`],
		['standing three times give two faults', { '/blocks/1/key': 'start', '/blocks/2/key': 'start' }, '/blocks/1/key duplicate_block', '/blocks/2/key duplicate_block']
	]);
	each([
		['codes of a scale differ', { '/scales/agree/categories/2/code': 1 }, '/scales/agree/categories/2/code duplicate_code'],
		['codes of an item differ', { [`${ROLE}/categories/2/code`]: 1 }, `${ROLE}/categories/2/code duplicate_code`],
		['codes of a frame variable differ', { '/frame/0/categories/1/code': '03' }, '/frame/0/categories/1/code duplicate_code'],
		['municipality numbers differ', { [`${MUNICIPALITY}/list/1/number`]: '0301' }, `${MUNICIPALITY}/list/1/number duplicate_municipality`],
		['labels of a scale differ in each language', { '/scales/agree/categories/2/label/nn': 'Usamd ' }, '/scales/agree/categories/2/label/nn duplicate_label'],
		['labels of an item differ', { [`${ROLE}/categories/2/label`]: t('Eier') }, ...['nb', 'nn', 'en'].map((l) => `${ROLE}/categories/2/label/${l} duplicate_label`)]
	]);
});

describe('items and blocks', () => {
	each([
		['a document has blocks', { '/blocks': [] }, '/blocks no_blocks'],
		['a block has items', { '/blocks/1/items': [], '/blocks/2/if': undefined, '/blocks/2/title': t('Om') }, '/blocks/1/items empty_block'],
		['a document asks something', { '/blocks': [{ key: 'a', items: [{ type: 'information', key: 'i', text: t('Hei') }] }] }, '/blocks no_questions'],
		['a matrix has rows', { [`${MATRIX}/rows`]: [] }, `${MATRIX}/rows no_rows`],
		['a scale that is named exists', { [`${MATRIX}/scale`]: 'extent' }, `${MATRIX}/scale unknown_scale`],
		['a choice has no two sources of categories', { [`${SATISFIED}/categories`]: [{ code: 1, label: t('A') }, { code: 2, label: t('B') }, { code: 3, label: t('C') }] }, `${SATISFIED} scale_and_categories`],
		['a choice has categories', { [`${ROLE}/categories`]: undefined }, `${ROLE} no_scale_or_categories`],
		['a single choice has two categories at least', { [`${SATISFIED}/scale`]: undefined, [`${SATISFIED}/categories`]: [{ code: 2, label: t('A') }] }, `${SATISFIED}/categories too_few_categories`],
		['a scale has two categories at least', { '/scales/one': { categories: [] } }, '/scales/one/categories too_few_categories'],
		['a closed frame variable has categories', { '/frame/1/categories': [] }, '/frame/1/categories too_few_categories'],
		['a code of a frame variable is not empty', { '/frame/1/categories': [{ code: '', label: t('Ingen') }] }, '/frame/1/categories/0/code empty_code'],
		['a range of whole numbers holds some', { [`${YEARS}/min`]: 61 }, `${YEARS} min_over_max`],
		['a range of numbers holds some', { [`${SHARE}/max`]: -0.5 }, `${SHARE} min_over_max`],
		['a range of days holds some', { [`${SINCE}/min`]: '2022-01-01' }, `${SINCE} min_over_max`],
		['a bound of whole numbers is whole', { [`${YEARS}/max`]: 60.5 }, `${YEARS}/max bound_not_whole`],
		['a bound is not infinite', { [`${SHARE}/max`]: Infinity }, `${SHARE}/max bound_too_large`],
		['a bound of days is a day', { [`${SINCE}/min`]: '2021-02-30', [`${SINCE}/max`]: 'now' }, `${SINCE}/min bound_not_date`, `${SINCE}/max bound_not_date`],
		['a longest text has a length', { [`${COMMENT}/maxLength`]: 0, [`${TITLE}/maxLength`]: 1e6 }, `${TITLE}/maxLength bad_length`, `${COMMENT}/maxLength bad_length`],
		['a municipality item has municipalities', { [`${MUNICIPALITY}/list`]: [] }, `${MUNICIPALITY}/list no_municipalities`],
		['a municipality has a name', { [`${MUNICIPALITY}/list/0/name`]: ' ' }, `${MUNICIPALITY}/list/0/name empty_name`]
	]);
});

describe('texts', () => {
	each([
		['missing in one language are named with it', { '/title/nn': undefined }, '/title/nn missing_translation'],
		['of white space are missing', { '/thanks/en': ' \n' }, '/thanks/en missing_translation'],
		['are looked for everywhere', {
			'/study/privacy/en': undefined, '/frame/0/label/en': undefined, '/frame/0/categories/0/label/nn': '', '/scales/agree/categories/1/label/nb': undefined, '/scales/agree/dontKnow/nn': undefined,
			'/blocks/0/title/nb': undefined, '/blocks/1/intro': {}, [`${ROLE}/categories/1/label/en`]: undefined, [`${ROLE}/help`]: { nb: 'Hjelp', nn: 'Hjelp' }, '/blocks/0/items/1/label/nn': undefined,
			[`${MATRIX}/rows/0/text/en`]: undefined, [`${YEARS}/unit/nn`]: undefined
		}, '/study/privacy/en missing_translation', '/frame/0/label/en missing_translation', '/frame/0/categories/0/label/nn missing_translation', '/scales/agree/categories/1/label/nb missing_translation',
		'/scales/agree/dontKnow/nn missing_translation', '/blocks/0/title/nb missing_translation', '/blocks/0/items/1/label/nn missing_translation', `${ROLE}/help/en missing_translation`, `${ROLE}/categories/1/label/en missing_translation`,
		'/blocks/1/intro/nb missing_translation', '/blocks/1/intro/nn missing_translation', '/blocks/1/intro/en missing_translation', `${MATRIX}/rows/0/text/en missing_translation`, `${YEARS}/unit/nn missing_translation`]
	]);
	each([
		['pipe in no unknown item', { [`${COMMENT}/text`]: t('{{item:nobody}}') }, `${COMMENT}/text/nb pipe_unknown_item`],
		['pipe in no unknown frame variable', { '/thanks': t('{{frame:nobody}}') }, '/thanks/nb pipe_unknown_frame_variable'],
		['pipe in no later item', { [`${ROLE}/help`]: t('{{item:municipality}}') }, `${ROLE}/help/nb pipe_later_item`],
		['pipe in no answer to themselves', { [`${ROLE}/text`]: t('{{item:role}}') }, `${ROLE}/text/nb pipe_later_item`],
		['pipe in an earlier row, not a later one', { [`${MATRIX}/rows/1/text`]: t('{{item:uh_map}} {{item:uh_plan}}') }, `${MATRIX}/rows/1/text/nb pipe_later_item`],
		['pipe in no matrix and no information', { '/thanks': t('{{item:uh}} {{item:hello}} {{item:uh_map}}') }, '/thanks/nb pipe_not_a_question', '/thanks/nb pipe_not_a_question'],
		['shown before the first question pipe in no item', { '/study/purpose': t('{{item:role}}'), '/blocks/0/intro': t('{{frame:county}} {{item:role}}') }, '/study/purpose/nb pipe_later_item', '/blocks/0/intro/nb pipe_later_item'],
		['of a block may pipe in what came before it', { '/blocks/1/intro': t('{{item:role}}') }],
		['of a scale pipe in what is asked before its first use', { '/scales/agree/categories/0/label': t('Ikke {{item:cooperates}}'), '/scales/agree/categories/1/label': t('Ikke {{item:satisfied}}') }, '/scales/agree/categories/1/label/nb pipe_later_item'],
		['of the frame pipe in nothing', { '/frame/0/label': t('{{frame:institution}}') }, '/frame/0/label/nb pipe_not_here'],
		['hold no braces that are not a reference', { '/thanks/nn': 'Takk {{county}}', '/title/en': 'Sample }}', [`${COMMENT}/help`]: t('{{frame: county }} {x}') }, '/title/en bad_reference', '/thanks/nn bad_reference'],
		['keep in every language what one pipes in', { [`${COMMENT}/text/nn`]: 'Du er {{item:title}}: meir?', '/thanks/en': 'Thanks {{frame:county}}' },
			`${COMMENT}/text/nn dropped_reference`, '/thanks/nb dropped_reference', '/thanks/nn dropped_reference'],
		['missing in a language do not also lack its references', { [`${COMMENT}/text/nn`]: '' }, `${COMMENT}/text/nn missing_translation`]
	]);
});
