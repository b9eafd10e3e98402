import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { draw } from '../../extraction/draw.ts';
import { compareListed, ofMunicipality, overlap, type Compared } from '../../extraction/overview.ts';
import { readObserved } from '../../extraction/read.ts';
import { bootstrap, leaveOneOut, listed } from '../../extraction/stability.ts';
import type { Method } from '../../method.ts';
import type { Effect, Note, Outcome } from '../../result.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { effect } from '../compare/values.ts';
import { comparisonNotes, dataNotes, listNotes, stabilityNotes } from './notes.ts';
import { rankingR } from './r.ts';
import { FIELDS, optionsOf, type FollowUpExtractionSpec } from './spec.ts';
import { bootstrapValues, code, comparedValues, countyValues, limitValues, rankingValues, reasonValues, spreadValues, withoutValues } from './values.ts';

export type { FollowUpExtractionSpec } from './spec.ts';

/** Values that may be drawn anew in all: a minute or two. */
const MOST_DRAWS = 1e8;
/** On the list in nine of ten replicates. */
const SURE = 0.9;

function compareAll(spec: FollowUpExtractionSpec, table: Table, municipality: Parameters<typeof compareListed>[2], list: ReadonlySet<number>, level: number): Compared[] | Violation {
	const found: Compared[] = [];
	for (const column of spec.characteristics ?? []) {
		const one = compareListed(table, column, municipality, list, level);
		if (isViolation(one)) return one;
		found.push(one);
	}
	return found;
}

const effectsOf = (compared: readonly Compared[], level: number): Effect[] =>
	compared.flatMap(({ column, effect: e }) => (e && Number.isFinite(e.hedges_g) ? [effect('hedges_g', e.hedges_g, e.hedges_g_ci, level, [column])] : []));

function run(spec: FollowUpExtractionSpec, table: Table): Outcome | Violation {
	const options = optionsOf(spec);
	if (isViolation(options)) return options;
	const minN = spec.min_n ?? 0;
	const read = readObserved(table, spec, options.rules, spec.years, minN);
	if (isViolation(read)) return read;
	const { observed, municipality } = read;
	const replicates = spec.replicates ?? 0;
	const size = observed.municipalities.values.length + observed.schools.values.length;
	if (replicates * size > MOST_DRAWS) return violation('too_large', { instead: `replicates <= ${Math.floor(MOST_DRAWS / size)}` });
	const drawn = draw(observed, options);
	if (drawn.rank.every((r) => r === 0)) return violation('no_data', { columns: spec.value });
	const now = listed(drawn);
	const known = new Set(Array.from(municipality.codes).filter((m) => m >= 0));
	const county = spec.county ? ofMunicipality(table, spec.county, municipality) : null;
	if (isViolation(county)) return county;
	const level = spec.level ?? 0.95;
	const compared = compareAll(spec, table, municipality, new Set(now), level);
	if (isViolation(compared)) return compared;
	const names = now.map((m) => code(read, m));
	const knownNames = new Set([...known].map((m) => code(read, m)));
	const overlaps = Object.entries(spec.earlier ?? {}).map(([name, list]) => [name, overlap(names, list, knownNames)] as const);
	const without = leaveOneOut(observed, options, now);
	const replicated = replicates > 0 ? bootstrap(observed, options, replicates, spec.redraw_below ?? Infinity, spec.seed ?? 1) : null;
	const notes: Note[] = [...listNotes(drawn, options, observed.schools.units), ...dataNotes(read, minN, known.size, drawn, options.minPresent), ...stabilityNotes(without, now.length), ...comparisonNotes(compared, overlaps)];
	if (replicated) {
		const sure = now.filter((m) => replicated.average[m]! + replicated.spread[m]! >= SURE * replicates).length;
		notes.push({ key: 'extraction_bootstrap', level: 'info', params: { replicates, sure, list: now.length } });
	}
	const used = [spec.municipality, spec.indicator, spec.year, spec.value, ...(spec.n ? [spec.n] : [])];
	return {
		n: read.used,
		missing: missingReport(table, used, read.used),
		values: {
			municipalities: known.size, ranked: drawn.rank.filter((r) => r > 0).length, schools: observed.schools.units, left_out: { ...read.left }, unplaced_rows: read.unplaced,
			list: { average: drawn.average.map((m) => code(read, m)), spread: drawn.spread.map((m) => code(read, m)) },
			ranking: rankingValues(read, drawn),
			not_ranked: [...known].filter((m) => drawn.rank[m] === 0).sort((a, b) => a - b).map((m) => code(read, m)),
			spread: spreadValues(read, drawn),
			limits: limitValues(read, options.rules),
			reasons: reasonValues(read, options.rules, drawn),
			without: withoutValues(read, options.rules, without, now.length),
			bootstrap: replicated ? bootstrapValues(read, drawn, replicated, replicates) : null,
			overlap: Object.fromEntries(overlaps.map(([name, o]) => [name, { ...o }])),
			characteristics: comparedValues(compared),
			counties: county ? countyValues(county, drawn) : null
		},
		effects: effectsOf(compared, level),
		assumptions: [{ key: 'extraction_comparable', met: null }, ...(replicated ? [{ key: 'extraction_own_chance', met: null }] : [])],
		notes
	};
}

/** The extraction of municipalities for the follow-up scheme: ranking by risk points, and spread between schools. */
export const followUpExtraction: Method<FollowUpExtractionSpec> = {
	name: 'follow_up_extraction',
	room: 'extraction',
	about: {
		title: 'Extraction of municipalities by risk points',
		definition: [
			'From a long table (one value a row; a row without a school is the municipality\'s own). A value strictly past a limit gives points, weight x points of the steepest limit passed; a limit is a value, or the quantile (type 7) that `percentile` per cent of the same level\'s values of that indicator and year are worse than. Share = points/possible, possible being the most points of the indicators and years of which the unit has a value that counts.',
			'Average extraction: the `average_count` (30) ranked municipalities with the highest share above 0.',
			'Spread extraction: among the others, those with at least two schools whose shares (made in the same way, from the schools\' values) differ, at least one of them among the highest: with points, and fewer than `highest` (0.25) of all schools above it; the `spread_count` (10) with the largest spread, the standard deviation (n - 1) or range of the schools\' shares.',
			'Those who stand equal across a list\'s limit are all taken, or with `ties: "none"` all left; shares are compared to twelve decimals.',
			'`without` makes both lists again without each indicator and each year. `replicates` makes them again with every value of fewer than `redraw_below` pupils drawn anew from the binomial (shares) or normal distribution (means, sd/sqrt(n)), each on its own, limits reckoned again; a share of 0 or 1 stays what it is. `overlap` is |both|/|either|. Characteristics: Welch\'s t between those on the list and the others.'
		].join(' '),
		missing: 'A missing value gives neither points nor possible points; it is never 0. Values of fewer than `min_n` pupils, or with `min_n` of an unknown number, are treated so too. A municipality is ranked when its possible points are at least `min_present` (0.5) of those of all indicators and years that anyone has; a school `school_min_present` (0).',
		source: 'The scheme\'s own rule as described by the Norwegian Directorate for Education and Training; limits and weights are given, not built in. Quantiles: Hyndman and Fan (1996), Am. Stat. 50, 361-365. Efron and Tibshirani (1993), An Introduction to the Bootstrap, 6.5 (parametric)',
		r: 'quantile(x, p, type = 7); points / possible; order(-share)',
		golden: [],
		differs: 'R prints the ranking; the rest is held by tests.'
	},
	fields: FIELDS,
	run,
	toR: rankingR
};

export const extraction: readonly Method[] = [followUpExtraction] as unknown as readonly Method[];
