import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { goodnessOfFit } from '../../response/nonresponse.ts';
import type { Note, Outcome } from '../../result.ts';
import { rNumbers, rText, rTexts } from '../../r/write.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { groups } from '../../table/view.ts';

export interface GoodnessOfFitSpec extends BaseSpec {
	method: 'goodness_of_fit';
	x: string;
	/** What is expected of each level: counts or shares; only their proportions matter. */
	population: Readonly<Record<string, number>>;
}

function run(spec: GoodnessOfFitSpec, table: Table): Outcome | Violation {
	const view = groups(table, spec.x);
	if (isViolation(view)) return view;
	const levels = Object.keys(spec.population);
	const counts = levels.map(() => 0);
	let n = 0;
	for (const code of view.codes) {
		if (code < 0) continue;
		const at = levels.indexOf(view.levels[code]!.value);
		if (at < 0) return violation('inconsistent', { field: 'population', level: view.levels[code]!.value });
		counts[at]! += 1;
		n += 1;
	}
	if (n === 0) return violation('no_data', { columns: spec.x });
	const test = goodnessOfFit(counts, Object.values(spec.population));
	if (isViolation(test)) return test;
	const least = Math.min(...test.expected);
	const notes: Note[] = least < 5 ? [{ key: 'response_gof_sparse', level: 'warning', params: { smallest: least } }] : [];
	return {
		n, notes,
		missing: missingReport(table, [spec.x], n),
		values: { levels, counts, chi2: test.chi2, df: test.df, p: test.tail.p, log_p: test.tail.logP, expected: test.expected, pearson_resid: test.pearson, std_resid: test.standardised },
		effects: [{ name: 'cohen_w', value: Math.sqrt(test.chi2 / n), low: null, high: null, level: null }],
		assumptions: [{ key: 'expected_counts', met: least >= 5, params: { smallest: least } }, { key: 'independent_rows', met: null }]
	};
}

export const goodnessOfFitMethod: Method<GoodnessOfFitSpec> = {
	name: 'goodness_of_fit',
	room: 'response',
	about: {
		title: 'Respondents against the population\'s shares',
		definition: 'Σ(n_k - nP_k)²/(nP_k) on K - 1 degrees of freedom, the respondents taken for a sample with replacement; Pearson residuals (n_k - E_k)/√E_k and standardised (n_k - E_k)/√(E_k(1 - P_k)). Where the non-respondents are known too, `nonresponse` is the better test. Effect: Cohen\'s w = sqrt(chi2/n).',
		missing: 'Rows without a value are left out. A value that the population has not makes the figures `inconsistent`.',
		source: 'Pearson (1900), Phil. Mag. 50, 157-175; Agresti (2013), Categorical Data Analysis, 1.5',
		r: 'chisq.test(counts, p = population, rescale.p = TRUE)',
		golden: ['gof_chi2']
	},
	fields: { x: { type: 'column', kind: 'any' }, population: { type: 'named_numbers', min: 0 } },
	run,
	toR: (spec) => `levels <- ${rTexts(Object.keys(spec.population))}
counts <- as.vector(table(group(${rText(spec.x)}, levels)))
g <- suppressWarnings(chisq.test(counts, p = ${rNumbers(Object.values(spec.population))}, rescale.p = TRUE))
show("levels", levels); show("counts", counts)
show("chi2", g$statistic); show("df", g$parameter); show("p", g$p.value)
show("log_p", pchisq(g$statistic, g$parameter, lower.tail = FALSE, log.p = TRUE))
show("expected", g$expected); show("pearson_resid", g$residuals); show("std_resid", g$stdres)`
};
