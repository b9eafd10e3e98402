import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { rText } from '../../r/write.ts';
import type { Note, Outcome, Value } from '../../result.ts';
import { exactSum } from '../../numeric/sum.ts';
import { raoScott, weightedShares, type Shares } from '../../survey/shares.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { completeRows, groups, type Groups } from '../../table/view.ts';
import { clean } from '../model/values.ts';
import { designColumns, designLines, frameLines } from './design-r.ts';
import { DESIGN_FIELDS, designNotes, designOf, designViews, type DesignSpec } from './read.ts';

export interface SurveyCrosstabSpec extends DesignSpec {
	method: 'survey_crosstab';
	rows: string;
	columns: string;
}

/** The levels that some row has, and each row's place among them. */
function present(view: Groups, rows: Int32Array): { levels: string[]; codes: Int32Array; empty: string[] } {
	const seen = new Set(Array.from(rows, (i) => view.codes[i]!));
	const kept = view.levels.map((_, c) => c).filter((c) => seen.has(c));
	return {
		levels: kept.map((c) => view.levels[c]!.value),
		codes: Int32Array.from(rows, (i) => kept.indexOf(view.codes[i]!)),
		empty: view.levels.filter((_, c) => !seen.has(c)).map((l) => l.value)
	};
}

function tableOf(x: Float64Array, rows: number, columns: number): number[][] {
	return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (__, c) => x[c * rows + r]!));
}

function percentages(weighted: number[][]): Record<string, Value> {
	const rowSums = weighted.map((row) => exactSum(row));
	const columnSums = weighted[0]!.map((_, c) => exactSum(weighted.map((row) => row[c]!)));
	const all = exactSum(rowSums);
	return {
		row_percent: weighted.map((row, r) => row.map((x) => (100 * x) / rowSums[r]!)),
		column_percent: weighted.map((row) => row.map((x, c) => (100 * x) / columnSums[c]!)),
		percent: weighted.map((row) => row.map((x) => (100 * x) / all))
	};
}

function run(spec: SurveyCrosstabSpec, table: Table): Outcome | Violation {
	const a = groups(table, spec.rows);
	if (isViolation(a)) return a;
	const b = groups(table, spec.columns);
	if (isViolation(b)) return b;
	const parts = designViews(table, spec);
	if (isViolation(parts)) return parts;
	const columns = [...new Set([spec.rows, spec.columns, ...Object.keys(parts.named)])];
	const rows = completeRows(table.rows, [a, b, ...Object.values(parts.named)]);
	if (rows.length === 0) return violation('no_data', { columns: columns.join(', ') });
	const design = designOf(parts.views, rows, spec);
	if (isViolation(design)) return design;
	const [r, c] = [present(a, rows), present(b, rows)];
	const [nr, nc] = [r.levels.length, c.levels.length];
	if (nr < 2 || nc < 2) return violation('constant', { column: nr < 2 ? spec.rows : spec.columns });
	const shares: Shares | Violation = weightedShares(design, Int32Array.from(rows, (_, i) => c.codes[i]! * nr + r.codes[i]!), nr * nc);
	if (isViolation(shares)) return shares;
	const test = raoScott(shares, nr, nc, design);
	if (isViolation(test)) return test;
	const { notes, assumptions } = designNotes(design, table, spec);
	const more: Note[] = [...r.empty, ...c.empty].map((level) => ({ key: 'survey_empty_domain', level: 'info', params: { level } }));
	const emptyCells = shares.counts.reduce((s, x) => s + (x === 0 ? 1 : 0), 0);
	if (emptyCells > 0) more.push({ key: 'survey_empty_cells', level: 'warning', params: { cells: emptyCells } });
	const weighted = tableOf(shares.weighted, nr, nc);
	const v = Math.sqrt(test.pearson / (rows.length * (Math.min(nr, nc) - 1)));
	return {
		n: rows.length,
		missing: missingReport(table, columns, rows.length),
		values: clean({
			n: rows.length, row_levels: r.levels, column_levels: c.levels, counts: tableOf(shares.counts, nr, nc), weighted_table: weighted, ...percentages(weighted),
			percent_se: tableOf(shares.se.map((s) => 100 * s), nr, nc), pearson: test.pearson, F: test.f, ndf: test.ndf, ddf: test.ddf, p: test.p.p, log_p: test.p.logP,
			mean_effect: test.meanEffect, cramers_v: v
		}),
		effects: [{ name: 'cramers_v', value: v, low: null, high: null, level: null }],
		assumptions: [...assumptions, { key: 'survey_cells_filled', met: emptyCells === 0 }],
		notes: [...notes, ...more]
	};
}

function script(spec: SurveyCrosstabSpec): string {
	return `${frameLines({ a: `group(${rText(spec.rows)})`, b: `group(${rText(spec.columns)})`, ...designColumns(spec) })}
${designLines(spec)}
m$a <- droplevels(m$a); m$b <- droplevels(m$b)
n <- nrow(m); nr <- nlevels(m$a); nc <- nlevels(m$b)
I <- outer((as.integer(m$b) - 1) * nr + as.integer(m$a), seq_len(nr * nc), "==") + 0
p <- colSums(w * I) / sum(w)
V <- covariance(w * sweep(I, 2, p) / sum(w))
P <- matrix(p, nr)
W <- matrix(colSums(w * I), nr)
E <- outer(rowSums(P), colSums(P))
X2 <- n * sum((P - E)^2 / E)
cells <- expand.grid(a = factor(1:nr), b = factor(1:nc))
C <- qr.resid(qr(model.matrix(~ a + b, cells)), model.matrix(~ a * b, cells)[, -(1:(nr + nc - 1)), drop = FALSE])
iD <- diag(ifelse(p == 0, 0, 1 / p))
Delta <- solve(t(C) %*% (iD / n) %*% C, t(C) %*% iD %*% V %*% iD %*% C)
F <- X2 / sum(diag(Delta)); d <- sum(diag(Delta))^2 / sum(diag(Delta %*% Delta))
show("n", n)
show("row_levels", levels(m$a))
show("column_levels", levels(m$b))
show("counts", matrix(colSums(I), nr))
show("weighted_table", W)
show("row_percent", 100 * W / rowSums(W))
show("column_percent", 100 * sweep(W, 2, colSums(W), "/"))
show("percent", 100 * P)
show("percent_se", 100 * matrix(sqrt(diag(V)), nr))
show("pearson", X2)
show("F", F)
show("ndf", d)
show("ddf", d * nu)
show_p("p", pf(F, d, d * nu, lower.tail = FALSE))
show_log("log_p", pf(F, d, d * nu, lower.tail = FALSE, log.p = TRUE))
show("mean_effect", mean(diag(Delta)))
show("cramers_v", sqrt(X2 / (n * (min(nr, nc) - 1))))`;
}

/** A weighted table and whether its rows and columns go together. */
export const surveyCrosstab: Method<SurveyCrosstabSpec> = {
	name: 'survey_crosstab',
	room: 'survey',
	about: {
		title: 'Weighted crosstab with Rao and Scott\'s test',
		definition:
			'Weighted counts and percentages; Pearson\'s chi-square of the weighted table scaled to n, divided by tr Delta and referred to F on d = (tr Delta)^2/tr Delta^2 and d nu, nu = units less strata (second-order correction). ' +
			'mean_effect = tr Delta/((r - 1)(c - 1)) is the average design effect of the test.',
		missing: 'Listwise over both variables and the design\'s columns; levels without rows are left out.',
		source: 'Rao and Scott (1984), Ann. Stat. 12, 46-60; Thomas and Rao (1987), J. Am. Stat. Assoc. 82, 630-636',
		r: 'survey::svychisq(~rows + columns, design, statistic = "F") written out in base R',
		golden: ['weighted_crosstab_rao_scott']
	},
	fields: { rows: { type: 'column', kind: 'any' }, columns: { type: 'column', kind: 'any' }, ...DESIGN_FIELDS },
	run,
	toR: script
};
