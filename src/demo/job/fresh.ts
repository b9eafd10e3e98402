/** Beginning anew: empties the demo's database and mailbox. Whatever else is in the database is a reason not to. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#lib/server/config.ts';
import { emptyDatabase } from '#lib/server/db/demo-owner.ts';
import { startEmbedded } from '#lib/server/db/embedded.ts';
import { mailboxFolder } from '#lib/server/fieldwork/mail/mailbox.ts';
import { EVALUATION } from '../surveys.ts';

const isNoDatabase = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && error.code === '3D000';

/** @throws when the database holds anything but the demo's evaluation; nothing is removed then */
export async function beginAnew(config: Config): Promise<{ outcome: string }> {
	const embedded = config.databaseUrl === undefined ? await startEmbedded(join(config.dataDir, 'postgres')) : null;
	try {
		await emptyDatabase(config.databaseUrl ?? embedded?.url('grunnlag') ?? '', EVALUATION.key).catch((error: unknown) => {
			// the embedded server has not had its database yet
			if (!embedded || !isNoDatabase(error)) throw error;
		});
	} finally {
		if (embedded?.started) await embedded.stop();
	}
	rmSync(mailboxFolder(config.dataDir), { recursive: true, force: true });
	return { outcome: 'database and mailbox emptied' };
}
