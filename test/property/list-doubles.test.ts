import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oddForms, suspectedPairs, type Form } from '../../src/lib/server/fieldwork/lists/doubles.ts';

const ITEMS = Array.from({ length: 12 }, (_, i) => `i${i}`);
const answers = fc.record(Object.fromEntries(ITEMS.map((item) => [item, fc.constantFrom('1', '2', '3', 'dk')])), { requiredKeys: [] });
const form = fc.record({ startedAt: fc.integer({ min: 0, max: 72 }).map((hours) => hours * 3_600_000), answers, seconds: fc.option(fc.integer({ min: 1, max: 4000 })), submitted: fc.boolean() });
const forms = fc.array(form, { maxLength: 14 }).map((all) => all.map((f, i): Form => ({ ...f, answers: f.answers as Record<string, string>, seatId: i + 1, answered: Object.keys(f.answers).length })));
const rules = fc.record({ share: fc.constantFrom(1, 0.95, 0.9, 0.8, 0.5), items: fc.integer({ min: 1, max: 12 }), hours: fc.option(fc.constantFrom(1, 24)) });

/** By the definition, pair for pair, without any short cut. */
function plain(all: readonly Form[], rule: { share: number; items: number; hours: number | null }) {
	return all.flatMap((a, i) => all.slice(i + 1).flatMap((b) => {
		const both = ITEMS.filter((item) => Object.hasOwn(a.answers, item) && Object.hasOwn(b.answers, item));
		const same = both.filter((item) => a.answers[item] === b.answers[item]).length;
		const fuller = Math.max(Object.keys(a.answers).length, Object.keys(b.answers).length);
		const near = rule.hours === null || Math.abs(a.startedAt - b.startedAt) <= rule.hours * 3_600_000;
		const alike = both.length > 0 && both.length >= rule.items && both.length + 1e-9 >= rule.share * fuller && same + 1e-9 >= rule.share * both.length;
		return near && alike ? [`${a.seatId}/${b.seatId}: ${same} of ${both.length}`] : [];
	}));
}
const shown = async (all: readonly Form[], rule: Parameters<typeof plain>[1]) => (await suspectedPairs(all, rule)).map((p) => `${p.seatId}/${p.otherId}: ${p.same} of ${p.items}`);

describe('the check on doubles', () => {
	it('finds the pairs that its definition says, and no other', async () => {
		await fc.assert(fc.asyncProperty(forms, rules, async (all, rule) => {
			expect((await shown(all, rule)).sort()).toEqual(plain(all, rule).sort());
		}), { numRuns: 500 });
	});
	it('always finds a copy of a form that has enough answers, started within the time', async () => {
		await fc.assert(fc.asyncProperty(forms, rules, fc.nat(), async (all, rule, which) => {
			const original = all[which % Math.max(1, all.length)];
			fc.pre(original !== undefined && Object.keys(original.answers).length >= rule.items);
			const copy = { ...original!, seatId: 100 };
			expect(await shown([...all, copy], rule)).toContain(`${original!.seatId}/100: ${Object.keys(copy.answers).length} of ${Object.keys(copy.answers).length}`);
		}));
	});
	it('says the same whatever the order of the forms and of the answers, and changes neither', async () => {
		await fc.assert(fc.asyncProperty(forms.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), rules, async ([all, mixed], rule) => {
			const turned = mixed.map((f) => ({ ...f, answers: Object.fromEntries(Object.entries(f.answers).reverse()) }));
			const kept = structuredClone(turned);
			expect(await suspectedPairs(turned, rule)).toEqual(await suspectedPairs(all, rule));
			expect(turned).toEqual(kept);
		}));
	});
	it('finds fewer pairs the stricter it is', async () => {
		await fc.assert(fc.asyncProperty(forms, rules, async (all, rule) => {
			const loose = await shown(all, rule);
			for (const strict of [{ ...rule, share: 1 }, { ...rule, items: rule.items + 1 }, { ...rule, hours: 1 }]) {
				if (rule.hours === null || strict.hours === rule.hours || rule.hours > 1) for (const pair of await shown(all, strict)) expect(loose).toContain(pair);
			}
		}));
	});
	it('calls no form fast with fewer than ten times to go by, and an empty form sent in always odd', () => {
		fc.assert(fc.property(forms, (all) => {
			const { odd, limit } = oddForms(all);
			const times = all.filter((f) => f.seconds !== null).length;
			expect(limit !== null).toBe(times >= 10);
			const found = new Map(odd.map((o) => [o.seatId, o.why]));
			for (const f of all) {
				const why = !f.submitted ? undefined : f.answered === 0 ? 'empty' : limit !== null && f.seconds !== null && f.seconds < limit ? 'fast' : undefined;
				expect(found.get(f.seatId)).toBe(why);
			}
		}));
	});
	it('looks through 4,000 forms of 60 items letting others have a turn meanwhile', async () => {
		let seed = 1;
		const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
		const all = Array.from({ length: 4000 }, (_, i): Form => ({
			seatId: i + 1, startedAt: i * 1000, seconds: 300, submitted: true, answered: 60,
			answers: Object.fromEntries(Array.from({ length: 60 }, (_, k) => [`q${k}`, String(1 + Math.floor(random() * 5))]))
		}));
		all.push({ ...all[17]!, seatId: 5000, startedAt: 0 });
		let turns = 0;
		const other = setInterval(() => turns++, 1);
		const pairs = await suspectedPairs(all, { share: 0.95, items: 8, hours: null });
		clearInterval(other);
		expect(pairs.map((p) => [p.seatId, p.otherId])).toEqual([[18, 5000]]);
		expect(turns).toBeGreaterThan(3);
	});
});
