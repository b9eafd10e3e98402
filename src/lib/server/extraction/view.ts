/** A stored run as pages and files show it. */
import { m, type Locale } from '#lib/i18n.ts';
import type { Result } from '#analysis/result.ts';
import type { Field } from '../export/rows.ts';
import type { ChangeRow } from '../db/extraction.ts';
import { standing } from './run.ts';

type Lists = Record<string, (string | number | null)[]>;
/** A part of the result that is columns of equal length. */
export const part = (result: Result, name: string): Lists => result.values[name] as unknown as Lists;

export type Place = 'average' | 'spread' | 'none' | 'added' | 'removed';
export interface RankedRow { municipality: string; rank: number | null; points: number | null; possible: number | null; share: number | null; values: number | null; extraction: 'average' | 'spread' | 'none'; place: Place; reasons: string[] }

/** Where a municipality stands after the changes by hand. */
function placeOf(municipality: string, extraction: RankedRow['extraction'], on: ReadonlySet<string>): Place {
	if (on.has(municipality)) return extraction === 'none' ? 'added' : extraction;
	return extraction === 'none' ? 'none' : 'removed';
}

/** The values past their limits, by municipality: `mobbing 2020: 0,31 (0,25)`; a school's with its name. */
function reasonsOf(result: Result): Map<string, string[]> {
	const { municipality = [], school = [], indicator = [], year = [], value = [], limit = [] } = part(result, 'reasons');
	const found = new Map<string, string[]>();
	const number = (x: string | number | null | undefined) => String(typeof x === 'number' ? Math.round(x * 1e6) / 1e6 : x).replace('.', ',');
	municipality.forEach((code, i) => {
		const text = `${school[i] ? `${school[i]}: ` : ''}${indicator[i]} ${year[i]}: ${number(value[i])} (${number(limit[i])})`;
		found.set(String(code), [...(found.get(String(code)) ?? []), text]);
	});
	return found;
}

/** Every municipality of the run in order of rank, those not ranked last. */
export function rankedRows(result: Result, changes: readonly ChangeRow[]): RankedRow[] {
	const { municipality = [], rank = [], points = [], possible = [], share = [], values = [], extraction = [] } = part(result, 'ranking');
	const listed = municipality.filter((_, i) => extraction[i] !== 'none').map(String);
	// the spread extraction can hold a municipality that has too few values of its own to be ranked
	const { spread } = result.values.list as unknown as { spread: string[] };
	const on = new Set(standing([...new Set([...listed, ...spread])], changes));
	const reasons = reasonsOf(result);
	const ranked = municipality.map((code, i): RankedRow => {
		const drawn = extraction[i] as RankedRow['extraction'];
		return { municipality: String(code), rank: Number(rank[i]), points: Number(points[i]), possible: Number(possible[i]), share: Number(share[i]), values: Number(values[i]), extraction: drawn, place: placeOf(String(code), drawn, on), reasons: reasons.get(String(code)) ?? [] };
	});
	const rest = (result.values.not_ranked as string[]).map((code): RankedRow => {
		const drawn = spread.includes(code) ? 'spread' : 'none';
		return { municipality: code, rank: null, points: null, possible: null, share: null, values: null, extraction: drawn, place: placeOf(code, drawn, on), reasons: reasons.get(code) ?? [] };
	});
	return [...ranked, ...rest];
}

export const placeText = (place: Place, locale: Locale): string => ({
	average: m.extraction_place_average, spread: m.extraction_place_spread, none: m.extraction_place_none, added: m.extraction_place_added, removed: m.extraction_place_removed
})[place]({}, { locale });

/** The list for a spreadsheet: a heading row, then one municipality a row with its name where it is known, with the latest change by hand and all the reasons. */
export function listRows(result: Result, changes: readonly ChangeRow[], names: ReadonlyMap<string, string>, locale: Locale): Field[][] {
	const latest = new Map(changes.map((c) => [c.municipality, c]));
	const head = [m.extraction_municipality, m.extraction_municipality_name, m.extraction_rank, m.extraction_points, m.extraction_possible, m.extraction_share, m.extraction_values, m.extraction_place, m.extraction_decided_by, m.extraction_reason, m.extraction_reasons];
	return [
		head.map((label) => label({}, { locale })),
		...rankedRows(result, changes).map((r): Field[] => [r.municipality, names.get(r.municipality) ?? null, r.rank, r.points, r.possible, r.share, r.values, placeText(r.place, locale), latest.get(r.municipality)?.decidedBy ?? null, latest.get(r.municipality)?.reason ?? null, r.reasons.join('; ')])
	];
}
