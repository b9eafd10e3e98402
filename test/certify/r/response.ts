import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Specs } from './harness.ts';

/** Any column of 0 and 1 can play "has answered". */
export const specs: Specs = (table, { two, groups, binary, clusters }, seed) => {
	const responded = binary.at(-1);
	const strata = [...two, ...groups].filter((v) => v !== responded).slice(0, 3);
	const counts = { population: { 'Østfold': 28, Agder: 56, 'Troms, nord': 71, nobody: 0, Viken: 90 }, respondents: { 'Østfold': 18, Agder: 29, 'Troms, nord': 38, nobody: 0, Viken: 44 } };
	const sparse = { population: { A: 6, B: 9, C: 30 }, respondents: { A: 6, B: 3, C: 11 } };
	const cells = {
		strata: ['county', 'sex'],
		cells: [['b', 'K'], ['b', 'M'], ['a', 'K'], ['a', 'M'], ['c', 'M']],
		population: [40, 31, 50, 62, 20],
		respondents: [21, 9, 30, 25, 13]
	};
	// the same whatever the table is: once is enough
	const fixed = seed > 0 ? [] : [
		{ method: 'response_rates_counts', ...counts },
		{ method: 'nonresponse_counts', ...counts },
		{ method: 'nonresponse_counts', ...sparse },
		{ method: 'nonresponse_model_counts', ...cells },
		{ method: 'r_indicator_counts', ...cells },
		{ method: 'r_indicator_counts', ...cells, respondents: [21, 9, 30, 25, 20] },
		{ method: 'response_forecast', answers: [41, 12, 9, 8], sends: [0], population: 300, until: 20 },
		{ method: 'response_forecast', answers: [30, 12, 9, 8, 3, 1, 20, 10, 4, 3, 1, 0], sends: [0, 6, 16], population: 200, until: 24, first_weekday: 3 }
	];
	const shares = groups.slice(0, 1).flatMap((x) => {
		const column = table.columns[x]!;
		return column.kind === 'categorical' ? [{ method: 'goodness_of_fit', x, population: Object.fromEntries(column.categories.map((c, k) => [c.value, 10 + 7 * k])) }] : [];
	});
	if (!responded || strata.length === 0) return [...fixed, ...shares] as BaseSpec[];
	const reachable = binary.at(0);
	const remind = reachable && reachable !== responded && !strata.includes(reachable) ? [{ method: 'who_to_remind', responded, reachable, strata, answers: 7 }] : [];
	const several = strata.length > 1 ? [{ method: 'nonresponse', responded, stratum: strata[0], crossed_with: strata[1] }] : [];
	return [
		...fixed,
		...shares,
		...several,
		...remind,
		{ method: 'response_rates', responded, strata: [...strata, ...clusters] },
		...strata.map((stratum) => ({ method: 'nonresponse', responded, stratum })),
		...strata.map((_, k) => ({ method: 'nonresponse_model', responded, strata: strata.slice(0, k + 1) })),
		...strata.map((_, k) => ({ method: 'r_indicator', responded, strata: strata.slice(0, k + 1) }))
	] as BaseSpec[];
};
