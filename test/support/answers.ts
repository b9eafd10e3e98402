/** Random answers that the fields of a questionnaire take, and what a browser sends of a page. */
import fc from 'fast-check';
import { DK, parseAnswer, type Answer, type Answers } from '../../src/lib/domain/questionnaire/answers.ts';
import type { Field } from '../../src/lib/domain/questionnaire/fields.ts';
import type { Choice, ItemView } from '../../src/lib/respond/view.ts';

function rawValue(field: Field): fc.Arbitrary<unknown> {
	const { item } = field;
	const codes = (field.categories ?? []).map((c) => c.code);
	switch (field.kind) {
		case 'code': return fc.constantFrom(...codes);
		case 'codes': return fc.subarray(codes, { minLength: 1 });
		case 'number': return item.type === 'integer' ? fc.integer({ min: 0, max: 60 }) : fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 1000);
		case 'text':
			if (item.type === 'date') return fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
			if (item.type === 'municipality') return fc.oneof(fc.constantFrom('0301', 'several', 'bergen'), fc.string({ unit: 'binary', maxLength: 40 }));
			return fc.string({ unit: 'binary', maxLength: 90 });
	}
}

/** An answer that `field` takes, or none. */
export function anyAnswer(field: Field): fc.Arbitrary<Answer | null> {
	return fc.oneof({ weight: 4, arbitrary: rawValue(field) }, { weight: 1, arbitrary: fc.constantFrom(null, ...(field.dontKnow ? [DK] : [])) }).map((raw) => {
		const parsed = parseAnswer(field, raw);
		return 'answer' in parsed ? parsed.answer : null;
	});
}

export const anyAnswers = (fields: readonly Field[]): fc.Arbitrary<Answers> =>
	fc.tuple(...fields.map(anyAnswer)).map((all) => Object.fromEntries(all.flatMap((answer, i) => (answer ? [[fields[i]?.key ?? '', answer]] : []))));

const ticked = (key: string, choices: readonly (Choice | undefined)[]): [string, string][] => choices.filter((c) => c?.checked).map((c) => [key, c?.value ?? '']);

/** The entries of a posted page as it was shown: hidden ones, what is ticked, and what stands in the text fields, lines ended as browsers do. */
export function postedAs(items: readonly ItemView[]): [string, string][] {
	return items.flatMap((item): [string, string][] => {
		switch (item.type) {
			case 'information': return [];
			case 'matrix': return postedAs(item.rows);
			case 'consent': return [[item.key, ''], ...ticked(item.key, [item.choice])];
			case 'radios': case 'checkboxes': return [[item.key, ''], ...ticked(item.key, [...item.choices, item.dontKnow])];
			case 'text': return [[item.key, item.value.replaceAll('\n', '\r\n')], ...ticked(item.key, [item.other, item.dontKnow])];
		}
	});
}
