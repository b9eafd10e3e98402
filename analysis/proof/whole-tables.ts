/** All tables of whole numbers within given limits cell by cell and with given margins: how many, and the first of them. */
import { violation, type Violation } from '../assumptions.ts';

export interface Limits {
	/** first[i][j] <= count <= last[i][j] */
	first: readonly (readonly number[])[];
	last: readonly (readonly number[])[];
	/** Sums that are known; null where they are not. */
	rows: readonly (number | null)[];
	columns: readonly (number | null)[];
	total: number | null;
}

export interface WholeTables {
	/** How many tables there are; exact below 2^53. */
	solutions: number;
	/** The first of them, in the order of counts column by column. */
	tables: number[][][];
}

const MOST_STEPS = 500_000;

/** Sums so far of the rows that have a known sum, and of everything where that is known: what the rest of the table depends on. */
type State = readonly number[];

class Search {
	readonly memo: Map<string, number>[];
	steps = 0;
	private readonly known: number[];
	private readonly limits: Limits;
	/** Least and most that the columns from j on can add to each part of the state. */
	private readonly least: number[][];
	private readonly most: number[][];
	private readonly goal: number[];

	constructor(limits: Limits) {
		this.limits = limits;
		const { first, last, rows, columns, total } = limits;
		this.known = [...rows.keys()].filter((i) => rows[i] !== null);
		this.memo = columns.map(() => new Map());
		this.goal = [...this.known.map((i) => rows[i]!), ...(total === null ? [] : [total])];
		const adds = (cells: readonly (readonly number[])[], j: number): number[] => {
			const all = cells.reduce((s, row) => s + row[j]!, 0);
			return [...this.known.map((i) => cells[i]![j]!), ...(total === null ? [] : [columns[j] ?? all])];
		};
		const tails = (cells: readonly (readonly number[])[]): number[][] => {
			const out = [this.goal.map(() => 0)];
			for (let j = columns.length - 1; j >= 0; j--) out.unshift(adds(cells, j).map((x, k) => x + out[0]![k]!));
			return out;
		};
		this.least = tails(first);
		this.most = tails(last);
	}

	start(): State {
		return this.goal.map(() => 0);
	}

	/** Every way to fill column j after `state`, as counts and the state behind; null when there are too many steps. */
	private ways(j: number, state: State): { counts: number[]; next: State }[] | null {
		const { first, last, columns, total } = this.limits;
		const rows = first.length;
		const out: { counts: number[]; next: State }[] = [];
		const counts = new Array<number>(rows).fill(0);
		const sum = columns[j]!;
		const rest = (cells: readonly (readonly number[])[], from: number): number => cells.slice(from).reduce((s, row) => s + row[j]!, 0);
		const leastRest = Array.from({ length: rows + 1 }, (_, i) => rest(first, i));
		const mostRest = Array.from({ length: rows + 1 }, (_, i) => rest(last, i));
		const fill = (i: number, used: number): boolean => {
			if (++this.steps > MOST_STEPS) return false;
			if (i === rows) {
				const next = [...this.known.map((row, k) => state[k]! + counts[row]!), ...(total === null ? [] : [state.at(-1)! + used])];
				if (next.every((x, k) => x + this.least[j + 1]![k]! <= this.goal[k]! && x + this.most[j + 1]![k]! >= this.goal[k]!)) out.push({ counts: [...counts], next });
				return true;
			}
			for (let x = first[i]![j]!; x <= last[i]![j]!; x++) {
				if (sum !== null && (used + x + leastRest[i + 1]! > sum || used + x + mostRest[i + 1]! < sum)) continue;
				counts[i] = x;
				if (!fill(i + 1, used + x)) return false;
			}
			return true;
		};
		return fill(0, 0) ? out : null;
	}

	/** In how many ways the columns from j on can be filled. */
	count(j: number, state: State): number | null {
		if (j === this.memo.length) return state.every((x, k) => x === this.goal[k]) ? 1 : 0;
		const key = state.join();
		const before = this.memo[j]!.get(key);
		if (before !== undefined) return before;
		const ways = this.ways(j, state);
		if (!ways) return null;
		let sum = 0;
		for (const { next } of ways) {
			const behind = this.count(j + 1, next);
			if (behind === null) return null;
			sum += behind;
		}
		this.memo[j]!.set(key, sum);
		return sum;
	}

	/** The first tables, along ways that lead to an end. */
	list(j: number, state: State, most: number): number[][][] {
		if (j === this.memo.length) return [[]];
		const out: number[][][] = [];
		for (const { counts, next } of this.ways(j, state) ?? []) {
			if (out.length >= most) break;
			if ((this.count(j + 1, next) ?? 0) === 0) continue;
			for (const behind of this.list(j + 1, next, most - out.length)) out.push([counts, ...behind]);
		}
		return out;
	}
}

/** @param most how many tables to list @returns `too_large` when there are too many to go through */
export function wholeTables(limits: Limits, most: number): WholeTables | Violation {
	const search = new Search(limits);
	const solutions = search.count(0, search.start());
	if (solutions === null) return violation('too_large', { instead: 'n_rows' });
	const columns = solutions > 0 ? search.list(0, search.start(), most) : [];
	return { solutions, tables: columns.map((byColumn) => limits.first.map((_, i) => byColumn.map((c) => c[i]!))) };
}
