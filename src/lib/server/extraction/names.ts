/** Municipalities by name, and who on a list has been in the scheme before: what the register of classifications adds to a stored run. */
import { carry } from '../../domain/region/carry.ts';
import { codesAt, indexOf } from '../../domain/region/index-of.ts';
import type { History } from '../../domain/region/types.ts';
import { readParticipation } from '../db/extraction.ts';
import { readRules } from '../db/region-choices.ts';
import { heldRegister } from '../register/klass/store.ts';
import type { ExtractionDeps } from './run.ts';

/** Names by code, each as the code was last called; empty where no municipalities are held. */
export async function municipalityNames(deps: ExtractionDeps): Promise<ReadonlyMap<string, string>> {
	const held = await heldRegister(deps);
	return new Map([...(held ? indexOf(held.municipalities).byCode : [])].map(([code, periods]) => [code, periods.at(-1)?.name ?? '']));
}

/** `1508 Ålesund`; the code alone where its name is not known. */
export const named = (names: ReadonlyMap<string, string>, code: string): string => `${code} ${names.get(code) ?? ''}`.trim();

/** The last day of change from which on every code of the run is valid: the division that its municipalities are of. */
function divisionOf(history: History, codes: readonly string[]): string | null {
	return indexOf(history).boundaries.findLast((day) => {
		const valid = new Set(codesAt(history, day).map((c) => c.code));
		return valid.size > 0 && codes.every((code) => valid.has(code));
	}) ?? null;
}

export interface Earlier { extraction: number; took: number; onList: string[] }

/**
 * For each extraction in the register of participation: how many of its municipalities there are in the run's division, and which of them are on the list now.
 * @param known every code of the run
 * @returns null where no municipalities are held, the run's codes are of no one division, or nobody is in the register
 */
export async function earlierParticipation(deps: ExtractionDeps, known: readonly string[], listed: readonly string[]): Promise<Earlier[] | null> {
	const history = (await heldRegister(deps))?.municipalities;
	const day = history && divisionOf(history, known);
	const rows = history ? await readParticipation(deps.database.evaluate.db) : [];
	if (!history || !day || rows.length === 0) return null;
	const choices = await readRules(deps.database.evaluate.db);
	const now = rows.flatMap((row) => {
		const carried = carry(history, row.code, row.fromDay, day, choices);
		return 'code' in carried ? [{ extraction: row.extraction, code: carried.code }] : [];
	});
	return [...new Set(rows.map((r) => r.extraction))].sort((a, b) => a - b).map((extraction) => {
		const codes = new Set(now.filter((n) => n.extraction === extraction).map((n) => n.code));
		return { extraction, took: codes.size, onList: listed.filter((code) => codes.has(code)) };
	});
}
