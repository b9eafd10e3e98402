import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createMailing, defaultTexts, invite } from '../../src/lib/server/fieldwork/mail/index.ts';
import { createDatabase } from '../support/database.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';

it('writes 5,600 messages to the mailbox, a file each, and says how long it took', { timeout: 120_000 }, async () => {
	const db = await createDatabase();
	const dataDir = await mkdtemp(join(tmpdir(), 'grunnlag-mail-speed-'));
	try {
		const surveyId = await openedSurvey(db);
		await addSeats(db, surveyId, Array.from({ length: 5600 }, (_, i) => ({ ref: `R${i}`, name: `Øystein Ås ${i}`, email: `r${i}@example.org`, rolle: i % 2 ? 'eier' : 'leder' })));
		await createMailing({ database: db }, { surveyId, kind: 'invitation', ...defaultTexts('invitation', { deadline: true }), actor: 'a' });
		const deps = { database: db, secret: 's'.repeat(40), config: { origin: 'https://svar.example.no', dataDir, smtpUrl: undefined, mailFrom: 'a@example.org' } };
		const started = performance.now();
		expect(await invite(deps, { surveyId, actor: 'a' })).toMatchObject({ sent: 5600 });
		const seconds = (performance.now() - started) / 1000;
		console.log(`5,600 messages in ${seconds.toFixed(1)} s`);
		expect(await readdir(join(dataDir, 'mailbox', `forum-${surveyId}`))).toHaveLength(5600);
	} finally {
		await rm(dataDir, { recursive: true, force: true });
		await db.drop();
	}
});
