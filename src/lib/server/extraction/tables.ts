/** The parts of a stored run, and the counts of participation, as tables of text in the reader's language. */
import type { Result } from '#analysis/result.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber, formatP, formatPercent } from '#lib/ui/format.ts';
import type { Participation } from '../../domain/extraction/participation.ts';
import type { ChangeRow } from '../db/extraction.ts';
import { named, type Earlier } from './names.ts';
import { part, placeText, rankedRows } from './view.ts';

type Names = ReadonlyMap<string, string>;

/** Columns whose heading is marked `number` are set to the right. The first cell of a row is its heading. */
export interface TextTable { caption: string; head: { label: string; number: boolean }[]; rows: string[][] }

const text = (label: string) => ({ label, number: false });
const number = (label: string) => ({ label, number: true });
const count = (x: unknown, locale: Locale, decimals = 0): string => (typeof x === 'number' ? formatNumber(x, locale, decimals) : '–');

export function listTables(result: Result, changes: readonly ChangeRow[], municipalities: Names, locale: Locale): { list: TextTable; others: TextTable } {
	const rows = rankedRows(result, changes);
	const l = { locale };
	const head = [text(m.extraction_municipality({}, l)), number(m.extraction_rank({}, l)), number(m.extraction_points({}, l)), number(m.extraction_possible({}, l)), number(m.extraction_share({}, l)), text(m.extraction_place({}, l)), text(m.extraction_reasons({}, l))];
	const of = (own: typeof rows): string[][] => own.map((r) => [named(municipalities, r.municipality), count(r.rank, locale), count(r.points, locale, 1), count(r.possible, locale, 1), r.share === null ? '–' : formatPercent(r.share, locale), placeText(r.place, locale), r.reasons.join('; ')]);
	const on = rows.filter((r) => r.place === 'average' || r.place === 'spread' || r.place === 'added');
	return { list: { caption: m.extraction_list_caption({}, l), head, rows: of(on) }, others: { caption: m.extraction_others({}, l), head, rows: of(rows.filter((r) => !on.includes(r))) } };
}

export function stabilityTables(result: Result, municipalities: Names, locale: Locale): TextTable[] {
	const l = { locale };
	const { left = [], name = [], kept = [], into = [], out = [] } = part(result, 'without');
	const names = (list: unknown): string => (Array.isArray(list) && list.length > 0 ? list.map((code) => named(municipalities, String(code))).join(', ') : m.extraction_nobody({}, l));
	const without: TextTable = {
		caption: m.extraction_without({}, l), head: [text(m.extraction_left_out({}, l)), number(m.extraction_kept({}, l)), text(m.extraction_into({}, l)), text(m.extraction_out({}, l))],
		rows: left.map((what, i) => [`${name[i]} (${what === 'year' ? m.extraction_left_year({}, l) : m.extraction_left_indicator({}, l)})`, count(kept[i], locale), names(into[i]), names(out[i])])
	};
	const drawn = result.values.bootstrap ? part(result, 'bootstrap') : null;
	const bootstrap: TextTable[] = drawn ? [{
		caption: m.extraction_bootstrap({}, l), head: [text(m.extraction_municipality({}, l)), number(m.extraction_place_average({}, l)), number(m.extraction_place_spread({}, l)), number(m.extraction_listed({}, l))],
		rows: (drawn.municipality ?? []).map((code, i) => [named(municipalities, String(code)), ...['average', 'spread', 'either'].map((k) => formatPercent(Number(drawn[k]?.[i]), locale))])
	}] : [];
	return [without, ...bootstrap].filter((t) => t.rows.length > 0);
}

/** Earlier lists, characteristics and counties; those there are. */
export function comparisonTables(result: Result, locale: Locale): TextTable[] {
	const l = { locale };
	const overlap = Object.entries(result.values.overlap as Record<string, { earlier: number; both: number; jaccard: number }>);
	const characteristics = Object.entries(result.values.characteristics as Record<string, { means: (number | null)[]; diff: number | null; p: number | null }>);
	const counties = result.values.counties ? part(result, 'counties') : {};
	return [
		{
			caption: m.extraction_overlap({}, l), head: [text(m.extraction_name({}, l)), number(m.extraction_earlier_count({}, l)), number(m.extraction_both({}, l)), number(m.extraction_jaccard({}, l))],
			rows: overlap.map(([name, o]) => [name, count(o.earlier, locale), count(o.both, locale), formatPercent(o.jaccard, locale)])
		},
		{
			caption: m.extraction_characteristics({}, l), head: [text(m.extraction_characteristic({}, l)), number(m.extraction_mean_in({}, l)), number(m.extraction_mean_out({}, l)), number(m.extraction_difference({}, l)), number(m.extraction_p({}, l))],
			rows: characteristics.map(([name, c]) => [name.replace(/^characteristic: /, ''), count(c.means[0], locale, 2), count(c.means[1], locale, 2), count(c.diff, locale, 2), c.p === null ? m.extraction_not_known({}, l) : formatP(c.p, locale)])
		},
		{
			caption: m.extraction_counties({}, l), head: [text(m.extraction_county({}, l)), number(m.extraction_municipalities({}, l)), number(m.extraction_place_average({}, l)), number(m.extraction_place_spread({}, l)), number(m.extraction_mean_share({}, l))],
			rows: (counties.county ?? []).map((c, i) => [String(c), ...['municipalities', 'average', 'spread'].map((k) => count(counties[k]?.[i], locale)), typeof counties.mean?.[i] === 'number' ? formatPercent(counties.mean[i], locale) : '–'])
		}
	].filter((t) => t.rows.length > 0);
}

/** The engine's notes in words, numbers as the reader writes them. */
export const noteTexts = (result: Result, locale: Locale): string[] =>
	result.notes.map((n) => translate(`analysis_note_${n.key}`, Object.fromEntries(Object.entries(n.params ?? {}).map(([k, v]) => [k, typeof v === 'number' ? formatNumber(v, locale, Number.isInteger(v) ? 0 : 2) : v.replace(/^characteristic: /, '')])), locale));

/** Those of the list who have been in the scheme before, by the register of participation. */
export function earlierTable(earlier: readonly Earlier[], municipalities: Names, locale: Locale): TextTable {
	const l = { locale };
	return {
		caption: m.extraction_before({}, l), head: [text(m.extraction_name({}, l)), number(m.extraction_earlier_count({}, l)), number(m.extraction_both({}, l)), text(m.extraction_before_who({}, l))],
		rows: earlier.map((e) => [String(e.extraction), count(e.took, locale), count(e.onList.length, locale), e.onList.map((code) => named(municipalities, code)).join(', ') || m.extraction_nobody({}, l)])
	};
}

/** @param names of counties by code */
export function participationTable(found: Participation, names: Readonly<Record<string, string>>, locale: Locale): TextTable {
	const l = { locale };
	const head = [text(m.extraction_county({}, l)), number(m.extraction_took({}, l)), ...found.extractions.map((e) => number(String(e))), number(m.extraction_different({}, l)), number(m.extraction_often({}, l)), number(m.extraction_municipalities({}, l)), number(m.extraction_share_of_county({}, l))];
	const rows = [...found.counties, found.all].map((c) => [
		c.county === null ? m.extraction_all_counties({}, l) : `${c.county} ${names[c.county] ?? ''}`.trim(), count(c.took, locale), ...c.byExtraction.map((n) => count(n, locale)), count(c.different, locale),
		count(c.often.slice(1).reduce((a, b) => a + b, 0), locale), count(c.municipalities, locale), c.share === null ? '–' : formatPercent(c.share, locale)
	]);
	return { caption: m.extraction_participation_caption({ day: found.day }, l), head, rows };
}
