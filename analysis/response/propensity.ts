/** Response propensities: the probability of answering by several strata at once. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { mainEffects, type MainEffects } from './main-effects.ts';
import { countLogit } from './scoring.ts';

export interface StratumFactor {
	name: string;
	/** Level of each seat, 0 to levels.length - 1. */
	codes: Int32Array;
	levels: readonly string[];
}

/** A level on which all, or none, of those that the model has left have answered. */
export interface CertainLevel {
	stratum: string;
	level: string;
	responded: boolean;
}

export interface Propensity {
	/** Estimated probability of each seat. */
	rho: Float64Array;
	/** Coefficients and standard errors; null where the estimate is not finite. The first level that has anyone is the reference. */
	terms: string[];
	b: (number | null)[];
	se: (number | null)[];
	/** The standard errors as R's glm gives them, see `countLogit`. */
	seGlm: (number | null)[];
	/** -2 log L. */
	deviance: number;
	/** Coefficients but the constant. */
	df: number;
	certain: CertainLevel[];
	/** The finite part of the model, a row for each cell of the strata that has anyone: seats, probabilities, design, coefficients with their names and covariance. */
	fit: { seats: Float64Array; rho: Float64Array; design: MainEffects; names: readonly string[]; b: Float64Array; vcov: number[][] } | null;
}

/** Up to so many combinations have a place of their own to be counted in. */
const MOST_COUNTED = 1 << 20;

/** As `crossing`, where the combinations are few. */
function counted(factors: readonly StratumFactor[], N: number, possible: number): { of: Int32Array; cells: StratumFactor[]; count: number } {
	const of = new Int32Array(N);
	for (const { codes, levels } of factors) for (let i = 0; i < N; i++) of[i] = of[i]! * levels.length + codes[i]!;
	const index = new Int32Array(possible).fill(-1);
	for (let i = 0; i < N; i++) index[of[i]!] = 0;
	const keys: number[] = [];
	for (let key = 0; key < possible; key++) if (index[key] === 0) index[key] = keys.push(key) - 1;
	for (let i = 0; i < N; i++) of[i] = index[of[i]!]!;
	let below = possible;
	const cells = factors.map((f) => {
		const size = f.levels.length;
		below /= size;
		const codes = new Int32Array(keys.length);
		for (let c = 0; c < codes.length; c++) codes[c] = Math.floor(keys[c]! / below) % size;
		return { ...f, codes };
	});
	return { of, count: keys.length, cells };
}

/** Which cell of all the factors crossed each seat is in, with each cell's own levels. Cells are numbered by their levels, so that the order of the seats has no say. */
export function crossing(factors: readonly StratumFactor[], N: number): { of: Int32Array; cells: StratumFactor[]; count: number } {
	const possible = factors.reduce((product, f) => product * f.levels.length, 1);
	if (possible <= MOST_COUNTED) return counted(factors, N, possible);
	const key = new Float64Array(N);
	for (const f of factors) for (let i = 0; i < N; i++) key[i] = key[i]! * f.levels.length + f.codes[i]!;
	const first = new Map<number, number>();
	for (let i = 0; i < N; i++) if (!first.has(key[i]!)) first.set(key[i]!, i);
	const keys = [...first.keys()].sort((a, b) => a - b);
	const index = new Map(keys.map((k, c) => [k, c]));
	return {
		of: Int32Array.from(key, (k) => index.get(k)!),
		count: keys.length,
		cells: factors.map((f) => ({ ...f, codes: Int32Array.from(keys, (k) => f.codes[first.get(k)!]!) }))
	};
}

/** The factor on some rows, without levels that none of them has. */
function narrowed(f: StratumFactor, rows: Int32Array): StratumFactor {
	const seen = new Uint8Array(f.levels.length);
	for (const i of rows) seen[f.codes[i]!] = 1;
	if (rows.length === f.codes.length && seen.every((s) => s === 1)) return f;
	const place = new Int32Array(f.levels.length);
	const levels = f.levels.filter((_, k) => seen[k] === 1);
	for (let k = 0, at = 0; k < place.length; k++) place[k] = seen[k] === 1 ? at++ : -1;
	const codes = new Int32Array(rows.length);
	for (let i = 0; i < rows.length; i++) codes[i] = place[f.codes[rows[i]!]!]!;
	return { name: f.name, codes, levels };
}

/** Levels on which everyone of the cells has the same outcome. */
function certainLevels(factors: readonly StratumFactor[], seats: Float64Array, answered: Float64Array, rows: Int32Array): { factor: StratumFactor; code: number; responded: boolean }[] {
	return factors.flatMap((factor) => {
		const n = new Float64Array(factor.levels.length);
		const ones = new Float64Array(factor.levels.length);
		for (const c of rows) {
			n[factor.codes[c]!]! += seats[c]!;
			ones[factor.codes[c]!]! += answered[c]!;
		}
		return factor.levels.flatMap((_, code) => (n[code]! > 0 && (ones[code] === 0 || ones[code] === n[code]) ? [{ factor, code, responded: ones[code]! > 0 }] : []));
	});
}

export interface PropensityOptions {
	/** The same cells fitted to about the same answers: where the fit begins. `rho` is what counts then: covariance and standard errors may be those of that fit. */
	near?: Propensity;
	/** Leaves out what only R's glm gives: `seGlm` is then `se`. */
	plain?: boolean;
}

/**
 * logit(rho) = constant + one effect a level, by maximum likelihood, main effects only, for cells of seats that are alike on every stratum.
 * A level on which all or none have answered has no finite coefficient. The likelihood's limit is still plain: those seats have rho 1 or 0, and the other
 * seats are fitted without them; so it is done, and the level is listed in `certain`.
 * @param seats above 0, one a cell
 * @param answered how many of them have answered; expected numbers, which need not be whole, are fitted as if they were counts
 * @param cells the strata with one code a cell; `rho` is one a cell too
 * @returns `constant` when all or none have answered or a stratum has one level only, `singular` when a stratum follows from the others,
 *   `separation` when some combination of strata foretells the response without fail
 */
export function cellPropensity(seats: Float64Array, answered: Float64Array, cells: readonly StratumFactor[], { near, plain = false }: PropensityOptions = {}): Propensity | Violation {
	if (answered.every((n) => n === 0) || answered.every((n, c) => n === seats[c])) return violation('constant', { column: 'responded' });
	let rows = new Int32Array(seats.length);
	for (let c = 0; c < rows.length; c++) rows[c] = c;
	const full = cells.map((f) => narrowed(f, rows));
	const single = full.find((f) => f.levels.length < 2);
	if (single) return violation('constant', { column: single.name });
	const certain: CertainLevel[] = [];
	const rho = answered.map((n) => (n > 0 ? 1 : 0));
	for (let found = certainLevels(full, seats, answered, rows); found.length > 0; found = certainLevels(full, seats, answered, rows)) {
		for (const { factor, code, responded } of found) certain.push({ stratum: factor.name, level: factor.levels[code]!, responded });
		rows = rows.filter((c) => !found.some(({ factor, code }) => factor.codes[c] === code));
	}
	const kept = rows.length === seats.length ? full : full.map((f) => narrowed(f, rows));
	const left = kept.filter((f) => f.levels.length > 1);
	// with another reference level the coefficients that are left are not those named here
	const moved = full.map((f, k) => kept[k]!.levels[0] !== f.levels[0]);
	const named = [{ term: '(Intercept)', lost: moved.some(Boolean) }, ...full.flatMap((f, k) => f.levels.slice(1).map((l) => ({ term: f.name + l, lost: moved[k]! })))];
	const terms = named.map((t) => t.term);
	const base = { terms, df: terms.length - 1, certain };
	if (rows.length === 0) return { ...base, rho, b: terms.map(() => null), se: terms.map(() => null), seGlm: terms.map(() => null), deviance: 0, fit: null };
	const design = mainEffects(rows.length, left);
	const names = ['(Intercept)', ...left.flatMap((f) => f.levels.slice(1).map((l) => f.name + l))];
	const own = rows.length === seats.length ? { seats, answered } : { seats: Float64Array.from(rows, (c) => seats[c]!), answered: Float64Array.from(rows, (c) => answered[c]!) };
	const same = near?.fit && near.fit.names.length === names.length && near.fit.names.every((n, j) => n === names[j]) ? near.fit : null;
	const begun = same && countLogit(design, own.seats, own.answered, names, { from: same.b, plain: true, ...(rows.length === same.seats.length ? { independent: true, near: same.vcov } : {}) });
	// scoring that begins far from the estimate may miss it
	const model = begun && !isViolation(begun) ? begun : countLogit(design, own.seats, own.answered, names, { plain: plain || near !== undefined });
	if (isViolation(model)) return model;
	rows.forEach((c, i) => (rho[c] = model.fitted[i]!));
	// + 0 makes -0 plain, which does not survive JSON
	const read = (values: ArrayLike<number>) => named.map(({ term, lost }) => (lost || !names.includes(term) ? null : values[names.indexOf(term)]! + 0));
	return {
		...base, rho,
		b: read(model.b), se: read(model.vcov.map((row, j) => Math.sqrt(row[j]!))), seGlm: read(model.seGlm),
		get deviance() { return model.deviance(); },
		fit: { seats: own.seats, rho: model.fitted, design, names, b: model.b, vcov: model.vcov }
	};
}

/** Seats and answers of each cell of the strata crossed. */
export interface AnsweredCells {
	/** Which cell each seat is in. */
	of: Int32Array;
	cells: StratumFactor[];
	seats: Float64Array;
	answered: Float64Array;
}

export function answeredCells(y: Float64Array, factors: readonly StratumFactor[]): AnsweredCells {
	const { of, cells, count } = crossing(factors, y.length);
	const seats = new Float64Array(count);
	const answered = new Float64Array(count);
	for (let i = 0; i < y.length; i++) {
		seats[of[i]!]! += 1;
		answered[of[i]!]! += y[i]!;
	}
	return { of, cells, seats, answered };
}

/**
 * As `cellPropensity`, from single seats.
 * @param y 1 for a seat that has answered, 0 for one that has not
 * @returns also `no_data` without seats
 */
export function propensity(y: Float64Array, factors: readonly StratumFactor[], options: PropensityOptions = {}): Propensity | Violation {
	if (y.length === 0) return violation('no_data', { columns: factors.map((f) => f.name).join(', ') });
	const { of, cells, seats, answered } = answeredCells(y, factors);
	const fitted = cellPropensity(seats, answered, cells, options);
	if (isViolation(fitted)) return fitted;
	const rho = new Float64Array(of.length);
	for (let i = 0; i < rho.length; i++) rho[i] = fitted.rho[of[i]!]!;
	return { ...fitted, rho };
}
