/** The rows of a link: what respondents answered, or what stands on the population list. */
import { Problem } from '#lib/domain/problem.ts';
import type { LinkRow, LinkSpec, State } from '#lib/domain/link/types.ts';
import { readFrameValues, readItemValues, readSourceNames } from '../../db/links.ts';
import { ownerRow, type Schools } from './schools.ts';
import type { LinkDeps } from './held.ts';

const STATE: Readonly<Record<string, State>> = { answered: 'given', dont_know: 'dont_know', not_answered: 'not_answered', not_asked: 'not_asked' };
const given = (key: string, value: string | null): LinkRow => (value === null || value.trim() === '' ? { key, state: 'not_answered', value: null } : { key, state: 'given', value });

/**
 * One row a respondent, or a seat, in the order of the population list.
 * @param schools when the source is a school's owner
 * @throws Problem for an item or column that the survey has not, or when there are no rows
 */
export async function rowsOf(deps: LinkDeps, surveyId: number, { source, rows: of }: LinkSpec, schools: Schools | null): Promise<LinkRow[]> {
	const { db } = deps.database.evaluate;
	const names = await readSourceNames(db, surveyId);
	const all = of === 'seats';
	const name = source.kind === 'item' ? source.item : source.column;
	if (!(source.kind === 'item' ? names.items : names.columns).includes(name)) throw new Problem('link_problem_no_source', 400, { name: name.slice(0, 60) });
	if (source.kind === 'owner' && !schools) throw new Problem('link_problem_no_schools', 400);
	const rows = source.kind === 'item'
		? (await readItemValues(db, surveyId, name, all)).map((row): LinkRow => {
			if (!row.responded) return { key: row.key, state: 'no_response', value: null };
			// an item that the response's version does not have was not asked
			const state = STATE[row.state ?? 'not_asked'] ?? 'not_asked';
			return state === 'given' ? given(row.key, row.value) : { key: row.key, state, value: null };
		})
		: (await readFrameValues(db, surveyId, name, all)).map(({ key, value }) => (source.kind === 'owner' && schools ? ownerRow(schools, key, value) : given(key, value)));
	if (rows.length === 0) throw new Problem('link_problem_no_rows', 409);
	return rows;
}
