import { isViolation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { Note, Outcome } from '../../result.ts';
import { adequacy, bartlett } from '../../scale/adequacy.ts';
import type { Table } from '../../table/table.ts';
import { ITEMS, named, rCorrelation, REVERSED, scaleCorrelation, smallN, type ItemsSpec } from './shared.ts';

export interface AdequacySpec extends ItemsSpec {
	method: 'factor_adequacy';
}

/** Kaiser's "mediocre"; rows and rows a variable that factor analysis wants at least. */
export const [LOW_KMO, FEW_ROWS, FEW_PER_ITEM] = [0.6, 100, 5];

/** Too few rows for the structure of so many variables. */
export function factorRows(n: number, items: number): Note[] {
	return smallN(n, Math.max(FEW_ROWS, FEW_PER_ITEM * items));
}

function run(spec: AdequacySpec, table: Table): Outcome | Violation {
	const data = scaleCorrelation(spec, table);
	if (isViolation(data)) return data;
	const found = adequacy(data.correlation);
	if (isViolation(found)) return named(found, spec.items);
	const test = bartlett(found.log_det, spec.items.length, data.n);
	const notes = factorRows(data.n, spec.items.length);
	if (found.kmo < LOW_KMO) notes.push({ key: 'scale_kmo_low', level: 'warning', params: { kmo: found.kmo, limit: LOW_KMO } });
	const poor = spec.items.filter((_, i) => found.msa[i]! < 0.5).join(', ');
	if (poor) notes.push({ key: 'scale_msa_low', level: 'warning', params: { items: poor, limit: 0.5 } });
	return {
		n: data.n,
		missing: data.missing,
		values: { n: data.n, R: data.correlation, ...found, bartlett_chi2: test.chi2, bartlett_df: test.df, bartlett_p: test.tail.p, bartlett_log_p: test.tail.logP, items: [...spec.items] },
		effects: [],
		assumptions: [
			{ key: 'scale_kmo', met: found.kmo >= LOW_KMO, params: { kmo: found.kmo, limit: LOW_KMO } },
			{ key: 'independent_rows', met: null }
		],
		notes
	};
}

const toR = (spec: AdequacySpec): string => `${rCorrelation(spec)}
inverse <- solve(R)
partial <- -cov2cor(inverse)
diag(partial) <- 0
r <- R
diag(r) <- 0
values <- eigen(R, symmetric = TRUE)$values
chi2 <- max(0, -(n - 1 - (2 * p + 5) / 6) * sum(log(values)))
df <- p * (p - 1) / 2
show("n", n)
show("R", R)
show("kmo", sum(r^2) / (sum(r^2) + sum(partial^2)))
show("msa", rowSums(r^2) / (rowSums(r^2) + rowSums(partial^2)))
show("smc", 1 - 1 / diag(inverse))
show("log_det", sum(log(values)))
show("eigenvalues", values)
show("bartlett_chi2", chi2)
show("bartlett_df", df)
show("bartlett_p", pchisq(chi2, df, lower.tail = FALSE))
show("bartlett_log_p", pchisq(chi2, df, lower.tail = FALSE, log.p = TRUE))`;

export const adequacyMethod: Method<AdequacySpec> = {
	name: 'factor_adequacy',
	room: 'scale',
	about: {
		title: 'Fitness of correlations for factor analysis (KMO, Bartlett)',
		definition: 'KMO = sum r^2 / (sum r^2 + sum a^2) over pairs, a the partial correlations given all other variables; msa the same for each variable; squared multiple correlations; Bartlett\'s chi-square -(n - 1 - (2p + 5)/6) ln|R| with p(p - 1)/2 degrees of freedom.',
		missing: 'Listwise.',
		source: 'Kaiser (1974), Psychometrika 39, 31-36; Bartlett (1950), Br. J. Psychol. Stat. Sect. 3, 77-85.',
		r: 'R <- cor(X); solve(R); pchisq(); psych::KMO(R), psych::cortest.bartlett(R, n)',
		golden: ['kmo_bartlett']
	},
	fields: { items: ITEMS, reversed: REVERSED },
	run,
	toR,
	rTolerance: { bartlett_p: 1e-8 }
};
