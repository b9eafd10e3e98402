/** The demo's surveys with their lists and everyone who answered, the days of answers and sends made up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#lib/server/config.ts';
import { responders } from '../../src/demo/data.ts';
import type { Demo, SurveyIds } from '../../src/demo/job/context.ts';
import { importAll, makeSurveys, openAll, publishAll } from '../../src/demo/job/prepare.ts';
import type { TestDatabase } from './database.ts';
import { TEST_SECRET } from './server.ts';

/** Days before today of the invitation and the reminder, and of the answers: most come soon after a send. */
export const SENT = { invitation: 12, reminder: 5 };
const PACE = [12, 12, 12, 12, 11, 11, 11, 10, 10, 9, 8, 7, 5, 5, 5, 5, 4, 4, 3, 2];

export async function loadEvaluation(database: TestDatabase): Promise<SurveyIds> {
	const folder = mkdtempSync(join(tmpdir(), 'grunnlag-frafall-'));
	const demo: Demo = { config: { ...readConfig({}), dataDir: folder, databaseUrl: database.url, smtpUrl: 'smtp://127.0.0.1:1' }, secret: TEST_SECRET, database, url: database.url, signal: new AbortController().signal };
	try {
		const { ids } = await makeSurveys(demo);
		await publishAll(demo, ids);
		await importAll(demo, ids, { tick: () => undefined, note: () => undefined });
		await openAll(demo, ids);
		const { admin } = database;
		await admin`update seat set disposition = 'non_contact' where sampled`;
		for (const [kind, ago] of Object.entries(SENT)) {
			await admin`insert into mailing (survey_id, kind, number, subject, body) select id, ${kind}, ${kind === 'invitation' ? 0 : 1}, '{}', '{}' from survey`;
			await admin`insert into mail (survey_id, mailing_id, seat_id, state, changed_at) select s.survey_id, m.id, s.id, 'sent', now() - make_interval(days => ${ago})
				from seat s join mailing m on m.survey_id = s.survey_id and m.kind = ${kind} where s.sampled`;
		}
		const refs = responders().map((r, i) => ({ survey: ids[r.survey], ref: r.ref, ago: PACE[(i * 7) % PACE.length] ?? 5 }));
		await admin`insert into response (survey_id, seat_id, version_id, state, locale, consented_at, submitted_at)
			select s.survey_id, s.id, v.version_id, 'submitted', 'nb', now() - make_interval(days => g.ago), now() - make_interval(days => g.ago)
			from jsonb_to_recordset(${admin.json(refs)}) g (survey integer, ref text, ago integer) join seat s on (s.survey_id, s.ref) = (g.survey, g.ref) join survey v on v.id = s.survey_id`;
		return ids;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
