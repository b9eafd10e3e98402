import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { rNumber, rText } from '../../r/write.ts';
import type { Note, Outcome, Values } from '../../result.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import type { Margin } from '../../weight/margin.ts';
import { rakeTable, type RakeSpec } from '../../weight/make.ts';
import { weightSummary } from '../../weight/summary.ts';
import { SUMMARY_R, summaryNotes, summaryValues } from './shared.ts';

/** A margin missed by more than this share is worth a warning. */
const MISSED = 1e-6;

/** A margin before and after, level by level. */
function marginValues(margin: Margin, weights: Float64Array): Values {
	const n = margin.levels.map(() => 0);
	const weighted = margin.levels.map(() => 0);
	for (let i = 0; i < margin.codes.length; i++) {
		n[margin.codes[i]!]! += 1;
		weighted[margin.codes[i]!]! += weights[i]!;
	}
	const total = margin.targets.reduce((a, b) => a + b, 0);
	return { levels: [...margin.levels], n, population: [...margin.targets], weighted, share_respondents: n.map((x) => x / margin.codes.length), share_population: margin.targets.map((t) => t / total) };
}

function run(spec: RakeSpec, table: Table): Outcome | Violation {
	if (spec.lowest && spec.highest && spec.lowest >= spec.highest) return violation('bad_field', { field: 'lowest', needed: '< highest' });
	const made = rakeTable(spec, table);
	if (isViolation(made)) return made;
	const { weights, iterations, max_margin_error, trimmed } = made.result;
	const population = made.margins[0]!.targets.reduce((a, b) => a + b, 0);
	const summary = weightSummary(weights, population);
	if (isViolation(summary)) return summary;
	const notes: Note[] = [{ key: 'rake_converged', level: 'info', params: { iterations, error: max_margin_error } }];
	if (spec.lowest || spec.highest) notes.push({ key: 'rake_trimmed', level: trimmed > 0 ? 'warning' : 'info', params: { trimmed } });
	if (max_margin_error > MISSED) notes.push({ key: 'rake_margins_missed', level: 'warning', params: { error: max_margin_error } });
	const left = table.rows - made.rows.length;
	if (left > 0) notes.push({ key: 'weight_rows_left_out', level: 'warning', params: { n: left } });
	return {
		n: made.rows.length,
		missing: missingReport(table, made.columns, made.rows.length),
		values: { ...summaryValues(summary), iterations, max_margin_error, trimmed, margins: Object.fromEntries(made.margins.map((m) => [m.name, marginValues(m, weights)])) },
		effects: [],
		assumptions: [{ key: 'weight_missing_at_random', met: null }],
		notes: [...notes, ...summaryNotes(summary)]
	};
}

function toR(spec: RakeSpec): string {
	const order = spec.order ?? Object.keys(spec.margins);
	const targets = order.map((v) => `${rText(v)} = c(${Object.entries(spec.margins[v]!).map(([k, x]) => `${rText(k)} = ${rNumber(x)}`).join(', ')})`);
	return `margins <- list(${targets.join(',\n  ')})
f <- lapply(names(margins), function(v) group(v, names(margins[[v]])))
base <- ${spec.base ? `num(${rText(spec.base)})` : 'rep(1, nrow(d))'}
ok <- Reduce(\`&\`, lapply(f, function(x) !is.na(x))) & !is.na(base)
f <- lapply(f, function(x) x[ok])
N <- sum(margins[[1]])
m <- N / sum(ok)
w <- base[ok] / sum(base[ok]) * N
low <- ${rNumber(spec.lowest ?? 0)} * m; high <- ${rNumber(spec.highest ?? Infinity)} * m
repeat {
  before <- w
  for (k in seq_along(f)) w <- w * (margins[[k]] / tapply(w, f[[k]], sum))[f[[k]]]
  w <- pmin(high, pmax(low, as.vector(w)))
  if (max(abs(w - before)) < 1e-13 * m) break
}
${SUMMARY_R}
share <- function(x) as.vector(x) / sum(x)
errors <- 0
for (k in seq_along(f)) {
  v <- names(margins)[k]; at <- function(name) paste0("margins.", v, ".", name)
  weighted <- tapply(w, f[[k]], sum)
  errors <- c(errors, abs(weighted / margins[[k]] - 1)[margins[[k]] > 0])
  show(at("levels"), names(margins[[k]])); show(at("n"), as.vector(table(f[[k]]))); show(at("population"), margins[[k]])
  show(at("weighted"), as.vector(ifelse(is.na(weighted), 0, weighted))); show(at("share_respondents"), share(table(f[[k]]))); show(at("share_population"), share(margins[[k]]))
}
show("max_margin_error", max(errors, na.rm = TRUE))
show("trimmed", ${spec.lowest || spec.highest ? 'sum(w <= low * (1 + 1e-9) | w >= high * (1 - 1e-9))' : '0'})`;
}

export const rakeMethod: Method<RakeSpec> = {
	name: 'rake',
	room: 'weight',
	about: {
		title: 'Raking',
		definition:
			'Weights w_i so that the weighted total of every level of every variable is the population figure: from N/n each (or base weights d_i scaled to N), w_i is multiplied by T_k / Σ_{j in k} w_j for one variable after the other, in the order given, until no weight moves by 1e-13 of the mean weight N/n in a whole round. With `lowest` and `highest` (multiples of N/n) weights are cut at the end of each round and the rounds go on; `max_margin_error` = max |weighted/T - 1| then tells how far the margins are missed, `trimmed` how many weights are at a limit. Kish: deff = n Σw²/(Σw)², n_eff = n/deff; `moe` is half the 95 % interval of a share of 50 % with n_eff, `moe_fpc` that times sqrt((N-n)/(N-1)). A population level without respondents is the violation `unreachable_margin`; margins that contradict each other `inconsistent` or `not_converged`.',
		missing: 'Rows without a level on one of the variables (or a base weight) are left out and have no weight; the column made of the weights is missing there as that variable is.',
		source: 'Deming and Stephan (1940), Ann. Math. Stat. 11, 427-444; Deville, Särndal and Sautory (1993), J. Am. Stat. Assoc. 88, 1013-1020; Kish (1965), Survey Sampling, 11.7',
		r: 'survey::rake(design, list(~a, ~b), list(A, B), control = list(epsilon = 1e-13)); in base R the loop that toR gives',
		golden: ['rake'],
		differs: 'The number of rounds is not compared: the last digit of a weight may decide whether one round more is made.'
	},
	fields: {
		margins: { type: 'margins' },
		order: { type: 'columns', kind: 'any', optional: true },
		base: { type: 'column', kind: 'numeric', optional: true },
		lowest: { type: 'number', above: 0, below: 1, optional: true },
		highest: { type: 'number', above: 1, optional: true }
	},
	run,
	toR,
	rTolerance: { iterations: null }
};
