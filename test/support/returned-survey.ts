/** A survey of which mail has come back: dead addresses, full mailboxes, replies, and what was ignored. */
import { recordReturn, takeReturn, type TakeDeps } from '../../src/lib/server/fieldwork/returns/index.ts';
import type { TestDatabase } from './database.ts';
import { addSeats, openedSurvey } from './fieldwork.ts';
import { RETURN_PATH, returned, SECRET } from './returned.ts';

export const RETURNED_SEATS = ['hard', 'full', 'gone', 'no', 'left', 'ask', 'script', 'form'];

export async function returnedSurvey(db: TestDatabase): Promise<{ surveyId: number; deps: TakeDeps; mailingId: number; seatOf: (ref: string) => Promise<number> }> {
	const surveyId = await openedSurvey(db);
	const deps = { database: db, secret: SECRET, config: { returnPath: RETURN_PATH, softBounces: 3 } };
	await addSeats(db, surveyId, RETURNED_SEATS.map((ref) => ({ ref, name: `Åse ${ref}`, email: `${ref}@kommune.example`, disposition: 'non_contact' })));
	const mailings = await db.admin<{ id: number }[]>`insert into mailing (survey_id, kind, number, subject, body) values (${surveyId}, 'invitation', 0, '{}', '{}'), (${surveyId}, 'reminder', 1, '{}', '{}') returning id`;
	await db.admin`insert into mail (survey_id, mailing_id, seat_id, state) select survey_id, g.id, s.id, 'sent' from mailing g join seat s using (survey_id)`;
	const seatOf = async (ref: string) => (await db.admin<{ id: number }[]>`select id from seat where ref = ${ref}`)[0]?.id ?? 0;
	const take = async (name: string, ref: string, nth = 0, change?: (text: string) => string) =>
		takeReturn(deps, returned(name, { surveyId, mailingId: mailings[nth]?.id ?? 0, seatId: await seatOf(ref) }, change ? { change } : {}));
	await take('postfix', 'hard');
	await take('exchange-full', 'full');
	await take('policy', 'full', 1);
	await take('exim', 'gone', 1);
	await take('reply-no', 'no');
	await take('reply-left', 'left', 1);
	await take('reply-question', 'ask');
	await take('reply-question', 'script', 0, (text) => text.replace('reply-3', 'reply-4').replace('text/html', 'text/plain').replace('<p>Hei', `<script>alert(1)</script><img src=x onerror=alert(1)> ${'langtord'.repeat(30)} ${'mange ord her. '.repeat(150)}\n\nHei`));
	await take('reply-no', 'form', 1);
	await take('out-of-office', 'ask');
	await take('postfix-delayed', 'ask', 1);
	for (const reason of ['unmatched', 'unmatched', 'too_large', 'unreadable'] as const) await recordReturn(deps, { ignored: reason });
	return { surveyId, deps, mailingId: mailings[0]?.id ?? 0, seatOf };
}
