/** What everything about lists shares. */
import { Problem } from '../../../domain/problem.ts';
import { deriveToken } from '../../access/token.ts';
import type { Database } from '../../db/connection.ts';
import { lockList, type ListTx } from '../../db/lists-write.ts';
import type { ListKind, ListRow } from '../../db/lists-read.ts';

export interface ListDeps { database: Pick<Database, 'fieldwork' | 'evaluate'>; secret: string; config: { origin: string } }
export interface ListInput { surveyId: number; listId: number; actor: string }

/** In front of the key of a list's seat, so that no two lists, and no population list, have the same. */
export const refPrefix = (listId: number): string => `L${listId}-`;
/** The organisation's own key, or the seat's number. */
export const keyOf = (listId: number, ref: string): string => ref.slice(refPrefix(listId).length);
/** Numbers of a list alike in length, so that they sort as they count. */
export const numbered = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => String(from + i + 1).padStart(4, '0'));

/** An open list's link: derived, never stored. */
export const openToken = (surveyId: number, seed: string, secret: string): string => deriveToken(surveyId, secret, ['list', seed]);
export const openLinkOf = (deps: Pick<ListDeps, 'secret' | 'config'>, surveyId: number, seed: string): string => `${deps.config.origin}/svar/felles/${openToken(surveyId, seed, deps.secret)}`;

/** Runs `work` with the list held. @throws Problem lists_problem_no_list (404), lists_problem_kind (409) when it is of the other kind */
export async function withList<T>(deps: Pick<ListDeps, 'database'>, { surveyId, listId }: Pick<ListInput, 'surveyId' | 'listId'>, kind: ListKind | null, work: (tx: ListTx, list: ListRow) => Promise<T>): Promise<T> {
	const result = await deps.database.fieldwork.sql.begin(async (tx) => {
		const list = await lockList(tx, surveyId, listId);
		if (!list) throw new Problem('lists_problem_no_list', 404);
		if (kind && list.kind !== kind) throw new Problem('lists_problem_kind', 409);
		return { done: await work(tx, list) };
	});
	return result.done as T;
}

/** @throws Problem lists_problem_closed (409) */
export function mustNotBeClosed(list: ListRow): void {
	if (list.state === 'closed') throw new Problem('lists_problem_closed', 409);
}

/** A whole number as people type it (`2 111`). @throws Problem `code` (422) unless it is from `min` to `max` */
export function wholeNumber(text: string, min: number, max: number, code: string): number {
	const digits = text.replace(/[\s.\u00a0\u202f]/g, '');
	const n = /^\d{1,9}$/.test(digits) ? Number(digits) : NaN;
	if (!(n >= min && n <= max)) throw new Problem(code, 422, { min, max });
	return n;
}
