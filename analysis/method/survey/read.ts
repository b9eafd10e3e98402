/** From a spec with a design to the rows and the sample design. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Assumption, Note } from '../../result.ts';
import type { BaseSpec, Fields } from '../../spec/fields.ts';
import { surveyDesign, type SurveyDesign } from '../../survey/design.ts';
import type { Table } from '../../table/table.ts';
import { groups, numbers, pick, type Groups, type Numbers } from '../../table/view.ts';

export interface DesignSpec extends BaseSpec {
	/** Column of weights, above 0; every row weighs the same when absent. */
	weights?: string | null;
	/** Column of strata. */
	strata?: string | null;
	/** Column of clusters (primary sampling units), nested in the strata. */
	cluster?: string | null;
	/** Column with the number of units in the row's stratum (1 or more), or the fraction sampled (below 1). */
	fpc?: string | null;
	/** The whole population's number of units, for a sample without strata: a finite population correction, and N/n as weight where no weights are given. */
	population_N?: number | null;
	/** Confidence level, 0.95 when absent. */
	level?: number | null;
}

export const DESIGN_FIELDS: Fields = {
	weights: { type: 'column', kind: 'numeric', optional: true },
	strata: { type: 'column', kind: 'any', optional: true },
	cluster: { type: 'column', kind: 'any', optional: true },
	fpc: { type: 'column', kind: 'numeric', optional: true },
	population_N: { type: 'number', min: 1, optional: true },
	level: { type: 'number', above: 0, below: 1, optional: true }
};

export interface DesignViews {
	weights: Numbers | null;
	strata: Groups | null;
	cluster: Groups | null;
	fpc: Numbers | null;
}

/** The views of the design's columns, and by name those that must be valid on every row of the design. */
export function designViews(table: Table, spec: DesignSpec): { views: DesignViews; named: Record<string, Numbers | Groups> } | Violation {
	if (spec.population_N && (spec.fpc || spec.strata)) return violation('bad_field', { field: 'population_N', needed: spec.fpc ? 'fpc = null' : 'strata = null' });
	const views: DesignViews = { weights: null, strata: null, cluster: null, fpc: null };
	const named: Record<string, Numbers | Groups> = {};
	for (const field of ['weights', 'strata', 'cluster', 'fpc'] as const) {
		const name = spec[field];
		if (!name) continue;
		const view = field === 'weights' || field === 'fpc' ? numbers(table, name) : groups(table, name);
		if (isViolation(view)) return view;
		(views as unknown as Record<string, Numbers | Groups>)[field] = view;
		named[`${name}`] = view;
	}
	return { views, named };
}

/** The design of the given rows. */
export function designOf(views: DesignViews, rows: Int32Array, spec: DesignSpec): SurveyDesign | Violation {
	const codes = (view: Groups | null): Int32Array | null => view && Int32Array.from(rows, (i) => view.codes[i]!);
	const N = spec.population_N ?? null;
	const equal = N === null || spec.cluster ? 1 : N / rows.length;
	return surveyDesign({
		weights: views.weights ? pick(views.weights, rows) : new Float64Array(rows.length).fill(equal),
		strata: codes(views.strata),
		clusters: codes(views.cluster),
		fpc: views.fpc ? pick(views.fpc, rows) : N === null ? null : new Float64Array(rows.length).fill(Math.max(N, 1))
	});
}

/** 1 + the squared coefficient of variation of the weights, n sum w^2 / (sum w)^2. Kish (1965), Survey Sampling, 11.7. */
export function kishEffect(weights: Float64Array): number {
	const sum = weights.reduce((s, w) => s + w, 0);
	return (weights.length * weights.reduce((s, w) => s + w * w, 0)) / (sum * sum);
}

const UNEQUAL = 1.5;
const FEW_DF = 20;

export function designNotes(design: SurveyDesign, table: Table, spec: DesignSpec): { notes: Note[]; assumptions: Assumption[] } {
	const notes: Note[] = [];
	const kish = kishEffect(design.weights);
	if (design.n < table.rows) notes.push({ key: 'survey_left_out', level: design.n < 0.8 * table.rows ? 'warning' : 'info', params: { left_out: table.rows - design.n, rows: table.rows } });
	if (design.lonely > 0) notes.push({ key: 'survey_lonely', level: 'warning', params: { strata: design.lonely } });
	if (design.df < FEW_DF) notes.push({ key: 'survey_few_units', level: 'warning', params: { units: design.units, strata: design.strata, df: design.df } });
	if (kish > UNEQUAL) notes.push({ key: 'survey_unequal_weights', level: 'warning', params: { deff: kish } });
	return {
		notes,
		assumptions: [
			{ key: spec.cluster ? 'survey_clusters_independent' : 'independent_rows', met: null },
			{ key: 'survey_weights_fixed', met: null }
		]
	};
}
