/** The mail server's log, one line a message, as it grows. */
import { open, type FileHandle } from 'node:fs/promises';
import type { Delivery } from './evidence.ts';

export interface SinkMessage {
	mailing: number;
	/** What the text says of the seat; null for one that came after the list and has no such words. */
	seat: string | null;
	link: string;
	/** Address for one click in a mail reader (RFC 8058); '' when the message has none. */
	unsubscribe: string;
	messageId: string;
}
export interface SinkEntry extends Pick<Delivery, 'to' | 'begun' | 'at' | 'outcome'> {
	/** Envelope sender. */
	from: string;
	/** Null when it was refused before it came. */
	message: SinkMessage | null;
}

/** Reads what has been written whole since the last call. */
export async function tailLog(file: string): Promise<{ next(): Promise<SinkEntry[]>; close(): Promise<void> }> {
	const handle: FileHandle = await open(file, 'a+');
	let at = 0;
	let rest = '';
	return {
		async next() {
			const { size } = await handle.stat();
			if (size === at) return [];
			const buffer = Buffer.alloc(size - at);
			const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
			at += bytesRead;
			const lines = (rest + buffer.subarray(0, bytesRead).toString('utf8')).split('\n');
			rest = lines.pop() ?? '';
			return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as SinkEntry);
		},
		close: () => handle.close()
	};
}
