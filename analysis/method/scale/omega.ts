import { isViolation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { Note, Outcome } from '../../result.ts';
import { omega } from '../../scale/omega.ts';
import type { Table } from '../../table/table.ts';
import { R_ML } from './r.ts';
import { ITEMS, named, rCorrelation, REVERSED, scaleData, smallN, type ItemsSpec } from './shared.ts';

export interface OmegaSpec extends ItemsSpec {
	method: 'omega';
}

const FEW = 100;

function run(spec: OmegaSpec, table: Table): Outcome | Violation {
	const data = scaleData(spec, table, 'listwise', 3);
	if (isViolation(data)) return data;
	const found = omega(data.covariance);
	if (isViolation(found)) return named(found, spec.items);
	const { heywood, ...numbers } = found;
	const notes: Note[] = smallN(data.n, FEW);
	if (heywood) notes.push({ key: 'scale_heywood', level: 'warning' });
	const against = spec.items.filter((_, i) => numbers.loadings[i]! < 0).join(', ');
	if (against) notes.push({ key: 'scale_negative_items', level: 'warning', params: { items: against } });
	return {
		n: data.n,
		missing: data.missing,
		values: { n: data.n, ...numbers, heywood, items: [...spec.items] },
		effects: [{ name: 'omega_total', value: found.omega_raw, low: null, high: null, level: null }],
		assumptions: [
			{ key: 'scale_one_dimension', met: null },
			{ key: 'independent_rows', met: null }
		],
		notes
	};
}

const toR = (spec: OmegaSpec): string => `${rCorrelation(spec)}
${R_ML}
found <- ml_factors(R, 1)
lambda <- drop(found$loadings)
if (sum(lambda) < 0) lambda <- -lambda
s <- apply(X, 2, sd)
share <- function(w) sum(lambda * w)^2 / (sum(lambda * w)^2 + sum(found$psi * w^2))
show("n", n)
show("omega_std", share(rep(1, p)))
show("omega_raw", share(s))
show("loadings", lambda)
show("uniquenesses", found$psi)
show("heywood", found$heywood)`;

export const omegaMethod: Method<OmegaSpec> = {
	name: 'omega',
	room: 'scale',
	about: {
		title: 'McDonald\'s omega total',
		definition: '(sum lambda)^2 / ((sum lambda)^2 + sum theta), loadings and uniquenesses of a one-factor maximum-likelihood solution of the correlations; raw: loadings times the items\' standard deviations, uniquenesses times their variances.',
		missing: 'Listwise.',
		source: 'McDonald (1999), Test Theory: A Unified Treatment, ch. 6.',
		r: 'f <- factanal(X, 1); l <- f$loadings; sum(l)^2 / (sum(l)^2 + sum(f$uniquenesses))',
		golden: ['mcdonald_omega_total'],
		differs: 'factanal stops where its criterion is flat to rounding, so about half of the digits of its uniquenesses count; the engine and the R code made from the spec go on to a zero gradient, the R code by Newton steps with a numerical Hessian.'
	},
	fields: { items: { ...ITEMS, min: 3 } as typeof ITEMS, reversed: REVERSED },
	run,
	toR,
	rTolerance: { omega_std: 1e-8, omega_raw: 1e-8, loadings: 1e-7, uniquenesses: 1e-7 }
};
