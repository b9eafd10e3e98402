/**
 * Which counts of a cross table to hide, sums of rows and columns included, so that none under the limit is shown or can be found from those that are (rule: complementary suppression).
 *
 * The table with its sums is a network: rows and columns are nodes, a cell is an edge between its row and its column, and a sum is an edge that carries the other way. What is
 * shown fixes an edge; what is hidden may be any whole number that fits. A hidden cell is safe when one person can be moved round a ring of hidden cells through it, so that another
 * table has the same shown numbers (Gusfield 1988, SIAM J. Comput. 17, 552-571). Whoever reads it may know that a hidden cell is never 0. Cells are hidden as long as one is not safe,
 * those of its cheapest ring; that hides few, and not always the fewest there could be, which is too hard to find (Kelly, Golden and Assad 1992, Networks 22, 397-417).
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

/** What it costs to have a cell on a ring: nothing when it is hidden already; else one cell, a little by its people, and much for a sum, which readers want most. */
function cost({ value, hidden, height, width }: Net, i: number, j: number): number {
	const n = value[i]?.[j] ?? 0;
	if (hidden[i]?.[j]) return 0;
	if (n === 0 || (i === height && j === width)) return Infinity;
	return (i === height || j === width ? 10 : 1) + n / (1 + (value[height]?.[width] ?? 0));
}

interface Ring { cost: number; cells: [number, number][] }

/**
 * The cheapest ring on which one person is put on cell i, j (or taken off it) and the other cells make up for it: from the cell's column, to a row by a cell that moves the other
 * way, to a column by one that moves the same way, until the cell's own row (Dijkstra). Null: there is none.
 */
function ring(net: Net, i: number, j: number, up: boolean): Ring | null {
	if (!canMove(net, i, j, up)) return null;
	const { height, width } = net;
	const rows = height + 1;
	const far = Array.from({ length: rows + width + 1 }, () => Infinity);
	const from = far.map(() => -1);
	const done = far.map(() => false);
	far[rows + j] = 0;
	for (;;) {
		let at = -1;
		for (let k = 0; k < far.length; k++) if (!done[k] && far[k]! < Infinity && (at < 0 || far[k]! < far[at]!)) at = k;
		if (at < 0) return null;
		if (at === i) break;
		done[at] = true;
		const column = at >= rows;
		for (let k = 0; k < (column ? rows : width + 1); k++) {
			const [r, c, to] = column ? [k, at - rows, k] : [at, k, rows + k];
			if (done[to] || (r === i && c === j) || !canMove(net, r, c, column ? !up : up)) continue;
			const longer = far[at]! + cost(net, r, c);
			if (longer < far[to]!) { far[to] = longer; from[to] = at; }
		}
	}
	const cells: [number, number][] = [];
	for (let at = i; at !== rows + j; at = from[at]!) cells.push(at < rows ? [at, from[at]! - rows] : [from[at]!, at - rows]);
	return { cost: far[i]!, cells };
}

function cheapest(net: Net, i: number, j: number): Ring | null {
	const [up, down] = [ring(net, i, j, true), ring(net, i, j, false)];
	return up && down ? (up.cost <= down.cost ? up : down) : (up ?? down);
}

/** Hidden cells of a line whose sum is shown must be enough people together, or their sum is itself a number on too few. */
function tooFew(net: Net, cells: readonly (readonly [number, number])[], sum: readonly [number, number], limit: number): boolean {
	if (net.hidden[sum[0]]?.[sum[1]]) return false;
	const own = cells.filter(([i, j]) => net.hidden[i]?.[j]).map(([i, j]) => net.value[i]?.[j] ?? 0);
	return own.length > 0 && own.reduce((a, b) => a + b, 0) < Math.max(limit, own.length + 1);
}

/** The smallest cell of a line that is shown; its sum when all are hidden. */
function smallest(net: Net, cells: readonly (readonly [number, number])[], sum: readonly [number, number]): readonly [number, number] {
	const open = cells.filter(([i, j]) => !net.hidden[i]?.[j] && (net.value[i]?.[j] ?? 0) > 0);
	return open.reduce<readonly [number, number]>((best, cell) => (best === sum || (net.value[cell[0]]?.[cell[1]] ?? 0) < (net.value[best[0]]?.[best[1]] ?? 0) ? cell : best), sum);
}

/** Cells to hide next; none when everything hidden is safe. */
function next(net: Net, limit: number): readonly (readonly [number, number])[] {
	const { height, width, hidden, value } = net;
	const [rows, columns] = [Array.from({ length: height }, (_, i) => i), Array.from({ length: width }, (_, j) => j)];
	const lines = [...rows.map((i) => ({ cells: columns.map((j) => [i, j] as const), sum: [i, width] as const })), ...columns.map((j) => ({ cells: rows.map((i) => [i, j] as const), sum: [height, j] as const }))];
	const few = lines.find(({ cells, sum }) => tooFew(net, cells, sum, limit));
	if (few) return [smallest(net, few.cells, few.sum)];
	for (let i = 0; i <= height; i++) for (let j = 0; j <= width; j++) {
		if (!hidden[i]?.[j]) continue;
		const found = cheapest(net, i, j);
		if (found && found.cost > 0) return found.cells.filter(([r, c]) => !hidden[r]?.[c]);
		// a cell that no ring can be put through: everything that is left goes
		if (!found) {
			const open = value.flatMap((row, r) => row.map((n, c) => [r, c, n] as const)).filter(([r, c, n]) => n > 0 && !hidden[r]?.[c] && !(r === height && c === width));
			if (open.length > 0) return open.map(([r, c]) => [r, c] as const);
		}
	}
	return [];
}

/**
 * @param counts whole numbers from 0, rows of equal length; their sum must be the limit or more, or all of it is to be hidden by the caller
 * @returns for each cell and each sum of a row and column whether it is hidden; the sum of all is shown. Cells of 0 are shown, nobody is in them. Null: so few people in so few cells that
 * even the sum of all and the empty cells would give one away, and nothing may be shown.
 */
export function protectCross(counts: readonly (readonly number[])[], limit: number): Hidden | null {
	const net = netOf(counts, limit);
	const corner = net.hidden[net.height];
	if (corner) corner[net.width] = false;
	for (let chosen = next(net, limit); chosen.length > 0; chosen = next(net, limit)) for (const [i, j] of chosen) net.hidden[i]![j] = true;
	if (net.hidden.some((row, i) => row.some((hidden, j) => hidden && !cheapest(net, i, j)))) return null;
	return { cells: net.hidden.slice(0, net.height).map((row) => row.slice(0, net.width)), rows: net.hidden.slice(0, net.height).map((row) => row[net.width] ?? false), columns: (corner ?? []).slice(0, net.width) };
}
