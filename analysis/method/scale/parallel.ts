import { isViolation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { Outcome } from '../../result.ts';
import { rNumber } from '../../r/write.ts';
import { parallelAnalysis } from '../../scale/parallel.ts';
import type { Table } from '../../table/table.ts';
import { factorRows } from './adequacy.ts';
import { ITEMS, named, rCorrelation, REVERSED, scaleCorrelation, type ItemsSpec } from './shared.ts';

export interface ParallelSpec extends ItemsSpec {
	method: 'parallel_analysis';
	/** Random data sets, 1000 when absent. */
	replicates?: number | null;
	/** Quantile of the random eigenvalues, 0.95 when absent. */
	quantile?: number | null;
	/** 1 when absent. */
	seed?: number | null;
}

/** Distance from the limit under which another seed may give another number. */
const NARROW = 0.05;

function run(spec: ParallelSpec, table: Table): Outcome | Violation {
	const data = scaleCorrelation(spec, table);
	if (isViolation(data)) return data;
	const found = parallelAnalysis(data.correlation, data.n, spec.replicates ?? 1000, spec.quantile ?? 0.95, spec.seed ?? 1);
	if (isViolation(found)) return named(found, spec.items);
	const notes = factorRows(data.n, spec.items.length);
	if (found.margin < NARROW) notes.push({ key: 'scale_parallel_narrow', level: 'warning', params: { margin: found.margin } });
	return {
		n: data.n,
		missing: data.missing,
		values: { n: data.n, ...found, replicates: spec.replicates ?? 1000, quantile: spec.quantile ?? 0.95, seed: spec.seed ?? 1 },
		effects: [],
		assumptions: [{ key: 'independent_rows', met: null }],
		notes
	};
}

const toR = (spec: ParallelSpec): string => `${rCorrelation(spec)}
observed <- eigen(R, symmetric = TRUE)$values
set.seed(1)
W <- rWishart(${rNumber(spec.replicates ?? 1000)}, n - 1, diag(p))
drawn <- apply(W, 3, function(w) eigen(cov2cor(w), symmetric = TRUE, only.values = TRUE)$values)
show("n", n)
show("observed", observed)
show("random_mean", rowMeans(drawn))
show("random_quantile", apply(drawn, 1, quantile, ${rNumber(spec.quantile ?? 0.95)}))`;

export const parallelMethod: Method<ParallelSpec> = {
	name: 'parallel_analysis',
	room: 'scale',
	about: {
		title: 'Parallel analysis: the number of components',
		definition: 'Eigenvalues of the correlation matrix beside the mean and a quantile of those of random normal data of the same n and p; as many components as leading eigenvalues above. The correlation matrices of the random data are drawn directly from their distribution (Wishart, by Bartlett\'s decomposition), which is Horn\'s experiment without the rows.',
		missing: 'Listwise.',
		source: 'Horn (1965), Psychometrika 30, 179-185; Glorfeld (1995), Educ. Psychol. Meas. 55, 377-393.',
		r: 'eigen(cor(X))$values; rWishart(); psych::fa.parallel',
		golden: ['parallel_analysis'],
		differs: 'The random data come from another generator in R: the random eigenvalues agree to the noise of the simulation (tolerance 10 %), not to digits.'
	},
	fields: {
		items: ITEMS,
		reversed: REVERSED,
		replicates: { type: 'number', integer: true, min: 100, max: 100_000, optional: true },
		quantile: { type: 'number', above: 0, below: 1, optional: true },
		seed: { type: 'number', integer: true, optional: true }
	},
	run,
	toR,
	rTolerance: { random_mean: 0.1, random_quantile: 0.1 }
};
