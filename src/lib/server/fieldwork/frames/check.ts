/** From rows of text to seats, with every fault by row and column. Pure: knows the file, the mapping and the declarations only. */
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { clean, emailFault, MAX_CODE, MAX_NAME, MAX_REF, MAX_VALUE, readLocale, readSampled, textFault, type Fault } from './cells.ts';
import { emailKey, isEmail } from './email.ts';
import { issue, type Issue } from './issues.ts';
import type { Columns, MappedVariable } from './mapping.ts';
import type { Table, TableRow } from './table.ts';
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

export interface Checked {
	seats: Incoming[];
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

function checkRow({ row, cells }: TableRow, columns: Columns, codes: (Set<string> | undefined)[], report: Report): Incoming {
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
		const found = value === '' ? null : variableFault(variable, codes[i], value);
		// what looks like an address in a column of variables is a contact in the wrong place
		if (found) report(variable.index, found, value, value.includes('@'));
		if (value.includes('\ufffd')) report(variable.index, { code: 'frame_issue_broken' }, value, value.includes('@'), 'warning');
		return value === '' ? null : value;
	});
	return { row, ref, name, email, emailKey: emailKey(email), locale, sampled, values };
}

/** Faults that only show between rows: the same key twice; one person written in two ways. */
async function between(seats: Incoming[], header: string[], columns: Columns): Promise<Issue[]> {
	const issues: Issue[] = [];
	const byRef = new Map<string, Incoming>();
	const byEmail = new Map<string, Incoming>();
	await inTurns(seats, (seat) => {
		const same = byRef.get(seat.ref);
		if (same && seat.ref !== '') issues.push(issue('error', 'frame_issue_ref_twice', seat.row, header[columns.ref] ?? null, { value: seat.ref, contact: seat.ref.includes('@'), params: { first: same.row } }));
		else byRef.set(seat.ref, seat);
		const person = seat.email === '' ? undefined : byEmail.get(seat.emailKey);
		if (!person) {
			byEmail.set(seat.emailKey, seat);
			return;
		}
		const also = (index: number, code: string, value: string) =>
			issues.push(issue('warning', code, seat.row, header[index] ?? null, { value, contact: true, params: { first: person.row } }));
		if (seat.email !== person.email) also(columns.email, 'frame_issue_email_variant', seat.email);
		if (seat.name && person.name && seat.name !== person.name) also(columns.name ?? 0, 'frame_issue_name_variant', seat.name);
	});
	return issues;
}

/** Reads every row of `table` under a resolved mapping. */
export async function checkRows(table: Table, columns: Columns): Promise<Checked> {
	const issues: Issue[] = [];
	const seats: Incoming[] = [];
	const codes = columns.variables.map((v) => (v.declared?.categories ? new Set(v.declared.categories.map((c) => clean(c.code))) : undefined));
	await inTurns(table.rows, (tableRow) => {
		seats.push(checkRow(tableRow, columns, codes, (column, fault, value, contact = false, level = 'error') => {
			issues.push(issue(level, fault.code, tableRow.row, table.header[column] ?? null, { value, contact, params: fault.params ?? {} }));
		}));
	});
	return { seats, issues: issues.concat(await between(seats, table.header, columns)) };
}
