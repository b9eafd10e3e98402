import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { meanInterval } from '../../estimate/mean-interval.ts';
import { momentsOf, momentsOfCounts, type Moments } from '../../estimate/moments.ts';
import { codedColumn } from '../../kernel/codes.ts';
import { crossCounts } from '../../kernel/counts.ts';
import type { Method } from '../../method.ts';
import { rLevels, rNumber, rText, rTexts } from '../../r/write.ts';
import type { MissingReport, Note, Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { missingReport } from '../../table/report.ts';
import type { Category, Table } from '../../table/table.ts';
import { completeRows, groups, numbers, pick, pickByGroup } from '../../table/view.ts';
import { ceilingNotes, smallNotes } from './shared.ts';

export interface MeansSpec extends BaseSpec {
	method: 'means';
	y: readonly string[];
	group: string;
	/** Groups to show, in this order; all when absent. */
	levels?: readonly string[] | null;
	/** Confidence level; 0.95 when absent. */
	level?: number | null;
}

interface ByGroup {
	levels: readonly Category[];
	/** One for each group, then all of them together. */
	moments: Moments[];
}

/** From the joint histogram when both columns have few values: exact, and as fast for a million rows as memory can be read. */
function fromCounts(table: Table, y: string, spec: MeansSpec): ByGroup | Violation | null {
	const values = codedColumn(table.columns[y]!);
	const by = codedColumn(table.columns[spec.group]!);
	if (!values || !by) return null;
	if (!values.scores) return violation('wrong_kind', { column: y, needed: 'numeric' });
	const cross = crossCounts(by.codes, by.categories.length, values.codes, values.categories.length);
	const places = (spec.levels ?? by.categories.map((c) => c.value)).map((value) => by.categories.findIndex((c) => c.value === value));
	if (places.includes(-1)) return violation('unknown_level', { column: spec.group, level: spec.levels![places.indexOf(-1)]! });
	const rows = places.map((at) => cross[at]!);
	const all = values.scores.map((_, k) => rows.reduce((sum, row) => sum + row[k]!, 0));
	return { levels: places.map((at) => by.categories[at]!), moments: [...rows, all].map((counts) => momentsOfCounts(values.scores!, counts)) };
}

function fromRows(table: Table, y: string, spec: MeansSpec): ByGroup | Violation {
	const values = numbers(table, y);
	if (isViolation(values)) return values;
	const by = groups(table, spec.group, spec.levels ?? undefined);
	if (isViolation(by)) return by;
	const rows = completeRows(table.rows, [values, by]);
	return { levels: by.levels, moments: [...pickByGroup(values, by, rows), pick(values, rows)].map(momentsOf) };
}

/** Groups stand once in the report, with the n of the first variable. */
function report(table: Table, spec: MeansSpec, found: readonly ByGroup[]): MissingReport[] {
	const sizes = found.map((f) => f.moments.at(-1)!.n);
	const [own, ...rest] = missingReport(table, [spec.group, ...spec.y], 0);
	return [{ ...own!, left_out: own!.valid - Math.max(...sizes) }, ...rest.map((r, i) => ({ ...r, left_out: r.valid - sizes[i]! }))];
}

function notesFor(table: Table, spec: MeansSpec, found: readonly ByGroup[]): Note[] {
	const sizes = found.flatMap((f, i) => f.levels.map((l, g) => [`${spec.y[i]}: ${l.label}`, f.moments[g]!.n] as const));
	const empty = found[0]!.levels.filter((_, g) => found.every((f) => f.moments[g]!.n === 0));
	return [...empty.map((l): Note => ({ key: 'means_empty_group', level: 'info', params: { group: l.label } })), ...smallNotes(sizes.filter(([, n]) => n > 0)), ...ceilingNotes(table, spec.y)];
}

function run(spec: MeansSpec, table: Table): Outcome | Violation {
	const found: ByGroup[] = [];
	for (const y of spec.y) {
		const one = fromCounts(table, y, spec) ?? fromRows(table, y, spec);
		if (isViolation(one)) return one;
		found.push(one);
	}
	const n = Math.max(...found.map((f) => f.moments.at(-1)!.n));
	if (n === 0) return violation('no_data', { columns: [...spec.y, spec.group].join(', ') });
	const level = spec.level ?? 0.95;
	const intervals = found.map((f) => f.moments.map((m) => meanInterval(m.n, m.mean, m.sd, level)));
	const groupsOf = <T>(pick: (m: Moments, i: number, g: number) => T): T[][] => found.map((f, i) => f.moments.slice(0, -1).map((m, g) => pick(m, i, g)));
	const total = <T>(pick: (m: Moments, i: number, g: number) => T): T[] => found.map((f, i) => pick(f.moments.at(-1)!, i, f.moments.length - 1));
	const measures = {
		n: (m: Moments) => m.n,
		mean: (m: Moments) => (m.n > 0 ? m.mean : null),
		sd: (m: Moments) => m.sd,
		se: (_: Moments, i: number, g: number) => intervals[i]![g]!.se,
		ci_lo: (_: Moments, i: number, g: number) => intervals[i]![g]!.low,
		ci_hi: (_: Moments, i: number, g: number) => intervals[i]![g]!.high
	};
	return {
		n,
		missing: report(table, spec, found),
		values: {
			columns: spec.y,
			groups: found[0]!.levels.map((l) => l.value),
			...Object.fromEntries(Object.entries(measures).map(([name, of]) => [name, groupsOf(of)])),
			...Object.fromEntries(Object.entries(measures).map(([name, of]) => [`total_${name}`, total(of)]))
		},
		effects: [],
		assumptions: [{ key: 'independent_rows', met: null }],
		notes: notesFor(table, spec, found)
	};
}

function toR(spec: MeansSpec): string {
	return `vars <- ${rTexts(spec.y)}
by <- group(${rText(spec.group)}, ${rLevels(spec.levels)})
half <- function(x) if (length(x) > 1) qt(${rNumber((1 + (spec.level ?? 0.95)) / 2)}, length(x) - 1) * sd(x) / sqrt(length(x)) else NA
measure <- list(
  n = length, mean = function(x) if (length(x)) mean(x) else NA, sd = sd, se = function(x) sd(x) / sqrt(length(x)),
  ci_lo = function(x) if (length(x)) mean(x) - half(x) else NA, ci_hi = function(x) if (length(x)) mean(x) + half(x) else NA)
for (name in names(measure)) {
  f <- function(v, rows) { x <- num(v)[rows]; measure[[name]](x[!is.na(x)]) }
  show(name, t(matrix(sapply(vars, function(v) sapply(levels(by), function(l) f(v, by %in% l))), nrow = nlevels(by))))
  show(paste0("total_", name), sapply(vars, function(v) f(v, !is.na(by))))
}`;
}

export const meansMethod: Method<MeansSpec> = {
	name: 'means',
	room: 'describe',
	about: {
		title: 'Means by group',
		definition: 'For each variable and group: n, mean x̄, SD s (with n - 1), standard error s/√n and interval x̄ ± t(n - 1)·s/√n; and the same for all groups together (`total_`).',
		missing: 'Each variable by itself, with the groups: rows without a value or without a group are left out.',
		source: 'Cochran (1977), Sampling Techniques, 2.5',
		r: 'tapply(y, group, mean)',
		golden: []
	},
	fields: {
		y: { type: 'columns', kind: 'numeric' },
		group: { type: 'column', kind: 'categorical' },
		levels: { type: 'texts', optional: true },
		level: { type: 'number', above: 0, below: 1, optional: true }
	},
	run,
	toR
};
