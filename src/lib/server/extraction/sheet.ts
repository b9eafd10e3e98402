/** A file of known columns: which is which, what is wrong with each cell, by row and column. */
import { aggregateKind } from '../../domain/region/aggregates.ts';
import { FrameRefused, issue, type Issue } from '../fieldwork/frames/issues.ts';
import { readTable } from '../fieldwork/frames/read.ts';
import type { TableRow } from '../fieldwork/frames/table.ts';

/** A column by the names it goes under, the first being the one that help texts use. */
export type Known<K extends string> = Record<K, { names: readonly string[]; needed: boolean }>;

export interface Sheet<K extends string> {
	rows: TableRow[];
	/** Number of each known column. */
	at: Partial<Record<K, number>>;
	/** Columns that no name is known for, by header. */
	others: Map<string, number>;
	header: string[];
}

/** @throws FrameRefused for what is no table, and for a needed column that is not there or is there twice */
export async function readKnown<K extends string>(bytes: Uint8Array, known: Known<K>): Promise<Sheet<K>> {
	const { header, rows } = await readTable(bytes);
	const at: Partial<Record<K, number>> = {};
	const others = new Map<string, number>();
	const issues: Issue[] = [];
	const keys = Object.keys(known) as K[];
	header.forEach((name, i) => {
		const key = keys.find((k) => known[k].names.includes(name.toLowerCase()));
		if (!key) others.set(name, i);
		else if (at[key] !== undefined) issues.push(issue('error', 'extraction_issue_column_twice', null, name));
		else at[key] = i;
	});
	for (const key of keys) if (known[key].needed && at[key] === undefined) issues.push(issue('error', 'extraction_issue_column_missing', null, null, { params: { column: known[key].names[0] ?? key } }));
	refuse(issues);
	return { rows, at, others, header };
}

/** @throws FrameRefused when there are any */
export function refuse(issues: Issue[]): void {
	if (issues.length > 0) throw new FrameRefused('extraction_problem_rows', 422, { count: issues.length }, issues);
}

/** A number as Norwegians and programs write it: decimal comma or point, spaces between thousands; undefined for anything else. */
export function numberOf(cell: string): number | undefined {
	const text = cell.trim().replace(/(?<=\d)[ \u00a0\u202f](?=\d{3}(?:\D|$))/g, '').replace('\u2212', '-');
	return /^-?\d+(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : undefined;
}

/** Four figures; three are given the zero that a spreadsheet took. Undefined for aggregates and whatever else is no municipality's code. */
export function municipalityOf(cell: string): string | undefined {
	const text = cell.trim();
	const code = /^\d{3}$/.test(text) ? `0${text}` : text;
	return /^\d{4}$/.test(code) && aggregateKind(code) === null ? code : undefined;
}
