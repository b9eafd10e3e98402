/** The tree of a question's codes, as forms change it. */
import { Problem } from '#lib/domain/problem.ts';
import type { Locale } from '#lib/i18n.ts';
import { deleteCode, insertCode, updateCode, type Place } from '#lib/server/db/codings.ts';
import type { ResponseDeps } from '../response.ts';
import { readCoded } from './read.ts';
import { keyFrom } from './tree.ts';

export interface TypedCode { label: string; definition: string; parent: string; retired: boolean }

function checked(typed: TypedCode): { label: string; definition: string; parentId: number | null } {
	const [label, definition] = [typed.label.normalize('NFC').replace(/\s+/g, ' ').trim(), typed.definition.normalize('NFC').trim()];
	if (label === '' || label.length > 200) throw new Problem('coding_problem_needs_label', 400);
	if (definition.length > 2000) throw new Problem('coding_problem_definition', 400);
	if (typed.parent !== '' && !/^\d{1,9}$/.test(typed.parent)) throw new Problem('coding_problem_parent', 400);
	return { label, definition, parentId: typed.parent === '' ? null : Number(typed.parent) };
}
const numbered = (id: string): number => {
	if (!/^\d{1,9}$/.test(id)) throw new Problem('coding_problem_no_code', 404);
	return Number(id);
};

/** Its variable name is made from the label, and stays whatever the label becomes. */
export async function makeCode(deps: ResponseDeps, place: Place, typed: TypedCode, actor: string, locale: Locale): Promise<number> {
	const code = checked(typed);
	const { codes } = await readCoded(deps, place, locale);
	return insertCode(deps.database.evaluate.db, place, { ...code, key: keyFrom(code.label, new Set(codes.map((c) => c.key))) }, actor);
}

export async function changeCode(deps: ResponseDeps, place: Place, id: string, typed: TypedCode, actor: string): Promise<void> {
	if (!(await updateCode(deps.database.evaluate.db, place, numbered(id), { ...checked(typed), retired: typed.retired }, actor))) throw new Problem('coding_problem_no_code', 404);
}

export async function removeCode(deps: ResponseDeps, place: Place, id: string, actor: string): Promise<void> {
	if (!(await deleteCode(deps.database.evaluate.db, place, numbered(id), actor))) throw new Problem('coding_problem_no_code', 404);
}
