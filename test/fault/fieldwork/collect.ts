/** From what the run has left behind to what is judged. */
import type postgres from 'postgres';
import { readEnvelope } from '../../../src/lib/server/fieldwork/mail/verp.ts';
import { storedValues } from '../../support/stored.ts';
import type { Delivery, Evidence, Sending } from './evidence.ts';
import type { Acknowledged } from './people.ts';
import type { Kept } from './process.ts';
import type { SinkEntry } from './sink-log.ts';

/** Which seat and mailing a message was for: by its text, or, when it was refused before it came, by its envelope sender. */
export async function deliveriesOf(admin: postgres.Sql, surveyId: number, entries: readonly SinkEntry[], sender: { secret: string; returnPath: string }): Promise<Delivery[]> {
	const seats = new Map((await admin<{ id: number; ref: string }[]>`select id, ref from seat where survey_id = ${surveyId}`).map((r) => [r.id, r.ref]));
	const mailings = new Map((await admin<{ id: number; number: number }[]>`select id, number from mailing where survey_id = ${surveyId}`).map((r) => [r.id, r.number]));
	return entries.map(({ message, from, to, begun, at, outcome }) => {
		const ref = readEnvelope(sender.secret, sender.returnPath, from);
		return { seat: message?.seat ?? seats.get(ref?.seatId ?? 0) ?? to, mailing: message?.mailing ?? mailings.get(ref?.mailingId ?? 0) ?? null, to, begun, at, outcome };
	});
}

/**
 * When each mailing was under way, by the mail server's log. The invitation is sent once more to those who came late.
 * @param late when that second run was ordered, and the seats that were there by then
 */
export function sendingsOf(deliveries: readonly Delivery[], late: { at: number; seats: ReadonlySet<string> } | null): Sending[] {
	const span = (mailing: number, of: readonly Delivery[], seats?: ReadonlySet<string>): Sending[] =>
		of.length === 0 ? [] : [{ mailing, from: of.reduce((min, d) => Math.min(min, d.begun), Infinity), until: of.reduce((max, d) => Math.max(max, d.at), 0), ...(seats && { late: seats }) }];
	const byMailing = [...Map.groupBy(deliveries.filter((d) => d.mailing !== null), (d) => d.mailing ?? 0)].sort(([a], [b]) => a - b);
	return byMailing.flatMap(([mailing, all]) => {
		if (mailing !== 0 || !late) return span(mailing, all);
		return [...span(0, all.filter((d) => d.begun < late.at)), ...span(0, all.filter((d) => late.seats.has(d.seat)), late.seats)];
	});
}

/** What processes wrote that nobody may read there: a link's token, an address of a respondent. */
export function leaks(kept: readonly Kept[], links: Iterable<string>): string[] {
	const written = kept.map((k) => k.log()).join('\n');
	const found = [...new Set(links)].filter((link) => written.includes(link.replace(/^.*\/svar\/[^-]+-/, ''))).length;
	return [...(found > 0 ? [`${found} tokens in the logs`] : []), ...(/(person|ny|sen)\.[\w.]+@example\.org/.test(written) ? ['an address in the logs'] : [])];
}

/** Compares every acknowledged answer with what is stored. */
export async function answersOf(admin: postgres.Sql, surveyId: number, people: Iterable<Acknowledged>): Promise<Evidence['answers']> {
	const rows = new Map((await admin<{ id: number; ref: string; disposition: string }[]>`select id, ref, disposition from seat where survey_id = ${surveyId}`).map((r) => [r.ref, r]));
	const lost: string[] = [];
	let acknowledged = 0;
	for (const { seat, answers, submitted } of people) {
		const row = rows.get(seat);
		if (submitted && row?.disposition !== 'complete') lost.push(`${seat}: sent in, but ${row?.disposition}`);
		const stored = await storedValues(admin, surveyId, row?.id ?? 0);
		for (const [key, values] of answers) {
			acknowledged++;
			if ((stored.get(key) ?? []).join() !== values.join()) lost.push(`${seat} ${key}: acknowledged ${values}, stored ${stored.get(key) ?? 'nothing'}`);
		}
	}
	return { acknowledged, lost };
}

const OUTCOMES: Delivery['outcome'][] = ['accepted', 'kept', 'lost', 'refused', 'deferred'];
const KINDS = ['started', 'submitted', 'opted_out', 'left', 'replaced', 'bounced', 'added'];

/** Counts of what happened, for a reader of the report. */
export function totals(e: Evidence): Record<string, number> {
	return {
		seats: e.seats.length,
		...Object.fromEntries(OUTCOMES.map((outcome) => [`messages_${outcome}`, e.deliveries.filter((d) => d.outcome === outcome).length])),
		...Object.fromEntries(KINDS.map((kind) => [kind, e.acts.filter((a) => a.kind === kind && a.at !== null).length])),
		shown_uncertain: e.uncertain.length, shown_failed: e.failed.length, looks: e.samples.length
	};
}
