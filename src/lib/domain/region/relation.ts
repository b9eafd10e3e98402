/**
 * Which codes of one day share area with which of another. Both directions are the same pairs read either way, so that carrying there and back
 * loses nothing and doubles nothing.
 */
import { codeAt, codesAt, epochOf, indexOf, type HistoryIndex } from './index-of.ts';
import { groupOf } from './groups.ts';
import type { History } from './types.ts';

export type Pairs = ReadonlyMap<string, ReadonlySet<string>>;
export interface Relation {
	/** From a code on the first day to those of the other. A code that ended without a successor has none. */
	forward: Pairs;
	back: Pairs;
	/** Codes of the first day, and of the other, whose area hangs together with one that was divided: it cannot be compared with codes of the other day. */
	mixed: { from: ReadonlySet<string>; to: ReadonlySet<string> };
	/** Pairs that the changes make and SSB's groups rule out: a part that went back to what it was before a merger. */
	ruledOut: ReadonlyMap<string, ReadonlySet<string>>;
}

const cache = new WeakMap<History, Map<string, Relation>>();

const put = (pairs: Map<string, Set<string>>, a: string, b: string): void => void (pairs.get(a) ?? pairs.set(a, new Set()).get(a))?.add(b);

/**
 * What `code` is right after the changes of a step. Without a row of its own it goes on as it is, if it is still valid. A code that has rows
 * to others only and yet lives on has kept a part of itself: then it is one of its own successors.
 */
function stepOn(history: History, code: string, step: HistoryIndex['steps'][number]): string[] {
	const rows = step.changes.filter((c) => c.oldCode === code);
	const next = new Set(rows.flatMap((c) => (c.newCode === null ? [] : [c.newCode])));
	const livesOn = codeAt(history, code, step.date) && periodContinues(history, code, step.date);
	if (livesOn && (rows.length === 0 || !rows.some((c) => c.newCode === code))) next.add(code);
	return [...next];
}

/** Valid on the day before too: else the number has been given to another. */
function periodContinues(history: History, code: string, date: string): boolean {
	const periods = indexOf(history).byCode.get(code) ?? [];
	return periods.some((p) => p.from < date && (p.to === null || p.to >= date));
}

function chain(history: History, from: string, to: string): Map<string, Set<string>> {
	const steps = indexOf(history).steps.filter((s) => from < s.date && s.date <= to);
	const pairs = new Map<string, Set<string>>();
	for (const { code } of codesAt(history, from)) {
		let current = new Set([code]);
		for (const step of steps) current = new Set([...current].flatMap((c) => stepOn(history, c, step)));
		// a name may change on a day of which nothing else is told
		pairs.set(code, new Set([...current].filter((c) => codeAt(history, c, to))));
	}
	return pairs;
}

function inverse(pairs: Pairs, codes: Iterable<string>): Map<string, Set<string>> {
	const back = new Map<string, Set<string>>([...codes].map((code) => [code, new Set()]));
	for (const [a, bs] of pairs) for (const b of bs) put(back, b, a);
	return back;
}

/** A pair goes when the two are of different groups and each has another in the other day's list that is of its own. */
function rule(history: History, pairs: Map<string, Set<string>>, back: Pairs): Map<string, Set<string>> {
	const out = new Map<string, Set<string>>();
	const own = (code: string, others: ReadonlySet<string> | undefined) => [...(others ?? [])].some((other) => groupOf(history, other) === groupOf(history, code));
	for (const [a, bs] of pairs) {
		for (const b of bs) {
			const [ga, gb] = [groupOf(history, a), groupOf(history, b)];
			if (!ga || !gb || ga === gb || !own(a, bs) || !own(b, back.get(b))) continue;
			put(out, a, b);
		}
	}
	for (const [a, bs] of out) for (const b of bs) pairs.get(a)?.delete(b);
	return out;
}

/** Everything that hangs together by shared area, where something in it was divided. */
function mixedOf(pairs: Pairs, back: Pairs): { from: Set<string>; to: Set<string> } {
	const mixed = { from: new Set<string>(), to: new Set<string>() };
	const seen = new Set<string>();
	for (const start of pairs.keys()) {
		if (seen.has(start)) continue;
		const [olds, news] = [new Set([start]), new Set<string>()];
		for (const old of olds) for (const b of pairs.get(old) ?? []) {
			news.add(b);
			for (const a of back.get(b) ?? []) olds.add(a);
		}
		for (const old of olds) seen.add(old);
		if (![...olds].some((old) => (pairs.get(old)?.size ?? 0) > 1)) continue;
		for (const code of olds) mixed.from.add(code);
		for (const code of news) mixed.to.add(code);
	}
	return mixed;
}

/** The relation between two days that the history covers, `from` the earlier. Worked out once for all days alike. */
export function relation(history: History, from: string, to: string): Relation {
	return between(history, epochOf(history, from), epochOf(history, to));
}

function between(history: History, from: string, to: string): Relation {
	const known = cache.get(history) ?? new Map<string, Relation>();
	cache.set(history, known);
	const key = `${from}/${to}`;
	const before = known.get(key);
	if (before) return before;
	const forward = chain(history, from, to);
	const codes = codesAt(history, to).map((p) => p.code);
	const mixed = mixedOf(forward, inverse(forward, codes));
	const ruledOut = rule(history, forward, inverse(forward, codes));
	const made = { forward, back: inverse(forward, codes), mixed, ruledOut };
	known.set(key, made);
	return made;
}
