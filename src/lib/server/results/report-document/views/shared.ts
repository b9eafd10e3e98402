/** What the views have in common: values of a result as lists, and cells of them. */
import type { Cell } from '#analysis/report/table.ts';
import type { Value, Values } from '#analysis/result.ts';
import type { Table } from '#analysis/report/table.ts';
import { cellOf, type Format } from '../../present/cells.ts';
import type { Reader } from '../../present/reader.ts';

export type Body = Pick<Table, 'columns' | 'rows' | 'rowHeading'>;
/** Null where the result has not what the view shows. */
export type View = (values: Values, reader: Reader) => Body | null;

export const list = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? (value as readonly Value[]) : []);
export const texts = (value: Value | undefined): string[] => list(value).map(String);
export const cell = (value: Value | undefined, format: Format, { locale }: Reader): Cell => cellOf(value, format, locale);

/** A share of 100 as whole per cent, as the tables of a report have it. */
export function wholePercent(value: Value | undefined, reader: Reader): Cell {
	const made = cell(value, 'hundred', reader);
	return made.kind === 'percent' ? { ...made, decimals: 0 } : made;
}
