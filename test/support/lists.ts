/** An opened survey with lists that others send, and what tests ask of it. */
import { createOpenList, createPersonalList, type OpenForm } from '../../src/lib/server/fieldwork/lists/create.ts';
import type { ListDeps } from '../../src/lib/server/fieldwork/lists/list.ts';
import type { Services } from '../../src/lib/server/respond/open.ts';
import type { TestDatabase } from './database.ts';
import { TEST_SECRET } from './server.ts';

export const ORIGIN = 'https://grunnlag.example';

export const listDeps = (db: TestDatabase): ListDeps => ({ database: db, secret: TEST_SECRET, config: { origin: ORIGIN } });
export const respondServices = (db: TestDatabase): Services => ({ database: db, secret: TEST_SECRET });

const form = (surveyId: number, name: string) => ({ surveyId, name, strata: { rolle: 'eier' }, added: {}, actor: 'test' });

export const personalList = (db: TestDatabase, surveyId: number, members: string | Uint8Array = '5', name = 'Forbundet'): Promise<number> =>
	createPersonalList(listDeps(db), { ...form(surveyId, name), members: typeof members === 'string' ? { count: members } : { file: members } });

export async function openList(db: TestDatabase, surveyId: number, open: Partial<OpenForm> = {}, name = 'Foreningen'): Promise<{ listId: number; token: string }> {
	const { listId, link } = await createOpenList(listDeps(db), { ...form(surveyId, name), open: { count: '10', ceiling: '', perMinute: '1000', opensAt: null, closesAt: null, codes: null, ...open } });
	return { listId, token: link.split('/').at(-1) ?? '' };
}

let nonces = 0;
/** As a page carries it. */
export const nonce = (): string => String(++nonces).padStart(22, 'n');

/** Dispositions of the list's seats, those that occur. */
export async function dispositions(db: TestDatabase, surveyId: number, listId: number): Promise<Record<string, number>> {
	const rows = await db.admin<{ disposition: string; n: number }[]>`select disposition, count(*)::int as n from seat where survey_id = ${surveyId} and list_id = ${listId} group by 1`;
	return Object.fromEntries(rows.map((r) => [r.disposition, r.n]));
}
