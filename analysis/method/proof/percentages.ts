import { isViolation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { sumsToHundred, partsOfTotal } from '../../proof/hundred.ts';
import { countsFromPercentages } from '../../proof/percentages.ts';
import { rMatrix, rNumber, rNumbers } from '../../r/write.ts';
import type { Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { judgedOutcome, NO_ROWS, ROUNDING } from './shared.ts';

export interface ProofPercentagesSpec extends BaseSpec {
	method: 'proof_percentages';
	/** As printed, 0 to 100. */
	percent: readonly (readonly number[])[];
	decimals?: number | null;
	/** What 100 % is: the column (default), the row or all. */
	of?: 'column' | 'row' | 'total' | null;
	n_columns?: readonly number[] | null;
	n_rows?: readonly number[] | null;
	n?: number | null;
}
export interface ProofHundredSpec extends BaseSpec {
	method: 'proof_hundred';
	percent: readonly number[];
	decimals?: number | null;
}
export interface ProofPartsSpec extends BaseSpec {
	method: 'proof_parts';
	parts: readonly number[];
	total: number;
	/** Somebody may be counted in several parts. */
	overlapping?: boolean | null;
}

function run(spec: ProofPercentagesSpec): Outcome | Violation {
	const judged = countsFromPercentages({ percent: spec.percent, decimals: spec.decimals ?? 0, of: spec.of ?? 'column', nColumns: spec.n_columns, nRows: spec.n_rows, n: spec.n });
	if (isViolation(judged)) return judged;
	const { impossible } = judged;
	return judgedOutcome(spec.percent.flat().length, judged, {
		solutions: judged.solutions,
		counts: judged.solutions === 1 ? judged.tables[0]! : null,
		tables: judged.tables,
		impossible: {
			row: impossible.map((c) => c.row + 1), column: impossible.map((c) => c.column + 1), base: impossible.map((c) => c.base),
			below: impossible.map((c) => c.below), above: impossible.map((c) => c.above), must: impossible.map((c) => c.must), rounded_twice: impossible.map((c) => c.twice)
		},
		contradicted_lines: judged.lines.map((j) => j + 1),
		other_base: judged.otherBase
	});
}

/** R: how many tables there are, by going through the columns and keeping how many ways lead to each set of row sums. */
function toR(spec: ProofPercentagesSpec): string {
	const turned = spec.of === 'row';
	const cells = turned ? spec.percent[0]!.map((_, j) => spec.percent.map((r) => r[j]!)) : spec.percent;
	const [columns, rows] = turned ? [spec.n_rows, spec.n_columns] : [spec.n_columns, spec.n_rows];
	const list = (x: readonly number[] | null | undefined): string => (x ? rNumbers(x) : 'NULL');
	return `percent <- ${rMatrix(cells)}; d <- ${spec.decimals ?? 0}
columns <- ${list(columns)}; rows <- ${list(rows)}; total <- ${spec.n ? rNumber(spec.n) : 'NULL'}
if (is.null(total)) total <- if (is.null(columns)) sum(rows) else sum(columns)
base <- ${spec.of === 'total' ? 'rep(total, ncol(percent))' : 'columns'}
V <- round(percent * 10^d)
goal <- if (is.null(rows)) numeric(0) else rows
states <- list(list(sum = 0 * goal, all = 0, ways = 1))
for (j in seq_len(ncol(percent))) {
  fits <- lapply(seq_len(nrow(percent)), function(i) { k <- 0:base[j]; k[abs(200 * 10^d * k - 2 * V[i, j] * base[j]) <= base[j]] })
  g <- as.matrix(expand.grid(fits))
  if (!is.null(columns)) g <- g[rowSums(g) == columns[j], , drop = FALSE]
  nxt <- list()
  for (s in states) for (k in seq_len(nrow(g))) {
    sums <- if (length(goal)) s$sum + g[k, ] else numeric(0)
    all <- s$all + sum(g[k, ])
    if (any(sums > goal) || all > total) next
    key <- paste(c(sums, all), collapse = " ")
    nxt[[key]] <- list(sum = sums, all = all, ways = s$ways + if (is.null(nxt[[key]])) 0 else nxt[[key]]$ways)
  }
  states <- nxt
}
n <- sum(0, unlist(lapply(states, function(s) if (all(s$sum == goal) && s$all == total) s$ways)))
show("solutions", n); show("verdict", if (n > 0) "consistent" else "inconsistent")`;
}

const decimals = { type: 'number', min: 0, max: 6, integer: true, optional: true } as const;

export const proofPercentages: Method<ProofPercentagesSpec> = {
	name: 'proof_percentages',
	room: 'proof',
	about: {
		title: 'Which counts can give these percentages',
		definition: `All tables of whole counts with the printed margins whose percentages print as given: how many, the first ten, and the counts where there is one table only. A cell that no count of its base gives is named with its neighbours, and with what it must be when the other cells and the margins leave one possibility (\`rounded_twice\`: that count prints so when rounded to one decimal more first, as 43.48, 43.5, 44); a line that no counts sum up is named with the nearest other base its percentages fit. ${ROUNDING}`,
		missing: NO_ROWS,
		source: 'Exhaustion in whole numbers; Brown and Heathers (2017), Soc. Psychol. Personal. Sci. 8, 363-369, for the idea',
		r: 'expand.grid of the counts that fit each cell, kept where the sums are right',
		golden: []
	},
	fields: {
		percent: { type: 'matrix', min: 0 },
		decimals,
		of: { type: 'choice', of: ['column', 'row', 'total'], optional: true },
		n_columns: { type: 'numbers', min: 0, integer: true, optional: true },
		n_rows: { type: 'numbers', min: 0, integer: true, optional: true },
		n: { type: 'number', min: 1, integer: true, optional: true }
	},
	run,
	toR
};

export const proofHundred: Method<ProofHundredSpec> = {
	name: 'proof_hundred',
	room: 'proof',
	about: {
		title: 'Do these percentages sum to 100',
		definition: `K percentages of one base, each rounded to d decimals, come to within floor(K/2) units of the last decimal of 100. ${ROUNDING}`,
		missing: NO_ROWS,
		source: 'Mosteller, Youtz and Zahn (1967), Demography 4, 850-858',
		r: 'sum(percent)',
		golden: []
	},
	fields: { percent: { type: 'numbers', min: 0, max: 100 }, decimals },
	run(spec) {
		const judged = sumsToHundred(spec.percent, spec.decimals ?? 0);
		return isViolation(judged) ? judged : judgedOutcome(spec.percent.length, judged, { sum: judged.sum, low: judged.low, high: judged.high });
	},
	toR: (spec) => `d <- ${spec.decimals ?? 0}; x <- round(${rNumbers(spec.percent)} * 10^d); room <- floor(length(x) / 2)
show("sum", sum(x) / 10^d); show("low", 100 - room / 10^d); show("high", 100 + room / 10^d)
show("verdict", if (abs(sum(x) - 100 * 10^d) <= room) "consistent" else "inconsistent")`
};

export const proofParts: Method<ProofPartsSpec> = {
	name: 'proof_parts',
	room: 'proof',
	about: {
		title: 'Do these parts sum to their total',
		definition: 'Σ parts against the total. More than the total is a contradiction, or undecidable where somebody may be counted in several parts; less is undecidable, since some may be in none of them.',
		missing: NO_ROWS,
		source: 'Addition',
		r: 'sum(parts) - total',
		golden: []
	},
	fields: { parts: { type: 'numbers', min: 0, integer: true }, total: { type: 'number', min: 0, integer: true }, overlapping: { type: 'flag', optional: true } },
	run(spec) {
		const judged = partsOfTotal(spec.parts, spec.total, spec.overlapping ?? false);
		return isViolation(judged) ? judged : judgedOutcome(spec.parts.length, judged, { sum: judged.sum, gap: judged.gap });
	},
	toR: (spec) => `gap <- sum(${rNumbers(spec.parts)}) - ${rNumber(spec.total)}
show("sum", sum(${rNumbers(spec.parts)})); show("gap", gap)
show("verdict", if (gap == 0) "consistent" else if (gap < 0 || ${spec.overlapping ? 'TRUE' : 'FALSE'}) "undecidable" else "inconsistent")`
};

