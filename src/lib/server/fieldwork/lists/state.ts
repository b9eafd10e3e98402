/** What becomes of a list: sent, paused, closed, made larger or smaller, or given up. */
import { Problem } from '../../../domain/problem.ts';
import { lockFrame } from '../../db/frames-write.ts';
import { readLists, type ListRow } from '../../db/lists-read.ts';
import { auditList, insertListSeats, insertSending, retireFree, setCeiling, setListState } from '../../db/lists-write.ts';
import { LIST_MAX } from './keys.ts';
import { mustNotBeClosed, numbered, refPrefix, wholeNumber, withList, type ListDeps, type ListInput } from './list.ts';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayInNorway = (date: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo', year: 'numeric', month: '2-digit', day: '2-digit' }).format(date);

function isDay(text: string): boolean {
	const [, year = 0, month = 0, day = 0] = (DAY.exec(text) ?? []).map(Number);
	const date = new Date(Date.UTC(year, month - 1, day));
	return DAY.test(text) && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * The organisation has sent the list, or a reminder: whoever is at the page says when. From the first time its seats are invited, those that come later too.
 * @param input.sendings how many the page says there were: a double click records one
 * @returns 0 for the invitation, else the reminder's number
 * @throws Problem lists_problem_day (422) unless it is a day from the list's first (or the sending before) to today; lists_problem_not_issued when no
 *   links have been made, lists_problem_sent_meanwhile, lists_problem_closed (409)
 */
export async function markSent(deps: ListDeps, input: ListInput & { sentOn: string; sendings: number; now?: Date }): Promise<number> {
	const { surveyId, listId, actor, sentOn } = input;
	return withList(deps, input, null, async (tx, list) => {
		mustNotBeClosed(list);
		if (list.kind === 'personal' && list.issued === 0) throw new Problem('lists_problem_not_issued', 409);
		const [found] = await readLists(tx, surveyId, listId);
		const before = found?.sendings ?? [];
		if (before.length !== input.sendings) throw new Problem('lists_problem_sent_meanwhile', 409);
		const first = before.at(-1) ?? dayInNorway(list.createdAt);
		if (!isDay(sentOn) || sentOn < first || sentOn > dayInNorway(input.now ?? new Date())) throw new Problem('lists_problem_day', 422);
		const number = await insertSending(tx, surveyId, listId, sentOn, actor);
		await auditList(tx, surveyId, actor, 'sent', { list: listId, number, sentOn });
		return number;
	});
}

const FROM: Record<ListRow['state'], ListRow['state'][]> = { paused: ['active'], active: ['paused'], closed: ['active', 'paused'] };

/**
 * Pauses an open link, takes it up again, or closes it for good. Whoever has begun keeps their own link. Asked for twice, it is done once.
 * @throws Problem lists_problem_closed (409) when it is closed already
 */
export async function setOpenListState(deps: ListDeps, input: ListInput & { state: ListRow['state'] }): Promise<void> {
	const { surveyId, listId, actor, state } = input;
	await withList(deps, input, 'open', async (tx, list) => {
		if (list.state === state) return;
		if (!FROM[state].includes(list.state)) throw new Problem('lists_problem_closed', 409);
		await setListState(tx, surveyId, listId, state);
		await auditList(tx, surveyId, actor, state, { list: listId });
	});
}

/**
 * The organisation sent to more or fewer than it said. More: new seats, in the list's strata. Fewer: free seats become ineligible.
 * @returns seats added (positive) or taken out (negative)
 * @throws Problem lists_problem_count, lists_problem_ceiling (422); lists_problem_begun (409) when more than so many have begun or are decided about
 */
export async function resizeOpenList(deps: ListDeps, input: ListInput & { count: string; ceiling: string }): Promise<number> {
	const { surveyId, listId, actor } = input;
	const count = wholeNumber(input.count, 1, LIST_MAX, 'lists_problem_count');
	const ceiling = input.ceiling.trim() === '' ? count : wholeNumber(input.ceiling, 1, count, 'lists_problem_ceiling');
	return withList(deps, input, 'open', async (tx, list) => {
		mustNotBeClosed(list);
		if (ceiling < list.taken) throw new Problem('lists_problem_begun', 409, { n: list.taken });
		await lockFrame(tx, surveyId);
		const [found] = await readLists(tx, surveyId, listId);
		if (!found) throw new Problem('lists_problem_no_list', 404);
		const { seats, ineligible } = found.counts;
		const more = count - (seats - ineligible);
		if (more > 0) {
			const strata = Object.fromEntries(found.strata.filter((s) => s.n === seats).map((s) => [s.variable, s.code]));
			await insertListSeats(tx, surveyId, listId, numbered(seats, seats + more).map((key) => ({ ref: refPrefix(listId) + key, strata })));
		} else if (more < 0) {
			const out = await retireFree(tx, surveyId, listId, -more, false, actor);
			if (out < -more) throw new Problem('lists_problem_begun', 409, { n: seats - ineligible - out });
		}
		await setCeiling(tx, surveyId, listId, ceiling);
		if (more !== 0 || ceiling !== list.ceiling) await auditList(tx, surveyId, actor, 'resize', { list: listId, seats: more, ceiling });
		return more;
	});
}

/**
 * Gives a list up, as when it was made by mistake or never sent: what has not begun becomes ineligible, its links end, and no more can start. Forms that
 * are begun stay. @returns how many seats
 */
export async function withdrawList(deps: ListDeps, input: ListInput): Promise<number> {
	const { surveyId, listId, actor } = input;
	return withList(deps, input, null, async (tx, list) => {
		const seats = await retireFree(tx, surveyId, listId, null, true, actor);
		if (list.state !== 'closed') await setListState(tx, surveyId, listId, 'closed');
		if (seats > 0 || list.state !== 'closed') await auditList(tx, surveyId, actor, 'withdraw', { list: listId, seats });
		return seats;
	});
}
