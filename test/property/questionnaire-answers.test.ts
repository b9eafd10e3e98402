import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersEqual, parseAnswer, parseForm, type Answer } from '#lib/domain/questionnaire/answers.ts';
import type { Field } from '#lib/domain/questionnaire/fields.ts';
import { isDate } from '#lib/domain/questionnaire/parse.ts';
import { compiled, fieldOf, t } from '../unit/questionnaire/sample.ts';

const c = compiled();
const odd = { ...fieldOf({ type: 'multiple', dontKnow: true, categories: [{ code: 0, label: t('0') }, { code: 254, label: t('254') }] }), key: 'constructor' };
const fields: readonly Field[] = [
	...c.fields, odd, fieldOf({ type: 'number', max: -0.5 }), fieldOf({ type: 'date' }), { ...fieldOf({ type: 'short_text', dontKnow: true, maxLength: 3 }), key: 'brief' }
];
const aField = fc.constantFrom(...fields);

const COMMON_RANGE = Number.MAX_SAFE_INTEGER;

/** Written apart from the parser: what may be stored for a field. */
function inDomain({ kind, item, categories = [], dontKnow }: Field, answer: Answer): boolean {
	if (answer.state === 'dont_know') return dontKnow;
	const known = (code: number) => Number.isInteger(code) && !Object.is(code, -0) && categories.some((x) => x.code === code);
	if ('code' in answer) return kind === 'code' && known(answer.code);
	if ('codes' in answer) {
		return kind === 'codes' && answer.codes.length > 0 && answer.codes.every(known) && answer.codes.every((x, i) => i === 0 || (answer.codes[i - 1] ?? Infinity) < x);
	}
	if ('number' in answer) {
		if (item.type !== 'integer' && item.type !== 'number') return false;
		const { min = -COMMON_RANGE, max = COMMON_RANGE } = item;
		return answer.number >= min && answer.number <= max && !Object.is(answer.number, -0) && (item.type === 'number' || Number.isInteger(answer.number));
	}
	const { text } = answer;
	if (kind !== 'text' || text === '' || text !== text.trim() || text !== text.normalize('NFC') || !text.isWellFormed() || /[^\P{Cc}\n\t]/u.test(text)) return false;
	if (item.type === 'date') return isDate(text) && text >= (item.min ?? '') && text <= (item.max ?? '9999-12-31');
	if (item.type === 'municipality') return item.list.some((m) => m.number === text) || (text.length <= 200 && !/^\d+$/.test(text) && !/[\n\t]/.test(text));
	if (item.type === 'short_text' && /[\n\t]/.test(text)) return false;
	return 'maxLength' in item && text.length <= item.maxLength;
}

/** The raw value that sends an answer again. */
const resent = (answer: Answer): unknown =>
	answer.state === 'dont_know' ? 'dk' : 'code' in answer ? answer.code : 'codes' in answer ? answer.codes : 'number' in answer ? answer.number : answer.text;

const typed = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 600 }), fc.integer({ min: -5, max: 300 }).map(String), fc.double().map(String),
	fc.tuple(fc.integer({ min: -99, max: 9999 }), fc.constantFrom(',', '.', ' ', '\u00a0', 'e', '-'), fc.nat(9999)).map(([a, s, b]) => `${a}${s}${b}`),
	fc.tuple(fc.nat(40), fc.nat(14), fc.nat(10_000)).map(([d, m, y]) => (d % 2 ? `${d}.${m}.${y}` : `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`)),
	fc.constantFrom('dk', 'several', '', ' ', 'oslo', '301', '0301', 'Herøy', 'NaN', 'Infinity', '__proto__', 'true', '<script>alert(1)</script>', '\u0000', '\r\n', 'A\u030a', '\ud800', 'x'.repeat(12_000))
);
const raw = fc.oneof(
	typed, fc.integer({ min: -5, max: 300 }), fc.double(), fc.array(fc.oneof(fc.integer({ min: -1, max: 255 }), typed), { maxLength: 5 }),
	fc.array(fc.constantFrom(0, 1, 2, 9, 254), { maxLength: 6 }), fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true, withMap: true, withSparseArray: true })
);

describe('whatever is sent', () => {
	it('an answer is in the domain of its field, or there is a problem, and nothing is thrown', () => {
		fc.assert(fc.property(aField, raw, (field, value) => {
			const parsed = parseAnswer(field, value);
			if ('problem' in parsed) expect(parsed.problem).toMatchObject({ field: field.key, code: expect.stringMatching(/^problem_[a-z_]+$/) as unknown });
			else if (parsed.answer) expect(inDomain(field, parsed.answer)).toBe(true);
		}), { numRuns: 3000 });
	});

	it('an answer sent again is the same answer', () => {
		fc.assert(fc.property(aField, raw, (field, value) => {
			const parsed = parseAnswer(field, value);
			if (!('answer' in parsed) || !parsed.answer) return;
			const again = parseAnswer(field, resent(parsed.answer));
			expect(again).toEqual(parsed);
			expect('answer' in again && answersEqual(again.answer, parsed.answer)).toBe(true);
		}), { numRuns: 3000 });
	});

	it('a form changes only fields it names, each to an answer in its domain or with a problem', () => {
		const name = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...fields.map((f) => f.key)) }, fc.constantFrom('__proto__', 'constructor', 'toString', '_page', '_', 'uh', 'hello'), fc.string());
		fc.assert(fc.property(fc.array(fc.tuple(name, typed), { maxLength: 30 }), (form) => {
			const { patch, problems } = parseForm(fields, form);
			const named = new Set(form.map(([key]) => key));
			for (const [key, answer] of Object.entries(patch)) {
				const field = fields.findLast((f) => f.key === key);
				expect(named.has(key) && field && (answer === null || inDomain(field, answer))).toBe(true);
				expect(problems.filter((p) => p.field === key)).toEqual([]);
			}
			for (const { key } of fields) if (named.has(key) && !Object.hasOwn(patch, key)) expect(problems.some((p) => p.field === key)).toBe(true);
			expect(Object.keys(Object.prototype)).toEqual([]);
		}), { numRuns: 1000 });
	});

	it('ten thousand random bytes as a form are a list of problems', () => {
		fc.assert(fc.property(fc.uint8Array({ minLength: 10_000, maxLength: 10_000 }), (bytes) => {
			const { patch, problems } = parseForm(c.byKey, new URLSearchParams(Buffer.from(bytes).toString('latin1')));
			expect(Object.keys(patch)).toEqual([]);
			expect(problems.length).toBeLessThanOrEqual(20);
		}), { numRuns: 50 });
	});
});
