import { describe, expect, it } from 'vitest';
import { proofread } from '#lib/server/results/proofread/proofread.ts';
import { readPasted } from '#lib/server/results/proofread/paste.ts';

const lines = (...rows: (string | string[])[]) => rows.map((row) => (typeof row === 'string' ? row : row.join('\t'))).join('\n');
const read = (...rows: (string | string[])[]) => proofread(readPasted(lines(...rows)));
const said = (...rows: (string | string[])[]) => read(...rows).findings.map(({ table, cell, check, printed, instead }) => [table, cell, check, printed, ...instead.values]);

describe('a pasted table', () => {
	it('of percentages by column is held against the number of each column', () => {
		const head: (string | string[])[] = ['Tabell 7. Syn på møtene. Prosent', ['', 'Små', 'Store', 'I alt'], ['Enig', '44', '30', '35']];
		// of 23 people 10 are 43 % and 11 are 48 %
		expect(said(...head, ['Uenig', '57', '70', '65'], ['N', '23', '40', '63'])).toContainEqual(['7', 'Små, Enig', 'percentages', '44', 43]);
		expect(said('Tabell 7. Syn på møtene. Prosent', ['', 'Små', 'Store', 'I alt'], ['Enig', '43', '30', '35'], ['Uenig', '57', '70', '65'], ['N', '23', '40', '63'])).toEqual([]);
	});
	it('of percentages by row with the numbers at the side is turned round', () => {
		const [one] = read('Table 3. Agreement, percent', ['', 'Agree', 'Disagree', 'n'], ['Forum', '44%', '56%', '23'], ['Network', '30%', '70%', '40']).findings;
		expect(one).toMatchObject({ table: '3', cell: 'Forum, Agree', check: 'percentages' });
	});
	it('of percentages that do not exclude one another is not asked to sum to 100', () => {
		expect(said('Tabell 4. Tiltak, flere svar mulig. Prosent', ['', 'Forum', 'Nettverk'], ['Kurs', '90', '80'], ['Møter', '75', '60'], ['Annet', '30', '20'], ['N', '20', '40'])).toEqual([]);
		expect(said('Tabell 4. Tiltak, flere svar mulig. Prosent', ['', 'Forum', 'Nettverk'], ['Kurs', '91', '80'], ['Møter', '75', '60'], ['Annet', '30', '20'], ['N', '20', '40'])).toEqual([['4', 'Forum, Kurs', 'percentages', '91', 90, 95]]);
	});
	it('whose columns do not sum to 100 is told of', () => {
		expect(said('Tabell 5. Prosent', ['', 'A', 'B', 'C'], ['Ja', '50', '60', '25'], ['Nei', '40', '40', '75'], ['N', '10', '10', '20'])).toContainEqual(['5', 'A', 'hundred', '90', 99, 101]);
	});
	it('with means is held against the total mean and against whole answers', () => {
		const found = said(
			'Tabell 42. Indeks av tre spørsmål, skala 1–5. Prosent og gjennomsnitt', ['', 'Svært lav', 'Lav', 'Middels', 'Høy', 'Alle'], ['Mindre god', '0', '20', '22', '12', '17'],
			['God', '43', '46', '50', '59', '49'], ['Svært god', '57', '34', '28', '29', '34'], ['N', '7', '35', '18', '17', '77'], ['Gjennomsnitt', '4,46', '4,29', '4,15', '4,37', '4,32']
		);
		expect(found).toContainEqual(['42', 'Svært lav', 'grim', '4.46', 4.43, 4.48]);
		expect(found.map(([, , check]) => check)).toContain('total');
	});
	it('of response is held against its own counts, and its parts against their total', () => {
		expect(said('Tabell 9. Svarprosent etter fylke', ['Fylke', 'Invitert', 'Svart', 'Svarprosent'], ['Agder', '61', '16', '26,2 %'], ['Oslo', '15', '5', '35,0 %'], ['I alt', '76', '22', '28,9 %'])).toEqual([
			['9', 'Oslo, Svarprosent', 'percentages', '35', 33.3], ['9', 'Svart', 'parts', '21', 22]
		]);
	});
	it('of response says so where not everyone on the list was asked', () => {
		expect(read('Tabell 1', ['Gruppe', 'Populasjon', 'Inviterte', 'Svar', 'Svarprosent'], ['Tillitsvalgte', '4394', '2677', '713', '26,6'], ['Skoleledere', '1362', '1362', '258', '18,9']).findings).toMatchObject([
			{ cell: 'Tillitsvalgte', check: 'base', verdict: 'undecidable' }
		]);
	});
	it('of counts is summed by row and by column', () => {
		expect(said('Tabell 2. Medlemmer. Antall', ['', 'UH', 'KS', 'Sum'], ['Agder', '4', '1', '6'], ['Oslo', '2', '3', '5'], ['Sum', '6', '4', '11'])).toEqual([['2', 'Agder', 'parts', '5', 6]]);
	});
	it('of counts beside percentages is held against them, of the total line or of their sum', () => {
		const total = ['I alt', '80', '100'];
		const rows = (share: string, ...more: string[][]) => said('Tabell 16. Folketall', ['Folketall', 'Antall', 'Prosent'], ['Liten', '18', share], ['Stor', '62', '78'], ...more);
		expect(rows('23', total)).toEqual([]);
		expect(rows('23')).toEqual([]);
		expect(rows('24', total)).toEqual([['16', 'Liten, Prosent', 'counts', '24', 23]]);
		expect(said('Tabell 16', ['Folketall', 'Antall', 'Gyldig prosent'], ['Liten', '18', '30'], ['Stor', '62', '70'], total)).toEqual([]);
	});
	it('of correlations is held against its n, with r, p and n below one another or r (p) in each cell', () => {
		const stacked = said('Tabell 50. Korrelasjoner', ['', '', 'Samarbeid', 'Krevende'], ['Folketall', 'r', '−0,106', '0,142'], ['', 'p', '0,345', '0,200'], ['', 'n', '80', '83']);
		expect(stacked).toHaveLength(1);
		expect(stacked[0]?.slice(0, 4)).toEqual(['50', 'Folketall, Samarbeid', 'correlation', '-0.106 (0.345)']);
		expect(said('Tabell 50. Korrelasjoner (n = 80)', ['', 'Samarbeid', 'Krevende'], ['Folketall', '−0,106 (0,345)', '0,142 (0,209)']).map((found) => found[1])).toEqual(['Folketall, Samarbeid']);
	});
	it('of means of single questions is held against whole answers; of an index it is not, unless it tells its items', () => {
		const rows = [['', 'Gjennomsnitt', 'SD', 'n'], ['Møtene er nyttige', '3,56', '0,8', '9'], ['Vi er enige', '3,46', '0,9', '11']];
		expect(said('Tabell 60. Påstander. Skala fra 1 til 5', ...rows).map(([, cell, check]) => [cell, check])).toEqual([['Vi er enige', 'grim']]);
		expect(said('Tabell 60. Indekser. Skala fra 1 til 5', ...rows)).toEqual([]);
		expect(said('Tabell 60. Påstander', ...rows)).toEqual([]);
	});
	it('marked as significant is held against the counts behind its percentages', () => {
		const rows = (note: string) => said('Tabell 8. Prosent', ['', 'A', 'B'], ['Ja', '50', '60'], ['Nei', '50', '40'], ['N', '10', '10'], note);
		expect(rows('χ² = 0,20, df = 1, p = 0,65').map(([, , check]) => check)).toEqual([]);
		expect(rows('χ² = 9,20, df = 1, p = 0,002').map(([, , check]) => check)).toEqual(['flag']);
	});
	it('that says nothing of what it is of is read, and no check is made', () => {
		expect(read('Tabell 6. Prosent', ['', 'A', 'B'], ['Ja', '44', '30'], ['Nei', '56', '70'])).toMatchObject({ tables: [{ table: '6', as: 'unknown', checks: 0 }], findings: [] });
		expect(read(['Navn', 'Sted'], ['Kari', 'Oslo'])).toMatchObject({ tables: [{ table: '#1', as: 'unknown' }] });
	});
});
