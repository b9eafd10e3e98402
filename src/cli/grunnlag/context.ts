/** What the commands share: options, the snapshot and the data that are meant, files read with faults in plain words. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Locale } from '#lib/i18n.ts';
import type { Database } from '#lib/server/db/connection.ts';
import { readSnapshots, type SnapshotHead } from '#lib/server/db/snapshots.ts';
import { datasetOf, snapshotHead, snapshotParam } from '#lib/server/results/snapshot/read.ts';
import { references } from '#lib/server/results/snapshot/reference.ts';

/** The command was not understood: exit code 2. */
export class UsageError extends Error {}
/** The command was understood and cannot be done; each line says one thing that is wrong: exit code 1. */
export class Refused extends Error {}

export interface Deps { database: Database }

export interface Options {
	snapshot?: string; part?: string; beside?: string; out?: string; plan?: string; wave?: string; derived?: string;
	survey: string[]; link: string[]; weight: string[];
	format?: string; language: Locale;
	r: boolean; spss: boolean; 'check-r': boolean; partial: boolean; labels: boolean; texts: boolean; confirm: boolean;
}

/** `-` is standard input. @throws Refused */
export async function readInput(file: string): Promise<string> {
	try {
		return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
	} catch (error) {
		throw new Refused(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
	}
}

/** @throws Refused with the place in the file */
export async function readJson(file: string): Promise<unknown> {
	const given = await readInput(file);
	try {
		return JSON.parse(given.replace(/^\uFEFF/, ''));
	} catch (error) {
		throw new Refused(`${file === '-' ? 'standard input' : file} is not JSON: ${(error as Error).message}`, { cause: error });
	}
}

/** The snapshot with this id, or the newest. @throws Refused when there is none */
export async function snapshotOf(deps: Deps, id: string | undefined): Promise<SnapshotHead> {
	if (id !== undefined) return snapshotHead(deps, snapshotParam(id));
	const [newest] = await readSnapshots(deps.database.evaluate.db);
	if (!newest) throw new Refused('There is no snapshot yet. Make one: npm run -s grunnlag -- snapshot --wave ID');
	return newest;
}

/** Other snapshots of the same evaluation, by number: `3` or `3,5`. @throws Problem when one cannot be a number of a snapshot, or is none */
export async function besideOf(deps: Deps, beside: string | undefined): Promise<SnapshotHead[]> {
	return Promise.all(partsOf(beside).map((id) => snapshotHead(deps, snapshotParam(id))));
}

export const partsOf = (part: string | undefined): string[] => (part ?? '').split(',').map((key) => key.trim()).filter((key) => key !== '');

/**
 * The data that a spec is run on: the parts that are named, else the only part that has all of its variables.
 * @param beside snapshots whose parts are laid below those of the first
 * @throws Refused naming the parts, when none or several have them
 */
export async function dataFor(deps: Deps, head: SnapshotHead, parts: readonly string[], variables: readonly string[], beside: readonly SnapshotHead[] = []): Promise<Dataset> {
	if (parts.length > 0) return datasetOf(deps, head, beside.length > 0 ? references(parts, head, beside) : parts);
	if (beside.length > 0) throw new Refused(`Name the data that is laid below one another with --part KEY: ${head.parts.map((p) => p.key).join(', ')}.`);
	const having: Dataset[] = [];
	for (const { key } of head.parts) {
		const dataset = await datasetOf(deps, head, [key]);
		if (variables.every((name) => dataset.variables.some((v) => v.name === name))) having.push(dataset);
	}
	const [only, ...others] = having;
	if (only && others.length === 0) return only;
	const known = new Set((await Promise.all(head.parts.map(({ key }) => datasetOf(deps, head, [key])))).flatMap((d) => d.variables.map((v) => v.name)));
	const unknown = variables.filter((name) => !known.has(name));
	if (unknown.length > 0) throw new Refused(`No part of snapshot ${head.id} has a variable called ${unknown.join(', ')}.`);
	const which = only ? `Several parts have ${variables.join(', ')}: ${having.map((d) => d.key).join(', ')}.` : `No part of snapshot ${head.id} has all of ${variables.join(', ')}. Its parts are ${head.parts.map((p) => p.key).join(', ')}.`;
	throw new Refused(`${which} Name the data with --part KEY, or --part KEY,KEY to lay several below one another.`);
}
