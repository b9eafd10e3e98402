/**
 * What a snapshot holds: parts, each a table of variables with what a reader must know of them. Everything that analyses and exports read has this
 * form, so that a label, a kind of missing or an origin is written down once.
 */
import type { Text } from '../questionnaire/schema.ts';

export const MISSING = ['not_asked', 'not_answered', 'dont_know', 'suppressed'] as const;
export type MissingKind = (typeof MISSING)[number];

export interface DatasetCategory {
	/** As data files have it: `"3"`, `"Agder"`. Unique in its variable. */
	value: string;
	label: Text;
	/** Its number where the categories are points of a scale. */
	score?: number;
}

/** Where a variable comes from, down to what it was made with. */
export type Origin =
	| { kind: 'item'; survey: string; item: string; block: string; blockTitle?: Text }
	/** One category of a multiple answer: 1 where it was ticked. */
	| { kind: 'tick'; survey: string; item: string; block: string; blockTitle?: Text; code: number }
	| { kind: 'frame'; survey: string; variable: string }
	/** `responded`, `disposition`: of the seat. */
	| { kind: 'seat'; survey: string; what: 'disposition' | 'responded' | 'sampled' }
	| { kind: 'link'; survey: string; link: number; hash: string; variable: string; source: string }
	| { kind: 'weight'; survey: string; weight: number; name: string; version: number }
	/** Codes that people have given open answers. */
	| { kind: 'coding'; survey: string; item: string; code: string }
	/** Which of several parts laid below one another the row is of. */
	| { kind: 'part' }
	/** Which of several waves or snapshots laid below one another the row is of. */
	| { kind: 'wave' }
	| { kind: 'derived'; rule: DerivedRule };

export type Measure = 'nominal' | 'ordinal' | 'scale';

export interface DatasetVariable {
	/** Unique in its part, and the same in another part, wave or version that asks the same: `[a-z][a-z0-9_]{0,62}`. */
	name: string;
	/** Short: for tables and figures. */
	label: Text;
	/** As it was put to the respondent; null where nobody was asked. */
	question: Text | null;
	type: 'categorical' | 'numeric' | 'text';
	measure: Measure;
	/** Empty unless categorical. */
	categories: readonly DatasetCategory[];
	/** Worded against the index that it belongs to; stored as answered. */
	reversed: boolean;
	/** Decimals to print of a numeric variable; null where nothing is known. */
	decimals: number | null;
	unit: Text | null;
	origin: Origin;
}

/**
 * Values of one variable, the columns of the statistics library and texts. `codes[i]` is an index of the variable's categories, or from the top of its range
 * downwards a kind of missing (252 to 255; 65532 to 65535). `missing[i]` is 0 for a valid value, else 1 + the index in MISSING.
 */
export type DatasetColumn =
	| { kind: 'categorical'; codes: Uint8Array | Uint16Array }
	| { kind: 'numeric'; values: Float64Array; missing: Uint8Array | null }
	| { kind: 'text'; values: readonly (string | null)[]; missing: Uint8Array | null };

/** `responses`: a row is a respondent. `seats`: a row is a seat of the population list, for response and frafall. `municipalities`: a row is one. */
export type PartKind = 'responses' | 'seats' | 'municipalities';

/** One of several snapshots laid below one another. */
export interface LaidSnapshot {
	/** Of the variable that says which snapshot a row is of. */
	value: string;
	/** The wave's name, with the day where several are of one wave. */
	label: Text;
	id: number;
	/** Hex SHA-256. */
	hash: string;
	waveId: number;
	wave: string;
}

export interface Laid {
	/** In the order of their rows. */
	snapshots: readonly LaidSnapshot[];
	/** Seats with the same key in the population lists of more than one of the waves, and those of them that have answered in more than one. */
	shared: { seats: number; answered: number };
}

export interface Dataset {
	/**
	 * Key of the part: the survey's questionnaire key (`nettverk`), with `.liste` for its seats; several joined by `+`, and each with the first of its snapshot's hash
	 * (`nettverk@0123456789ab`) where they are of several snapshots.
	 */
	key: string;
	kind: PartKind;
	title: Text;
	/** Of the snapshot, hex SHA-256; of several those of all, joined by `+`. */
	hash: string;
	rows: number;
	variables: readonly DatasetVariable[];
	/** By variable name; every column has `rows` values. */
	columns: Readonly<Record<string, DatasetColumn>>;
	/** Results on fewer people than this are not shown; 0: no limit. */
	suppressBelow: number;
	/** Of several snapshots; absent where it is of one. */
	laid?: Laid;
}

/**
 * A variable made from others. Kept with the snapshot as data, and made anew from it. Missing of what it is made of is carried over, the first kind in the order
 * of MISSING that any has, unless the rule says otherwise.
 */
export type DerivedRule =
	/** Categories gathered under new ones; a value that no group holds is `rest`, or not answered where there is none. */
	| { rule: 'recode'; of: string; groups: readonly { value: string; label: Text; score?: number; from: readonly string[] }[]; rest?: { value: string; label: Text } }
	/** lowest + highest of the scale, less the value. */
	| { rule: 'reverse'; of: string }
	/** The mean of items, reversed ones turned first; `at_least` of them answered, all where absent. */
	| { rule: 'index'; of: readonly string[]; reversed: readonly string[]; at_least?: number }
	/** Bands by their upper limits, the last without one: (−∞, u1], (u1, u2] …; closed to the left [u1, u2). */
	| { rule: 'bands'; of: string; upper: readonly number[]; labels: readonly Text[]; closed?: 'left' | 'right' }
	| { rule: 'quantiles'; of: string; groups: number; labels?: readonly Text[] }
	| { rule: 'natural'; of: string; groups: number; labels?: readonly Text[] };

export interface Derived {
	name: string;
	label: Text;
	rule: DerivedRule;
	/** Parts that get it: those that have every variable that it is made of. Absent: all such. */
	parts?: readonly string[];
}
