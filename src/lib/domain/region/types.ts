/**
 * A classification through time, as KLASS of Statistics Norway tells it: codes with the days they are valid, and the changes between them.
 * Every period holds its first day and not its last: `from` inclusive, `to` exclusive, null without an end.
 */

export interface CodePeriod { code: string; name: string; from: string; to: string | null }

/** From `date` on, (a part of) what was `oldCode` is `newCode`. Null: nothing before, or nothing after. Equal codes: a new name. */
export interface CodeChange { date: string; oldCode: string | null; newCode: string | null }

/** SSB's groups for comparing through time (KommSummer): each code of any year in one group, named after the code of today. */
export interface HarmonisedGroup { group: string; code: string }

export interface History {
	/** The days that the copy was asked for: nothing is known of any other. */
	readonly from: string;
	readonly to: string | null;
	readonly periods: readonly CodePeriod[];
	readonly changes: readonly CodeChange[];
	/** Empty when SSB's groups are not held. */
	readonly groups: readonly HarmonisedGroup[];
}

/** What a code of one classification is in another: centrality or KOSTRA group of a municipality, read on the day `asOf`. */
export interface Correspondence { asOf: string; code: string; target: string; targetName: string }

/** A person's decision where one code became several. It holds for whatever is carried past `splitAt` in that direction. */
export interface Choice {
	id: number;
	/** The code that is carried, not one on the way. */
	code: string;
	splitAt: string;
	direction: Direction;
	/** What was chosen, a code valid on `targetDate`. */
	target: string;
	targetDate: string;
}

export type Direction = 'forward' | 'back';
