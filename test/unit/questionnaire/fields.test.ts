import { describe, expect, it } from 'vitest';
import { compile, fieldsOf } from '#lib/domain/questionnaire/fields.ts';
import { compiled, fieldOf, questionnaire, sample, t } from './sample.ts';

describe('the fields of a questionnaire', () => {
	it('come in the order asked, matrix rows one by one and information not at all', () => {
		expect(compiled().fields.map((f) => f.key)).toEqual(
			['agreed', 'role', 'municipality', 'cooperates', 'satisfied', 'uh_map', 'uh_plan', 'years', 'share', 'since', 'title', 'comment']);
		expect(compiled().fields.map((f) => f.order)).toEqual([...Array(12).keys()]);
	});

	it('go to the answer column their type says', () => {
		expect(Object.fromEntries(compiled().fields.map((f) => [f.key, f.kind]))).toEqual({
			agreed: 'code', role: 'codes', municipality: 'text', cooperates: 'code', satisfied: 'code', uh_map: 'code', uh_plan: 'code',
			years: 'number', share: 'number', since: 'text', title: 'text', comment: 'text'
		});
	});

	it('carry the categories of their scale, of the item, or of the item type', () => {
		const { byKey } = compiled();
		expect([...(byKey.get('satisfied')?.codes ?? [])]).toEqual([1, 2, 3]);
		expect([...(byKey.get('role')?.codes ?? [])]).toEqual([1, 2, 9]);
		expect([...(byKey.get('cooperates')?.codes ?? [])]).toEqual([1, 2]);
		expect(byKey.get('agreed')?.categories).toEqual([{ code: 1, label: t('Jeg samtykker') }]);
		expect(byKey.get('years')?.categories).toBeUndefined();
	});

	it('carry the conditions of block, item and row', () => {
		expect(compiled().byKey.get('uh_plan')?.conditions).toEqual([
			{ any: [{ item: 'satisfied', op: 'gte', value: 2 }, { frame: 'county', op: 'in', value: ['03'] }] }, { not: { item: 'uh_map', op: 'eq', value: 1 } }]);
		expect(compiled().byKey.get('years')?.conditions).toEqual([]);
	});

	it('always require consent, and take the wording of "vet ikke" from the scale or from the format', () => {
		expect(fieldOf({ type: 'consent', label: t('Ja') }).required).toBe(true);
		const doc = { ...sample(), scales: { agree: { categories: [{ code: 1, label: t('Nei') }, { code: 2, label: t('Jo') }], dontKnow: t('Usikker') } } };
		expect(compiled(doc).byKey.get('satisfied')?.dontKnowLabel).toEqual(t('Usikker'));
		expect(compiled().byKey.get('cooperates')?.dontKnowLabel).toEqual({ nb: 'Vet ikke', nn: 'Veit ikkje', en: 'Don’t know' });
		expect(compiled().byKey.get('years')?.dontKnowLabel).toBeUndefined();
	});

	it('are grouped in their blocks and items, with the information items in their place', () => {
		const [start] = compiled().blocks;
		expect(start?.items.map((i) => [i.item.key, i.fields.length])).toEqual([['hello', 0], ['agreed', 1], ['role', 1], ['municipality', 1]]);
		expect(start?.fields.map((f) => f.key)).toEqual(['agreed', 'role', 'municipality']);
	});

	it('are the same whether asked for alone or compiled, and compiling leaves the document as it was', () => {
		const q = questionnaire();
		const before = structuredClone(q);
		expect(fieldsOf(q)).toEqual([...compile(q).fields]);
		expect(q).toEqual(before);
	});
});
