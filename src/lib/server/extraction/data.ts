/** The file of indicators: one value a row, of a municipality or one of its schools. */
import { categoricalColumn, numericColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import type { Table } from '#analysis/table/table.ts';
import { issue, type Issue } from '../fieldwork/frames/issues.ts';
import { municipalityOf, numberOf, readKnown, refuse, type Known } from './sheet.ts';

type Key = 'municipality' | 'school' | 'county' | 'indicator' | 'year' | 'value' | 'n';
const COLUMNS: Known<Key> = {
	municipality: { names: ['kommune', 'kommunenummer', 'municipality'], needed: true },
	school: { names: ['skole', 'skule', 'school'], needed: false },
	county: { names: ['fylke', 'county'], needed: false },
	indicator: { names: ['indikator', 'indicator'], needed: true },
	year: { names: ['år', 'skoleår', 'skuleår', 'year'], needed: true },
	value: { names: ['verdi', 'value'], needed: true },
	n: { names: ['elever', 'elevar', 'antall', 'pupils', 'n'], needed: false }
};
/** A number of the municipality that those on the list and the others are compared by. */
const CHARACTERISTIC = /^(?:kjennetegn|kjenneteikn|characteristic)[: ]+(.+)$/i;

/** StatBank's marks: cannot exist, missing, confidential; and an empty cell. */
const MARKS: Record<string, Cell> = { '': null, '.': { missing: 'not_asked' }, '..': null, ':': { missing: 'suppressed' }, '*': { missing: 'suppressed' } };

export interface IndicatorData {
	table: Table;
	indicators: string[];
	municipalities: string[];
	/** Columns of the table that are characteristics. */
	characteristics: string[];
	hasSchool: boolean;
	hasCounty: boolean;
	hasN: boolean;
	rows: number;
}

/**
 * Reads the file, whole or not at all.
 * @throws FrameRefused with every problem by row and column: columns that are not there or not known, codes that are no municipality's, values
 * that are no numbers, two values in one place
 */
export async function readIndicators(bytes: Uint8Array): Promise<IndicatorData> {
	const { rows, at, others, header } = await readKnown(bytes, COLUMNS);
	const issues: Issue[] = [];
	const characteristics = [...others].flatMap(([name, i]) => {
		const label = CHARACTERISTIC.exec(name)?.[1]?.trim();
		if (!label) issues.push(issue('error', 'extraction_issue_column_unknown', null, name));
		return label ? [{ label, i, cells: [] as Cell[] }] : [];
	});
	const cells: Record<Key, Cell[]> = { municipality: [], school: [], county: [], indicator: [], year: [], value: [], n: [] };
	const first = new Map<string, number>();
	for (const { row, cells: own } of rows) {
		const text = (i: number | undefined): string => (i === undefined ? '' : (own[i] ?? '').trim().normalize('NFC'));
		const of = (key: Key): string => text(at[key]);
		const wrong = (code: string, i: number | undefined, params: Record<string, string | number> = {}): void => void issues.push(issue('error', code, row, i === undefined ? null : header[i] ?? null, { value: text(i), params }));
		const number = (i: number | undefined): Cell => {
			const mark = text(i);
			if (Object.hasOwn(MARKS, mark)) return MARKS[mark] ?? null;
			const value = numberOf(mark);
			if (value === undefined) wrong('extraction_issue_not_a_number', i);
			return value ?? null;
		};
		const municipality = municipalityOf(of('municipality'));
		if (municipality === undefined) wrong('extraction_issue_not_a_municipality', at.municipality);
		for (const key of ['indicator', 'year'] as const) if (of(key) === '') wrong('extraction_issue_empty', at[key]);
		const place = JSON.stringify([municipality, of('school'), of('indicator'), of('year')]);
		if (municipality !== undefined && first.has(place)) wrong('extraction_issue_twice', at.value, { row: first.get(place) ?? 0 });
		else first.set(place, row);
		const n = number(at.n);
		if (typeof n === 'number' && (n < 0 || !Number.isInteger(n))) wrong('extraction_issue_not_a_count', at.n);
		cells.municipality.push(municipality ?? null);
		cells.school.push(of('school') === '' ? { missing: 'not_asked' } : of('school'));
		cells.county.push(of('county') || null);
		cells.indicator.push(of('indicator') || null);
		cells.year.push(of('year') || null);
		cells.value.push(number(at.value));
		cells.n.push(n);
		for (const c of characteristics) c.cells.push(number(c.i));
	}
	refuse(issues);
	const named = (key: Key) => categoricalColumn(cells[key], key);
	const distinct = (key: Key): string[] => [...new Set(cells[key])].filter((c) => typeof c === 'string').sort();
	return {
		table: tableOf({
			...Object.fromEntries((['municipality', 'school', 'county', 'indicator', 'year'] as const).map((key) => [key, named(key)])),
			value: numericColumn(cells.value, 'value'), n: numericColumn(cells.n, 'n'),
			...Object.fromEntries(characteristics.map((c) => [`characteristic: ${c.label}`, numericColumn(c.cells, c.label)]))
		}),
		indicators: distinct('indicator'), municipalities: distinct('municipality'), characteristics: characteristics.map((c) => `characteristic: ${c.label}`),
		hasSchool: at.school !== undefined, hasCounty: at.county !== undefined, hasN: at.n !== undefined, rows: rows.length
	};
}
