/** Reports of dead addresses, as a mail server sends them some time after it has taken a message: through the piped command, or as the mailbox's reader takes them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Config } from '../../../src/lib/server/config.ts';
import { takeReturn } from '../../../src/lib/server/fieldwork/returns/index.ts';
import type { Journal } from './journal.ts';
import type { Prepared } from './prepare.ts';
import type { SinkEntry } from './sink-log.ts';

/** A delivery status notification (RFC 3464) about one message. */
function report(entry: SinkEntry): string {
	return [
		'From: MAILER-DAEMON@mx.example.org (Mail Delivery System)', `To: ${entry.from}`, 'Subject: Undelivered Mail Returned to Sender', 'Auto-Submitted: auto-replied', 'MIME-Version: 1.0',
		'Content-Type: multipart/report; report-type=delivery-status; boundary="part"', `Message-ID: <report.${entry.at}.${entry.to}>`, '',
		'--part', 'Content-Type: text/plain; charset=us-ascii', '', 'The mail system could not deliver your message.', '',
		'--part', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.org', '', `Final-Recipient: rfc822; ${entry.to}`, 'Action: failed', 'Status: 5.1.1',
		'Diagnostic-Code: smtp; 550 5.1.1 User unknown', '', '--part--', ''
	].join('\r\n');
}

/** One report in so many goes through the command, which is slow to start. */
const COMMAND_SHARE = 5;

export function bounces({ database }: Prepared, settings: { secret: string; config: Pick<Config, 'softBounces' | 'returnPath'>; env: Record<string, string> }, journal: Journal) {
	let count = 0;
	async function byCommand(entry: SinkEntry): Promise<boolean> {
		const child = spawn(process.execPath, ['src/cli/returns.ts', entry.from], { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, ...settings.env } });
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stdin.end(report(entry));
		const [code] = (await once(child, 'close')) as [number];
		if (code !== 0) throw new Error(`the command ended with ${code}`);
		return /undeliverable|already/.test(output);
	}
	async function byReader(entry: SinkEntry): Promise<boolean> {
		const taken = await takeReturn({ database, ...settings }, Buffer.from(report(entry)), [entry.from]);
		return 'recorded' in taken && ['undeliverable', 'already'].includes(taken.recorded) || 'ignored' in taken && taken.ignored === 'seen_before';
	}
	/** @returns nothing; the act stands only when the seat was made undeliverable by it: an answer wins, and so does what a person has decided */
	return async (seat: string, entry: SinkEntry): Promise<void> => {
		const way = count++ % COMMAND_SHARE === 0 ? byCommand : byReader;
		const dead = await journal.insist({ kind: 'bounced', seat, address: entry.to }, () => way(entry));
		if (!dead) journal.acts.splice(journal.acts.findIndex((a) => a.kind === 'bounced' && a.seat === seat), 1);
	};
}
