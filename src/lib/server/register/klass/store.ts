/** The classifications that are held, ready to read municipalities with. */
import { countyAt } from '#lib/domain/region/county.ts';
import { looseEnds, type LooseEnd } from '#lib/domain/region/check.ts';
import type { Correspondence, History } from '#lib/domain/region/types.ts';
import { readChanges, readCodes, readCopies, readGroups, readMatches, type CopyRow } from '../../db/classifications.ts';
import type { Database, Tx } from '../../db/connection.ts';
import type { RegisterDeps } from './refresh.ts';

export interface Register {
	municipalities: History;
	/** Null when no counties are held. */
	counties: History | null;
	centrality: Correspondence[];
	kostra: Correspondence[];
	/** What it was made from: the ids make it anew. */
	copies: CopyRow[];
}

async function historyOf(tx: Tx, copies: CopyRow[], classification: number): Promise<History | null> {
	const of = (part: CopyRow['part']) => copies.find((c) => c.classification === classification && c.part === part);
	const [codes, changes, groups] = [of('codes'), of('changes'), of('groups')];
	if (!codes) return null;
	return {
		from: codes.heldFrom, to: codes.heldTo, periods: await readCodes(tx, codes.id),
		changes: changes ? await readChanges(tx, changes.id) : [], groups: groups ? await readGroups(tx, groups.id) : []
	};
}

async function correspondences(tx: Tx, copies: CopyRow[], target: number): Promise<Correspondence[]> {
	const of = new Map(copies.filter((c) => c.part === 'correspondence' && c.target === target).map((c) => [c.id, c.heldFrom]));
	return (await readMatches(tx, [...of.keys()])).map(({ copyId, ...match }) => ({ asOf: of.get(copyId) ?? '', ...match }));
}

/** Reading some thousand rows and finding what leads where is worth doing once for the same copies. */
const held = new WeakMap<Database, { key: string; register: Register | null }>();

/**
 * What is held now; with `ids`, what was held in those copies.
 * @returns null when no list of municipalities is among them
 */
export async function heldRegister(deps: RegisterDeps, ids?: readonly number[]): Promise<Register | null> {
	return deps.database.evaluate.db.transaction(async (tx) => {
		const copies = await readCopies(tx, ids);
		const key = copies.map((c) => c.id).join(' ');
		const before = held.get(deps.database);
		if (before?.key === key && before.register) return { ...before.register, copies };
		const municipalities = await historyOf(tx, copies, 131);
		const register = municipalities && { municipalities, counties: await historyOf(tx, copies, 104), centrality: await correspondences(tx, copies, 128), kostra: await correspondences(tx, copies, 112), copies };
		if (!ids) held.set(deps.database, { key, register });
		return register;
	}, { isolationLevel: 'repeatable read' });
}

export interface Doubt { ends: LooseEnd[]; withoutCounty: string[] }

/** What in the copies does not fit together: changes without codes, codes without changes, municipalities in no county held. */
export function doubts({ municipalities, counties }: Register): Doubt {
	const withoutCounty = counties ? municipalities.periods.filter((p) => p.code !== '9999' && !countyAt(counties, p.code, p.from)).map((p) => p.code) : [];
	return { ends: looseEnds(municipalities), withoutCounty: [...new Set(withoutCounty)] };
}
