import { describe, expect, it } from 'vitest';
import { columnWidths, divided, LANDSCAPE, PORTRAIT } from '#lib/server/export/report/widths.ts';
import type { Table } from '#analysis/report/table.ts';
import { crosstabTable, membershipTable, published } from '../../../support/report/published.ts';

const wide = (columns: number): Table => ({
	title: '', rowHeading: 'Rad', notes: [], provenance: [], columns: Array.from({ length: columns }, (_, i) => ({ key: String(i), label: `Kolonne ${i}` })),
	rows: [{ key: 'r', label: 'En nokså lang etikett som kan brytes', cells: Array.from({ length: columns }, () => ({ kind: 'number' as const, value: 1234.5678, decimals: 4 })) }]
});
const sum = (widths: readonly number[]) => widths.reduce((a, b) => a + b, 0);

describe('the columns of a table on paper', () => {
	it('fill the page from margin to margin, upright or turned, however many there are', () => {
		for (let columns = 1; columns <= 60; columns++) {
			const made = columnWidths(wide(columns), 9, 'nb');
			expect(sum(made.columns)).toBe(made.landscape ? LANDSCAPE : PORTRAIT);
			expect(made.columns).toHaveLength(columns + 1);
			expect(Math.min(...made.columns)).toBeGreaterThan(0);
		}
	});
	it('stay upright while they can, turn when they must, and then shrink', () => {
		expect(columnWidths(crosstabTable(published.crosstabs[0]!), 9, 'nb')).toMatchObject({ landscape: false, size: 9 });
		expect(columnWidths(wide(9), 9, 'nb')).toMatchObject({ landscape: true, size: 9 });
		const members = columnWidths(membershipTable(), 9, 'nb');
		expect(members.landscape).toBe(true);
		expect(members.size).toBeLessThan(9);
		expect(members.size).toBeGreaterThanOrEqual(6.5);
	});
	it('divide words that are wider than they are, before a consonant with a vowel behind it, and no others', () => {
		const shown = (text: string, room: number) => divided(text, room, 7).join('').replaceAll('\u00ad', '|');
		expect(shown('Lærerorganisasjon', 900)).toBe('Lære|ror|ga|ni|sas|jon');
		expect(shown('KS (Kommunesektorens organisasjon)', 1200)).toBe('KS (Kom|mu|ne|sek|to|rens orga|ni|sas|jon)');
		expect(shown('Lærerorganisasjon', 9000)).toBe('Lærerorganisasjon');
		expect(shown('Kommunal skoleeier', 1200)).toBe('Kommunal skoleeier');
	});
});
