import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { violation, type Violation } from '../assumptions.ts';
import { cellProbabilities, flows, NEGLIGIBLE, slopesByRho, type Thresholds } from './binormal-table.ts';
import { overCells, type Polychoric } from './polychoric.ts';

export interface FullLikelihood {
	rho: number;
	se: number;
	rows: Thresholds;
	columns: Thresholds;
	loglik: number;
	/** 2(Σ n ln(n/N) − ln L), how far the table is from any bivariate normal distribution; rc − r − c degrees of freedom. */
	g2: number;
	df: number;
}

interface Point {
	rows: number[];
	columns: number[];
	rho: number;
}
type Counts = readonly (readonly number[])[];

const MOST_STEPS = 100;

const unpack = (v: readonly number[], r: number): Point => ({ rows: v.slice(0, r), columns: v.slice(r, -1), rho: v.at(-1)! });
const rising = (t: readonly number[]): boolean => t.every((x, i) => i === 0 || x > t[i - 1]!);
const allowed = (p: Point): boolean => Math.abs(p.rho) < 1 && rising(p.rows) && rising(p.columns);

/** ∂P/∂θ for every cell, one array of cells for each parameter: row thresholds, column thresholds, ρ. */
function jacobian({ rows, columns, rho }: Point, cells: number[][]): number[][] {
	const width = columns.length + 1;
	const size = (rows.length + 1) * width;
	const byRow = flows(rows, columns, rho).map((flow, t) => {
		const d = new Array<number>(size).fill(0);
		flow.forEach((f, j) => {
			d[t * width + j] = f;
			d[(t + 1) * width + j] = -f;
		});
		return d;
	});
	const byColumn = flows(columns, rows, rho).map((flow, t) => {
		const d = new Array<number>(size).fill(0);
		flow.forEach((f, i) => {
			d[i * width + t] = f;
			d[i * width + t + 1] = -f;
		});
		return d;
	});
	return [...byRow, ...byColumn, slopesByRho(rows, columns, rho).flat()].map((d) => d.slice(0, cells.length * width));
}

function at(table: Counts, point: Point, n: number): { loglik: number; score: number[]; information: number[][] } {
	const cells = cellProbabilities(point.rows, point.columns, point.rho);
	const p = cells.flat();
	const counts = table.flat();
	const d = jacobian(point, cells);
	const score = d.map((di) => di.reduce((s, x, c) => s + (counts[c]! > 0 ? (counts[c]! * x) / p[c]! : 0), 0));
	const information = d.map((di) => d.map((dj) => n * di.reduce((s, x, c) => s + (p[c]! < NEGLIGIBLE ? 0 : (x * dj[c]!) / p[c]!), 0)));
	return { loglik: overCells(table, (i, j) => Math.log(cells[i]![j]!)), score, information };
}

/**
 * Thresholds and ρ together by maximum likelihood: Fisher scoring from the two-step solution, steps halved until the likelihood
 * does not fall, to a score that no step can better. Standard error from the expected information. Source: Olsson (1979), Psychometrika 44, 443–460.
 * @param start the two-step solution of the same table, |ρ| < 1
 */
export function polychoricFullLikelihood(table: Counts, start: Polychoric): FullLikelihood | Violation {
	const { n } = start;
	const r = start.rows.length;
	let theta = [...start.rows, ...start.columns, start.rho];
	let here = at(table, unpack(theta, r), n);
	for (let step = 0; step < MOST_STEPS; step++) {
		if (!here.information.flat().every(Number.isFinite)) return violation('not_converged', { iterations: step });
		const cholesky = new CholeskyDecomposition(new Matrix(here.information));
		if (!cholesky.isPositiveDefinite()) return violation('not_converged', { iterations: step });
		const move = cholesky.solve(Matrix.columnVector(here.score)).to1DArray();
		const gain = move.reduce((s, m, k) => s + m * here.score[k]!, 0);
		// the square of the step in standard errors: nothing more to gain
		if (gain < 1e-20) {
			const { rows, columns, rho } = unpack(theta, r);
			const unit = new Array<number>(theta.length).fill(0).with(-1, 1);
			const variance = cholesky.solve(Matrix.columnVector(unit)).get(theta.length - 1, 0);
			const saturated = overCells(table, (i, j) => Math.log(table[i]![j]! / n));
			const g2 = Math.max(0, 2 * (saturated - here.loglik));
			return { rho, se: Math.sqrt(variance), rows, columns, loglik: here.loglik, g2, df: table.length * table[0]!.length - table.length - table[0]!.length };
		}
		let share = 1;
		let next = here;
		let tried = theta;
		for (; share > 1e-10; share /= 2) {
			tried = theta.map((t, k) => t + share * move[k]!);
			const point = unpack(tried, r);
			if (!allowed(point)) continue;
			next = at(table, point, n);
			if (next.loglik >= here.loglik - 1e-12 * Math.abs(here.loglik)) break;
		}
		if (share <= 1e-10) return violation('not_converged', { iterations: step });
		[theta, here] = [tried, next];
	}
	return violation('not_converged', { iterations: MOST_STEPS });
}
