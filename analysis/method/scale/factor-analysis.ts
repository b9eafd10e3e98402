import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { Note, Outcome, Value } from '../../result.ts';
import { principalComponents } from '../../scale/components.ts';
import { factorFit, rootMeanSquareResidual } from '../../scale/fit.ts';
import { readItems } from '../../scale/items.ts';
import { product, type Rows } from '../../scale/matrix.ts';
import { maximumLikelihood } from '../../scale/maximum-likelihood.ts';
import { oblimin } from '../../scale/oblimin.ts';
import { principalAxis, SPSS_STOP } from '../../scale/principal-axis.ts';
import { arrange } from '../../scale/rotation.ts';
import { regressionScores } from '../../scale/scores.ts';
import { varimax } from '../../scale/varimax.ts';
import type { Table } from '../../table/table.ts';
import { factorRows } from './adequacy.ts';
import { factorAnalysisR, type Rotation } from './factor-analysis-r.ts';
import { ITEMS, named, REVERSED, scaleCorrelation, type ItemsSpec, type ScaleData } from './shared.ts';

export interface FactorAnalysisSpec extends ItemsSpec {
	method: 'factor_analysis';
	factors: number;
	/** Principal components, iterated principal axis, or maximum likelihood. */
	extraction: 'pca' | 'pa' | 'ml';
	/** Every one of them when absent. */
	rotation?: Rotation | null;
	/** Factor scores of each row by regression, for every rotation asked for. */
	scores?: boolean | null;
}

type Data = ScaleData & { correlation: number[][] };
interface Extraction {
	loadings: number[][];
	values: Record<string, Value>;
	notes: Note[];
}

const HEYWOOD: Note = { key: 'scale_heywood', level: 'warning' };
const squares = (loadings: Rows): number[] => loadings.map((row) => row.reduce((s, l) => s + l * l, 0));

function components(data: Data, factors: number): Extraction {
	const { loadings, eigenvalues } = principalComponents(data.correlation, factors);
	const p = eigenvalues.length;
	return { loadings, values: { h2: squares(loadings), eigenvalues, pct_var: eigenvalues.map((v) => (100 * v) / p), rmsr: rootMeanSquareResidual(data.correlation, loadings) }, notes: [] };
}

function axis(data: Data, factors: number): Extraction | Violation {
	const found = principalAxis(data.correlation, factors);
	if (isViolation(found)) return found;
	const early = principalAxis(data.correlation, factors, SPSS_STOP);
	if (isViolation(early)) return early;
	const { loadings, ...values } = found;
	const notes: Note[] = found.heywood ? [HEYWOOD] : [];
	if (!found.converged) notes.push({ key: 'scale_not_converged', level: 'warning', params: { iterations: found.iterations } });
	return { loadings, values: { ...values, h2_spss25: early.h2, iter_spss25: early.iterations, rmsr: rootMeanSquareResidual(data.correlation, loadings) }, notes };
}

function likelihood(data: Data, factors: number): Extraction | Violation {
	const found = maximumLikelihood(data.correlation, factors);
	if (isViolation(found)) return found;
	const logDet = principalComponents(data.correlation, 1).eigenvalues.reduce((s, v) => s + Math.log(v), 0);
	const { tail, ...fit } = factorFit(data.correlation, logDet, found.loadings, found.criterion, data.n);
	const { loadings, uniquenesses, criterion, heywood, max_gradient } = found;
	const notes: Note[] = heywood ? [HEYWOOD] : [];
	if (!tail) notes.push({ key: 'scale_no_degrees', level: 'info' });
	return { loadings, values: { uniquenesses, h2: squares(loadings), criterion, heywood, max_gradient, ...fit, p: tail?.p ?? null, log_p: tail?.logP ?? null }, notes };
}

/** Rotations asked for, with the structure matrix that scores are made from. */
function rotations(loadings: Rows, rotation: Rotation | null): { values: Record<string, Value>; structures: Record<string, Rows>; notes: Note[] } {
	const values: Record<string, Value> = {};
	const structures: Record<string, Rows> = {};
	const notes: Note[] = [];
	const unsettled = (name: string): void => void notes.push({ key: 'scale_rotation_not_converged', level: 'warning', params: { rotation: name } });
	if (rotation === null || rotation === 'varimax') {
		const turned = varimax(loadings);
		Object.assign(values, { loadings_varimax: turned.loadings, varimax_criterion: turned.criterion, ss_varimax: squares(turned.loadings[0]!.map((_, m) => turned.loadings.map((row) => row[m]!))) });
		structures.varimax = turned.loadings;
		if (!turned.converged) unsettled('varimax');
	}
	if (rotation === null || rotation === 'oblimin') {
		for (const [name, normalise] of [
			['kaiser', true],
			['raw', false]
		] as const) {
			const turned = oblimin(loadings, normalise);
			const structure = product(turned.loadings, turned.phi);
			Object.assign(values, { [`loadings_oblimin_${name}`]: turned.loadings, [`phi_oblimin_${name}`]: turned.phi, [`structure_oblimin_${name}`]: structure, [`oblimin_f_${name}`]: turned.criterion });
			structures[`oblimin_${name}`] = structure;
			if (!turned.converged) unsettled(`oblimin_${name}`);
		}
	}
	return { values, structures, notes };
}

function scoreColumns(spec: FactorAnalysisSpec, table: Table, data: Data, structures: Record<string, Rows>): Record<string, Value> | Violation {
	const items = readItems(table, spec.items);
	if (isViolation(items)) return items;
	const sd = data.covariance.map((row, i) => Math.sqrt(row[i]!));
	const signs = data.isReversed.map((r) => (r ? -1 : 1));
	const out: Record<string, Value> = {};
	for (const [name, structure] of Object.entries(structures)) {
		const scores = regressionScores(items, data.means as number[], sd, signs, data.correlation, structure);
		if (!scores) return violation('singular');
		out[`scores_regression_${name}`] = scores;
	}
	return out;
}

function run(spec: FactorAnalysisSpec, table: Table): Outcome | Violation {
	const p = spec.items.length;
	if (spec.factors > p) return violation('bad_field', { field: 'factors', needed: `<= ${p}` });
	const data = scaleCorrelation(spec, table);
	if (isViolation(data)) return data;
	const found = { pca: components, pa: axis, ml: likelihood }[spec.extraction](data, spec.factors);
	if (isViolation(found)) return named(found, spec.items);
	const { loadings } = arrange(found.loadings);
	const turned = rotations(loadings, spec.rotation ?? null);
	const scores = spec.scores ? scoreColumns(spec, table, data, spec.rotation === 'none' ? { unrotated: loadings } : turned.structures) : {};
	if (isViolation(scores)) return named(scores, spec.items);
	return {
		n: data.n,
		missing: data.missing,
		values: { n: data.n, extraction: spec.extraction, factors: spec.factors, loadings_unrotated: loadings, ...found.values, ...turned.values, ...scores, items: [...spec.items] },
		effects: [],
		assumptions: [
			{ key: 'independent_rows', met: null },
			...(spec.extraction === 'ml' ? [{ key: 'scale_multivariate_normality', met: null }] : [])
		],
		notes: [...factorRows(data.n, p), ...found.notes, ...turned.notes]
	};
}

export const factorAnalysisMethod: Method<FactorAnalysisSpec> = {
	name: 'factor_analysis',
	room: 'scale',
	about: {
		title: 'Exploratory factor analysis and principal components',
		definition: 'Of the correlation matrix: principal components (v sqrt(theta)); principal axis, communalities iterated from squared multiple correlations until none changes by 1e-12 (beside them those of the SPSS rule: 25 iterations or a change of .001); maximum likelihood, uniquenesses at least .005, chi-square (n - 1 - (2p + 5)/6 - 2m/3) f, RMSEA, TLI, root mean square residual. Varimax with Kaiser\'s normalisation; direct oblimin with gamma = 0, with and without it; each from several starting positions. Columns by falling sum of squares (oblique: diagonal of Phi L\'L), signs by positive column sums. Scores by regression.',
		missing: 'Listwise.',
		source: 'Harman (1976), Modern Factor Analysis, 3rd ed.; Jöreskog (1967), Psychometrika 32, 443-482; Kaiser (1958), Psychometrika 23, 187-200; Jennrich (2002), Psychometrika 67, 7-19.',
		r: 'eigen(R); factanal(covmat = R, control = list(nstart = 5, opt = list(factr = 10))); varimax(L, eps = 1e-15); GPArotation::oblimin(L)',
		golden: ['efa_pca', 'efa_pa', 'efa_ml'],
		differs: 'R stops early, the engine goes on to the solution. factanal: where its criterion is flat to rounding, so half of the digits of the uniquenesses count. varimax: default eps 1e-5, off by about 1e-3; even at eps 1e-15 a flat criterion leaves 1e-8. psych::fa(fm = "pa"): a change of .001, off by about 5e-4. The R code made from the spec refines each; what is left is 1e-6 or less. The number of principal-axis iterations may differ by one where the last change is at the limit.'
	},
	fields: {
		items: ITEMS,
		reversed: REVERSED,
		factors: { type: 'number', integer: true, min: 1 },
		extraction: { type: 'choice', of: ['pca', 'pa', 'ml'] },
		rotation: { type: 'choice', of: ['none', 'varimax', 'oblimin'], optional: true },
		scores: { type: 'flag', optional: true }
	},
	run,
	toR: factorAnalysisR,
	rTolerance: {
		iterations: null,
		loadings_unrotated: 1e-6,
		uniquenesses: 1e-7,
		h2: 1e-7,
		loadings_varimax: 1e-6,
		ss_varimax: 1e-7,
		loadings_oblimin_kaiser: 1e-5,
		loadings_oblimin_raw: 1e-5,
		structure_oblimin_kaiser: 1e-5,
		structure_oblimin_raw: 1e-5,
		phi_oblimin_kaiser: 1e-5,
		phi_oblimin_raw: 1e-5,
		oblimin_f_kaiser: 1e-9,
		oblimin_f_raw: 1e-9,
		scores_regression_unrotated: 1e-5,
		scores_regression_varimax: 1e-5,
		scores_regression_oblimin_kaiser: 1e-4,
		scores_regression_oblimin_raw: 1e-4
	}
};
