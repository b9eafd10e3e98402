import { violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { benjaminiHochberg, benjaminiYekutieli, bonferroni, hochberg, holm } from '../../plan/adjust.ts';
import { rNumbers } from '../../r/write.ts';
import type { BaseSpec } from '../../spec/fields.ts';

export interface PAdjustSpec extends BaseSpec {
	method: 'p_adjust';
	/** The p-values of the whole family of tests. */
	p: readonly number[];
}

export const pAdjust: Method<PAdjustSpec> = {
	name: 'p_adjust',
	room: 'plan',
	about: {
		title: 'p-values corrected for several tests',
		definition:
			'With p(1) ≤ … ≤ p(m): Holm max over j ≤ i of (m − j + 1)·p(j); Hochberg min over j ≥ i of (m − j + 1)·p(j); BH (Benjamini-Hochberg) min over j ≥ i of m·p(j)/j; BY (Benjamini-Yekutieli) the same times Σ 1/j; Bonferroni m·p; none above 1. Holm, Hochberg and Bonferroni hold the chance of any false finding, BH and BY the expected share of false findings.',
		missing: 'No data are read.',
		source: 'Holm (1979), Scand. J. Stat. 6, 65-70; Hochberg (1988), Biometrika 75, 800-802; Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300; Benjamini and Yekutieli (2001), Ann. Stat. 29, 1165-1188',
		r: 'p.adjust(p, "holm"); p.adjust(p, "BH")',
		golden: ['p_adjust']
	},
	fields: { p: { type: 'numbers', min: 0, max: 1 } },
	run: ({ p }) =>
		p.length === 0
			? violation('too_few', { n: 0, needed: 1 })
			: {
					n: p.length,
					missing: [],
					values: { p, holm: holm(p), hochberg: hochberg(p), BH: benjaminiHochberg(p), BY: benjaminiYekutieli(p), bonferroni: bonferroni(p) },
					effects: [],
					assumptions: [],
					notes: p.length > 1 ? [{ key: 'multiple_tests', level: 'info', params: { tests: p.length } }] : []
				},
	toR: ({ p }) => `p <- ${rNumbers(p)}
show("p", p)
for (method in c("holm", "hochberg", "BH", "BY", "bonferroni")) show(method, p.adjust(p, method))`
};
