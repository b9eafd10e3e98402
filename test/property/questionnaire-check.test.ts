import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '#lib/domain/questionnaire/check.ts';
import { compile } from '#lib/domain/questionnaire/fields.ts';
import { canonical } from '#lib/domain/questionnaire/hash.ts';
import { missing, route } from '#lib/domain/questionnaire/routing.ts';
import { brief, changed, faultsOf, untold, type Changes } from '../unit/questionnaire/faults.ts';
import { sample, t } from '../unit/questionnaire/sample.ts';

/** A document is told to be good or what is wrong with it, in words, and a good one can be used. */
function sensible(doc: unknown): void {
	const checked = check(doc);
	if (!checked.ok) {
		expect(checked.faults.length).toBeGreaterThan(0);
		expect(checked.faults.flatMap(untold)).toEqual([]);
		return;
	}
	const c = compile(checked.questionnaire);
	expect(missing(c, {}, {}).required.length).toBeLessThanOrEqual(route(c, {}, {}).asked.size);
	/* Checking what came out changes nothing: the version hash does not depend on who filled in the defaults. */
	const again = check(JSON.parse(canonical(checked.questionnaire)));
	expect(again.ok && canonical(again.questionnaire)).toBe(canonical(checked.questionnaire));
}

/** Every place of a document, as a JSON pointer. */
function pointers(value: unknown, at = ''): string[] {
	if (typeof value !== 'object' || value === null) return [at];
	return [...(at ? [at] : []), ...Object.entries(value).flatMap(([k, x]) => pointers(x, `${at}/${k}`))];
}

const odd = fc.oneof(
	fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('', 'single', 'matrix', 'role', 'agree', '{{item:role}}', '{{', '__proto__', 'constructor', -1, 0, 1, 255, 1e308, true, null, [], {}),
	fc.constantFrom({ item: 'role', op: 'answered' }, { not: { item: 'satisfied', op: 'eq', value: 1 } }, { any: [] }, JSON.parse('{"__proto__": {"a": 1}}'), t('Tekst'))
);

describe('the check of a document', () => {
	it('makes sense of any JSON', () => {
		fc.assert(fc.property(fc.jsonValue(), sensible), { numRuns: 500 });
	});

	it('makes sense of any JSON with the names of ours', () => {
		const names = ['blocks', 'items', 'key', 'type', 'text', 'if', 'scales', 'categories', 'frame', 'all', 'not', 'item', 'op', 'value', 'rows', '__proto__', 'constructor'];
		const { json } = fc.letrec((tie) => ({
			json: fc.oneof({ maxDepth: 5 }, odd, fc.array(tie('json'), { maxLength: 3 }), fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 4 }))
		}));
		fc.assert(fc.property(json, (value) => {
			sensible(value);
			sensible({ ...sample(), blocks: value });
		}), { numRuns: 500 });
	});

	it('makes sense of a document changed anywhere', () => {
		const places = pointers(sample());
		const change = fc.tuple(fc.constantFrom(...places), fc.oneof(odd, fc.constant(undefined)));
		fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
			let doc: unknown = sample();
			for (const [pointer, value] of changes) {
				try {
					doc = changed(doc, { [pointer]: value });
				} catch {
					/* An earlier change took the place away. */
				}
			}
			sensible(JSON.parse(JSON.stringify(doc)));
			expect(Object.keys(Object.prototype)).toEqual([]);
		}), { numRuns: 500 });
	});
});

/** Each makes the document wrong in one way, in a place of its own, and says what must be told of it. */
const INJURIES: [Changes, string][] = [
	[{ '/blocks/1/key': 'start' }, '/blocks/1/key duplicate_block'],
	[{ '/blocks/3/items/1/key': 'since' }, '/blocks/3/items/2/key duplicate_item'],
	[{ '/frame/-': { name: 'county', label: t('Igjen') } }, '/frame/2/name duplicate_frame_variable'],
	[{ '/scales/agree/categories/-': { code: 1, label: t('Ny') } }, '/scales/agree/categories/3/code duplicate_code'],
	[{ '/scales/lonely': { categories: [{ code: 1, label: t('Alene') }] } }, '/scales/lonely/categories too_few_categories'],
	[{ '/blocks/2/items/-': { type: 'single', key: 'extra', text: t('?'), scale: 'nothing' } }, '/blocks/2/items/1/scale unknown_scale'],
	[{ '/blocks/-': { key: 'hollow', items: [] } }, '/blocks/4/items empty_block'],
	[{ '/title/nn': undefined }, '/title/nn missing_translation'],
	[{ '/study/duration/en': ' ' }, '/study/duration/en missing_translation'],
	[{ '/blocks/3/items/0/unit/nb': '' }, '/blocks/3/items/0/unit/nb missing_translation'],
	[{ '/thanks/en': 'Thanks {{item:role}}' }, '/thanks/nb dropped_reference'],
	[{ '/blocks/0/title': t('{{item:years}}') }, '/blocks/0/title/nb pipe_later_item'],
	[{ '/blocks/3/items/4/help': t('{{frame:nobody}}') }, '/blocks/3/items/4/help/nb pipe_unknown_frame_variable'],
	[{ '/study/purpose/nb': 'Formål }}' }, '/study/purpose/nb bad_reference'],
	[{ '/blocks/0/items/3/if/value': 3 }, '/blocks/0/items/3/if/value value_not_a_category'],
	[{ '/blocks/1/items/0/if': { item: 'satisfied', op: 'eq', value: 1 } }, '/blocks/1/items/0/if/item loop'],
	[{ '/blocks/0/items/0/if': { item: 'comment', op: 'answered' } }, '/blocks/0/items/0/if/item later_item'],
	[{ '/blocks/2/if/any/-': { frame: 'nobody', op: 'answered' } }, '/blocks/2/if/any/2/frame unknown_frame_variable'],
	[{ '/blocks/2/items/0/rows/1/if/not/op': 'includes' }, '/blocks/2/items/0/rows/1/if/not/op operator_misfit'],
	[{ '/blocks/3/items/3/if': { all: [{ item: 'years', op: 'gt', value: 10 }, { item: 'years', op: 'lt', value: 11 }] } }, '/blocks/3/items/3/if unreachable_item'],
	[{ '/blocks/3/items/2/min': '2023-01-01' }, '/blocks/3/items/2 min_over_max'],
	[{ '/blocks/3/items/0/required': 'yes' }, '/blocks/3/items/0/required wrong_value'],
	[{ '/blocks/3/items/4/maxLength': 0.5 }, '/blocks/3/items/4/maxLength bad_length'],
	[{ '/author': 'x' }, '/author unknown_property'],
	[{ '/blocks/0/items/1/colour': 'red' }, '/blocks/0/items/1/colour unknown_property'],
	[{ '/study/contact': undefined }, '/study/contact missing_property'],
	[{ '/format': 'x' }, '/format unknown_format']
];

describe('faults put into a document', () => {
	it.each(INJURIES)('%j is found alone as %s', (changes, expected) => {
		expect(brief(faultsOf(changed(sample(), changes)))).toContain(expected);
	});

	it('are all found together, however many', () => {
		fc.assert(fc.property(fc.subarray(INJURIES, { minLength: 1 }), (injuries) => {
			const doc = injuries.reduce<unknown>((d, [changes]) => changed(d, changes), sample());
			const told = brief(faultsOf(doc));
			expect(injuries.map(([, expected]) => expected).filter((x) => !told.includes(x))).toEqual([]);
			expect(told.length).toBeGreaterThanOrEqual(injuries.length);
		}), { numRuns: 300 });
	});
});
