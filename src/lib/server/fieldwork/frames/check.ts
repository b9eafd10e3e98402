/** From rows of text to seats, with every fault by row and column. Pure: knows the file, the mapping and the declarations only. */
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { clean, emailFault, MAX_CODE, MAX_NAME, MAX_REF, MAX_VALUE, readLocale, readSampled, textFault, type Fault } from './cells.ts';
import { frameCounter, type Counts } from './counts.ts';
import { emailKey, isEmail } from './email.ts';
import { issue, type Issue } from './issues.ts';
import type { Columns, MappedVariable } from './mapping.ts';
import { addPerson, type Written } from './persons.ts';
import type { LongTable, TableRow } from './table.ts';
import { inTurns } from './turns.ts';

/** A row of the list as a seat. A value is undefined when no column gives it, null when the cell is blank. */
export interface Incoming {
	row: number;
	ref: string;
	/** '' when the cell is blank; undefined when there is no such column. */
	name: string | undefined;
	email: string;
	emailKey: string;
	locale: Locale | null | undefined;
	sampled: boolean | undefined;
	/** One value for each of the mapping's variables, in its order; null is missing. */
	values: (string | null)[];
}

/** Seats are made of their rows as they are asked for: all at once they would be several times as large as the list. */
export type Seats = Iterable<Incoming>;

export interface Checked {
	seats: Seats;
	written: Written;
	counts: Counts;
	issues: Issue[];
}

type Report = (column: number, fault: Fault, value: string, contact?: boolean, level?: Issue['level']) => void;

function suggestion(variable: MappedVariable, value: string): string | undefined {
	const low = value.toLowerCase();
	return variable.declared?.categories?.find((c) => clean(c.code).toLowerCase() === low)?.code;
}

function variableFault(variable: MappedVariable, codes: Set<string> | undefined, value: string): Fault | null {
	const fault = textFault(value, variable.stratum ? MAX_CODE : MAX_VALUE);
	if (fault) return fault;
	if (value.includes('@') && isEmail(value)) return { code: 'frame_issue_contact_in_variable' };
	if (!codes || codes.has(value)) return null;
	const meant = suggestion(variable, value);
	return meant === undefined ? { code: 'frame_issue_category' } : { code: 'frame_issue_category_like', params: { meant } };
}

/** Different values of a variable that are held once for all rows; beyond that it is no category. */
const SHARED = 1000;

/** The same text for the same value: a long list says the same few words of every row. */
function shared(known: Map<string, string>, value: string): string {
	const before = known.get(value);
	if (before === undefined && known.size < SHARED) known.set(value, value);
	return before ?? value;
}

type Vocabulary = { codes: Set<string> | undefined; known: Map<string, string> };

function checkRow({ row, cells }: TableRow, columns: Columns, words: Vocabulary[], report: Report): Incoming {
	const cell = (index: number) => clean(cells[index] ?? '');
	const text = (index: number, max: number, contact = false) => {
		const value = cell(index);
		const fault = textFault(value, max);
		if (fault) report(index, fault, value, contact);
		return value;
	};
	const ref = text(columns.ref, MAX_REF);
	if (ref === '') report(columns.ref, { code: 'frame_issue_ref_missing' }, '');
	// the key is seen by everyone who works with the answers
	if (ref.includes('@') && isEmail(ref)) report(columns.ref, { code: 'frame_issue_contact_in_ref' }, ref, true);
	const email = cell(columns.email);
	const fault = emailFault(email);
	if (fault) report(columns.email, fault, cells[columns.email] ?? '', true);
	const name = columns.name === null ? undefined : text(columns.name, MAX_NAME, true);
	if (name === '') report(columns.name ?? 0, { code: 'frame_issue_name_missing' }, '', true, 'warning');
	if (name?.includes('\ufffd')) report(columns.name ?? 0, { code: 'frame_issue_broken' }, name, true, 'warning');
	const locale = columns.locale === null ? undefined : readLocale(cell(columns.locale));
	if (columns.locale !== null && locale === undefined) report(columns.locale, { code: 'frame_issue_locale' }, cell(columns.locale));
	const sampled = columns.sampled === null ? undefined : readSampled(cell(columns.sampled));
	if (columns.sampled !== null && sampled === undefined) report(columns.sampled, { code: 'frame_issue_sampled' }, cell(columns.sampled));
	const values = columns.variables.map((variable, i) => {
		const value = cell(variable.index);
		if (value === '') return null;
		const found = variableFault(variable, words[i]?.codes, value);
		// what looks like an address in a column of variables is a contact in the wrong place
		if (found) report(variable.index, found, value, value.includes('@'));
		if (value.includes('\ufffd')) report(variable.index, { code: 'frame_issue_broken' }, value, value.includes('@'), 'warning');
		return shared(words[i]?.known ?? new Map(), value);
	});
	const key = emailKey(email);
	return { row, ref, name, email, emailKey: key === email ? email : key, locale, sampled, values };
}

/** Finds, row after row, faults that only show between rows: the same key twice; one person written in two ways. */
function betweenRows(header: string[], columns: Columns, written: Written): (seat: Incoming) => Issue[] {
	const byRef = new Map<string, number>();
	return (seat) => {
		const { row, ref, name, email } = seat;
		const issues: Issue[] = [];
		const same = byRef.get(ref);
		if (same !== undefined && ref !== '') issues.push(issue('error', 'frame_issue_ref_twice', row, header[columns.ref] ?? null, { value: ref, contact: ref.includes('@'), params: { first: same } }));
		else byRef.set(ref, row);
		const person = addPerson(written, seat);
		if (!person || email === '') return issues;
		const also = (index: number, code: string, value: string) =>
			issues.push(issue('warning', code, row, header[index] ?? null, { value, contact: true, params: { first: person.row } }));
		if (email !== person.email) also(columns.email, 'frame_issue_email_variant', email);
		if (name && person.name && name !== person.name) also(columns.name ?? 0, 'frame_issue_name_variant', name);
		return issues;
	};
}

/** The seats of rows that have been checked. It stands alone, since it lives on and would else keep alive all that the check has gathered. */
function seatsOf(table: LongTable, columns: Columns, words: Vocabulary[]): Seats {
	return {
		*[Symbol.iterator]() {
			for (const row of table.rows) yield checkRow(row, columns, words, () => undefined);
		}
	};
}

/** Reads every row of `table` under a resolved mapping. */
export async function checkRows(table: LongTable, columns: Columns): Promise<Checked> {
	const issues: Issue[] = [];
	const words = columns.variables.map((v): Vocabulary => ({ codes: v.declared?.categories && new Set(v.declared.categories.map((c) => clean(c.code))), known: new Map() }));
	const written: Written = { persons: new Map(), several: new Map() };
	const between = betweenRows(table.header, columns, written);
	const counter = frameCounter(columns.variables);
	await inTurns(table.rows, (tableRow) => {
		const seat = checkRow(tableRow, columns, words, (column, fault, value, contact = false, level = 'error') => {
			issues.push(issue(level, fault.code, tableRow.row, table.header[column] ?? null, { value, contact, params: fault.params ?? {} }));
		});
		issues.push(...between(seat));
		counter.add(seat);
	});
	return { seats: seatsOf(table, columns, words), written, counts: counter.counts(written, columns.sampled !== null), issues };
}
