/** Inviting everyone drawn. Mails go to the mailbox: the demo never writes to anyone, whatever server is set up. */
import { createMailing, defaultTexts, invite } from '#lib/server/fieldwork/mail/index.ts';
import { issueLinks } from '#lib/server/fieldwork/mail/link.ts';
import { respondedSeats } from '#lib/server/db/demo.ts';
import { responders, type Responder } from '../data.ts';
import { FACTS, SURVEYS, type SurveyKey } from '../surveys.ts';
import { ACTOR, number, plural, type Demo, type SurveyIds } from './context.ts';
import type { Ticker } from './progress.ts';
import { recoverMails } from './recover.ts';

/** Personal links by seat, in memory alone. */
export type Links = Map<string, string>;

const total = SURVEYS.reduce((sum, key) => sum + FACTS[key].invited, 0);

export async function inviteAll(demo: Demo, ids: SurveyIds, ticker: Ticker): Promise<{ links: Links; outcome: string }> {
	const deps = { ...demo, config: { ...demo.config, smtpUrl: undefined } };
	const links: Links = new Map();
	let sent = 0;
	let recovered = 0;
	for (const key of SURVEYS) {
		const surveyId = ids[key];
		const mailing = await createMailing(demo, { surveyId, kind: 'invitation', ...defaultTexts('invitation', { deadline: false }), actor: ACTOR });
		if (!mailing.ok) throw new Error(`The invitation of ${key} was refused: ${mailing.faults.map((fault) => fault.code).join(', ')}`);
		// a second round only for what a killed run had in hand and did not get into the mailbox
		for (let more = true; more; ) {
			const before = sent;
			const result = await invite(deps, {
				surveyId, actor: ACTOR, signal: demo.signal,
				collectLinks: (ref, link) => links.set(ref, link),
				onProgress: (progress) => ticker.tick(before + progress.sent, total)
			});
			if (result.stopped || result.failed > 0) throw new Error(`Inviting ${key} stopped: ${result.stopped ?? `${result.failed} failed`}`);
			sent += result.sent;
			demo.signal.throwIfAborted();
			const settled = await recoverMails(demo, { surveyId, mailingId: mailing.mailingId, survey: key });
			recovered += settled.sent + settled.again;
			more = settled.again > 0;
		}
	}
	const again = recovered > 0 ? `, ${number(recovered)} that were cut off set right` : '';
	return { links, outcome: sent === 0 ? `already invited: ${plural(total, 'seat')}${again}` : `${plural(sent, 'invitation')} in the mailbox${again}` };
}

/** Who still has to answer, and a link for each: those of this run, new ones where the invitations went out in an earlier run. */
export async function toAnswer(demo: Demo, ids: SurveyIds, links: Links): Promise<{ seats: Responder[]; done: number; reissued: number }> {
	const everyone = responders();
	const seats: Responder[] = [];
	let reissued = 0;
	for (const key of SURVEYS) {
		const states = await respondedSeats(demo.database.evaluate.db, ids[key]);
		const left = everyone.filter((seat) => seat.survey === (key as SurveyKey) && states.get(seat.ref) !== 'submitted');
		const unknown = left.filter((seat) => !links.has(seat.ref)).map((seat) => seat.ref);
		if (unknown.length > 0) {
			const fresh = await issueLinks(demo, { surveyId: ids[key], refs: unknown, actor: ACTOR });
			for (const [ref, link] of fresh) links.set(ref, link);
			reissued += fresh.size;
		}
		seats.push(...left);
	}
	const without = seats.find((seat) => !links.has(seat.ref));
	if (without) throw new Error(`${without.ref} was not invited and cannot answer. Begin anew with --fresh.`);
	return { seats, done: everyone.length - seats.length, reissued };
}
