import { describe, expect, it } from 'vitest';
import { isViolation } from '../../../analysis/assumptions.ts';
import { allocate } from '../../../analysis/sample/allocation.ts';
import { detectable, figure, plannedDesignEffect } from '../../../analysis/sample/detect.ts';
import { draw, planDraw, type SamplePlan } from '../../../analysis/sample/draw.ts';
import type { FrameUnit } from '../../../analysis/sample/frame.ts';
import { chooseSystematic } from '../../../analysis/sample/select.ts';

const list = (n: number, more: (i: number) => Partial<FrameUnit> = () => ({})): FrameUnit[] =>
	Array.from({ length: n }, (_, i) => ({ ref: `u${String(i).padStart(3, '0')}`, stratum: '', ...more(i) }));
const drawn = (frame: FrameUnit[], plan: SamplePlan, seed: number) => {
	const result = draw(frame, plan, seed);
	if (isViolation(result)) throw new Error(JSON.stringify(result));
	return result.drawn;
};

describe('allocation', () => {
	it('in proportion gives what is left over to the largest remainders', () => {
		// 10·(50, 33, 17)/100 = 5, 3.3, 1.7
		expect(allocate({ a: 50, b: 33, c: 17 }, { kind: 'proportional', n: 10 })).toEqual({ a: 5, b: 3, c: 2 });
	});
	it('gives a tie to the larger stratum, then to the first name', () => {
		expect(allocate({ c: 10, b: 10, a: 10 }, { kind: 'proportional', n: 1 })).toEqual({ a: 1, b: 0, c: 0 });
		// 5.5 and 0.5
		expect(allocate({ a: 1, b: 11 }, { kind: 'proportional', n: 6 })).toEqual({ a: 0, b: 6 });
	});
	it('draws at least so many in each, or the whole of it', () => {
		expect(allocate({ a: 1000, b: 10, c: 1 }, { kind: 'proportional', n: 100, least: 5 })).toEqual({ a: 94, b: 5, c: 1 });
	});
	it('with equal numbers shares what a small stratum cannot give among the others', () => {
		expect(allocate({ a: 100, b: 100, c: 4 }, { kind: 'equal', n: 30 })).toEqual({ a: 13, b: 13, c: 4 });
	});
	it('by Neyman is in proportion to size and spread, and takes a stratum whole when its share is more than it has', () => {
		// 400·10 = 4000, 100·60 = 6000: 20 and 30 of 50
		expect(allocate({ a: 400, b: 100 }, { kind: 'neyman', n: 50, deviations: { a: 10, b: 60 } })).toEqual({ a: 20, b: 30 });
		expect(allocate({ a: 400, b: 10 }, { kind: 'neyman', n: 50, deviations: { a: 1, b: 100 } })).toEqual({ a: 40, b: 10 });
		expect(allocate({ a: 400, b: 100 }, { kind: 'neyman', n: 50, deviations: { a: 0, b: 0 } })).toEqual({ a: 40, b: 10 });
	});
	it('says what is wrong with figures that cannot be met', () => {
		expect(allocate({ a: 3 }, { kind: 'proportional', n: 4 })).toMatchObject({ violation: 'bad_field', params: { field: 'n' } });
		expect(allocate({ a: 3 }, { kind: 'proportional', n: 1.5 })).toMatchObject({ violation: 'bad_field' });
		expect(allocate({ a: 3, b: 3 }, { kind: 'proportional', n: 2, least: 2 })).toMatchObject({ violation: 'bad_field', params: { field: 'n', needed: '4 to 6' } });
		expect(allocate({ a: 3 }, { kind: 'fixed', numbers: { a: 4 } })).toMatchObject({ violation: 'bad_field', params: { field: 'numbers.a' } });
		expect(allocate({ a: 3 }, { kind: 'fixed', numbers: {} })).toMatchObject({ violation: 'bad_field', params: { field: 'numbers.a' } });
		expect(allocate({ a: 3 }, { kind: 'fixed', numbers: { a: 1, b: 1 } })).toMatchObject({ violation: 'unknown_level' });
		expect(allocate({ a: 3 }, { kind: 'neyman', n: 1, deviations: {} })).toMatchObject({ violation: 'bad_field', params: { field: 'deviations.a' } });
	});
});

describe('a systematic choice', () => {
	it('goes through the list in even steps, also where they are not whole', () => {
		// start floor(0.5·10) = 5: floor((5 + 10i)/4)
		expect(chooseSystematic([...'abcdefghij'], 4, () => 0.5)).toEqual(['b', 'd', 'g', 'i']);
	});
	it('takes each item in n of the N starts', () => {
		const times = new Map<number, number>();
		for (let start = 0; start < 10; start++) for (const i of chooseSystematic([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3, () => (start + 0.5) / 10)) times.set(i, (times.get(i) ?? 0) + 1);
		expect([...times.values()]).toEqual(Array(10).fill(3));
	});
});

describe('a draw', () => {
	it('gives these very units for this seed: a change of the generator would show here', () => {
		expect(drawn(list(100), { method: 'simple', n: 5 }, 2021).map((d) => d.ref)).toEqual(['u007', 'u017', 'u040', 'u056', 'u067']);
		expect(drawn(list(100, (i) => ({ stratum: i < 30 ? 'a' : 'b' })), { method: 'stratified', allocation: { kind: 'fixed', numbers: { a: 2, b: 3 } } }, 7).map((d) => d.ref)).toEqual(['u007', 'u014', 'u066', 'u069', 'u089']);
	});
	it('takes each unit as often as its probability says, over many seeds', () => {
		const frame = list(12, (i) => ({ stratum: i < 4 ? 'a' : 'b', cluster: i < 2 ? 'x' : null, person: i < 3 ? 'kari' : null }));
		const plans: SamplePlan[] = [
			{ method: 'simple', n: 5 }, { method: 'systematic', n: 5 }, { method: 'clusters', n: 4 }, { method: 'stratified', allocation: { kind: 'equal', n: 6 } }, { method: 'simple', n: 5, onePerPerson: true }
		];
		const SEEDS = 4000;
		for (const plan of plans) {
			const times = new Map<string, number>();
			for (let seed = 0; seed < SEEDS; seed++) for (const d of drawn(frame, plan, seed)) times.set(d.ref, (times.get(d.ref) ?? 0) + 1);
			const N = plan.onePerPerson ? 10 : 12;
			for (const [i, unit] of frame.entries()) {
				const p = plan.method === 'clusters' ? 4 / 11 : plan.method === 'stratified' ? (i < 4 ? 3 / 4 : 3 / 8) : (5 / N) * (plan.onePerPerson && i < 3 ? 1 / 3 : 1);
				// five standard errors
				expect(Math.abs(times.get(unit.ref)! / SEEDS - p), `${plan.method} ${unit.ref}`).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / SEEDS));
			}
		}
	});
	it('takes whole clusters in each stratum by itself, with probabilities that say so', () => {
		// nord: x (3 units), y (2), and one unit that no cluster is said for; sør: z, w
		const frame = list(12, (i) => ({ stratum: i < 6 ? 'nord' : 'sør', cluster: i < 3 ? 'x' : i < 5 ? 'y' : i === 5 ? null : i < 10 ? 'z' : 'w' }));
		const plan: SamplePlan = { method: 'stratified_clusters', allocation: { kind: 'fixed', numbers: { nord: 2, sør: 1 } } };
		expect(planDraw(frame, plan, 1)).toMatchObject({
			available: 12, expected: 7, strata: [
				{ stratum: 'nord', available: 6, expected: 4, probability: 2 / 3, clusters: { available: 3, drawn: 2 } },
				{ stratum: 'sør', available: 6, expected: 3, probability: 1 / 2, clusters: { available: 2, drawn: 1 } }
			],
			// in order of their names: 'cluster x', 'cluster y', 'unit u005'
			clusters: [{ size: 3, probability: 2 / 3 }, { size: 2, probability: 2 / 3 }, { size: 1, probability: 2 / 3 }, { size: 2, probability: 1 / 2 }, { size: 4, probability: 1 / 2 }]
		});
		const SEEDS = 4000;
		const times = new Map<string, number>();
		for (let seed = 0; seed < SEEDS; seed++) {
			const units = drawn(frame, plan, seed);
			const refs = new Set(units.map((u) => u.ref));
			for (const cluster of ['x', 'y', 'z', 'w']) expect(new Set(frame.filter((u) => u.cluster === cluster).map((u) => refs.has(u.ref))).size).toBe(1);
			for (const unit of units) times.set(unit.ref, (times.get(unit.ref) ?? 0) + 1);
		}
		for (const [i, { ref }] of frame.entries()) {
			const p = i < 6 ? 2 / 3 : 1 / 2;
			expect(Math.abs(times.get(ref)! / SEEDS - p), ref).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / SEEDS));
		}
		expect(drawn(frame, plan, 3).map((u) => u.probability)).toEqual(drawn(frame, plan, 3).map((u) => (u.stratum === 'nord' ? 2 / 3 : 1 / 2)));
	});
	it('refuses clusters within strata where one has units in two, naming it, and more clusters than a stratum has', () => {
		const frame = list(6, (i) => ({ stratum: i < 3 ? 'a' : 'b', cluster: i === 2 || i === 3 ? 'over grensen' : String(i) }));
		const plan = (n: number): SamplePlan => ({ method: 'stratified_clusters', allocation: { kind: 'fixed', numbers: { a: n, b: 1 } } });
		expect(draw(frame, plan(1), 1)).toEqual({ violation: 'inconsistent', params: { field: 'cluster', level: 'over grensen' } });
		expect(draw(list(6, (i) => ({ stratum: i < 3 ? 'a' : 'b', cluster: `${i % 3 === 0 ? 'x' : 'y'}${i < 3 ? 1 : 2}` })), plan(3), 1)).toMatchObject({ violation: 'bad_field', params: { field: 'numbers.a', needed: '0 to 2' } });
	});
	it('leaves out those already asked, and says the probability that is left', () => {
		const frame = list(10, (i) => ({ excluded: i < 4 }));
		const result = draw(frame, { method: 'simple', n: 3 }, 1);
		expect(result).toMatchObject({ available: 6, strata: [{ frame: 10, excluded: 4, setAside: 0, available: 6, probability: 0.5, expected: 3 }] });
		expect(drawn(frame, { method: 'simple', n: 3 }, 1).every((d) => d.ref >= 'u004' && d.probability === 0.5)).toBe(true);
	});
	it('refuses a list with a key twice, one without anybody to draw, and more than there is', () => {
		expect(draw([...list(2), ...list(1)], { method: 'census' }, 1)).toMatchObject({ violation: 'inconsistent', params: { field: 'ref' } });
		expect(draw(list(2, () => ({ excluded: true })), { method: 'census' }, 1)).toMatchObject({ violation: 'no_data' });
		expect(draw(list(2), { method: 'simple', n: 3 }, 1)).toMatchObject({ violation: 'bad_field', params: { field: 'n' } });
		expect(draw(list(2), { method: 'simple', n: 0 }, 1)).toMatchObject({ violation: 'bad_field' });
		expect(draw(list(2), { method: 'simple', n: 1 }, 0.5)).toMatchObject({ violation: 'bad_field', params: { field: 'seed' } });
	});
});

describe('what a planned sample can detect', () => {
	const planned = (frame: FrameUnit[], plan: SamplePlan) => {
		const result = planDraw(frame, plan, 1);
		if (isViolation(result)) throw new Error(JSON.stringify(result));
		return result;
	};
	it('counts the list: the margin shrinks as the sample nears it', () => {
		const found = detectable(planned(list(1000), { method: 'simple', n: 500 }), 0.4, 0);
		expect(found).toMatchObject({ answers: 200, population: 1000, design_effect: 1 });
		// 1.96·sqrt(0.25/200)·sqrt(800/999)
		expect(figure(found.margin, 'moe_fpc')).toBeCloseTo(1.959964 * Math.sqrt(0.25 / 200) * Math.sqrt(800 / 999), 7);
		expect(figure(found.shares, 'p2_high')).toBeGreaterThan(0.6);
		expect(figure(found.means, 'd')).toBeGreaterThan(0.3);
	});
	it('pays for unequal probabilities', () => {
		const frame = list(100, (i) => ({ stratum: i < 10 ? 'a' : 'b' }));
		// 10 with weight 1, 10 with weight 9: 20·(10 + 810)/100²
		expect(plannedDesignEffect(planned(frame, { method: 'stratified', allocation: { kind: 'equal', n: 20 } }), 1, 0)).toBeCloseTo(1.64, 12);
	});
	it('pays for whole clusters by the intraclass correlation', () => {
		const frame = list(100, (i) => ({ cluster: String(i % 10) }));
		expect(plannedDesignEffect(planned(frame, { method: 'clusters', n: 3 }), 0.5, 0.1)).toBeCloseTo(1 + 4 * 0.1, 12);
		// clusters of 30 and 10: (900 + 100)/40 = 25 units
		expect(plannedDesignEffect(planned(list(40, (i) => ({ cluster: i < 30 ? 'a' : 'b' })), { method: 'clusters', n: 1 }), 1, 0.1)).toBeCloseTo(1 + 24 * 0.1, 12);
	});
	it('pays for both where clusters have unequal probabilities', () => {
		// a: 2 of 2 clusters of 5; b: 2 of 18 clusters of 5: 10 units of weight 1 and 10 of weight 9
		const frame = list(100, (i) => ({ stratum: i < 10 ? 'a' : 'b', cluster: String(Math.floor(i / 5)) }));
		const plan = planned(frame, { method: 'stratified_clusters', allocation: { kind: 'fixed', numbers: { a: 2, b: 2 } } });
		expect(plannedDesignEffect(plan, 1, 0)).toBeCloseTo(1.64, 12);
		expect(plannedDesignEffect(plan, 1, 0.1)).toBeCloseTo(1.64 * (1 + 4 * 0.1), 12);
	});
	it('has no margin for a stratum that nobody is drawn in', () => {
		const frame = list(20, (i) => ({ stratum: i < 10 ? 'a' : 'b' }));
		const found = detectable(planned(frame, { method: 'stratified', allocation: { kind: 'fixed', numbers: { a: 0, b: 5 } } }), 1, 0);
		expect(found.strata).toMatchObject([{ stratum: 'a', answers: 0, margin: null }, { stratum: 'b', answers: 5 }]);
	});
});
