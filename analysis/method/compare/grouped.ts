/** A test of group means is made once and offered twice: from raw data, and from n, mean and SD. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { About, Method } from '../../method.ts';
import type { Assumption, Effect, Note, Outcome, Values } from '../../result.ts';
import type { BaseSpec, Fields } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';
import { groupMoments, momentsFromSummary, type Moments } from '../../test/moments.ts';
import type { Sample } from '../../test/sample.ts';
import { independence, smallN } from './notes.ts';
import { rGroups, rSummary } from './r-code.ts';
import { readComparison, type Comparison } from './read.ts';
import { clusterValues, groupValues } from './values.ts';

export interface RawSpec extends BaseSpec, Comparison {
	/** Confidence level of the intervals. */
	level?: number | null;
}

export interface SummarySpec extends BaseSpec {
	/** Rows, mean and standard deviation (with n - 1) of each group. */
	n: readonly number[];
	mean: readonly number[];
	sd: readonly number[];
	/** Names of the groups; 1, 2 … when absent. */
	labels?: readonly string[] | null;
	level?: number | null;
}

/** What a test is given: the groups' moments, and their samples where there are raw data. */
export interface Groups {
	levels: readonly string[];
	moments: readonly Moments[];
	samples: readonly Sample[] | null;
}

export interface Answer {
	values: Values;
	effects: Effect[];
	assumptions: Assumption[];
	notes: Note[];
}

export interface GroupedTest<Own> {
	name: string;
	about: About;
	/** Number of groups; null for two or more. */
	needed: number | null;
	/** Fields beyond those of every such spec. */
	fields: Fields;
	/** Default confidence level. */
	level: number;
	answer(groups: Groups, spec: Own & { level: number }): Answer | Violation;
	/** R code after `rGroups` or `rSummary`; `raw` when y and g are there too. */
	r(spec: Own & { level: number }, raw: boolean): string;
	rTolerance?: Method['rTolerance'];
}

const LEVEL: Fields = { level: { type: 'number', above: 0, below: 1, optional: true } };
const RAW: Fields = {
	y: { type: 'column', kind: 'numeric' },
	group: { type: 'column', kind: 'any' },
	levels: { type: 'texts', optional: true },
	cluster: { type: 'column', kind: 'any', optional: true },
	...LEVEL
};
const SUMMARY: Fields = {
	n: { type: 'numbers', min: 1, integer: true },
	mean: { type: 'numbers' },
	sd: { type: 'numbers', min: 0 },
	labels: { type: 'texts', optional: true },
	...LEVEL
};
export { RAW as COMPARISON_FIELDS };

const smallest = (m: readonly Moments[]): number[] => m.map((g) => g.n);

/** A violation of a pure function that names no column gets it from here. */
export function named(v: Violation, column: string): Violation {
	return v.violation === 'constant' ? violation('constant', { column }) : v;
}

function runRaw<Own>(test: GroupedTest<Own>, spec: RawSpec & Own & { level: number }, table: Table): Outcome | Violation {
	const data = readComparison(table, spec, test.needed);
	if (isViolation(data)) return data;
	const moments = groupMoments(data.samples);
	const answer = test.answer({ levels: data.levels, moments, samples: data.samples }, spec);
	if (isViolation(answer)) return named(answer, spec.y);
	const rows = independence(spec.cluster, data.clustering);
	return {
		n: data.n,
		missing: data.missing,
		values: { ...groupValues(data.levels, moments), ...answer.values, ...clusterValues(data.clustering) },
		effects: answer.effects,
		assumptions: [rows.assumption, ...answer.assumptions],
		notes: [...smallN(smallest(moments)), ...answer.notes, ...rows.notes, ...data.notes]
	};
}

function runSummary<Own>(test: GroupedTest<Own>, spec: SummarySpec & Own & { level: number }): Outcome | Violation {
	const k = spec.n.length;
	if (spec.mean.length !== k) return violation('bad_field', { field: 'mean', needed: `${k} numbers` });
	if (spec.sd.length !== k) return violation('bad_field', { field: 'sd', needed: `${k} numbers` });
	if (spec.labels && spec.labels.length !== k) return violation('bad_field', { field: 'labels', needed: `${k} texts` });
	if (test.needed === null ? k < 2 : k !== test.needed) return violation('groups', { groups: k, needed: test.needed ?? '2+' });
	const levels = spec.labels ?? spec.n.map((_, i) => String(i + 1));
	const moments = momentsFromSummary(spec.n, spec.mean, spec.sd);
	const answer = test.answer({ levels, moments, samples: null }, spec);
	if (isViolation(answer)) return named(answer, 'sd');
	return {
		n: spec.n.reduce((a, b) => a + b, 0),
		missing: [],
		values: { ...groupValues(levels, moments), ...answer.values },
		effects: answer.effects,
		assumptions: [{ key: 'independent_rows', met: null }, ...answer.assumptions],
		notes: [...smallN(smallest(moments)), ...answer.notes]
	};
}

/**
 * The two methods of a test: `name` on columns, `name_summary` on figures. `run` and `toR` have checked the spec against the fields before they ask, so a
 * spec is what its fields say.
 */
export function bothForms<Own extends object>(test: GroupedTest<Own>): [Method, Method] {
	const tolerance = test.rTolerance ? { rTolerance: test.rTolerance } : {};
	const raw = (spec: BaseSpec): RawSpec & Own & { level: number } => ({ level: test.level, ...without(spec) }) as RawSpec & Own & { level: number };
	const summary = (spec: BaseSpec): SummarySpec & Own & { level: number } => ({ level: test.level, ...without(spec) }) as SummarySpec & Own & { level: number };
	return [
		{
			name: test.name,
			room: 'compare',
			about: test.about,
			fields: { ...RAW, ...test.fields },
			run: (spec, table) => runRaw(test, raw(spec), table),
			toR: (spec) => `${rGroups(raw(spec))}\n${test.r(raw(spec), true)}`,
			...tolerance
		},
		{
			name: `${test.name}_summary`,
			room: 'compare',
			about: { ...test.about, title: `${test.about.title}, from n, mean and SD`, missing: 'None: the figures are given.', r: `${test.about.r}; from figures by the formulas` },
			fields: { ...SUMMARY, ...test.fields },
			run: (spec) => runSummary(test, summary(spec)),
			toR: (spec) => `${rSummary(summary(spec))}\n${test.r(summary(spec), false)}`,
			...tolerance
		}
	];
}

/** Fields that are null count as absent. */
const without = (spec: BaseSpec): object => Object.fromEntries(Object.entries(spec).filter(([, v]) => v !== null));
