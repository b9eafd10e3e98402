import { isViolation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { rNumbers, rText, rTexts } from '../../r/write.ts';
import type { Note, Outcome } from '../../result.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { poststratifyTable, type PoststratifySpec } from '../../weight/make.ts';
import { weightSummary } from '../../weight/summary.ts';
import { SUMMARY_R, summaryNotes, summaryValues } from './shared.ts';

/** Weights resting on fewer respondents than this in a cell move with each single answer. */
const FEW = 5;

function run(spec: PoststratifySpec, table: Table): Outcome | Violation {
	const made = poststratifyTable(spec, table);
	if (isViolation(made)) return made;
	const { weights, n, factor } = made.result;
	const summary = weightSummary(weights, spec.population.reduce((a, b) => a + b, 0));
	if (isViolation(summary)) return summary;
	const notes: Note[] = [];
	const few = n.filter((x, c) => x < FEW && spec.population[c]! > 0).length;
	if (few > 0) notes.push({ key: 'poststratify_small_cells', level: 'warning', params: { cells: few, limit: FEW } });
	const left = table.rows - made.rows.length;
	if (left > 0) notes.push({ key: 'weight_rows_left_out', level: 'warning', params: { n: left } });
	return {
		n: made.rows.length,
		missing: missingReport(table, made.columns, made.rows.length),
		values: { ...summaryValues(summary), cells: { names: [...made.margins.levels], n, population: [...spec.population], factor } },
		effects: [],
		assumptions: [{ key: 'weight_missing_at_random', met: null }],
		notes: [...notes, ...summaryNotes(summary)]
	};
}

function toR(spec: PoststratifySpec): string {
	return `cells <- ${rTexts(spec.cells.map((c) => c.join(' \u00d7 ')))}
population <- ${rNumbers(spec.population)}
key <- do.call(paste, c(lapply(${rTexts(spec.by)}, function(v) d[[v]]), sep = " \\u00d7 "))
base <- ${spec.base ? `num(${rText(spec.base)})` : 'rep(1, nrow(d))'}
ok <- complete(d[${rTexts(spec.by)}], base)
cell <- factor(key[ok], levels = cells)
factor_of <- population / tapply(base[ok], cell, sum)
w <- base[ok] * as.vector(factor_of[cell])
N <- sum(population)
${SUMMARY_R}
show("cells.names", cells); show("cells.n", as.vector(table(cell))); show("cells.population", population); show("cells.factor", as.vector(factor_of))`;
}

export const poststratifyMethod: Method<PoststratifySpec> = {
	name: 'poststratify',
	room: 'weight',
	about: {
		title: 'Post-stratification',
		definition:
			'w_i = N_c / n_c in each cell c of the crossed variables (with base weights d_i: w_i = d_i N_c / Σ_{j in c} d_j), so that the weighted cells are the population\'s. `cells.factor` is what a respondent of the cell is multiplied by. Kish: deff = n Σw²/(Σw)², n_eff = n/deff; `moe` and `moe_fpc` as for raking. A cell with people and no respondent is the violation `unreachable_margin`, naming it.',
		missing: 'Rows without a level on one of the variables (or a base weight) are left out and have no weight.',
		source: 'Holt and Smith (1979), J. R. Stat. Soc. A 142, 33-46; Kish (1965), Survey Sampling, 11.7',
		r: 'survey::postStratify(design, ~a + b, population); in base R population / table(cell)',
		golden: ['poststratify']
	},
	fields: {
		by: { type: 'columns', kind: 'any' },
		cells: { type: 'other', needed: '[[level, level]]' },
		population: { type: 'numbers', min: 0 },
		base: { type: 'column', kind: 'numeric', optional: true }
	},
	run,
	toR
};
