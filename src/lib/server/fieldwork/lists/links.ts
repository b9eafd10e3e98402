/** The file of personal links that an organisation merges into its own mail, and the keys it may remind. */
import { stringify } from 'csv-stringify/sync';
import writeXlsxFile from 'write-excel-file/node';
import { Problem } from '../../../domain/problem.ts';
import { inLocale, m, type Locale } from '../../../i18n.ts';
import { hashToken, newToken } from '../../access/token.ts';
import { readLists, readUnanswered } from '../../db/lists-read.ts';
import { auditList, replaceLinks, seatsToLink } from '../../db/lists-write.ts';
import { readStrata } from './create.ts';
import { keyOf, mustNotBeClosed, withList, type ListDeps, type ListInput } from './list.ts';

export type FileFormat = 'csv' | 'xlsx';
export interface ListFile { bytes: Uint8Array; type: string; extension: FileFormat }

const TYPES: Record<FileFormat, string> = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** CSV: UTF-8 with a byte order mark, `;`, CRLF. Nothing is escaped that a merge would then print: keys that a spreadsheet would run are not taken in. */
async function fileOf(rows: string[][], format: FileFormat): Promise<ListFile> {
	const sheet = () => writeXlsxFile(rows.map((row, i) => row.map((value) => ({ value, type: String, ...(i === 0 && { fontWeight: 'bold' as const }) }))), {
		columns: (rows[0] ?? []).map((_, i) => ({ width: i === 1 ? 60 : 22 })), stickyRowsCount: 1
	}).toBuffer();
	const bytes = format === 'xlsx' ? await sheet() : Buffer.from(stringify(rows, { bom: true, delimiter: ';', record_delimiter: 'windows', quoted_match: /[\r\n]/ }));
	return { bytes, type: TYPES[format], extension: format };
}

/**
 * Makes a link for every seat of the list that has not begun, been decided about or said no, and ends the links it had. The links are in the file and
 * nowhere else: only their hashes are stored.
 * @param input.issued how many times the page says that the file has been made: two tabs must not end each other's links unseen
 * @param input.again the evaluator has confirmed that earlier links end
 * @returns columns key, link, and a column for each stratum that the list has
 * @throws Problem lists_problem_issued_meanwhile, lists_problem_confirm, lists_problem_closed, lists_problem_none_left (409)
 */
export async function issueListLinks(deps: ListDeps, input: ListInput & { issued: number; again: boolean; format: FileFormat; locale: Locale }): Promise<ListFile & { links: number }> {
	const { surveyId, listId, actor, locale } = input;
	const made = await withList(deps, input, 'personal', async (tx, list) => {
		mustNotBeClosed(list);
		if (list.issued !== input.issued) throw new Problem('lists_problem_issued_meanwhile', 409);
		if (list.issued > 0 && !input.again) throw new Problem('lists_problem_confirm', 409);
		const links = (await seatsToLink(tx, surveyId, listId)).map((seat) => ({ ...seat, token: newToken(surveyId) }));
		if (links.length === 0) throw new Problem('lists_problem_none_left', 409);
		const ended = await replaceLinks(tx, surveyId, listId, links.map(({ id, token }) => ({ seatId: id, hash: hashToken(token, deps.secret) })));
		await auditList(tx, surveyId, actor, 'issue', { list: listId, links: links.length, ended });
		return links;
	});
	const strata = (await readStrata(deps.database.fieldwork.sql, surveyId)).filter((s) => made.some((seat) => Object.hasOwn(seat.codes, s.name)));
	const label = (stratum: (typeof strata)[number], code: string | undefined) => {
		const category = stratum.categories.find((c) => c.code === code);
		return (category && inLocale(category.label, locale)) || (code ?? '');
	};
	const rows = [
		[m.lists_column_key({}, { locale }), m.lists_column_link({}, { locale }), ...strata.map((s) => inLocale(s.label, locale) || s.name)],
		...made.map((seat) => [keyOf(listId, seat.ref), `${deps.config.origin}/svar/${seat.token}`, ...strata.map((s) => label(s, seat.codes[s.name]))])
	];
	return { ...await fileOf(rows, input.format), links: made.length };
}

/**
 * The keys of those who have not sent their form in and are still asked, for the organisation's own reminder. Never an answer, nor who has begun.
 * @throws Problem lists_problem_no_list (404); lists_problem_kind (409) for an open link, of which nobody knows who began
 */
export async function unansweredKeys(deps: ListDeps, input: ListInput & { format: FileFormat; locale: Locale }): Promise<ListFile> {
	const { sql } = deps.database.fieldwork;
	const [list] = await readLists(sql, input.surveyId, input.listId);
	if (!list) throw new Problem('lists_problem_no_list', 404);
	if (list.kind !== 'personal') throw new Problem('lists_problem_kind', 409);
	const refs = await sql.begin(async (tx) => {
		// it says who has answered: that it was taken out is kept, as for the call list
		await auditList(tx, input.surveyId, input.actor, 'unanswered', { list: input.listId });
		return readUnanswered(tx, input.surveyId, input.listId);
	});
	return fileOf([[m.lists_column_key({}, { locale: input.locale })], ...refs.map((ref) => [keyOf(input.listId, ref)])], input.format);
}
