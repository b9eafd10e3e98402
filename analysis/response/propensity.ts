/** Response propensities: the probability of answering by several strata at once. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { designMatrix } from '../model/design.ts';
import { logistic } from '../model/logistic.ts';
import { glmStandardErrors } from './scoring.ts';

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
	/** The standard errors as R's glm gives them, see `glmStandardErrors`. */
	seGlm: (number | null)[];
	/** -2 log L. */
	deviance: number;
	/** Coefficients but the constant. */
	df: number;
	certain: CertainLevel[];
	/** What the finite part of the model was fitted on, for what is made from it. */
	fit: { rows: Int32Array; columns: Float64Array[]; vcov: number[][] } | null;
}

/** The factor on some rows, without levels that none of them has. */
function narrowed(f: StratumFactor, rows: Int32Array): StratumFactor {
	const seen = new Uint8Array(f.levels.length);
	for (const i of rows) seen[f.codes[i]!] = 1;
	const place = new Int32Array(f.levels.length);
	const levels = f.levels.filter((_, k) => seen[k] === 1);
	f.levels.forEach((l, k) => (place[k] = levels.indexOf(l)));
	return { name: f.name, codes: Int32Array.from(rows, (i) => place[f.codes[i]!]!), levels };
}

/** Levels on which everyone of the rows has the same outcome. */
function certainLevels(factors: readonly StratumFactor[], y: Float64Array, rows: Int32Array): { factor: StratumFactor; code: number; responded: boolean }[] {
	return factors.flatMap((factor) => {
		const n = new Float64Array(factor.levels.length);
		const ones = new Float64Array(factor.levels.length);
		for (const i of rows) {
			n[factor.codes[i]!]! += 1;
			ones[factor.codes[i]!]! += y[i]!;
		}
		return factor.levels.flatMap((_, code) => (n[code]! > 0 && (ones[code] === 0 || ones[code] === n[code]) ? [{ factor, code, responded: ones[code]! > 0 }] : []));
	});
}

/**
 * logit(rho) = constant + one effect a level, by maximum likelihood, main effects only.
 * A level on which all or none have answered has no finite coefficient. The likelihood's limit is still plain: those seats have rho 1 or 0, and the other
 * seats are fitted without them; so it is done, and the level is listed in `certain`.
 * @param y 1 for a seat that has answered, 0 for one that has not
 * @returns `constant` when all or none have answered or a stratum has one level only, `singular` when a stratum follows from the others,
 *   `separation` when some combination of strata foretells the response without fail
 */
export function propensity(y: Float64Array, factors: readonly StratumFactor[]): Propensity | Violation {
	const N = y.length;
	if (N === 0) return violation('no_data', { columns: factors.map((f) => f.name).join(', ') });
	const answered = y.reduce((a, b) => a + b, 0);
	if (answered === 0 || answered === N) return violation('constant', { column: 'responded' });
	let rows = Int32Array.from({ length: N }, (_, i) => i);
	const full = factors.map((f) => narrowed(f, rows));
	const single = full.find((f) => f.levels.length < 2);
	if (single) return violation('constant', { column: single.name });
	const certain: CertainLevel[] = [];
	const rho = Float64Array.from(y);
	for (let found = certainLevels(full, y, rows); found.length > 0; found = certainLevels(full, y, rows)) {
		for (const { factor, code, responded } of found) certain.push({ stratum: factor.name, level: factor.levels[code]!, responded });
		rows = rows.filter((i) => !found.some(({ factor, code }) => factor.codes[i] === code));
	}
	const kept = full.map((f) => narrowed(f, rows));
	const left = kept.filter((f) => f.levels.length > 1);
	// with another reference level the coefficients that are left are not those named here
	const moved = full.map((f, k) => kept[k]!.levels[0] !== f.levels[0]);
	const named = [{ term: '(Intercept)', lost: moved.some(Boolean) }, ...full.flatMap((f, k) => f.levels.slice(1).map((l) => ({ term: f.name + l, lost: moved[k]! })))];
	const terms = named.map((t) => t.term);
	const df = terms.length - 1;
	if (rows.length === 0) return { rho, terms, b: terms.map(() => null), se: terms.map(() => null), seGlm: terms.map(() => null), deviance: 0, df, certain, fit: null };
	const design = designMatrix(rows.length, left.map((f) => [f.name]), Object.fromEntries(left.map((f) => [f.name, { kind: 'factor', codes: f.codes, levels: f.levels }])), true);
	if (isViolation(design)) return design;
	const own = Float64Array.from(rows, (i) => y[i]!);
	const model = logistic(design.columns, own, design.names);
	if (isViolation(model)) return model;
	rows.forEach((row, i) => (rho[row] = model.fitted[i]!));
	const read = (values: Float64Array | null) => named.map(({ term, lost }) => (values === null || lost || !design.names.includes(term) ? null : values[design.names.indexOf(term)]!));
	return { rho, terms, b: read(model.b), se: read(model.se), seGlm: read(glmStandardErrors(design.columns, own)), deviance: model.deviance, df, certain, fit: { rows, columns: design.columns, vcov: model.vcov } };
}
