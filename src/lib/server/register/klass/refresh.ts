/** Fetches everything that is kept of KLASS, and stores it together: a refresh that fails leaves the copies that stand as they were. */
import { Problem } from '#lib/domain/problem.ts';
import { isDay } from '#lib/domain/region/dates.ts';
import { storeCopies, type NewCopy, type StoredCopy } from '../../db/classifications.ts';
import type { Database } from '../../db/connection.ts';
import type { Client } from './client.ts';
import type { Classification } from './forms.ts';

export interface RegisterDeps { database: Database }
export interface Refreshed {
	stored: StoredCopy[];
	/** Days for which KLASS has no table of a correspondence. */
	without: { target: number; date: string }[];
	/** Why the harmonised groups were not fetched; those held stand. Null when they were. */
	groupsProblem: { code: string; params: Record<string, string | number> } | null;
}

/** The first day that is asked for when nobody says otherwise: what SSB's groups are checked from. */
export const FIRST_DAY = '2017-01-01';
/** The most years back: a correspondence is asked for year by year. */
const MAX_YEARS = 60;

function newYears(from: string, today: string): string[] {
	const [first, last] = [Number(from.slice(0, 4)) + (from.endsWith('-01-01') ? 0 : 1), Number(today.slice(0, 4))];
	return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => `${first + i}-01-01`);
}

/** A first day that is none, has not come, or would mean asking for very many years. */
function checkFrom(from: string, today: string): void {
	if (!isDay(from) || from > today || Number(today.slice(0, 4)) - Number(from.slice(0, 4)) > MAX_YEARS) throw new Problem('register_problem_from', 400, { from: `${Number(today.slice(0, 4)) - MAX_YEARS}-01-01`, to: today });
}

async function fetchAll(client: Client, from: string, today: string): Promise<{ copies: NewCopy[]; without: Refreshed['without'] }> {
	const span = { from, to: null };
	const copies = [await client.codes(131, span), await client.changes(131, span)];
	for (const id of [104, 112, 128] as const satisfies Classification[]) copies.push(await client.codes(id, span));
	const without: Refreshed['without'] = [];
	for (const target of [112, 128] as const) {
		for (const date of newYears(from, today)) {
			const copy = await client.correspondsAt(target, date);
			if (copy) copies.push(copy);
			else without.push({ target, date });
		}
	}
	return { copies, without };
}

/**
 * Fetches municipalities (131) with their changes, counties (104), KOSTRA groups (112) and centrality (128) with what each municipality was in
 * them on each 1 January, all from `from` on; and, apart from those, the harmonised groups.
 * @param input.today the day it is
 * @throws Problem when KLASS gave anything but whole, fitting documents; nothing is stored then
 */
export async function refresh(deps: RegisterDeps, client: Client, input: { from?: string; today: string; actor: string }): Promise<Refreshed> {
	const from = input.from ?? FIRST_DAY;
	checkFrom(from, input.today);
	const { copies, without } = await fetchAll(client, from, input.today);
	const groups = await client.groups().then((copy) => ({ copy, problem: null }), (error: unknown) => {
		if (!(error instanceof Problem)) throw error;
		return { copy: null, problem: { code: error.code, params: error.params } };
	});
	const stored = await storeCopies(deps.database.evaluate.db, groups.copy ? [...copies, groups.copy] : copies, input.actor);
	return { stored, without, groupsProblem: groups.problem };
}
