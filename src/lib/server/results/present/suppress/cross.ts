/**
 * Which counts of a cross table to hide, sums of rows and columns included, so that none under the limit is shown or can be found from those that are (rule: complementary suppression).
 *
 * The table with its sums is a network: rows and columns are nodes, a cell is an edge between its row and its column, and a sum is an edge that carries the other way. What is
 * shown fixes an edge; what is hidden may be any whole number that fits. A hidden cell is safe when one person can be moved round a ring of hidden cells through it, so that another
 * table has the same shown numbers (Gusfield 1988, SIAM J. Comput. 17, 552-571). Whoever reads it may know that a hidden cell is never 0.
 */
export interface Hidden { cells: boolean[][]; rows: boolean[]; columns: boolean[] }

interface Net { value: number[][]; hidden: boolean[][]; height: number; width: number }

/** The table with its sums as the last row and column. */
function netOf(counts: readonly (readonly number[])[], limit: number): Net {
	const width = counts[0]?.length ?? 0;
	const columns = Array.from({ length: width }, (_, j) => counts.reduce((sum, row) => sum + (row[j] ?? 0), 0));
	const body = [...counts.map((row) => [...row]), columns].map((row) => [...row, row.reduce((a, b) => a + b, 0)]);
	return { value: body, hidden: body.map((row) => row.map((n) => n > 0 && n < limit)), height: counts.length, width };
}

/** Whether the flow of an edge may rise (`up`) or fall by one person; a sum carries the other way. */
function canMove({ value, height, width }: Net, i: number, j: number, up: boolean): boolean {
	const isSum = (i === height) !== (j === width);
	return up !== isSum || (value[i]?.[j] ?? 0) >= 2;
}

/** Whether one person may be put on (or taken off) cell i, j and the rest of a ring of hidden cells make up for it. */
function ring(net: Net, i: number, j: number, up: boolean): boolean {
	if (!canMove(net, i, j, up)) return false;
	const { hidden, height, width } = net;
	const seenColumns = new Set([j]);
	const seenRows = new Set<number>();
	const columns = [j];
	while (columns.length > 0) {
		const c = columns.pop()!;
		for (let r = 0; r <= height; r++) {
			if (seenRows.has(r) || !hidden[r]?.[c] || (r === i && c === j) || !canMove(net, r, c, !up)) continue;
			if (r === i) return true;
			seenRows.add(r);
			for (let k = 0; k <= width; k++) {
				if (seenColumns.has(k) || !hidden[r]?.[k] || !canMove(net, r, k, up)) continue;
				seenColumns.add(k);
				columns.push(k);
			}
		}
	}
	return false;
}

const free = (net: Net, i: number, j: number): boolean => ring(net, i, j, true) || ring(net, i, j, false);

/** Hidden cells of a line whose sum is shown must be enough people together, or their sum is itself a number on too few. */
function tooFew(net: Net, cells: readonly (readonly [number, number])[], sum: readonly [number, number], limit: number): boolean {
	if (net.hidden[sum[0]]?.[sum[1]]) return false;
	const own = cells.filter(([i, j]) => net.hidden[i]?.[j]).map(([i, j]) => net.value[i]?.[j] ?? 0);
	return own.length > 0 && own.reduce((a, b) => a + b, 0) < Math.max(limit, own.length + 1);
}

/** The cell to hide next, for the sake of cell i, j: the smallest in its row, or its column, rather one whose other line has hidden cells already; then a sum of either. */
function next(net: Net, i: number, j: number): [number, number] | null {
	const { value, hidden, height, width } = net;
	const lines: [number, number][] = [...Array.from({ length: width }, (_, c): [number, number] => [i, c]), ...Array.from({ length: height }, (_, r): [number, number] => [r, j])];
	const elsewhere = ([r, c]: readonly [number, number]): number => (r === i ? hidden.filter((row, k) => k !== i && row[c]).length : (hidden[r]?.filter((h, k) => k !== j && h).length ?? 0));
	const open = (all: [number, number][]): [number, number][] => all.filter(([r, c]) => !hidden[r]?.[c] && (value[r]?.[c] ?? 0) > 0);
	const sums: [number, number][] = [[i, width], [height, j]];
	const best = (all: [number, number][]) => all.sort((a, b) => Number(elsewhere(b) > 0) - Number(elsewhere(a) > 0) || (value[a[0]]?.[a[1]] ?? 0) - (value[b[0]]?.[b[1]] ?? 0) || a[0] - b[0] || a[1] - b[1])[0];
	return best(open(lines)) ?? open(sums)[0] ?? null;
}

/** Any open cell that touches a hidden one, for when the lines of a cell are used up. */
function anyOpen({ value, hidden, height, width }: Net): [number, number] | null {
	let found: [number, number] | null = null;
	for (let r = 0; r <= height; r++) for (let c = 0; c <= width; c++) {
		const small = found === null || (value[r]?.[c] ?? 0) < (value[found[0]]?.[found[1]] ?? 0);
		if (!hidden[r]?.[c] && (value[r]?.[c] ?? 0) > 0 && !(r === height && c === width) && small) found = [r, c];
	}
	return found;
}

function unsafe(net: Net, limit: number): [number, number] | null {
	const { height, width, hidden } = net;
	const all = Array.from({ length: height + 1 }, (_, i) => i).flatMap((i) => Array.from({ length: width + 1 }, (_, j): [number, number] => [i, j]));
	const stuck = all.find(([i, j]) => hidden[i]?.[j] && !free(net, i, j));
	if (stuck) return stuck;
	const row = Array.from({ length: height }, (_, i) => i).find((i) => tooFew(net, Array.from({ length: width }, (_, j) => [i, j] as const), [i, width], limit));
	if (row !== undefined) return [row, hidden[row]?.indexOf(true) ?? 0];
	const column = Array.from({ length: width }, (_, j) => j).find((j) => tooFew(net, Array.from({ length: height }, (_, i) => [i, j] as const), [height, j], limit));
	return column === undefined ? null : [hidden.findIndex((line) => line[column]), column];
}

/**
 * @param counts whole numbers from 0, rows of equal length; their sum must be the limit or more, or all of it is to be hidden by the caller
 * @returns for each cell and each sum of a row and column whether it is hidden; the sum of all is shown. Cells of 0 are shown, nobody is in them.
 */
export function protectCross(counts: readonly (readonly number[])[], limit: number): Hidden {
	const net = netOf(counts, limit);
	const corner = net.hidden[net.height];
	if (corner) corner[net.width] = false;
	for (let at = unsafe(net, limit); at !== null; at = unsafe(net, limit)) {
		const chosen = next(net, at[0], at[1]) ?? anyOpen(net);
		if (!chosen) break;
		net.hidden[chosen[0]]![chosen[1]] = true;
	}
	return { cells: net.hidden.slice(0, net.height).map((row) => row.slice(0, net.width)), rows: net.hidden.slice(0, net.height).map((row) => row[net.width] ?? false), columns: (corner ?? []).slice(0, net.width) };
}

/** How many hidden cells could be chosen freely, the others following from them: under two, a single further number about the table gives them away. */
export function freedom({ cells, rows, columns }: Hidden): number {
	const height = cells.length;
	const width = cells[0]?.length ?? 0;
	const parent = Array.from({ length: height + width + 2 }, (_, k) => k);
	const root = (k: number): number => { let at = k; while (parent[at] !== at) at = parent[at] ?? at; return at; };
	const edges: [number, number][] = [
		...cells.flatMap((row, i) => row.flatMap((hidden, j): [number, number][] => (hidden ? [[i, height + 1 + j]] : []))),
		...rows.flatMap((hidden, i): [number, number][] => (hidden ? [[i, height + 1 + width]] : [])), ...columns.flatMap((hidden, j): [number, number][] => (hidden ? [[height, height + 1 + j]] : []))
	];
	let rings = 0;
	for (const [a, b] of edges) { if (root(a) === root(b)) rings += 1; else parent[root(a)] = root(b); }
	return rings;
}
