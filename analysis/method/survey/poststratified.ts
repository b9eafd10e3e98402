import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { tQuantile } from '../../distribution/t.ts';
import type { Method } from '../../method.ts';
import { rNumber, rNumbers, rText, rTexts } from '../../r/write.ts';
import type { Note, Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { surveyDesign } from '../../survey/design.ts';
import { poststratifiedMean } from '../../survey/mean.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { numbers } from '../../table/view.ts';
import { clean } from '../model/values.ts';
import { poststratifyTable, type PoststratifySpec } from '../../weight/make.ts';

export interface PoststratifiedSpec extends BaseSpec {
	method: 'poststratified_mean';
	y: string;
	/** The variables that are crossed. */
	by: readonly string[];
	/** The population's cells, each with one level a variable in the order of `by`. */
	cells: readonly (readonly string[])[];
	/** People in each cell. */
	population: readonly number[];
	/** False for no finite population correction. */
	finite?: boolean | null;
	/** Confidence level, 0.95 when absent. */
	level?: number | null;
}

function run(spec: PoststratifiedSpec, table: Table): Outcome | Violation {
	const level = spec.level ?? 0.95;
	const y = numbers(table, spec.y);
	if (isViolation(y)) return y;
	const { by, cells, population } = spec;
	const made = poststratifyTable({ method: 'poststratify', by, cells, population } satisfies PoststratifySpec, table);
	if (isViolation(made)) return made;
	const { rows, margins } = made;
	const N = population.reduce((s, x) => s + x, 0);
	const weights = new Float64Array(rows.length).fill(N / rows.length);
	const finite = spec.finite ?? true;
	if (finite && N < rows.length) return violation('inconsistent', { field: 'population' });
	const design = surveyDesign({ weights, fpc: finite ? new Float64Array(rows.length).fill(N) : null });
	if (isViolation(design)) return design;
	const inside = Uint8Array.from(rows, (i) => y.valid[i]!);
	const values = Float64Array.from(rows, (i) => (y.valid[i] === 1 ? y.values[i]! : 0));
	const found = poststratifiedMean(design, values, inside, margins.codes, population, margins.levels);
	if (isViolation(found)) return found;
	const quantile = tQuantile((1 + level) / 2, design.df);
	const notes: Note[] = rows.length < table.rows ? [{ key: 'survey_left_out', level: 'info', params: { left_out: table.rows - rows.length, rows: table.rows } }] : [];
	const small = made.result.n.filter((m) => m > 0 && m < 10).length;
	if (small > 0) notes.push({ key: 'survey_small_cells', level: 'warning', params: { cells: small, limit: 10 } });
	return {
		n: found.n,
		missing: missingReport(table, [spec.y, ...by], found.n),
		values: clean({ n: found.n, n_weighted: rows.length, df: design.df, mean: found.mean, se: found.se, ci: [found.mean - quantile * found.se, found.mean + quantile * found.se] }),
		effects: [],
		assumptions: [{ key: 'independent_rows', met: null }, { key: 'survey_alike_within_cells', met: null }],
		notes
	};
}

function script(spec: PoststratifiedSpec): string {
	const N = spec.population.reduce((s, x) => s + x, 0);
	return `by <- data.frame(${spec.by.map((v) => `as.character(group(${rText(v)}))`).join(', ')})
cells <- list(${spec.cells.map((c) => rTexts(c)).join(', ')})
population <- ${rNumbers(spec.population)}
full <- complete.cases(by)
y <- num(${rText(spec.y)})[full]
cell <- match(do.call(paste, c(unname(by[full, , drop = FALSE]), sep = "\\r")), sapply(cells, paste, collapse = "\\r"))
n <- length(y); size <- tabulate(cell, length(cells)); w <- (population / size)[cell]; inside <- !is.na(y); y[!inside] <- 0
W <- sum(w[inside]); mean <- sum(w * y * inside) / W
u <- inside * (y - mean) / W
z <- w * (u - ave(u, cell))
se <- sqrt((1 - ${spec.finite === false ? '0' : `n / ${rNumber(N)}`}) * n * var(z))
q <- qt(${rNumber((1 + (spec.level ?? 0.95)) / 2)}, n - 1)
show("n", sum(inside))
show("n_weighted", n)
show("df", n - 1)
show("mean", mean)
show("se", se)
show("ci", mean + c(-q, q) * se)`;
}

/** A mean put together from cells whose sizes in the population are known. */
export const poststratifiedMeanMethod: Method<PoststratifiedSpec> = {
	name: 'poststratified_mean',
	room: 'survey',
	about: {
		title: 'Post-stratified mean',
		definition: 'Weights N_c/n_c; mean = sum w y/sum w over rows with y; error from the scores\' deviations from their cell means, (1 - n/N) n/(n - 1) sum (z - z_mean)^2, so that the precision gained by post-stratifying counts.',
		missing: 'Rows without a level on `by` are left out; rows without y keep their weight in the cells and have no score.',
		source: 'Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, 7.6',
		r: 'survey::svymean(~y, survey::postStratify(svydesign(ids = ~1, fpc = ~N), ~by, population), na.rm = TRUE) written out in base R',
		golden: ['weighted_mean']
	},
	fields: {
		y: { type: 'column', kind: 'numeric' },
		by: { type: 'columns', kind: 'any' },
		cells: { type: 'other', needed: '[[level]]' },
		population: { type: 'numbers', min: 0 },
		finite: { type: 'flag', optional: true },
		level: { type: 'number', above: 0, below: 1, optional: true }
	},
	run,
	toR: script
};
