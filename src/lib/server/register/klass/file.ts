/** A document of KLASS or StatBank that someone has fetched by hand: the same form, the same checks. */
import { Problem } from '#lib/domain/problem.ts';
import { isDay } from '#lib/domain/region/dates.ts';
import { storeCopies, type NewCopy, type StoredCopy } from '../../db/classifications.ts';
import { hashOf } from './client.ts';
import { changesOf, codesOf, groupsOf, matchesOf, type Classification } from './forms.ts';
import { parseJson } from './http.ts';
import type { RegisterDeps } from './refresh.ts';

export const MAX_FILE_MEGABYTES = 10;

export interface FileInput {
	fileName: string;
	bytes: Uint8Array;
	classification: Classification;
	/** The first day that was asked for; of a correspondence the day it is for. */
	from: string;
	/** The first day after; null without an end. */
	to: string | null;
	actor: string;
	now?: Date;
}

function decode(bytes: Uint8Array, source: string): string {
	if (bytes.length > MAX_FILE_MEGABYTES * 1e6) throw new Problem('register_problem_too_large', 413, { source, max: MAX_FILE_MEGABYTES });
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw new Problem('register_problem_not_utf8', 422, { source });
	}
}

/** Whether a list of codes says itself when they are valid: that of one day (`codesAt`) does not, and must not be taken for one that lasts. */
const hasDays = (json: unknown): boolean => JSON.stringify(json).includes('"validFromInRequestedRange":"');

/** What the document is, by the list that it holds. */
function copyOf(json: unknown, { classification, from, to }: FileInput, source: string): Pick<NewCopy, 'classification' | 'part' | 'target' | 'rows' | 'heldTo'> {
	const has = (key: string) => typeof json === 'object' && json !== null && key in json;
	const other = (wanted: string) => new Problem('register_problem_other_classification', 422, { source, wanted, given: classification });
	if (has('codes') && to === null && !hasDays(json)) throw new Problem('register_problem_needs_to', 400, { source });
	if (has('codes')) return { classification, part: 'codes', target: null, rows: codesOf(json, classification, { from, to }, source), heldTo: to };
	if (has('codeChanges')) {
		if (classification !== 131 && classification !== 104) throw other('131, 104');
		return { classification, part: 'changes', target: null, rows: changesOf(json, classification, { from, to }, source), heldTo: to };
	}
	if (has('correspondenceItems')) {
		if (classification === 131) throw other('104, 112, 128');
		return { classification: 131, part: 'correspondence', target: classification, rows: matchesOf(json, classification, from, source), heldTo: null };
	}
	if (has('values')) {
		if (classification !== 131) throw other('131');
		return { classification, part: 'groups', target: null, rows: groupsOf(json, source), heldTo: null };
	}
	throw new Problem('register_problem_form', 422, { source, row: '–', field: 'codes' });
}

/**
 * Stores an uploaded document in place of the copy that stands.
 * @throws Problem naming row and field when it is not of the documented form; nothing is stored then
 */
export async function storeFile(deps: RegisterDeps, input: FileInput): Promise<StoredCopy> {
	const source = (input.fileName.split(/[/\\]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim().slice(0, 200) || 'klass.json';
	if (!isDay(input.from)) throw new Problem('register_problem_day', 400, { field: 'from' });
	if (input.to !== null && (!isDay(input.to) || input.to <= input.from)) throw new Problem('register_problem_day', 400, { field: 'to' });
	const copy = copyOf(parseJson(decode(input.bytes, source), source, 422), input, source);
	const made = { ...copy, heldFrom: input.from, source, fromFile: true, hash: hashOf(copy.rows), retrievedAt: input.now ?? new Date() } as NewCopy;
	const [stored] = await storeCopies(deps.database.evaluate.db, [made], input.actor);
	if (!stored) throw new Error('the copy was not stored');
	return stored;
}
