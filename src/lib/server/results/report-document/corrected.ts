/** The p-values of an entry as a family of the plan corrects them: bound in text, and set into its tables. */
import type { Cell, Table } from '#analysis/report/table.ts';
import type { Value } from '#analysis/result.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { m, translate } from '#lib/i18n.ts';
import { withNumberAt } from '../plan/path.ts';
import type { FamilyRun } from '../plan/run.ts';
import type { Corrected, RanEntry } from './types.ts';

/** What families say of an entry. Those of its p that gave none have no corrected value either. */
export const correctedOf = (families: readonly FamilyRun[], entry: string): Corrected[] => families.flatMap(({ key, method, tests, members }) =>
	members.flatMap((member) => (member.entry === entry && member.adjusted !== null ? [{ family: key, method, tests, path: member.path, adjusted: member.adjusted }] : [])));

/** `corrected.<family>.<path>`, where the path is that of the p in the result's values. @returns null where the path names no corrected p */
export function correctedAt(corrected: readonly Corrected[], path: string): Corrected | null {
	return corrected.find((one) => path === `corrected.${one.family}.${one.path}`) ?? null;
}

/** The paths of the corrected p-values of an entry, family by family; of many the first and the last. */
export function correctedPaths({ corrected = [] }: Pick<RanEntry, 'corrected'>): string[] {
	return [...new Set(corrected.map((one) => one.family))].map((family) => {
		const paths = corrected.filter((one) => one.family === family).map((one) => `corrected.${family}.${one.path}`);
		return paths.length > 2 ? `${paths[0]} … ${paths.at(-1)}` : paths.join(', ');
	});
}

/** A result's values with the corrected p in the place of its own; a value that is hidden stays so. */
export const correctedValues = (values: Readonly<Record<string, Value>>, corrected: readonly Corrected[]): Readonly<Record<string, Value>> =>
	corrected.reduce<Value>((all, { path, adjusted }) => withNumberAt(all, path, adjusted), values) as Readonly<Record<string, Value>>;

const SIGN = '†';
const isStarred = ({ mark }: Cell): boolean => mark !== undefined && /^\*+$/.test(mark);

/**
 * A table with corrected p-values and stars, and a note that says so. Where other p-values of the table are not corrected, the corrected ones have a sign.
 * @param own the same table with the method's own p-values
 * @param signed the corrected have a sign in any case, since other tables will be joined to this one
 */
export function notedTable(own: Table, made: Table, corrected: readonly Corrected[], locale: Locale, signed = false): Table {
	const [first] = corrected;
	if (!first) return own;
	const before = (i: number, j: number): Cell | undefined => own.rows[i]?.cells[j];
	const isCorrected = (cell: Cell, i: number, j: number): boolean => cell.kind === 'p' && (corrected.some((one) => one.adjusted === cell.value) || JSON.stringify(before(i, j)) !== JSON.stringify(cell));
	const cells = made.rows.flatMap((row, i) => row.cells.map((cell, j) => ({ cell, corrected: isCorrected(cell, i, j) })));
	const some = cells.some((one) => one.corrected);
	if (!some && !cells.some(({ cell }) => isStarred(cell)) && JSON.stringify(own) === JSON.stringify(made)) return own;
	const mixed = some && (signed || cells.some((one) => one.cell.kind === 'p' && !one.corrected));
	const note = m.report_note_corrected({ method: translate(`workbench_family_${first.method}`, {}, locale), tests: first.tests, family: first.family }, { locale });
	const rows = mixed ? made.rows.map((row, i) => ({ ...row, cells: row.cells.map((cell, j) => (isCorrected(cell, i, j) ? { ...cell, mark: `${cell.mark ?? ''}${SIGN}` } : cell)) })) : made.rows;
	return { ...made, rows, notes: [...made.notes, mixed ? `${SIGN} ${note}` : note] };
}
