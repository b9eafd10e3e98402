/**
 * Linking answers to figures by municipality. A spec is data; every row ends in exactly one of seven ways, and the number and order of the rows
 * never change.
 */
import type { CarryFlag } from '../region/carry.ts';

/**
 * `matched`: the code of the figure's year is the row's own. `recoded`: it is another, or several that were the same area. `chosen`: a person
 * decided. `split`: it became several, and nobody has. `unmatched`: no municipality can be read from it. `several`: the respondent speaks for
 * more than one. `not_applicable`: there is no municipality to ask for.
 */
export const ENDINGS = ['matched', 'recoded', 'chosen', 'split', 'unmatched', 'several', 'not_applicable'] as const;
export type Ending = (typeof ENDINGS)[number];
/** Endings with a municipality in the figure's year. */
export const LINKED: ReadonlySet<Ending> = new Set(['matched', 'recoded', 'chosen']);
export type Audit = Record<Ending, number>;

/** What stands in the row: a value, or why none does. `county_owner` and `private_owner`: the school is not a municipality's. */
export const STATES = ['given', 'not_answered', 'dont_know', 'not_asked', 'no_response', 'county_owner', 'private_owner', 'no_school'] as const;
export type State = (typeof STATES)[number];

export interface LinkRow {
	/** The seat's key in the population list. Unique. */
	key: string;
	state: State;
	/** A code or a name, as it was written; null unless given. */
	value: string | null;
}

/** Where the municipality is read from: an item of the questionnaire, a column of the population list, or the owner of the school in such a column. */
export type Source = { kind: 'item'; item: string } | { kind: 'frame'; column: string } | { kind: 'owner'; column: string };

export interface LinkVariable {
	/** Hash of the copy that the table is held in: its raw responses and how they are read. */
	table: string;
	variable: string;
}
export interface LinkSpec {
	source: Source;
	rows: 'respondents' | 'seats';
	/** The year whose division of municipalities the rows' codes and names are of: its 1 January. */
	codeYear: number;
	/** The year of the figures. */
	figureYear: number;
	variables: readonly LinkVariable[];
}

/** What a person made of a value that no municipality could be read from. It holds while the value is the same. */
export interface Mend {
	id: number;
	/** Null: for every row with the value. */
	rowKey: string | null;
	value: string;
	/** A code valid in the spec's `codeYear`; null: there is no municipality to ask for. */
	code: string | null;
}

export type Reason =
	| 'empty' | 'dont_know' | 'unknown' | 'ambiguous' | 'not_valid' | 'aggregate' | 'outside' | 'ended' | 'no_school'
	| 'not_asked' | 'no_response' | 'county_owner' | 'private_owner' | 'decided'
	/** The figure is put together from those of the parts. */
	| 'parts';

/** How all rows alike ended. */
export interface Outcome {
	ending: Ending;
	reason: Reason | null;
	/** The municipality in `codeYear`; null where none could be read. */
	code: string | null;
	name: string | null;
	/** The municipality in `figureYear`, or the parts that it was put together from; empty unless linked. */
	targets: string[];
	/** What a person can choose between. */
	candidates: string[];
	/** Read from a code without its zero, or from a name. */
	read: 'padded' | 'name' | null;
	flags: CarryFlag[];
	/** Others that the figure is of as well. */
	with: string[];
	choice: number | null;
	mend: number | null;
	county: { code: string; name: string } | null;
	region: string | null;
	centrality: { code: string; name: string } | null;
	kostra: { code: string; name: string } | null;
}

/** A list of schools that owners were read from: what it was called, its hash, and how many it has. */
export interface SchoolList { fileName: string; hash: string; schools: number }
/** Ids of all that a stored link was made with. */
export interface LinkSourceIds { classifications: number[]; tables: number[]; choices: number[]; mends: number[]; schools: SchoolList | null }
