/** The parts of an extraction as results carry them: one list a column, so that a table is made of them without more work. */
import type { Drawn } from '../../extraction/draw.ts';
import { countyRows, type Compared } from '../../extraction/overview.ts';
import { limitsOf, stepPassed } from '../../extraction/points.ts';
import type { Read } from '../../extraction/read.ts';
import { listed, type Replicated, type Without } from '../../extraction/stability.ts';
import type { IndicatorRule, Level } from '../../extraction/types.ts';
import type { Value, Values } from '../../result.ts';
import type { Groups } from '../../table/view.ts';
import { ends, finite } from '../compare/values.ts';

type Columns = Record<string, Value[]>;
/** Rows as one list a column. */
function columns<R extends Record<string, Value>>(names: readonly (keyof R & string)[], rows: readonly R[]): Columns {
	return Object.fromEntries(names.map((name) => [name, rows.map((r) => r[name]!)]));
}

export const code = (read: Read, m: number): string => read.municipality.levels[m]!.value;

/** Each limit that was used: one row for each indicator, year and step, of both levels. */
export function limitValues(read: Read, rules: readonly IndicatorRule[]): Columns {
	const { slots, municipalities, schools } = read.observed;
	const rows = ([['municipality', municipalities], ['school', schools]] as const).flatMap(([name, level]) => {
		const limits = limitsOf(level, slots, rules);
		return slots.flatMap(({ indicator, year }, s) => (limits[s] ?? []).map((limit, i) => {
			const rule = rules[indicator]!;
			const present = Array.from({ length: level.units }, (_, u) => u * slots.length + s).filter((at) => level.present[at] === 1);
			const passed = present.filter((at) => (rule.worse === 'low' ? level.values[at]! < limit : level.values[at]! > limit)).length;
			return { level: name, indicator: rule.indicator, year: read.years[year]!, limit, points: (rule.weight ?? 1) * (rule.limits[i]!.points ?? 1), values: present.length, passed };
		}));
	});
	return columns(['level', 'indicator', 'year', 'limit', 'points', 'values', 'passed'], rows);
}

export function rankingValues(read: Read, drawn: Drawn): Columns {
	const average = new Set(drawn.average);
	const spread = new Set(drawn.spread);
	const { scored, rank } = drawn;
	const order = Array.from(rank.keys()).filter((m) => rank[m]! > 0).sort((a, b) => rank[a]! - rank[b]! || a - b);
	return columns(['rank', 'municipality', 'label', 'points', 'possible', 'share', 'values', 'extraction'], order.map((m) => ({
		rank: rank[m]!, municipality: code(read, m), label: read.municipality.levels[m]!.label, points: scored.points[m]!, possible: scored.possible[m]!, share: scored.share[m]!,
		values: scored.values[m]!, extraction: average.has(m) ? 'average' : spread.has(m) ? 'spread' : 'none'
	})));
}

export function spreadValues(read: Read, drawn: Drawn): Columns {
	return columns(['municipality', 'schools', 'spread', 'highest', 'high_schools', 'extraction'], drawn.spreads.map((s) => ({
		municipality: code(read, s.municipality), schools: s.schools, spread: s.spread, highest: s.highest, high_schools: s.high,
		extraction: drawn.average.includes(s.municipality) ? 'average' : drawn.spread.includes(s.municipality) ? 'spread' : 'none'
	})));
}

/** Every value past a limit: of all municipalities, and of the schools that stand behind the spread extraction. */
export function reasonValues(read: Read, rules: readonly IndicatorRule[], drawn: Drawn): Columns {
	const { slots, municipalities, schools } = read.observed;
	const reasons = (level: Level, wanted: (u: number) => boolean, school: (u: number) => string | null) => {
		const limits = limitsOf(level, slots, rules);
		return Array.from({ length: level.units }, (_, u) => u).filter(wanted).flatMap((u) => slots.flatMap(({ indicator, year }, s) => {
			const at = u * slots.length + s;
			const own = limits[s];
			const rule = rules[indicator]!;
			const value = level.values[at]!;
			const step = own && level.present[at] === 1 ? stepPassed(rule, own, value) : -1;
			if (!own || step < 0) return [];
			const limit = own[step]!;
			return [{ municipality: code(read, level.parent[u]!), school: school(u), indicator: rule.indicator, year: read.years[year]!, value, limit, past_by: finite(Math.abs(value - limit)), points: (rule.weight ?? 1) * (rule.limits[step]!.points ?? 1) }];
		}));
	};
	const spread = new Set(drawn.spread);
	return columns(['municipality', 'school', 'indicator', 'year', 'value', 'limit', 'past_by', 'points'], [
		...reasons(municipalities, () => true, () => null),
		...reasons(schools, (u) => spread.has(schools.parent[u]!), (u) => read.schools[u]!)
	]);
}

export function withoutValues(read: Read, rules: readonly IndicatorRule[], all: readonly Without[], list: number): Columns {
	return columns(['left', 'name', 'kept', 'into', 'out', 'jaccard'], all.map((w) => ({
		left: w.left, name: w.left === 'indicator' ? rules[w.index]!.indicator : read.years[w.index]!, kept: w.kept,
		into: w.into.map((m) => code(read, m)), out: w.out.map((m) => code(read, m)), jaccard: list + w.into.length > 0 ? w.kept / (list + w.into.length) : 0
	})));
}

/** Shares of the replicates in which each municipality that is ever drawn is drawn, those on the list first. */
export function bootstrapValues(read: Read, drawn: Drawn, found: Replicated, replicates: number): Columns {
	const on = new Set(listed(drawn));
	const either = (m: number): number => found.average[m]! + found.spread[m]!;
	const order = Array.from(drawn.rank.keys()).filter((m) => on.has(m) || either(m) > 0).sort((a, b) => Number(on.has(b)) - Number(on.has(a)) || either(b) - either(a) || a - b);
	return columns(['municipality', 'listed', 'average', 'spread', 'either'], order.map((m) => ({
		municipality: code(read, m), listed: on.has(m), average: found.average[m]! / replicates, spread: found.spread[m]! / replicates, either: either(m) / replicates
	})));
}

/** Means of those on the list and the others by characteristic; a test that could not be made is null. */
export function comparedValues(all: readonly Compared[]): Values {
	return Object.fromEntries(all.map(({ column, inside, outside, test, effect }) => [column, {
		n: [inside.n, outside.n],
		means: [inside, outside].map((g) => (g.n > 0 ? finite(g.mean) : null)),
		sds: [inside, outside].map((g) => (g.n > 1 ? finite(Math.sqrt(g.variance)) : null)),
		diff: test ? finite(test.diff) : null, ci_diff: test ? ends(test.ci) : null,
		t: test ? finite(test.t) : null, df: test ? finite(test.df) : null, p: test ? test.tail.p : null, log_p: test ? finite(test.tail.logP) : null,
		hedges_g: effect ? finite(effect.hedges_g) : null, hedges_g_ci: effect ? ends(effect.hedges_g_ci) : null
	}]));
}

export const countyValues = (counties: Groups, drawn: Drawn): Columns => columns(['county', 'municipalities', 'ranked', 'average', 'spread', 'mean'], countyRows(counties, drawn).map((r) => ({ ...r })));
