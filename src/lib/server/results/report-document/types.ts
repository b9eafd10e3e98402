/** What a report is made from besides its own text. */
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { FamilyRun } from '../plan/run.ts';
import type { Ran } from '../present/types.ts';

/** An entry as it was run: the suppressed result, what is made of it for a reader, and the variables that it names; null where the method reads no data. */
export interface RanEntry extends Ran {
	dataset: Dataset | null;
	/** Its p-values as the families of the plan correct them. */
	corrected?: readonly Corrected[];
	/** The same entry with the p-values of one family in the place of its own; undefined where it has none in the family. */
	correctedBy?: (family: string) => RanEntry | undefined;
}
/** A p-value at a path of the result's values, corrected with so many tests. */
export interface Corrected { family: string; method: FamilyRun['method']; tests: number; path: string; adjusted: number }
/** An entry of the run by its key; undefined where the plan has none such. */
export type RanEntries = (entry: string) => RanEntry | undefined;

/** What is wrong with a block, and how it is mended: message key `report_fault_<code>`. */
export interface Fault {
	/** Place of the block in the report, from 1; 0 for the report itself. */
	block: number;
	code: FaultCode;
	params: Record<string, string | number>;
}

export const FAULTS = ['bad_form', 'unknown_entry', 'malformed', 'no_place', 'not_single', 'no_reference', 'twice', 'number', 'unknown_view', 'unknown_figure', 'unknown_which', 'unknown_row', 'unknown_column', 'empty_caption', 'no_shared', 'unknown_family'] as const;
export type FaultCode = (typeof FAULTS)[number];

/** A number that the data do not give, or do not allow to be shown: message key `report_warning_<code>`. The text itself is right. */
export interface Warning {
	block: number;
	code: 'suppressed' | 'violation' | 'undefined' | 'no_table' | 'no_figure';
	params: Record<string, string | number>;
}
