/** What evaluators do while mails are on their way: mark people as left, put others in their place, add seats that the list did not have. */
import { Problem } from '../../../src/lib/domain/problem.ts';
import { addLateSeat, replacePerson } from '../../../src/lib/server/fieldwork/seats/people.ts';
import { setDisposition } from '../../../src/lib/server/fieldwork/seats/decide.ts';
import type { Journal } from './journal.ts';
import { ACTOR, type Prepared } from './prepare.ts';

/** What a person would be told who tries again something that had been done: the acknowledgement got lost, the change did not. */
async function unlessDone(work: () => Promise<unknown>, done: string): Promise<void> {
	await work().catch((error: unknown) => {
		if (!(error instanceof Problem && error.code === done)) throw error;
	});
}

/** @param inviteAgain sends the invitation to those who have come since */
export function changes({ database, admin, surveyId, seats }: Prepared, journal: Journal, inviteAgain: () => Promise<void>) {
	const deps = { database };
	const idOf = async (ref: string): Promise<number> => {
		const [row] = await admin<{ id: number }[]>`select id from seat where survey_id = ${surveyId} and ref = ${ref}`;
		if (!row) throw new Error(`no seat ${ref}`);
		return row.id;
	};
	/** An answer that came first decides: then there is no change, and nothing to judge. */
	const answeredFirst = (error: unknown): boolean => error instanceof Problem && ['disposition_problem_complete', 'disposition_problem_replace_answered'].includes(error.code);
	const act = async (kind: 'left' | 'replaced', seat: string, work: (seatId: number) => Promise<unknown>, done: string): Promise<void> => {
		const address = kind === 'replaced' ? seats.get(seat) : undefined;
		let refused = false;
		await journal.insist({ kind, seat, ...(address !== undefined && { address }) }, async () => {
			await unlessDone(async () => work(await idOf(seat)), done).catch((error: unknown) => {
				if (!answeredFirst(error)) throw error;
				refused = true;
			});
		});
		if (refused) journal.acts.splice(journal.acts.findIndex((a) => a.kind === kind && a.seat === seat), 1);
	};
	return {
		left: (seat: string) => act('left', seat, (seatId) => setDisposition(deps, { surveyId, seatId, disposition: 'ineligible', reason: 'left', actor: ACTOR }), ''),
		replaced: async (seat: string) => {
			let invited = true;
			await act('replaced', seat, async (seatId) => {
				({ invited } = await replacePerson(deps, { surveyId, seatId, name: 'Ny Person', email: `ny.${seat.toLowerCase()}@example.org`, actor: ACTOR }));
			}, 'disposition_problem_same_person');
			if (!invited) await inviteAgain();
		},
		added: (seat: string) => journal.insist({ kind: 'added', seat }, () => unlessDone(
			() => addLateSeat(deps, { surveyId, ref: seat, name: 'Sen Plass', email: lateAddress(seat), locale: 'nb', sampled: true, strata: { rolle: 'eier' }, actor: ACTOR }), 'disposition_problem_ref_taken'))
	};
}

const lateAddress = (seat: string): string => `sen.${seat.toLowerCase()}@example.org`;
