/**
 * Links of answers to register figures. Invariants: a link never changes, its rows are as many as it says and end as it says (checked at commit);
 * a link with the same hash is the one that is there; of one row and of one value at most one mend stands; each write leaves one audit row.
 */
import { and, asc, desc, eq, inArray, isNull, sql } from './drizzle.ts';
import type { SQL } from 'drizzle-orm';
import type { Audit, LinkRow, LinkSourceIds, LinkSpec, Mend } from '../../domain/link/types.ts';
import type { Db, Tx } from './connection.ts';
import { linkMend, surveyLink, surveyLinkRow } from './schema.ts';
import { lockSurvey, record } from './surveys.ts';

export type LinkHead = typeof surveyLink.$inferSelect;
export type MendRow = typeof linkMend.$inferSelect;

export interface NewLink {
	surveyId: number;
	spec: LinkSpec;
	sources: LinkSourceIds;
	audit: Audit;
	hash: string;
	rows: { row: LinkRow; ending: string; code: string | null; targets: string[] }[];
}
/** Rows a statement: seven columns, well under the 65,535 parameters that one may have. */
const CHUNK = 8_000;

/** Null when there is no such survey. */
export async function insertLink(tx: Tx, link: NewLink, actor: string): Promise<{ id: number; created: boolean } | null> {
	const { surveyId, spec, sources, audit, hash, rows } = link;
	if (!(await lockSurvey(tx, surveyId))) return null;
	const [there] = await tx.select({ id: surveyLink.id }).from(surveyLink).where(and(eq(surveyLink.surveyId, surveyId), eq(surveyLink.hash, hash)));
	if (there) return { id: there.id, created: false };
	const { not_applicable: notApplicable, ...endings } = audit;
	const [made] = await tx.insert(surveyLink).values({ surveyId, spec, sources, n: rows.length, ...endings, notApplicable, hash, madeBy: actor }).returning({ id: surveyLink.id });
	if (!made) throw new Error('the link was not made');
	for (let i = 0; i < rows.length; i += CHUNK) {
		await tx.insert(surveyLinkRow).values(rows.slice(i, i + CHUNK).map(({ row, ending, code, targets }, j) => ({
			surveyId, linkId: made.id, position: i + j, rowKey: row.key, state: row.state, value: row.value, ending, code, targets
		})));
	}
	await record(tx, { actor, action: 'link.make', surveyId, subject: { link: made.id, n: rows.length, hash } });
	return { id: made.id, created: true };
}

/** The newest first. */
export const readLinks = (tx: Tx, surveyId: number): Promise<LinkHead[]> => tx.select().from(surveyLink).where(eq(surveyLink.surveyId, surveyId)).orderBy(desc(surveyLink.id));

/** A link with its rows in order; null when the survey has none such. */
export async function readLink(tx: Tx, surveyId: number, id: number): Promise<{ head: LinkHead; rows: LinkRow[] } | null> {
	const [head] = await tx.select().from(surveyLink).where(and(eq(surveyLink.surveyId, surveyId), eq(surveyLink.id, id)));
	if (!head) return null;
	const rows = await tx.select({ key: surveyLinkRow.rowKey, state: surveyLinkRow.state, value: surveyLinkRow.value }).from(surveyLinkRow)
		.where(and(eq(surveyLinkRow.surveyId, surveyId), eq(surveyLinkRow.linkId, id))).orderBy(asc(surveyLinkRow.position));
	return { head, rows };
}

const seats = (surveyId: number, all: boolean, columns: SQL, joins: SQL): SQL => sql`
	select s.ref as key, ${columns} from seat s left join response r on r.survey_id = s.survey_id and r.seat_id = s.id and r.state = 'submitted' ${joins}
	where s.survey_id = ${surveyId} ${all ? sql`` : sql`and r.id is not null`} order by s.id`;

interface ItemRow extends Record<string, unknown> { key: string; responded: boolean; state: string | null; value: string | null }

/** One item's answer for each submitted response, or for each seat, in the order of the list. */
export async function readItemValues(tx: Tx, surveyId: number, item: string, all: boolean): Promise<ItemRow[]> {
	return [...await tx.execute<ItemRow>(seats(surveyId, all, sql`r.id is not null as responded, a.state, coalesce(a.text, a.number::text) as value`,
		sql`left join answer a on a.survey_id = r.survey_id and a.response_id = r.id and a.item = ${item}`))];
}

/** One column of the population list for each seat, or for each that has a submitted response, in the order of the list. */
export async function readFrameValues(tx: Tx, surveyId: number, column: string, all: boolean): Promise<{ key: string; value: string | null }[]> {
	return [...await tx.execute<{ key: string; value: string | null }>(seats(surveyId, all, sql`coalesce(k.code, s.particulars ->> ${column}) as value`,
		sql`left join seat_stratum k on k.survey_id = s.survey_id and k.seat_id = s.id and k.variable = ${column}`))];
}

export interface Readable { items: string[]; columns: string[] }

/** Items that can hold a municipality, and columns of the population list. */
export async function readSourceNames(tx: Tx, surveyId: number): Promise<Readable> {
	const items = await tx.execute<{ item: string }>(sql`select distinct on (item) item from version_item where survey_id = ${surveyId} and type in ('municipality', 'short_text', 'integer')
		order by item, (type <> 'municipality')`);
	const columns = await tx.execute<{ name: string }>(sql`select name from frame_variable where survey_id = ${surveyId} order by position`);
	return { items: items.map((i) => i.item), columns: columns.map((c) => c.name) };
}

/** The strata of each seat, by its key: what else a file on people would show. */
export async function readBackground(tx: Tx, surveyId: number): Promise<{ names: string[]; rows: { key: string; codes: Record<string, string> }[] }> {
	const names = await tx.execute<{ name: string }>(sql`select name from frame_variable where survey_id = ${surveyId} and stratum order by position`);
	const rows = await tx.execute<{ key: string; codes: Record<string, string> }>(sql`
		select s.ref as key, coalesce(jsonb_object_agg(k.variable, k.code) filter (where k.variable is not null), '{}') as codes
		from seat s left join seat_stratum k on k.survey_id = s.survey_id and k.seat_id = s.id where s.survey_id = ${surveyId} group by s.ref`);
	return { names: names.map((n) => n.name), rows: [...rows] };
}

// ── Mends ────────────────────────────────────────────────────────────────────────────────────────────────────────────
export type NewMend = Omit<Mend, 'id'> & { surveyId: number; codeYear: number; reason: string };

/** Mends a value; what stood in its place is withdrawn. Null: no such survey. */
export async function insertMend(db: Db, mend: NewMend, actor: string): Promise<{ id: number; created: boolean } | null> {
	return db.transaction(async (tx) => {
		if (!(await lockSurvey(tx, mend.surveyId))) return null;
		const [before] = await tx.select().from(linkMend).where(and(
			eq(linkMend.surveyId, mend.surveyId), mend.rowKey === null ? isNull(linkMend.rowKey) : eq(linkMend.rowKey, mend.rowKey), eq(linkMend.value, mend.value),
			eq(linkMend.codeYear, mend.codeYear), isNull(linkMend.withdrawnAt)
		));
		if (before && before.code === mend.code && before.reason === mend.reason) return { id: before.id, created: false };
		if (before) await withdraw(tx, mend.surveyId, before.id, actor);
		const [made] = await tx.insert(linkMend).values({ ...mend, madeBy: actor }).returning({ id: linkMend.id });
		if (!made) throw new Error('the mend was not made');
		await record(tx, { actor, action: 'link.mend', surveyId: mend.surveyId, subject: { mend: made.id, code: mend.code, rule: mend.rowKey === null } });
		return { id: made.id, created: true };
	});
}

async function withdraw(tx: Tx, surveyId: number, id: number, actor: string): Promise<boolean> {
	const [gone] = await tx.update(linkMend).set({ withdrawnAt: sql`now()`, withdrawnBy: actor }).where(and(eq(linkMend.surveyId, surveyId), eq(linkMend.id, id), isNull(linkMend.withdrawnAt))).returning({ id: linkMend.id });
	if (gone) await record(tx, { actor, action: 'link.unmend', surveyId, subject: { mend: id } });
	return gone !== undefined;
}

/** @returns whether there was such a mend that stood */
export const withdrawMend = (db: Db, surveyId: number, id: number, actor: string): Promise<boolean> => db.transaction((tx) => withdraw(tx, surveyId, id, actor));

/** The mends that stand for codes of `codeYear`; `ids` instead gives those of an earlier time, also such as have been withdrawn. */
export async function readMends(tx: Tx, surveyId: number, codeYear: number, ids?: readonly number[]): Promise<MendRow[]> {
	return tx.select().from(linkMend).where(and(eq(linkMend.surveyId, surveyId), eq(linkMend.codeYear, codeYear), ids ? inArray(linkMend.id, [...ids]) : isNull(linkMend.withdrawnAt))).orderBy(asc(linkMend.id));
}
