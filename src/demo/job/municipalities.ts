/**
 * The municipalities that the demo's own answers name, as the list of its register file has them: valid through 2020 and 2021, when none of them
 * changed number. Whoever has fetched the whole classification keeps that.
 */
import { storeFile } from '#lib/server/register/klass/file.ts';
import { heldRegister } from '#lib/server/register/klass/store.ts';
import { registerRows } from '../data.ts';
import { ACTOR, number, type Demo } from './context.ts';

/** The list in the form of KLASS. */
export function municipalityDocument(): { codes: { code: string; name: string }[] } {
	return { codes: registerRows().map((row) => ({ code: row.kommunenr ?? '', name: row.kommune ?? '' })) };
}

export async function holdMunicipalities(demo: Pick<Demo, 'database'>): Promise<{ outcome: string }> {
	if (await heldRegister(demo)) return { outcome: 'already there' };
	const stored = await storeFile(demo, {
		fileName: 'synthetic-2020.csv', bytes: Buffer.from(JSON.stringify(municipalityDocument())), classification: 131, from: '2020-01-01', to: '2022-01-01', actor: ACTOR
	});
	return { outcome: `${number(stored.rows)} municipalities` };
}
