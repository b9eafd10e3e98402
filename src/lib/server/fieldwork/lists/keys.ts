/**
 * A file of keys from an organisation: one a member, and categories of strata where it has them. Nothing else is taken in, and what looks like a person
 * is refused: the names and addresses are to stay where they are.
 */
import { LOCALES, type Text } from '../../../domain/questionnaire/schema.ts';
import { CODE_MIN, tidyCode } from '../../access/list-code.ts';
import { clean, textFault } from '../frames/cells.ts';
import { FrameRefused, issue, refusedRows, type Issue } from '../frames/issues.ts';
import { readTable } from '../frames/read.ts';
import { nationalNumber } from './national-number.ts';

export const LIST_MAX = 50_000;
/** With the list's own mark in front it is still a ref. */
export const KEY_MAX = 100;

export interface Stratum { name: string; label: Text; categories: { code: string; label: Text }[] }
export interface KeyRow { key: string; strata: Record<string, string> }

const KEY_COLUMNS = new Set(['nøkkel', 'nykel', 'key', 'id', 'nr', 'nummer', 'number', 'løpenummer', 'rad', 'radnummer', 'row', 'ref', 'referanse', 'reference', 'kode', 'code',
	'medlemsnummer', 'medlemsnr', 'member number']);
const CONTACT_COLUMN = /navn|namn|name|e-?post|e-?mail|\bmail|telefon|phone|mobil|\btlf|adresse|address|fødsel|personnummer|personnr|\bfnr\b/i;
/** Two words or more with a capital each, and nothing else. */
const NAME = /^\p{Lu}[\p{L}'’-]+(?:,?\s+(?:\p{Lu}[\p{L}'’.-]*|av|de|von|van|der))+$/u;
/** A spreadsheet would run it. */
const FORMULA = /^[=+\-@]/;

const low = (text: string): string => clean(text).toLowerCase();
const named = (stratum: Stratum, header: string): boolean => [stratum.name, ...LOCALES.map((l) => stratum.label[l] ?? '')].some((name) => low(name) === low(header));

/** The code that `value` is, or is the label of, whatever the case; undefined: none. */
export function categoryOf(stratum: Stratum, value: string): string | undefined {
	return stratum.categories.find((c) => c.code === value)?.code
		?? stratum.categories.find((c) => [c.code, ...LOCALES.map((l) => c.label[l] ?? '')].some((name) => low(name) === low(value)))?.code;
}

function keyFault(key: string, code: boolean): string | null {
	if (key === '') return 'lists_issue_key_missing';
	if (key.includes('@')) return 'lists_issue_key_email';
	if (nationalNumber(key)) return 'lists_issue_key_national';
	if (NAME.test(key)) return 'lists_issue_key_name';
	if (FORMULA.test(key)) return 'lists_issue_key_formula';
	return code && tidyCode(key).length < CODE_MIN ? 'lists_issue_code_short' : null;
}

interface Columns { key: number; strata: { index: number; stratum: Stratum }[]; issues: Issue[] }

function columnsOf(header: readonly string[], strata: readonly Stratum[]): Columns {
	const key = header.findIndex((name) => KEY_COLUMNS.has(low(name)));
	const found: Columns = { key, strata: [], issues: [] };
	header.forEach((name, index) => {
		if (index === key) return;
		const stratum = strata.find((s) => named(s, name));
		if (stratum) found.strata.push({ index, stratum });
		else found.issues.push(issue('error', CONTACT_COLUMN.test(name) ? 'lists_issue_column_contact' : 'lists_issue_column', null, name));
	});
	if (key < 0 && found.issues.length === 0) throw new FrameRefused('lists_problem_no_key', 422);
	return found;
}

/**
 * Reads a list of keys (CSV or .xlsx, as population lists are read).
 * @param strata whose columns may be there, by name or label; none for codes
 * @param codes the keys are codes that members are to type: compared as such, and not too short
 * @throws FrameRefused with every fault by row and column; what may be a person's is not repeated in it
 */
export async function readKeys(bytes: Uint8Array, strata: readonly Stratum[], codes = false): Promise<KeyRow[]> {
	const { header, rows } = await readTable(bytes);
	const columns = columnsOf(header, strata);
	if (columns.issues.length > 0) throw refusedRows(columns.issues);
	if (rows.length > LIST_MAX) throw new FrameRefused('frame_problem_rows_limit', 422, { max: LIST_MAX });
	const issues: Issue[] = [];
	const seen = new Map<string, number>();
	const found = rows.map(({ row, cells }): KeyRow => {
		const at = (index: number, code: string, more: Partial<Issue> = {}) => issues.push(issue('error', code, row, header[index] ?? null, more));
		const key = clean(cells[columns.key] ?? '');
		const fault = keyFault(key, codes);
		const hidden = textFault(key, KEY_MAX);
		if (fault) at(columns.key, fault, { contact: true, params: { min: CODE_MIN } });
		else if (hidden) at(columns.key, hidden.code, { params: hidden.params ?? {} });
		const same = codes ? tidyCode(key) : key;
		const first = seen.get(same);
		if (first !== undefined && !fault) at(columns.key, 'lists_issue_key_twice', { value: codes ? null : key, params: { first } });
		else seen.set(same, row);
		const own: Record<string, string> = {};
		for (const { index, stratum } of columns.strata) {
			const value = clean(cells[index] ?? '');
			const code = value === '' ? undefined : categoryOf(stratum, value);
			if (code !== undefined) own[stratum.name] = code;
			else if (value !== '') at(index, value.includes('@') ? 'lists_issue_key_email' : 'frame_issue_category', value.includes('@') ? { contact: true } : { value });
		}
		return { key, strata: own };
	});
	if (issues.length > 0) throw refusedRows(issues);
	return found;
}
