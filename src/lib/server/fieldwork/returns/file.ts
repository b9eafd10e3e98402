/** What a person makes of a reply. */
import { Problem } from '../../../domain/problem.ts';
import { markFiled, readReply, type FiledAs } from '../../db/mail-returns.ts';
import { decideSeat, withSeat, type SeatDeps } from '../seats/decide.ts';

export const FILED_AS: readonly FiledAs[] = ['refusal', 'left', 'nothing'];

/**
 * Files a reply: the seat becomes a refusal or ineligible, or nothing happens to it; the reply's words are removed, in the same transaction.
 * @throws Problem returns_problem_choice (422), returns_problem_no_reply (404), returns_problem_filed (409), and those of `setDisposition`
 */
export async function fileReply(deps: SeatDeps, input: { surveyId: number; id: number; as: string; actor: string }): Promise<void> {
	const { surveyId, id, actor } = input;
	const as = FILED_AS.find((choice) => choice === input.as);
	if (!as) throw new Problem('returns_problem_choice', 422);
	const reply = await readReply(deps.database.fieldwork.sql, surveyId, id);
	if (!reply) throw new Problem('returns_problem_no_reply', 404);
	await withSeat(deps, { surveyId, seatId: reply.seatId }, async (sql, seat) => {
		if (!(await markFiled(sql, surveyId, id, as, actor))) throw new Problem('returns_problem_filed', 409);
		const decision = { surveyId, seatId: seat.id, actor };
		if (as === 'refusal') await decideSeat(sql, seat, { ...decision, disposition: 'refusal', reason: 'replied_no' });
		if (as === 'left') await decideSeat(sql, seat, { ...decision, disposition: 'ineligible', reason: 'left' });
	});
}
