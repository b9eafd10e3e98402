/** The check on doubles of an open list, and what a person decides about it. */
import { Problem } from '../../../domain/problem.ts';
import { readDistinct, readForms, readLists, type FormRow } from '../../db/lists-read.ts';
import { auditList, setDistinct, setDuplicate } from '../../db/lists-write.ts';
import { oddForms, RULE, suspectedPairs, type DoubleRule, type Odd, type Pair } from './doubles.ts';
import { withList, type ListDeps, type ListInput } from './list.ts';

export const SHARES = [1, 0.95, 0.9, 0.8] as const;
export const HOURS = [1, 24, 168, null] as const;
const SHOWN = 200;

export interface SuspectedSeat { id: number; ref: string; startedAt: Date; submitted: boolean; answered: number; seconds: number | null }
export interface Suspected {
	rule: DoubleRule;
	forms: number;
	pairs: (Pair & { one: SuspectedSeat; other: SuspectedSeat })[];
	/** Of all, when there are more than those shown. */
	pairCount: number;
	odd: (Odd & { seat: SuspectedSeat })[];
	/** Seconds below which a form is fast; null: too few to say. */
	limit: number | null;
}

/** What a reader chose; anything else is the rule as it comes. */
export function ruleOf(query: URLSearchParams): DoubleRule {
	const share = SHARES.find((s) => String(s * 100) === query.get('likhet'));
	const hours = HOURS.find((h) => (h === null ? 'alle' : String(h)) === query.get('timer'));
	return { ...RULE, share: share ?? RULE.share, hours: hours === undefined ? RULE.hours : hours };
}

const seatOf = (form: FormRow): SuspectedSeat => ({ id: form.seatId, ref: form.ref, startedAt: new Date(form.startedAt), submitted: form.submitted, answered: form.answered, seconds: form.seconds });

/** What is suspected and not decided about. Reads the answers and shows none. @throws Problem lists_problem_no_list (404), lists_problem_kind (409) */
export async function checkDoubles(deps: ListDeps, surveyId: number, listId: number, rule: DoubleRule): Promise<Suspected> {
	const { sql } = deps.database.evaluate;
	const [list] = await readLists(deps.database.fieldwork.sql, surveyId, listId);
	if (!list) throw new Problem('lists_problem_no_list', 404);
	if (list.kind !== 'open') throw new Problem('lists_problem_kind', 409);
	const forms = await readForms(sql, surveyId, listId);
	const seats = new Map(forms.map((form) => [form.seatId, seatOf(form)]));
	const distinct = new Set((await readDistinct(sql, surveyId)).map((d) => `${d.seatId}/${d.otherId}`));
	const pairs = (await suspectedPairs(forms, rule)).filter((p) => !distinct.has(`${p.seatId}/${p.otherId}`));
	const { odd, limit } = oddForms(forms);
	return {
		rule, forms: forms.length, limit, pairCount: pairs.length,
		pairs: pairs.slice(0, SHOWN).flatMap((p) => {
			const [one, other] = [seats.get(p.seatId), seats.get(p.otherId)];
			return one && other ? [{ ...p, one, other }] : [];
		}),
		odd: odd.filter((o) => !distinct.has(`${o.seatId}/${o.seatId}`)).slice(0, SHOWN).flatMap((o) => {
			const seat = seats.get(o.seatId);
			return seat ? [{ ...o, seat }] : [];
		})
	};
}

/**
 * The form is a double (or none at all): its seat becomes ineligible, and a form sent in is opened again so that it counts as no answer. Twice is once.
 * @throws Problem lists_problem_no_seat (404) when the list has no such seat
 */
export async function decideDouble(deps: ListDeps, input: ListInput & { seatId: number }): Promise<void> {
	const { surveyId, listId, seatId, actor } = input;
	await withList(deps, input, 'open', async (tx) => {
		if (!(await setDuplicate(tx, surveyId, listId, seatId, actor))) throw new Problem('lists_problem_no_seat', 404);
	});
}

/** The two are different people's, or the form is as it should be (the same seat twice): not suspected again. @throws Problem lists_problem_no_seat (404) */
export async function decideDistinct(deps: ListDeps, input: ListInput & { seatId: number; otherId: number }): Promise<void> {
	const { surveyId, listId, seatId, otherId, actor } = input;
	await withList(deps, input, 'open', async (tx) => {
		if (!(await setDistinct(tx, surveyId, listId, seatId, otherId, actor))) throw new Problem('lists_problem_no_seat', 404);
		await auditList(tx, surveyId, actor, 'distinct', { list: listId, seat: seatId, other: otherId });
	});
}
