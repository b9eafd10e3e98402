import { describe, expect, it } from 'vitest';
import { isViolation } from '../../../analysis/assumptions.ts';
import { holm } from '../../../analysis/plan/adjust.ts';
import { toR } from '../../../analysis/r/script.ts';
import { run } from '../../../analysis/run.ts';
import type { FamilySpec } from '../../../analysis/method/family/family.ts';
import { randomSample } from '../../certify/r/tables.ts';

const { table } = randomSample(11);
const t = (y: string) => ({ method: 't_test', y, group: 'arm' });
const family = (specs: object[], more: object = {}) => ({ method: 'family', specs, ...more }) as FamilySpec;
const valuesOf = (spec: object) => {
	const result = run(spec as FamilySpec, table);
	if (isViolation(result)) throw new Error(result.violation);
	return result;
};

describe('a family of tests', () => {
	it("corrects the tests' own p-values for how many they are", () => {
		const own = ['score', 'skewed', 'pre'].map((y) => valuesOf(t(y)).values.p as number);
		expect(valuesOf(family([t('score'), t('skewed'), t('pre')])).values).toMatchObject({ tests: 3, p: own, p_holm: holm(own) });
	});
	it('does not count a test that gave no number, and says which and why', () => {
		const { values, notes } = valuesOf(family([t('score'), t('no such')]));
		expect(values).toMatchObject({ tests: 1, p: [expect.any(Number), null], p_holm: [expect.any(Number), null] });
		expect(notes).toContainEqual({ key: 'family_member_refused', level: 'warning', params: { member: 2, violation: 'unknown_column' } });
	});
	it('takes every p of a test that has several, under the name asked for', () => {
		const { values } = valuesOf(family([{ method: 'dunn', y: 'score', group: 'place' }, t('score')]));
		const pairs = (valuesOf({ method: 'dunn', y: 'score', group: 'place' }).values.p as number[]).length;
		expect(values.tests).toBe(pairs + 1);
	});
	it('lets each test have its filter', () => {
		const { values } = valuesOf(family([t('score'), { ...t('score'), filter: [{ column: 'place', in: ['Agder'] }] }]));
		expect((values.n as number[])[1]).toBeLessThan((values.n as number[])[0]!);
	});
	it.each([[[]], ['x'], [[3]], [[{ x: 1 }]]])('is refused when its specs are %j', (specs) => {
		expect(run({ method: 'family', specs } as never, table)).toMatchObject({ violation: 'bad_field', params: { field: 'specs' } });
	});
	it('is R code when all its tests are', () => {
		expect(toR(family([t('score'), t('pre')]))).toContain('p.adjust(p, "holm")');
	});
});
