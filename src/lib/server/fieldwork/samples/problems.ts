/** What the statistics library asks of a plan, as something the reader can mend. */
import type { Violation } from '#analysis/assumptions.ts';
import { Problem } from '../../../domain/problem.ts';
import { codesOf } from './spec.ts';

/** A stratum named by its codes; a dash where the list says nothing. */
export const readable = (name: string): string => codesOf(name).map((code) => code ?? '–').join(' / ');

const range = (needed: unknown): { low: string; high: string } => {
	const [low = '', high = ''] = String(needed).split(' to ');
	return { low, high };
};

export function planProblem({ violation, params = {} }: Violation): Problem {
	const field = String(params.field ?? '');
	if (violation === 'no_data' || range(params.needed).high === '0') return new Problem('sample_problem_nobody', 409);
	if (violation === 'inconsistent' && field === 'cluster') return new Problem('sample_problem_cluster_strata', 409, { cluster: String(params.level ?? '') });
	if (violation === 'unknown_level') return new Problem('sample_problem_strata_changed', 409);
	if (field.startsWith('numbers.')) return new Problem('sample_problem_number', 400, { stratum: readable(field.slice('numbers.'.length)), ...range(params.needed) });
	if (field.startsWith('deviations.')) return new Problem('sample_problem_deviation', 400, { stratum: readable(field.slice('deviations.'.length)) });
	if (field === 'least') return new Problem('sample_problem_least');
	return new Problem('sample_problem_n', 400, range(params.needed));
}
