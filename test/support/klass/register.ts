/**
 * SSB's municipalities, changes and harmonised groups from 2017 on, read from a folder beside the checkout or named by GRUNNLAG_REGISTER;
 * without it, the small fixture. Nothing of the folder is kept here.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { History } from '../../../src/lib/domain/region/types.ts';
import { FIXTURE, type RegisterData } from './fixture.ts';

const folder = process.env.GRUNNLAG_REGISTER ?? '../shared/register';
export const hasRegister = existsSync(join(folder, 'municipalities.csv'));

type Row = Record<string, string>;
const rows = (file: string): Row[] => parse(readFileSync(join(folder, file)), { columns: true, bom: true });

function readRegister(): RegisterData {
	const municipalities = rows('municipalities.csv');
	const periods = municipalities.map((r) => ({ code: r.code ?? '', name: r.name ?? '', from: r.valid_from ?? '', to: r.valid_to ?? '' }));
	// a county lasts while it has municipalities
	const counties = [...Map.groupBy(municipalities, (r) => `${r.county_code};${r.county_name}`)].map(([key, members]) => {
		const [code = '', name = ''] = key.split(';');
		const ends = members.map((m) => m.valid_to ?? '');
		return { code, name, from: members.map((m) => m.valid_from ?? '').sort()[0] ?? '', to: ends.includes('') ? '' : ends.sort().at(-1) ?? '' };
	});
	return {
		municipalities: periods, counties,
		changes: rows('municipality-changes.csv').map((r) => ({ date: r.date ?? '', oldCode: r.old_code ?? '', newCode: r.new_code ?? '' })),
		groups: rows('kommsummer.csv').map((r) => ({ group: r.group_code ?? '', name: r.group_name ?? '', code: r.code ?? '' }))
	};
}

export const REGISTER: RegisterData = hasRegister ? readRegister() : FIXTURE;

/** The history of `data` from 2017 on, as a refresh would have stored it. */
export function historyOf(data: RegisterData, which: 'municipalities' | 'counties' = 'municipalities'): History {
	const from = '2017-01-01';
	return {
		from, to: null,
		periods: data[which].filter((p) => p.to === '' || p.to > from).map((p) => ({ code: p.code, name: p.name, from: p.from > from ? p.from : from, to: p.to === '' ? null : p.to })),
		changes: which === 'counties' ? [] : data.changes.map((c) => ({ date: c.date, oldCode: c.oldCode, newCode: c.newCode })),
		groups: which === 'counties' ? [] : data.groups.map((g) => ({ group: g.group, code: g.code }))
	};
}
