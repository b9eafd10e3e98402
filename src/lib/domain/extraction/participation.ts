/**
 * The register of municipalities that have taken part in the follow-up scheme: what a row may say, and how many have taken part in each county and
 * in all, as the municipalities are on a day.
 */
import { isMunicipalityCode } from '../region/aggregates.ts';
import { carry } from '../region/carry.ts';
import { countyAt } from '../region/county.ts';
import { codeAt, codesAt } from '../region/index-of.ts';
import type { Choice, History } from '../region/types.ts';

export const PHASES = ['preparation', 'carrying_out'] as const;
export type Phase = (typeof PHASES)[number];
/** Extractions that have been made, by the year they are named after. */
export const EXTRACTIONS = [2017, 2018, 2020, 2022, 2025] as const;

/** A municipality, by its code on the day `from`, in one phase of one extraction. `to` is the first day after; null: still in it. */
export interface PhaseRow { code: string; extraction: number; phase: Phase; from: string; to: string | null }

export type RowFault =
	| 'not_a_municipality' | 'unknown_extraction' | 'ends_before_it_begins'
	/** One preparatory year, two of carrying out. */
	| 'too_long'
	/** Two rows of a municipality for the same phase, or whose days run into each other. */
	| 'twice' | 'overlaps'
	/** Carrying out comes after preparation. */
	| 'order';

const YEARS: Record<Phase, number> = { preparation: 1, carrying_out: 2 };
const plusYears = (day: string, years: number): string => `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`;
/** Without an end, a phase lasts as long as it may. */
const lastsTo = (row: PhaseRow): string => row.to ?? plusYears(row.from, YEARS[row.phase]);

function faultAlone(history: History, row: PhaseRow): RowFault | null {
	if (!isMunicipalityCode(row.code) || !codeAt(history, row.code, row.from)) return 'not_a_municipality';
	if (!(EXTRACTIONS as readonly number[]).includes(row.extraction)) return 'unknown_extraction';
	if (row.to !== null && row.to <= row.from) return 'ends_before_it_begins';
	return row.to !== null && row.to > plusYears(row.from, YEARS[row.phase]) ? 'too_long' : null;
}

/** What is wrong between two rows of one municipality and extraction. */
function faultBetween(a: PhaseRow, b: PhaseRow): RowFault | null {
	if (a.phase === b.phase) return 'twice';
	const [preparation, carryingOut] = a.phase === 'preparation' ? [a, b] : [b, a];
	if (carryingOut.from < preparation.from) return 'order';
	return carryingOut.from < lastsTo(preparation) ? 'overlaps' : null;
}

/** Whether the municipality of the later row is what that of the earlier had become by then: itself, under another number, or merged with others. */
function continues(history: History, earlier: PhaseRow, later: PhaseRow, choices: readonly Choice[]): boolean {
	if (earlier.extraction !== later.extraction) return false;
	const carried = carry(history, earlier.code, earlier.from, later.from, choices);
	return 'code' in carried && carried.code === later.code;
}

/** The first thing wrong with each row, by its number from 0; rows that are right are not mentioned. Of two that do not go together the later is named. */
export function faultsOf(history: History, rows: readonly PhaseRow[], choices: readonly Choice[] = []): Map<number, RowFault> {
	const faults = new Map<number, RowFault>();
	rows.forEach((row, i) => {
		const between = rows.slice(0, i).filter((other) => (other.from <= row.from ? continues(history, other, row, choices) : continues(history, row, other, choices))).map((other) => faultBetween(other, row));
		const fault = faultAlone(history, row) ?? between.find((f) => f !== null) ?? null;
		if (fault) faults.set(i, fault);
	});
	return faults;
}

export interface CountyCount {
	/** Null: all counties. */
	county: string | null;
	/** Municipalities as they were, one for each extraction they took part in. */
	took: number;
	/** The same by extraction, in the order of `extractions`. */
	byExtraction: number[];
	/** Different municipalities of the day, or what became them: those that have merged count once. */
	different: number;
	/** How many of these were in one extraction, in two ...: `often[0]` in one. */
	often: number[];
	/** Municipalities of the county on the day. */
	municipalities: number;
	/** different / municipalities; null for a county without any. */
	share: number | null;
}

/** One that cannot be placed on the day: divided and not chosen, ended, or of a time that is not held. */
export interface Unplaced { code: string; extraction: number; from: string; why: string; candidates: string[] }

export interface Participation { day: string; extractions: number[]; counties: CountyCount[]; all: CountyCount; unplaced: Unplaced[]; times: { code: string; extractions: number[] }[] }

interface Placed { code: string; county: string; extraction: number }

function placeAll(history: History, counties: History, rows: readonly PhaseRow[], day: string, choices: readonly Choice[]): { placed: Placed[]; unplaced: Unplaced[] } {
	const placed: Placed[] = [];
	const unplaced: Unplaced[] = [];
	// a municipality takes part once in an extraction, whatever phases of it are written down and whatever it is called in them
	const first: PhaseRow[] = [];
	for (const row of [...rows].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
		if (!first.some((before) => continues(history, before, row, choices))) first.push(row);
	}
	for (const { code, extraction, from } of first) {
		const carried = carry(history, code, from, day, choices);
		const county = 'code' in carried ? countyAt(counties, carried.code, day) : undefined;
		if ('code' in carried && county) placed.push({ code: carried.code, county: county.code, extraction });
		else unplaced.push({ code, extraction, from, why: 'code' in carried ? 'no_county' : carried.kind, candidates: carried.kind === 'split' ? carried.candidates : [] });
	}
	return { placed, unplaced };
}

function countOf(placed: readonly Placed[], county: string | null, extractions: readonly number[], municipalities: number): CountyCount {
	const own = placed.filter((p) => county === null || p.county === county);
	const times = [...Map.groupBy(own, (p) => p.code).values()].map((all) => new Set(all.map((p) => p.extraction)).size);
	const most = Math.max(0, ...times);
	return {
		county, took: own.length, byExtraction: extractions.map((e) => own.filter((p) => p.extraction === e).length), different: times.length,
		often: Array.from({ length: most }, (_, i) => times.filter((t) => t === i + 1).length), municipalities, share: municipalities > 0 ? times.length / municipalities : null
	};
}

/**
 * How many municipalities have taken part, by county and in all, with the municipalities and counties of `day`.
 * `took` counts municipalities as they were, `different` those of the day: two that took part and have since merged are two of the first and one of
 * the second, and one that took part in three extractions is three and one. What cannot be placed on the day stands in `unplaced` and in no count,
 * so that the counties sum to all, and with the unplaced to everyone.
 * @param choices people's decisions where a municipality was divided
 */
export function participation(history: History, counties: History, rows: readonly PhaseRow[], day: string, choices: readonly Choice[] = []): Participation {
	const { placed, unplaced } = placeAll(history, counties, rows, day, choices);
	const extractions = [...new Set(rows.map((r) => r.extraction))].sort((a, b) => a - b);
	const municipalities = codesAt(history, day).filter(({ code }) => isMunicipalityCode(code));
	const of = Map.groupBy(municipalities, ({ code }) => countyAt(counties, code, day)?.code ?? '');
	const listed = codesAt(counties, day).map((c) => c.code).filter((c) => of.has(c));
	const times = [...Map.groupBy(placed, (p) => p.code)].map(([code, all]) => ({ code, extractions: [...new Set(all.map((p) => p.extraction))].sort((a, b) => a - b) }));
	return {
		day, extractions, unplaced, counties: listed.map((county) => countOf(placed, county, extractions, of.get(county)?.length ?? 0)),
		all: countOf(placed, null, extractions, municipalities.length), times: times.sort((a, b) => (a.code < b.code ? -1 : 1))
	};
}
