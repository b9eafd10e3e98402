/** Derived variables as they are written, to copy from: a reversed item, an index of it, bands of that, and a recoding. */
import type { Derived } from '#lib/domain/dataset/types.ts';

const DERIVED: readonly Derived[] = [
	{ name: 'hindrer_r', label: { nb: 'Hindrer (snudd)' }, rule: { rule: 'reverse', of: 'hindrer' } },
	{ name: 'samarbeid', label: { nb: 'Samarbeid' }, rule: { rule: 'index', of: ['tydelige_maal', 'felles_ansvar', 'hindrer'], reversed: ['hindrer'] } },
	{ name: 'samarbeid_band', label: { nb: 'Samarbeid, grupper' }, rule: { rule: 'bands', of: 'samarbeid', upper: [3, 4], labels: [{ nb: 'Lite' }, { nb: 'Noe' }, { nb: 'Mye' }] } },
	{ name: 'fylke_samlet', label: { nb: 'Fylke, samlet' }, rule: { rule: 'recode', of: 'fylke', groups: [{ value: 'ost', label: { nb: 'Øst' }, from: ['Oslo', 'Viken'] }], rest: { value: 'andre', label: { nb: 'Andre' } } } }
];
export const EXAMPLE = JSON.stringify(DERIVED, null, 2);
