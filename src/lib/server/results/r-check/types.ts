/** What the check in R of one or many results says: plain data, the same whenever it is made. */
import type { Result } from '#analysis/result.ts';
import type { Violation } from '#analysis/assumptions.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Stop } from './webr.ts';

export interface CheckEntry {
	key: string;
	spec: AnySpec;
	/** Null where the method reads no data. */
	dataset: Dataset | null;
	/** What R is held against: a stored run's result, not suppressed. Absent: the spec is run now. */
	result?: Result | Violation;
	/** The one value that is compared, where R's code prints more than was kept. */
	only?: string;
}

export interface DifferingValue {
	/** `name[i,j]`. */
	name: string;
	/** In full; null where the value is not to be shown, since it rests on too few people. */
	engine: string | null;
	r: string | null;
	digits: number | null;
}

export interface EntryCheck {
	key: string;
	method: string;
	/** `no_result`: the spec gave none, so that there is nothing to check. */
	outcome: 'agrees' | 'differs' | 'not_in_r' | 'no_result' | 'stopped';
	/** Numbers compared, and those of them that agree within what the method allows. */
	numbers: number;
	agreeing: number;
	/** The least of the agreeing numbers' digits; null where none was compared. */
	digits: number | null;
	/** Numbers made from random numbers, which are others in R: they agree within chance, and are not counted above. */
	drawn: number;
	/** Numbers of the engine that its R code does not print. */
	unseen: number;
	differing: readonly DifferingValue[];
	/** Why R did not finish. */
	stop: Stop | null;
	/** R's own words where it stopped with an error; the catalogue's where base R cannot do the method. English. */
	why: string | null;
}

export interface RCheck {
	/** `4.6.0`. */
	r: string;
	/** The engine's version. */
	engine: string;
	numbers: number;
	agreeing: number;
	/** Null where nothing was compared. */
	digits: number | null;
	drawn: number;
	byEntry: readonly EntryCheck[];
}
