/** A history made fast to ask: built once for a history, which must not be changed afterwards. */
import { within } from './dates.ts';
import type { CodeChange, CodePeriod, History } from './types.ts';

export interface HistoryIndex {
	byCode: ReadonlyMap<string, readonly CodePeriod[]>;
	/** Changes by date, in order of dates. */
	steps: readonly { date: string; changes: readonly CodeChange[] }[];
	/** Days on which something begins, ends or changes, in order: between two of them all is as it was. */
	boundaries: readonly string[];
	groupOf: ReadonlyMap<string, string>;
	membersOf: ReadonlyMap<string, readonly string[]>;
}

const indexes = new WeakMap<History, HistoryIndex>();

function build(history: History): HistoryIndex {
	const byCode = Map.groupBy(history.periods, (p) => p.code);
	for (const periods of byCode.values()) periods.sort((a, b) => (a.from < b.from ? -1 : 1));
	const steps = [...Map.groupBy(history.changes, (c) => c.date)].map(([date, changes]) => ({ date, changes })).sort((a, b) => (a.date < b.date ? -1 : 1));
	const membersOf = new Map([...Map.groupBy(history.groups, (g) => g.group)].map(([group, members]) => [group, members.map((m) => m.code)]));
	const boundaries = [...new Set([...history.periods.flatMap((p) => (p.to === null ? [p.from] : [p.from, p.to])), ...steps.map((s) => s.date)])].sort();
	return { byCode, steps, boundaries, groupOf: new Map(history.groups.map((g) => [g.code, g.group])), membersOf };
}

export function indexOf(history: History): HistoryIndex {
	const known = indexes.get(history) ?? build(history);
	indexes.set(history, known);
	return known;
}

/** The periods in which `code` is valid, in order; empty for a code that the history has never heard of. */
export const periodsOf = (history: History, code: string): readonly CodePeriod[] => indexOf(history).byCode.get(code) ?? [];

/** The code as it is on `day`, or undefined when it is not valid then. */
export const codeAt = (history: History, code: string, day: string): CodePeriod | undefined => periodsOf(history, code).find((p) => within(day, p.from, p.to));

/** Every code valid on `day`, in order of code. */
export function codesAt(history: History, day: string): CodePeriod[] {
	return history.periods.filter((p) => within(day, p.from, p.to)).sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The first day of those around `day` on which all was the same: what is worked out for one serves them all. */
export const epochOf = (history: History, day: string): string => indexOf(history).boundaries.findLast((date) => date <= day) ?? history.from;

/** Whether the history has anything to say of `day`. */
export const covers = (history: History, day: string): boolean => within(day, history.from, history.to);
