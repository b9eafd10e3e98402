import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { Note, Outcome, Value } from '../../result.ts';
import { bandNotation } from '../../recode/groups.ts';
import { naturalBreaks } from '../../recode/natural-breaks.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { grouped, LABELS, readNumbers, rX, wrongLabels, X, type RecodeSpec } from './shared.ts';

export interface NaturalBreaksSpec extends RecodeSpec {
	method: 'natural_breaks';
	/** Classes; or a range of numbers of classes to choose among. */
	k?: number | null;
	k_min?: number | null;
	k_max?: number | null;
}

/** Goodness of fit under which the classes say little of the values. */
const POOR = 0.8;

function run(spec: NaturalBreaksSpec, table: Table): Outcome | Violation {
	const [k, low, high] = [spec.k ?? null, spec.k_min ?? null, spec.k_max ?? null];
	if (k === null && high === null) return violation('bad_field', { field: 'k', needed: 'k | k_min, k_max' });
	if (high !== null && (low ?? 2) > high) return violation('bad_field', { field: 'k_max', needed: `>= ${low ?? 2}` });
	if (k === null && spec.labels) return violation('bad_field', { field: 'labels', needed: 'k' });
	const wrong = k === null ? null : wrongLabels(spec.labels, k);
	if (wrong) return wrong;
	const view = readNumbers(table, spec.x);
	if (isViolation(view)) return view;
	const values: Record<string, Value> = { n: view.n };
	const notes: Note[] = [];
	if (k !== null) {
		const found = naturalBreaks(view, k, k);
		if (isViolation(found)) return found;
		const [best] = found as [(typeof found)[number]];
		const cuts = best.upper_values.slice(0, -1);
		Object.assign(values, best, { bands: spec.labels ? [...spec.labels] : bandNotation(cuts, 'right'), group: grouped(view, cuts, 'right').group });
		if (best.gvf < POOR) notes.push({ key: 'recode_poor_fit', level: 'warning', params: { gvf: best.gvf, limit: POOR } });
	}
	if (high !== null) {
		const found = naturalBreaks(view, low ?? 2, high);
		if (isViolation(found)) return found;
		values.range = { k: found.map((f) => f.k), gvf: found.map((f) => f.gvf), ssw: found.map((f) => f.ssw), upper_values: found.map((f) => f.upper_values), sizes: found.map((f) => f.sizes) };
	}
	return { n: view.n, missing: missingReport(table, [spec.x], view.n), values, effects: [], assumptions: [], notes };
}

/** In R: the whole table of costs and starts, m² a class. */
function toR(spec: NaturalBreaksSpec): string {
	const most = Math.max(spec.k ?? 1, spec.k_max ?? 1);
	const low = spec.k_min ?? 2;
	const one =
		(spec.k ?? null) === null
			? ''
			: `
best <- classes(${spec.k})
group <- ifelse(is.na(x), NA, 1 + rowSums(outer(x, head(best$upper, -1), ">")))
show("k", ${spec.k})
show("upper_values", best$upper)
show("sizes", tabulate(group, ${spec.k}))
show("ssw", best$ssw)
show("gvf", best$gvf)
show("group", group)`;
	const range =
		(spec.k_max ?? null) === null
			? ''
			: `
found <- lapply(${low}:${spec.k_max}, classes)
show("range.k", ${low}:${spec.k_max})
show("range.gvf", sapply(found, function(f) f$gvf))
show("range.ssw", sapply(found, function(f) f$ssw))`;
	return `${rX(spec.x)}
u <- sort(unique(valid))
w <- tabulate(match(valid, u))
m <- length(u)
z <- u - mean(valid)
W <- c(0, cumsum(w)); S <- c(0, cumsum(w * z)); Q <- c(0, cumsum(w * z^2))
cost <- function(i, j) Q[j + 1] - Q[i] - (S[j + 1] - S[i])^2 / (W[j + 1] - W[i])
D <- matrix(Inf, ${most}, m); from <- matrix(1, ${most}, m)
D[1, ] <- cost(1, 1:m)
for (k in seq_len(${most})[-1]) for (j in k:m) {
  s <- k:j
  total <- D[k - 1, s - 1] + cost(s, j)
  D[k, j] <- min(total); from[k, j] <- s[which.min(total)]
}
ss <- function(v) sum((v - mean(v))^2)
classes <- function(k) {
  ends <- m
  if (k > 1) for (c in k:2) ends <- c(from[c, ends[1]] - 1, ends)
  ssw <- sum(tapply(valid, findInterval(valid, u[ends], left.open = TRUE), ss))
  list(upper = u[ends], ssw = ssw, gvf = if (m > 1) 1 - ssw / ss(valid) else 1)
}
show("n", length(valid))${one}${range}`;
}

const count = { type: 'number', integer: true, min: 1, max: 1000, optional: true } as const;

export const naturalBreaksMethod: Method<NaturalBreaksSpec> = {
	name: 'natural_breaks',
	room: 'recode',
	about: {
		title: 'Natural breaks (Fisher-Jenks)',
		definition: 'The split into k classes of neighbouring values with the least sum of squares within classes, the exact optimum; upper_values are the largest value of each class; gvf = 1 - ssw/sst. With k_min and k_max, the same for each k, to choose among.',
		missing: 'Missing values stay missing, of the same kind.',
		source: 'Fisher (1958), J. Am. Stat. Assoc. 53, 789-798; Jenks (1977), Optimal Data Classification for Choropleth Maps.',
		r: 'dynamic programming over sort(unique(x)) (in the code made from the spec); classInt::classIntervals(x, k, "fisher")',
		golden: ['natural_breaks_fisher_jenks'],
		differs: 'Where two splits have the same sum of squares, either may be given; ssw and gvf are the same. upper_values, sizes and group are therefore not compared with R.'
	},
	fields: { x: X, k: count, k_min: count, k_max: count, labels: LABELS },
	run,
	toR,
	rTolerance: { upper_values: null, sizes: null, group: null }
};
