/** Making a list: its seats, its strata and, for an open link, its limits; all of it or nothing. */
import { randomUUID } from 'node:crypto';
import { Problem } from '../../../domain/problem.ts';
import { hashCode } from '../../access/list-code.ts';
import { hashToken } from '../../access/token.ts';
import { lockFrame } from '../../db/frames-write.ts';
import { readCategories, readFrameSurvey, readVariables, type FrameSql } from '../../db/frames-read.ts';
import { addCategory, addStratum, auditList, insertCodes, insertList, insertListSeats, refWith, type ListTx, type NewList } from '../../db/lists-write.ts';
import { clean, MAX_CODE, textFault } from '../frames/cells.ts';
import { categoryOf, LIST_MAX, readKeys, type KeyRow, type Stratum } from './keys.ts';
import { numbered, openLinkOf, openToken, refPrefix, wholeNumber, type ListDeps } from './list.ts';

export const NAME_MAX = 120;
/** What divides a survey that has no strata of its own into its lists. */
const OWN = { name: 'grunnlag_liste', label: { nb: 'Liste', nn: 'Liste', en: 'List' } };

export interface ListForm {
	surveyId: number;
	name: string;
	/** A code a stratum; blank: not stated. */
	strata: Record<string, string>;
	/** A category that a stratum does not have yet; blank: none. */
	added: Record<string, string>;
	actor: string;
}
/** How many members, or a file with a key for each. */
export type Members = { count: string } | { file: Uint8Array };
export interface OpenForm {
	count: string;
	/** Blank: as many as the members. */
	ceiling: string;
	perMinute: string;
	opensAt: Date | null;
	closesAt: Date | null;
	/** A file of codes that members have already; null: none is asked for. */
	codes: Uint8Array | null;
}

export async function readStrata(sql: FrameSql, surveyId: number): Promise<Stratum[]> {
	const categories = await readCategories(sql, surveyId);
	return (await readVariables(sql, surveyId)).filter((v) => v.stratum).map(({ name, label }) => ({ name, label, categories: categories.filter((c) => c.variable === name) }));
}

/** @throws Problem lists_problem_name (422) */
function nameOf(text: string): string {
	const name = clean(text).replace(/[\p{Cc}\s]+/gu, ' ');
	if (name === '' || name.length > NAME_MAX || textFault(name, NAME_MAX)) throw new Problem('lists_problem_name', 422, { max: NAME_MAX });
	return name;
}

/** The categories all the list's seats get; new ones are added. @throws Problem lists_problem_category, lists_problem_two_categories (422) */
async function chosenStrata(tx: ListTx, form: ListForm, strata: readonly Stratum[]): Promise<Record<string, string>> {
	const chosen: Record<string, string> = {};
	for (const stratum of strata) {
		const [code, added] = [form.strata[stratum.name] ?? '', clean(form.added[stratum.name] ?? '')];
		if (code !== '' && added !== '') throw new Problem('lists_problem_two_categories', 422);
		if (code !== '' && !stratum.categories.some((c) => c.code === code)) throw new Problem('lists_problem_category', 422);
		if (added !== '' && (textFault(added, MAX_CODE) || added.includes('@'))) throw new Problem('lists_problem_new_category', 422, { max: MAX_CODE });
		const value = code || (added && (categoryOf(stratum, added) ?? added));
		if (value === '') continue;
		if (!stratum.categories.some((c) => c.code === value)) await addCategory(tx, form.surveyId, stratum.name, value);
		chosen[stratum.name] = value;
	}
	return chosen;
}

async function make(deps: ListDeps, form: ListForm, prepare: (strata: readonly Stratum[]) => Promise<{ rows: KeyRow[]; list: Omit<NewList, 'name'>; codes: Uint8Array[] }>): Promise<number> {
	const { surveyId, actor } = form;
	const name = nameOf(form.name);
	return deps.database.fieldwork.sql.begin(async (tx) => {
		// the population list and its strata are not changed meanwhile
		await lockFrame(tx, surveyId);
		if (!(await readFrameSurvey(tx, surveyId))) throw new Problem('survey_problem_no_survey', 404);
		const strata = await readStrata(tx, surveyId);
		const { rows, list, codes } = await prepare(strata);
		const chosen = await chosenStrata(tx, form, strata);
		if (strata.length === 0) {
			await addStratum(tx, surveyId, OWN.name, OWN.label);
			await addCategory(tx, surveyId, OWN.name, name);
			chosen[OWN.name] = name;
		}
		if (Object.keys(chosen).length === 0 && !rows.every((row) => Object.keys(row.strata).length > 0)) throw new Problem('lists_problem_no_stratum', 422);
		const listId = await insertList(tx, surveyId, { ...list, name }, actor);
		if (listId === null) throw new Problem('lists_problem_name_taken', 409, { name });
		const prefix = refPrefix(listId);
		const taken = await refWith(tx, surveyId, prefix);
		if (taken !== null) throw new Problem('lists_problem_ref_taken', 409, { ref: taken });
		await insertListSeats(tx, surveyId, listId, rows.map((row) => ({ ref: prefix + row.key, strata: { ...chosen, ...row.strata } })));
		await insertCodes(tx, surveyId, listId, codes);
		await auditList(tx, surveyId, actor, 'create', { list: listId, kind: list.kind, seats: rows.length, codes: codes.length });
		return listId;
	});
}

const plain = (keys: string[]): KeyRow[] => keys.map((key) => ({ key, strata: {} }));

/**
 * A list of personal links: a seat for each member, numbered, or with the organisation's own keys. No link is made yet.
 * @returns the list's id
 * @throws Problem lists_problem_name, lists_problem_count, lists_problem_category, lists_problem_no_stratum (422), lists_problem_name_taken (409)
 * @throws FrameRefused what is wrong with the file of keys
 */
export async function createPersonalList(deps: ListDeps, form: ListForm & { members: Members }): Promise<number> {
	const { members } = form;
	return make(deps, form, async (strata) => ({
		rows: 'file' in members ? await readKeys(members.file, strata) : plain(numbered(0, wholeNumber(members.count, 1, LIST_MAX, 'lists_problem_count'))),
		list: { kind: 'personal', open: null }, codes: []
	}));
}

/**
 * An open link with a ceiling: a seat for each member the organisation says it sends to, free until someone starts.
 * @returns the list's id and its link, which can be shown again at any time
 * @throws Problem as for personal links, and lists_problem_ceiling, lists_problem_per_minute, lists_problem_dates (422)
 */
export async function createOpenList(deps: ListDeps, form: ListForm & { open: OpenForm }): Promise<{ listId: number; link: string }> {
	const { open, surveyId } = form;
	const count = wholeNumber(open.count, 1, LIST_MAX, 'lists_problem_count');
	const ceiling = open.ceiling.trim() === '' ? count : wholeNumber(open.ceiling, 1, count, 'lists_problem_ceiling');
	const perMinute = wholeNumber(open.perMinute, 1, 1000, 'lists_problem_per_minute');
	if (open.opensAt && open.closesAt && open.opensAt >= open.closesAt) throw new Problem('lists_problem_dates', 422);
	const seed = randomUUID();
	const token = openToken(surveyId, seed, deps.secret);
	const codes = open.codes ? (await readKeys(open.codes, [], true)).map((row) => hashCode(token, row.key, deps.secret)) : [];
	const hash = hashToken(token, deps.secret, 'list');
	const listId = await make(deps, form, async () => ({
		rows: plain(numbered(0, count)), codes,
		list: { kind: 'open', open: { seed, hash, ceiling, perMinute, opensAt: open.opensAt, closesAt: open.closesAt, asksCode: open.codes !== null } }
	}));
	return { listId, link: openLinkOf(deps, surveyId, seed) };
}
