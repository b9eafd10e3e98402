import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { codeCounts } from '../../kernel/counts.ts';
import { rTexts } from '../../r/write.ts';
import type { Note, Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { sortedValues } from '../../table/build.ts';
import { firstMissingCode, MISSING_KINDS, type MissingKind, type Table } from '../../table/table.ts';
import { groups, type Groups } from '../../table/view.ts';
import { columnwiseReport, smallNotes } from './shared.ts';

export interface BatteryTableSpec extends BaseSpec {
	method: 'battery_table';
	/** Items that share their categories, one column of the result each. */
	columns: readonly string[];
	/** Whom the percentages are of, item by item: everyone who answered it, "vet ikke" as an answer (`answered`, the default), or those who chose a category (`valid`). */
	base?: 'answered' | 'valid' | null;
}

/** More categories than this is a list of the data. */
const MOST_ROWS = 1000;

/**
 * The categories of the first categorical item, which the other categorical ones must have too and the values of numeric ones be among; of numeric items
 * alone, the values met.
 */
function sharedCategories(table: Table, names: readonly string[], views: readonly Groups[]): string[] | Violation {
	const values = views.map((view) => view.levels.map((l) => l.value));
	const first = names.findIndex((name) => table.columns[name]!.kind === 'categorical');
	if (first < 0) return sortedValues(values.flat());
	const scale = values[first]!;
	for (const [j, name] of names.entries()) {
		const beyond = values[j]!.find((value) => !scale.includes(value));
		if (beyond !== undefined) return violation('unknown_level', { column: names[first]!, level: beyond });
		const without = table.columns[name]!.kind === 'categorical' ? scale.find((value) => !values[j]!.includes(value)) : undefined;
		if (without !== undefined) return violation('unknown_level', { column: name, level: without });
	}
	return scale;
}

const DONT_KNOW = MISSING_KINDS.indexOf('dont_know');

function rowsInAnyBase(table: Table, names: readonly string[], views: readonly Groups[], dontKnowToo: boolean): number {
	const within = new Uint8Array(table.rows);
	for (const [j, name] of names.entries()) {
		const column = table.columns[name]!;
		const first = column.kind === 'categorical' ? firstMissingCode(column.codes) : 0;
		for (let i = 0; i < table.rows; i++) {
			const missing = column.kind === 'categorical' ? column.codes[i]! - first : (column.missing?.[i] ?? 0) - 1;
			if (views[j]!.codes[i]! >= 0 || (dontKnowToo && missing === DONT_KNOW)) within[i] = 1;
		}
	}
	return within.reduce((sum, one) => sum + one, 0);
}

function notesOn(names: readonly string[], n: readonly number[], dontKnow: number, inBase: boolean): Note[] {
	const some = n.filter((base) => base > 0);
	const [low, high] = [Math.min(...some), Math.max(...some)];
	return [
		...(dontKnow > 0 ? [{ key: inBase ? 'battery_dont_know_in_base' : 'battery_dont_know_left_out', level: 'info', params: { n: dontKnow } } as const] : []),
		...(low < high ? [{ key: 'battery_bases_differ', level: 'info', params: { low, high } } as const] : []),
		...names.flatMap((column, j) => (n[j] === 0 ? [{ key: 'battery_empty', level: 'warning', params: { column } } as const] : [])),
		...smallNotes(some.map((base) => ['', base] as const))
	];
}

function run(spec: BatteryTableSpec, table: Table): Outcome | Violation {
	const views: Groups[] = [];
	for (const name of spec.columns) {
		const view = groups(table, name);
		if (isViolation(view)) return view;
		views.push(view);
	}
	const categories = sharedCategories(table, spec.columns, views);
	if (isViolation(categories)) return categories;
	if (categories.length > MOST_ROWS) return violation('too_large', { instead: 'describe' });
	const missing = columnwiseReport(table, spec.columns);
	const kind = (of: MissingKind): number[] => missing.map((m) => m.missing[of]);
	const own = views.map(({ codes, levels }) => {
		const counts = codeCounts(codes, levels.length);
		return new Map(levels.map((l, k) => [l.value, counts[k]!]));
	});
	const count = categories.map((value) => own.map((counts) => counts.get(value) ?? 0));
	const dontKnow = kind('dont_know');
	const inBase = spec.base !== 'valid';
	const n = missing.map((m, j) => m.valid + (inBase ? dontKnow[j]! : 0));
	if (n.every((base) => base === 0)) return violation('no_data', { columns: spec.columns.join(', ') });
	const share = (counts: readonly number[]): (number | null)[] => counts.map((c, j) => (n[j]! > 0 ? (100 * c) / n[j]! : null));
	return {
		n: rowsInAnyBase(table, spec.columns, views, inBase),
		missing,
		values: {
			columns: spec.columns,
			categories,
			count,
			pct: count.map(share),
			dont_know: dontKnow,
			pct_dont_know: inBase ? share(dontKnow) : n.map(() => null),
			n,
			not_answered: kind('not_answered'),
			not_asked: kind('not_asked'),
			suppressed: kind('suppressed'),
			rows: table.rows
		},
		effects: [],
		assumptions: [],
		notes: notesOn(spec.columns, n, dontKnow.reduce((a, b) => a + b, 0), inBase)
	};
}

function toR(spec: BatteryTableSpec): string {
	const inBase = spec.base !== 'valid';
	return `vars <- ${rTexts(spec.columns)}
known <- Filter(Negate(is.null), levels_of[vars])
met <- unique(na.omit(unlist(d[vars], use.names = FALSE)))
lev <- if (length(known) > 0) known[[1]] else if (anyNA(suppressWarnings(as.numeric(met)))) sort(met, method = "radix") else met[order(as.numeric(met))]
count <- matrix(unlist(lapply(vars, function(v) as.vector(table(factor(d[[v]], levels = lev))))), ncol = length(vars))
dont_know <- colSums(said_dont_know[as.integer(rownames(d)), vars, drop = FALSE], na.rm = TRUE)
n <- colSums(count)${inBase ? ' + dont_know' : ''}
show("categories", lev)
show("count", count)
show("pct", 100 * t(t(count) / n))
show("dont_know", dont_know)
show("pct_dont_know", ${inBase ? '100 * dont_know / n' : 'rep(NA, length(vars))'})
show("n", n)
show("rows", nrow(d))`;
}

export const batteryTableMethod: Method<BatteryTableSpec> = {
	name: 'battery_table',
	room: 'describe',
	about: {
		title: 'A battery: items beside each other',
		definition:
			'Items with the same categories as columns, answers as rows. For each item: how many chose each category and how many said "vet ikke", and what per cent these are of those who answered the item (`base: "answered"`, the default: "vet ikke" is an answer), or of those who chose a category (`"valid"`; "vet ikke" is still counted). Each item has its own base `n`. Categories that nobody chose stay in the table.',
		missing: 'Counted by kind under each item. Not asked, not answered and suppressed are in no base; "vet ikke" has a row of its own and is never a zero.',
		source: 'By definition: counts, and counts over a stated base',
		r: 'sapply(items, table)',
		golden: [],
		differs: 'R does not tell the other three kinds of missing apart: `not_answered`, `not_asked` and `suppressed` are not compared.'
	},
	fields: { columns: { type: 'columns', kind: 'any' }, base: { type: 'choice', of: ['answered', 'valid'], optional: true } },
	run,
	toR
};
