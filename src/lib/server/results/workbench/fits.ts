/**
 * Where a method's variables go, as a table: a row a method that reads data. Methods that are not here read no data, or need a spec of their own, and are
 * reached by their form. A test holds the table against the registry.
 */
import type { Want } from './wants.ts';

export interface Place {
	/** Field of the spec. */
	field: string;
	want: Want;
	/** Takes a list of variables. */
	many?: boolean;
	/** Fewest and most; 1 where absent. */
	min?: number;
	max?: number;
}

export interface Fit {
	method: string;
	/** Lowest first. */
	rank: number;
	/** Added where the variable in the first place is an ordered item rather than a number. */
	ordinal?: number;
	/** Figures that must be typed in before there is a result. */
	asks?: readonly string[];
	/** Fields whose variables must have one scale between them; true: all. */
	same?: true | readonly string[];
	/** Two fields whose variables must not have one scale: an item is no group for items like it. */
	apart?: readonly [string, string];
	/** What the spec has beyond the variables. */
	spec?: Readonly<Record<string, unknown>>;
	places: readonly Place[];
}

const one = (field: string, want: Want): Place => ({ field, want });
const list = (field: string, want: Want, min = 1, max = 100): Place => ({ field, want, many: true, min, max });
const maybe = (field: string, want: Want): Place => ({ field, want, min: 0 });

const compared = (method: string, rank: number, group: Want, ordinal = 0): Fit => ({ method, rank, ordinal, places: [one('y', 'number'), one('group', group)] });
const items = (method: string, rank: number, least: number, spec: Fit['spec'] = {}): Fit => ({ method, rank, same: true, spec, places: [list('items', 'number', least)] });

export const FITS: readonly Fit[] = [
	{ method: 'frequencies', rank: 10, places: [one('x', 'category')] },
	{ method: 'describe', rank: 12, ordinal: 2, places: [list('x', 'number')] },
	{ method: 'means', rank: 14, apart: ['y', 'group'], places: [list('y', 'number'), one('group', 'group')] },
	{ method: 'battery_table', rank: 10, same: true, places: [list('columns', 'category', 2)] },
	{ method: 'multiple_response', rank: 5, places: [list('columns', 'tick', 2)] },
	compared('t_test', 10, 'two', 2),
	compared('mann_whitney', 12, 'two', -1),
	compared('anova_welch', 10, 'several', 2),
	compared('anova', 11, 'several', 2),
	compared('kruskal_wallis', 12, 'several', -1),
	compared('games_howell', 15, 'several', 1),
	compared('tukey_hsd', 16, 'several', 1),
	compared('dunn', 17, 'several', -1),
	compared('levene', 24, 'group'),
	compared('icc_anova', 26, 'group'),
	{ method: 't_paired', rank: 13, ordinal: 2, same: true, places: [one('x', 'number'), one('y', 'number')] },
	{ method: 'wilcoxon_signed_rank', rank: 14, ordinal: -1, same: true, places: [one('x', 'number'), one('y', 'number')] },
	{ method: 'crosstab', rank: 10, places: [one('rows', 'outcome'), one('columns', 'group')] },
	{ method: 'paired_categories', rank: 16, same: true, places: [one('first', 'group'), one('second', 'group')] },
	{ method: 'agreement', rank: 17, same: true, places: [one('first', 'group'), one('second', 'group')] },
	{ method: 'correlation', rank: 12, places: [list('vars', 'number', 2, 40)] },
	{ method: 'polychoric', rank: 19, places: [list('vars', 'ordered', 2, 20)] },
	items('alpha', 13, 2),
	items('mean_index', 15, 2),
	items('omega', 17, 3),
	items('factor_adequacy', 18, 3),
	items('factor_analysis', 16, 3, { factors: 1, extraction: 'pca' }),
	items('parallel_analysis', 19, 3),
	{ method: 'quantile_groups', rank: 22, places: [one('x', 'scale_number')] },
	{ method: 'natural_breaks', rank: 23, places: [one('x', 'scale_number')] },
	{ method: 'bands', rank: 21, asks: ['limits'], places: [one('x', 'scale_number')] },
	{ method: 'ols', rank: 18, places: [one('y', 'number'), list('x', 'number', 0, 60), list('factors', 'group', 0, 20)] },
	{ method: 'logistic', rank: 20, places: [one('y', 'two'), list('x', 'number', 0, 60), list('factors', 'group', 0, 20)] },
	{ method: 'mixed', rank: 28, apart: ['y', 'group'], places: [one('y', 'number'), list('x', 'number', 0, 20), list('factors', 'group', 0, 10), one('group', 'several')] },
	{ method: 'survey_mean', rank: 2, places: [one('y', 'number'), maybe('by', 'group'), one('weights', 'weight')] },
	{ method: 'survey_frequencies', rank: 3, places: [one('x', 'category'), one('weights', 'weight')] },
	{ method: 'survey_crosstab', rank: 4, places: [one('rows', 'outcome'), one('columns', 'group'), one('weights', 'weight')] },
	{ method: 'survey_ols', rank: 6, places: [one('y', 'number'), list('x', 'number', 0, 60), list('factors', 'group', 0, 20), one('weights', 'weight')] },
	{ method: 'poststratified_mean', rank: 29, asks: ['cells', 'population'], places: [one('y', 'number'), list('by', 'group')] },
	{ method: 'weight_summary', rank: 1, places: [one('weights', 'weight')] },
	{ method: 'poststratify', rank: 30, asks: ['cells', 'population'], places: [list('by', 'group')] },
	{ method: 'goodness_of_fit', rank: 27, asks: ['population'], places: [one('x', 'group')] },
	{ method: 'response_rates', rank: 1, places: [one('responded', 'answered'), list('strata', 'group')] },
	{ method: 'nonresponse', rank: 2, places: [one('responded', 'answered'), one('stratum', 'group')] },
	{ method: 'nonresponse_model', rank: 3, places: [one('responded', 'answered'), list('strata', 'group')] },
	{ method: 'r_indicator', rank: 4, places: [one('responded', 'answered'), list('strata', 'group')] }
];
