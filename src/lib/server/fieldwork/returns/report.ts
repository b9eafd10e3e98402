/** Reports of delivery: RFC 3464, and those written for people only. */
import { failureOf, type Failure } from './status.ts';
import { first, readFields, type Arrived } from './message.ts';

export type Report = Failure | { kind: 'delayed' | 'delivered' };

const MOST_RECIPIENTS = 50;
const STATUS = /^\s*([245])\.0*(\d{1,3})\.0*(\d{1,3})\b/;

interface Recipient { action: string; status: string | null; words: string }

async function recipientsOf(report: string): Promise<Recipient[]> {
	const blocks = report.slice(0, 100_000).split(/\r?\n[ \t]*\r?\n/).slice(0, MOST_RECIPIENTS + 1);
	const all = await Promise.all(blocks.map(async (block) => {
		const fields = await readFields(`${block.trim()}\r\n\r\n`);
		const [, ...digits] = STATUS.exec(first(fields, 'status')) ?? [];
		return { action: first(fields, 'action').trim().toLowerCase().replace(/[^a-z].*$/s, ''), status: digits.length ? digits.map(Number).join('.') : null, words: first(fields, 'diagnostic-code') };
	}));
	return all.filter((r) => r.action !== '');
}

/**
 * What a machine-readable report says: RFC 3464, also in its international form (RFC 6533). A mail has one recipient; where that stands for several
 * (a list, an alias), delivered to one is delivered, and dead means dead for all.
 * @returns null when the message has no such report, or one that says nothing
 */
export async function readReport(message: Arrived): Promise<Report | null> {
	const part = message.parts.find((p) => p.type === 'message/delivery-status' || p.type === 'message/global-delivery-status');
	if (!part) return null;
	const recipients = await recipientsOf(part.text);
	const has = (...actions: string[]) => recipients.some((r) => actions.includes(r.action));
	if (has('delivered', 'relayed', 'expanded')) return { kind: 'delivered' };
	if (has('delayed')) return { kind: 'delayed' };
	const failed = recipients.filter((r) => r.action === 'failed').map((r) => failureOf(r.status, r.words || message.text));
	return failed.find((f) => f.kind === 'soft') ?? failed[0] ?? null;
}

const MAIL_SYSTEM = /^(mailer-daemon|postmaster|mail-daemon|maildaemon|microsoftexchange[0-9a-f]*|mailerdaemon|mail\.?delivery\.?(system|subsystem))@/;
/** After these the mail that came back begins, with our own words. */
const COPY = /^[ \t]*(-+ ?(below this line is a copy|this is a copy of|the header of the original|original message|forwarded message|transcript of session|returned message|unsent message)|>? ?reporting-mta:)/im;
const FAILED = /could not be delivered|couldn't be delivered|can(no|')t be delivered|wasn't able to deliver|not able to deliver|unable to deliver|unable to be delivered|delivery (has |to .{0,80})?failed|delivery (status notification \()?failure|undeliverable|undelivered mail|returned to sender|did not reach|mail delivery failed|failure notice|returned mail|kunne ikke leveres|kunne ikkje leverast|ikke levert/;
const WAITS = /(has|have) not (yet )?been delivered|will (be )?(retried|keep trying|continue to try|try again)|no action is required|do(es)? not need to resend|still undelivered|delivery (is )?delayed|warning: message/;

/** Whether a mail system is the sender: the empty envelope sender, or its name. */
export function fromMailSystem({ headers, from }: Arrived): boolean {
	return first(headers, 'return-path').replace(/\s/g, '') === '<>' || headers.has('x-failed-recipients') || MAIL_SYSTEM.test(from);
}

/**
 * What a report for people says: qmail, older Exim, Exchange and others. Only what stands before the returned mail is read.
 * @returns null when it is not from a mail system, or not about a mail that failed
 */
export function readPlainReport(message: Arrived): Report | null {
	if (!fromMailSystem(message)) return null;
	const [before = ''] = message.text.split(COPY, 1);
	const text = `${message.subject}\n${before}`.slice(0, 20_000).toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ');
	if (WAITS.test(text)) return { kind: 'delayed' };
	return FAILED.test(text) ? failureOf(null, before) : null;
}
