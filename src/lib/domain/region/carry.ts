/**
 * Carries a code from one day to another, forward or back, along the changes that KLASS tells of. One code that became several is never
 * guessed: the candidates are named, and a person's choice decides. SSB's harmonised groups, where they are held, settle parts that went
 * back to what they were before a merger, and flag what the chain alone gets otherwise.
 */
import { aggregateKind, type AggregateKind } from './aggregates.ts';
import { dayBefore } from './dates.ts';
import { groupOf, peersAt } from './groups.ts';
import { codeAt, covers, indexOf, periodsOf } from './index-of.ts';
import { relation, type Relation } from './relation.ts';
import type { Choice, CodePeriod, Direction, History } from './types.ts';

/**
 * Why a carried code should be looked at. `mixed`: the area hangs together with one that was divided, told from the changes alone.
 * `group_differs`: SSB's groups say something else than the chain. `group_none`: SSB compares this code with none. `group_decides`: the chain
 * gives several, and SSB's groups one. `choices_disagree`: the choices that fit point to different codes, so none is followed.
 */
export type CarryFlag = 'mixed' | 'group_differs' | 'group_none' | 'group_decides' | 'choices_disagree';

interface Found {
	flags: CarryFlag[];
	/** What the code was on the way, without the first and the last: one entry for each day on which something changed. */
	via: { date: string; codes: string[] }[];
}
export type Carried =
	/** The same code; perhaps with a new name, perhaps with others in it by now. */
	| Found & { kind: 'same'; code: string; with: string[] }
	/** One other code, which is this one alone. */
	| Found & { kind: 'recoded'; code: string; with: [] }
	/** One other code, which is this one together with `with`. */
	| Found & { kind: 'merged'; code: string; with: string[] }
	/** Several, of which a person chose one. */
	| Found & { kind: 'chosen'; code: string; with: string[]; candidates: string[]; choice: number }
	/** Several, of which nobody has chosen. `splitAt` is the first day on which it became more than one. */
	| Found & { kind: 'split'; candidates: string[]; splitAt: string; direction: Direction }
	| { kind: 'ended'; on: string | null }
	| { kind: 'not_valid'; periods: CodePeriod[] }
	| { kind: 'outside'; from: string; to: string | null }
	| { kind: 'aggregate'; of: AggregateKind }
	| { kind: 'unknown' };

interface Way { earlier: string; later: string; direction: Direction }

const wayOf = (from: string, to: string): Way => (from <= to ? { earlier: from, later: to, direction: 'forward' } : { earlier: to, later: from, direction: 'back' });

function read(history: History, way: Way): { of: (code: string) => string[]; others: (code: string) => string[]; related: Relation; mixed: ReadonlySet<string> } {
	const related = relation(history, way.earlier, way.later);
	const [there, here] = way.direction === 'forward' ? [related.forward, related.back] : [related.back, related.forward];
	const sorted = (set: ReadonlySet<string> | undefined) => [...(set ?? [])].sort();
	return { of: (code) => sorted(there.get(code)), others: (code) => sorted(here.get(code)), related, mixed: way.direction === 'forward' ? related.mixed.from : related.mixed.to };
}

/** What `code` was on each day of change between, and the first such day on which it was more than one. */
function stages(history: History, code: string, from: string, to: string): { date: string; codes: string[] }[] {
	const { earlier, later, direction } = wayOf(from, to);
	const dates = indexOf(history).steps.map((s) => s.date).filter((d) => earlier < d && d <= later);
	const ordered = direction === 'forward' ? dates : dates.reverse();
	return ordered.map((date) => {
		// going back, what stands on the day before the change
		const day = direction === 'forward' ? date : dayBefore(date);
		return { date, codes: read(history, wayOf(from, day < earlier ? earlier : day)).of(code) };
	});
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((x, i) => x === b[i]);

function flagsOf(history: History, code: string, to: string, way: Way, found: string[]): CarryFlag[] {
	const { related, mixed } = read(history, way);
	const flags: CarryFlag[] = mixed.has(code) ? ['mixed'] : [];
	if (history.groups.length === 0) return flags;
	const ruledOut = way.direction === 'forward' ? [...(related.ruledOut.get(code) ?? [])] : [...related.ruledOut].filter(([, bs]) => bs.has(code)).map(([a]) => a);
	if (ruledOut.length > 0 && found.length === 1) flags.push('group_decides');
	if (groupOf(history, code) === null) flags.push('group_none');
	else if (!same([...found, ...ruledOut].sort(), peersAt(history, code, to))) flags.push('group_differs');
	return flags;
}

/** The candidate that the choices point to. A choice made for another day is carried to `to` first. */
function chosenOf(history: History, choices: readonly Choice[], code: string, splitAt: string, way: Way, to: string, candidates: string[]): { code: string; choice: number } | 'none' | 'disagree' {
	const fits = choices.filter((c) => c.code === code && c.splitAt === splitAt && c.direction === way.direction).flatMap((c) => {
		if (!covers(history, c.targetDate) || !codeAt(history, c.target, c.targetDate)) return [];
		const reached = read(history, wayOf(c.targetDate, to)).of(c.target).filter((x) => candidates.includes(x));
		return reached.length === 1 && reached[0] !== undefined ? [{ code: reached[0], choice: c.id }] : [];
	});
	const [first] = fits;
	if (!first) return 'none';
	return fits.every((f) => f.code === first.code) ? first : 'disagree';
}

/**
 * Carries `code`, as it is on the day `from`, to the day `to`.
 * @param choices those that hold for what is carried, of one scope: where a row has its own, give the row's alone
 * @returns the code on `to` with how it came about, or why there is none; a code not valid on `from` comes back with when it was
 */
export function carry(history: History, code: string, from: string, to: string, choices: readonly Choice[] = []): Carried {
	const of = aggregateKind(code);
	if (of) return { kind: 'aggregate', of };
	if (!covers(history, from) || !covers(history, to)) return { kind: 'outside', from: history.from, to: history.to };
	if (!codeAt(history, code, from)) {
		const periods = periodsOf(history, code);
		return periods.length > 0 ? { kind: 'not_valid', periods: [...periods] } : { kind: 'unknown' };
	}
	const way = wayOf(from, to);
	const { of: candidatesOf, others } = read(history, way);
	const candidates = candidatesOf(code);
	const staged = stages(history, code, from, to);
	const [only] = candidates;
	if (only === undefined) return { kind: 'ended', on: staged.find((s) => s.codes.length === 0)?.date ?? null };
	const flags = flagsOf(history, code, to, way, candidates);
	const via = staged.filter((s, i) => i < staged.length - 1 && !same(s.codes, staged[i - 1]?.codes ?? [code]));
	if (candidates.length === 1) {
		const together = others(only).filter((other) => other !== code);
		if (only === code) return { kind: 'same', code, with: together, flags, via };
		return together.length === 0 ? { kind: 'recoded', code: only, with: [], flags, via } : { kind: 'merged', code: only, with: together, flags, via };
	}
	const splitAt = staged.find((s) => s.codes.length > 1)?.date ?? to;
	const chosen = chosenOf(history, choices, code, splitAt, way, to, candidates);
	if (chosen === 'none') return { kind: 'split', candidates, splitAt, direction: way.direction, flags, via };
	if (chosen === 'disagree') return { kind: 'split', candidates, splitAt, direction: way.direction, flags: [...flags, 'choices_disagree'], via };
	return { kind: 'chosen', ...chosen, with: others(chosen.code).filter((other) => other !== code), candidates, flags, via };
}
