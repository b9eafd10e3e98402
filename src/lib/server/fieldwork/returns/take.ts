/** One message that has come back, from its bytes to what follows of it. */
import type { Config } from '../../config.ts';
import { readReturn } from './read.ts';
import { recordReturn, type Recorded, type ReturnDeps } from './record.ts';

export interface TakeDeps extends ReturnDeps {
	secret: string;
	config: Pick<Config, 'softBounces' | 'returnPath'>;
}

/** Reads one message and does what follows of it. @param recipients addresses the mail system says it was for, besides those in its header */
export async function takeReturn(deps: TakeDeps, raw: Uint8Array, recipients: string[] = []): Promise<Recorded> {
	return recordReturn(deps, await readReturn(raw, { secret: deps.secret, returnPath: deps.config.returnPath }, recipients));
}
