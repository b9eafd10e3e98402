/** The same categories twice on the same rows: has more changed one way than the other? From two columns, and from counts. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { countsOf, type Counts } from '../../crosstab/counts.ts';
import { mcnemar, symmetry } from '../../crosstab/paired.ts';
import type { About, Method } from '../../method.ts';
import { rMatrix, rNumber } from '../../r/write.ts';
import type { Effect, Note, Outcome, Value, Values } from '../../result.ts';
import type { BaseSpec, Fields } from '../../spec/fields.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { groups } from '../../table/view.ts';
import { crossed } from './crosstab.ts';
import { tableR } from './r.ts';
import { finite, matrix, pOf } from './values.ts';

interface PairedChoice {
	/** Confidence level of the odds ratio; 0.95 when absent. */
	level?: number | null;
}
export interface PairedSpec extends BaseSpec, PairedChoice {
	method: 'paired_categories';
	first: string;
	second: string;
	/** Categories, in order; all that either column has when absent. */
	levels?: readonly string[] | null;
}
export interface PairedCountsSpec extends BaseSpec, PairedChoice {
	method: 'paired_categories_counts';
	/** Rows: first time; columns: second time; the same categories in the same order. */
	counts: readonly (readonly number[])[];
}

/** Fewer who changed than this, and the chi-square distribution is a poor likeness. */
const FEW_CHANGED = 10;

function outcome(counts: Counts, levels: readonly string[], level: number): Omit<Outcome, 'missing'> | Violation {
	const test = symmetry(counts);
	if (isViolation(test)) return test;
	const notes: Note[] = [];
	const effects: Effect[] = [];
	let own: Record<string, Value> = {};
	const two = levels.length === 2 ? mcnemar(counts, level) : null;
	if (two && !isViolation(two)) {
		const { odds } = two;
		own = { corrected: { chi2: two.corrected.chi2, ...pOf(two.corrected.tail) }, exact: pOf(two.exact), odds_ratio: { value: finite(odds.value), low: finite(odds.low), high: finite(odds.high) } };
		if (odds.value && Number.isFinite(odds.value)) effects.push({ name: 'odds_ratio', value: odds.value, low: odds.low, high: odds.high, level });
		else notes.push({ key: 'crosstab_one_way', level: 'info' });
	}
	if (test.changed < FEW_CHANGED) notes.push({ key: 'crosstab_few_changed', level: 'warning', params: { changed: test.changed } });
	const values: Values = { levels, n: counts.n, table: matrix(counts.cells), changed: test.changed, chi2: test.chi2, df: test.df, ...pOf(test.tail), ...own };
	return { n: counts.n, values, effects, assumptions: [{ key: 'independent_rows', met: null }], notes };
}

/** All categories of the two columns, in the first one's order, then those only the second has. */
export function commonLevels(spec: Pick<PairedSpec, 'first' | 'second' | 'levels'>, table: Table): { first: string[]; second: string[]; all: string[] } | Violation {
	const [a, b] = [groups(table, spec.first), groups(table, spec.second)];
	if (isViolation(a)) return a;
	if (isViolation(b)) return b;
	const [first, second] = [a.levels.map((l) => l.value), b.levels.map((l) => l.value)];
	const all = spec.levels ? [...spec.levels] : [...new Set([...first, ...second])];
	const unknown = all.find((l) => !first.includes(l) && !second.includes(l));
	if (unknown !== undefined) return violation('unknown_level', { column: spec.first, level: unknown });
	return { first: all.filter((l) => first.includes(l)), second: all.filter((l) => second.includes(l)), all };
}

/** Counts of all categories by all; a category that one column lacks is an empty row or column. */
export function squareCounts(spec: Pick<PairedSpec, 'first' | 'second'>, table: Table, levels: { first: string[]; second: string[]; all: string[] }): Counts | Violation {
	const found = crossed(table, spec.first, spec.second, levels.first, levels.second);
	if (isViolation(found)) return found;
	return countsOf(levels.all.map((r) => levels.all.map((c) => found.counts.cells[levels.first.indexOf(r)]?.[levels.second.indexOf(c)] ?? 0)));
}

function run(spec: PairedSpec, table: Table): Outcome | Violation {
	const levels = commonLevels(spec, table);
	if (isViolation(levels)) return levels;
	const counts = squareCounts(spec, table, levels);
	if (isViolation(counts)) return counts;
	const made = outcome(counts, levels.all, spec.level ?? 0.95);
	if (isViolation(made)) return made.violation === 'constant' ? violation('constant', { column: spec.second }) : made;
	return { missing: missingReport(table, [spec.first, spec.second], counts.n), ...made };
}

function runCounts(spec: PairedCountsSpec): Outcome | Violation {
	const counts = countsOf(spec.counts);
	if (isViolation(counts)) return counts;
	const made = outcome(counts, spec.counts.map((_, i) => String(i + 1)), spec.level ?? 0.95);
	return isViolation(made) ? made : { missing: [], ...made };
}

const pairedR = (level: number): string => `both <- function(name, log_p) {
  show(paste0(name, "p"), exp(log_p))
  show(paste0(name, "log_p"), log_p)
}
show("n", sum(tab))
show("table", tab)
show("changed", sum(tab) - sum(diag(tab)))
there <- tab[upper.tri(tab)]
back <- t(tab)[upper.tri(tab)]
used <- there + back > 0
chi2 <- sum((there - back)[used]^2 / (there + back)[used])
if (all(used)) chi2 <- unname(mcnemar.test(tab, correct = FALSE)$statistic)
show("chi2", chi2)
show("df", sum(used))
both("", pchisq(chi2, sum(used), lower.tail = FALSE, log.p = TRUE))
if (nrow(tab) == 2) {
  corrected <- unname(mcnemar.test(tab)$statistic)
  show("corrected.chi2", corrected)
  both("corrected.", pchisq(corrected, 1, lower.tail = FALSE, log.p = TRUE))
  both("exact.", log(binom.test(there, there + back)$p.value))
  se <- sqrt(1 / there + 1 / back)
  show("odds_ratio.value", there / back)
  show("odds_ratio.low", exp(log(there / back) - qnorm(${rNumber(0.5 + level / 2)}) * se))
  show("odds_ratio.high", exp(log(there / back) + qnorm(${rNumber(0.5 + level / 2)}) * se))
}`;

const ABOUT: About = {
	title: 'The same categories twice (McNemar, Bowker)',
	definition:
		'Bowker’s test of symmetry Σ(n_ij - n_ji)²/(n_ij + n_ji) over the pairs of categories that anyone has moved between, as many degrees of freedom as such pairs; for two categories it is McNemar’s, without continuity correction, and the corrected (|b - c| - 1)²/(b + c), the exact binomial p and the odds ratio b/c with Wald’s interval are given beside.',
	missing: 'Rows where either column is missing, or not among the levels asked for, are left out.',
	source: 'McNemar (1947), Psychometrika 12, 153-157; Bowker (1948), J. Am. Stat. Assoc. 43, 572-574; Agresti (2013), Categorical Data Analysis, 3rd ed., 11.1',
	r: 'mcnemar.test(x, correct = FALSE); binom.test(b, b + c)',
	golden: ['crosstab'],
	differs: 'mcnemar.test has no number where no one has moved between two categories, and counts them as a degree of freedom; the engine leaves them out. With b = c its correction takes nothing off, and so does the engine’s.'
};
const LEVEL: Fields = { level: { type: 'number', above: 0, below: 1, optional: true } };

export const pairedMethod: Method<PairedSpec> = {
	name: 'paired_categories',
	room: 'crosstab',
	about: ABOUT,
	fields: { first: { type: 'column', kind: 'any' }, second: { type: 'column', kind: 'any' }, levels: { type: 'texts', optional: true }, ...LEVEL },
	run,
	toR: (spec, codebook) => {
		const all = spec.levels ?? [...new Set([...(codebook[spec.first]?.levels ?? []), ...(codebook[spec.second]?.levels ?? [])])];
		return `${tableR(spec.first, spec.second, all.length ? all : null, all.length ? all : null)}\n${pairedR(spec.level ?? 0.95)}`;
	}
};

export const pairedCounts: Method<PairedCountsSpec> = {
	name: 'paired_categories_counts',
	room: 'crosstab',
	about: { ...ABOUT, title: 'The same categories twice, from printed counts', missing: 'Not in the counts.' },
	fields: { counts: { type: 'matrix', min: 0, integer: true }, ...LEVEL },
	run: runCounts,
	toR: (spec) => `tab <- ${rMatrix(spec.counts)}\n${pairedR(spec.level ?? 0.95)}`
};
