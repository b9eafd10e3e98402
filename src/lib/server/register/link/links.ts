/** Links of a survey: made, kept, made again, mended. */
import { Problem } from '#lib/domain/problem.ts';
import { rowOutcome } from '#lib/domain/link/link.ts';
import { dayOf } from '#lib/domain/link/outcome.ts';
import type { LinkRow, LinkSpec } from '#lib/domain/link/types.ts';
import { codeAt } from '#lib/domain/region/index-of.ts';
import { insertLink, insertMend, readLink, withdrawMend, type LinkHead } from '../../db/links.ts';
import { choose } from '../klass/choices.ts';
import { heldRegister } from '../klass/store.ts';
import { heldVariables, makeWith, type LinkDeps, type Made } from './held.ts';
import { rowsOf } from './rows.ts';
import type { Schools } from './schools.ts';

const MAX_VARIABLES = 60;

/** The spec of a link to variables by key, as they stand. @throws Problem for a variable that is not held */
export async function specOf(deps: LinkDeps, asked: Omit<LinkSpec, 'variables'> & { variables: readonly string[] }): Promise<LinkSpec> {
	const held = await heldVariables(deps);
	const keys = [...new Set(asked.variables)];
	if (keys.length === 0 || keys.length > MAX_VARIABLES) throw new Problem('link_problem_variables', 400, { max: MAX_VARIABLES });
	const variables = keys.map((key) => {
		const found = held.find((v) => v.key === key);
		if (!found) throw new Problem('link_problem_no_variable', 400, { variable: key.slice(0, 60), has: held.map((v) => v.key).join(', ') || '–' });
		return { table: found.table, variable: key };
	});
	return { ...asked, variables };
}

/**
 * Links the survey as it is now and keeps the link. The same again is the link that is there.
 * @throws Problem when something that it needs is not held, or the survey has no rows
 */
export async function makeLink(deps: LinkDeps, input: { surveyId: number; spec: LinkSpec; schools?: Schools | null; actor: string }): Promise<Made & { id: number; created: boolean }> {
	const { surveyId, spec, schools = null, actor } = input;
	return keep(deps, surveyId, spec, await rowsOf(deps, surveyId, spec, schools), schools?.list ?? null, actor);
}

async function keep(deps: LinkDeps, surveyId: number, spec: LinkSpec, rows: LinkRow[], schools: Schools['list'] | null, actor: string) {
	const made = await makeWith(deps, surveyId, spec, rows, schools);
	const stored = await deps.database.evaluate.db.transaction((tx) => insertLink(tx, {
		surveyId, spec, sources: made.sources, audit: made.linked.audit, hash: made.hash,
		rows: rows.map((row, i) => {
			const { ending, code, targets } = rowOutcome(made.linked, i);
			return { row, ending, code, targets };
		})
	}, actor));
	if (!stored) throw new Problem('evaluate_problem_no_survey', 404);
	return { ...made, ...stored };
}

export interface KeptLink extends Made { head: LinkHead }

/**
 * A kept link, made again from the copies, choices and mends it names.
 * @throws Problem when the survey has none such, or it does not come to the same bytes
 */
export async function keptLink(deps: LinkDeps, surveyId: number, id: number): Promise<KeptLink> {
	const kept = Number.isSafeInteger(id) && id > 0 && id <= 2_147_483_647 ? await readLink(deps.database.evaluate.db, surveyId, id) : null;
	if (!kept) throw new Problem('link_problem_no_link', 404);
	const { head, rows } = kept;
	const made = await makeWith(deps, surveyId, head.spec, rows, head.sources.schools, head.sources);
	if (made.hash !== head.hash) throw new Problem('link_problem_differs', 500, { link: id });
	return { ...made, head };
}

/** Links again with what stands now: the survey's answers, and choices and mends made since. The owners of schools stay as the kept link read them. */
export async function linkAgain(deps: LinkDeps, surveyId: number, id: number, actor: string): Promise<{ id: number; created: boolean }> {
	const kept = await readLink(deps.database.evaluate.db, surveyId, id);
	if (!kept) throw new Problem('link_problem_no_link', 404);
	const { spec, sources } = kept.head;
	const now = await specOf(deps, { ...spec, variables: spec.variables.map((v) => v.variable) });
	const rows = spec.source.kind === 'owner' ? kept.rows : await rowsOf(deps, surveyId, spec, null);
	return keep(deps, surveyId, now, rows, sources.schools, actor);
}

export interface MendInput {
	surveyId: number;
	/** The kept link in which the row was seen. */
	linkId: number;
	/** One of the rows that are alike. */
	rowKey: string;
	/** For every row that says the same, not for this alone. */
	everyRow: boolean;
	/** A municipality; null: there is none to ask for. */
	code: string | null;
	reason: string;
	actor: string;
}

/**
 * Mends a row that was unmatched, or chooses for one that was split, and links again.
 * @returns the new link
 * @throws Problem when the row is no such, the code is none that can be chosen, or no reason is given
 */
export async function mendRow(deps: LinkDeps, input: MendInput): Promise<{ id: number; created: boolean }> {
	const { surveyId, linkId, rowKey, everyRow, code, actor } = input;
	const reason = input.reason.trim();
	if (reason === '' || reason.length > 500) throw new Problem('register_problem_reason', 400);
	const { linked, head } = await keptLink(deps, surveyId, linkId);
	const place = linked.rows.findIndex((row) => row.key === rowKey);
	const row = linked.rows[place];
	const outcome = row && rowOutcome(linked, place);
	if (!row || !outcome || row.value === null || (outcome.ending !== 'split' && outcome.ending !== 'unmatched')) throw new Problem('link_problem_not_open', 409);
	const { codeYear, figureYear } = head.spec;
	if (outcome.ending === 'split') {
		if (code === null || outcome.code === null) throw new Problem('link_problem_choose', 400);
		await choose(deps, { surveyId, rowKey: everyRow ? null : rowKey, code: outcome.code, from: dayOf(codeYear), to: dayOf(figureYear), target: code, reason, actor });
	} else {
		const register = await heldRegister(deps);
		if (code !== null && !(register && codeAt(register.municipalities, code, dayOf(codeYear)))) throw new Problem('link_problem_code', 400, { code: code.slice(0, 20), year: codeYear });
		const value = row.value.trim();
		if (value.length > 300) throw new Problem('link_problem_long', 400);
		if (!(await insertMend(deps.database.evaluate.db, { surveyId, rowKey: everyRow ? null : rowKey, value, code, codeYear, reason }, actor))) throw new Problem('evaluate_problem_no_survey', 404);
	}
	return linkAgain(deps, surveyId, linkId, actor);
}

/** @throws Problem when no such mend stands */
export async function unmend(deps: LinkDeps, surveyId: number, id: number, actor: string): Promise<void> {
	if (!Number.isSafeInteger(id) || id < 1 || id > 2_147_483_647 || !(await withdrawMend(deps.database.evaluate.db, surveyId, id, actor))) throw new Problem('link_problem_no_mend', 404);
}
