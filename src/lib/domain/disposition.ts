/** What a person may decide about a seat, and why. The words are message keys: `disposition_reason_<disposition>_<reason>`, `disposition_contact_<reason>`. */

export type HandDisposition = 'refusal' | 'undeliverable' | 'ineligible';
export type SeatEventKind = 'disposition' | 'automatic' | 'contact' | 'replaced' | 'added';

/** Who stands behind what a report of failed delivery decides. */
export const RETURNED_MAIL = 'returned_mail';

/** Reasons an evaluator chooses among. `opted_out` is kept for whoever holds the link, `bounced_soft` for mail that has come back several times. */
export const REASONS: Record<HandDisposition, readonly string[]> = {
	refusal: ['replied_no', 'phone_no', 'withdrawn', 'other'],
	undeliverable: ['bounced', 'wrong_address', 'other'],
	ineligible: ['left', 'not_concerned', 'duplicate', 'other']
};
/** How an attempt to reach a person went, where it decides nothing. */
export const CONTACTS: readonly string[] = ['no_answer', 'call_back', 'will_answer', 'other'];
export const OTHER = 'other';
export const NOTE_MAX = 2000;

/** One choice of a form: a disposition with its reason, an attempt, or back to what mail and answers say. */
export type Outcome =
	| { kind: 'disposition'; disposition: HandDisposition; reason: string }
	| { kind: 'contact'; reason: string }
	| { kind: 'automatic' };

/** Every choice as a form's value: `refusal:phone_no`, `contact:no_answer`, `automatic`. */
export const OUTCOMES: readonly string[] = [
	...CONTACTS.map((reason) => `contact:${reason}`),
	...(Object.keys(REASONS) as HandDisposition[]).flatMap((disposition) => REASONS[disposition].map((reason) => `${disposition}:${reason}`)),
	'automatic'
];

/** The choice a form sent; null when it is none. */
export function parseOutcome(value: string): Outcome | null {
	if (!OUTCOMES.includes(value)) return null;
	const [first = '', reason = ''] = value.split(':');
	if (first === 'automatic') return { kind: 'automatic' };
	return first === 'contact' ? { kind: 'contact', reason } : { kind: 'disposition', disposition: first as HandDisposition, reason };
}

/** The message key of a choice. */
export function outcomeKey(value: string): string {
	return value === 'automatic' ? 'disposition_automatic' : value.startsWith('contact:') ? `disposition_contact_${value.slice(8)}` : `disposition_reason_${value.replace(':', '_')}`;
}
