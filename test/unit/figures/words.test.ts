import { describe, expect, it } from 'vitest';
import { altText, figureTable } from '../../../src/lib/figures/index.ts';
import { cellText } from '../../../src/lib/ui/cell.ts';
import { bars, curve, EACH, histogram, likert, scatter, tiles } from '../../support/figure/samples.ts';

describe('a figure in words', () => {
	it('says what is highest and lowest in each series, which series is higher and where most, what the lines are, and n', () => {
		expect(altText(bars())).toBe(
			'Søylediagram: Vurdering av samarbeidet. Antall rader: 8. Serier: Samarbeidsforum; Nettverk. ' +
			'Samarbeidsforum: høyest er «Kommunenes behov er utgangspunktet for tiltakene» (3,90), lavest er «Arbeidet er forankret hos skoleeier» (2,95). ' +
			'Nettverk: høyest er «Vi har et godt samarbeid mellom partene i forumet» (4,16), lavest er «Arbeidet er forankret hos skoleeier» (3,40). ' +
			'Nettverk ligger høyere enn Samarbeidsforum i 7 av 8 rader; forskjellen er størst for «Vi har et godt samarbeid mellom partene i forumet» (0,60). ' +
			'Strekene viser ett standardavvik til hver side. n fra 33 til 86.'
		);
	});
	it('says what has no number, and never calls it lowest', () => {
		const text = altText(bars({ labels: ['A', 'B', 'C'], interval: null, series: [{ label: 'x', points: [{ value: null }, { value: 2 }, { value: 3 }] }] }));
		expect(text).toContain('Høyest er «C» (3,00), lavest er «B» (2,00).');
		expect(text).toContain('Uten tall: A.');
	});
	it('says that all are equal where they are as written', () => {
		expect(altText(bars({ labels: ['A', 'B'], interval: null, series: [{ label: 'x', points: [{ value: 2.001 }, { value: 2.002 }] }] }))).toContain('Alle er like: 2,00.');
	});
	it('says where the upper answers are most and least common', () => {
		expect(altText(likert())).toContain('Andelen i «Litt enig + Helt enig» er størst for «Kommunenes behov er utgangspunktet for tiltakene» (80\u00a0%) og minst for «Universiteter og høyskoler har den kapasiteten som trengs» (30\u00a0%).');
	});
	it('says where most of a histogram lies, and about where half of it is', () => {
		expect(altText(histogram({ edges: [0, 10, 20, 30], counts: [10, 20, 10], marks: [{ at: 12, label: 'Grense' }] }))).toContain('40 verdier fra 0 til 30. Flest (20) er det fra 10 til 20; halvparten er under omtrent 15. Merket av: Grense ved 12.');
		const hidden = altText(histogram({ edges: [0, 10, 20, 30], counts: [10, null, 20] }));
		expect(hidden).toContain('30 verdier i søylene som vises, fra 0 til 30. Flest (20) er det fra 20 til 30.');
		expect(hidden).not.toContain('halvparten');
	});
	it('says which way a fitted line goes', () => {
		const fitted = (slope: number) => altText(scatter({ fit: { intercept: 0, slope } }));
		expect(fitted(0.031)).toContain('stiger med 0,031');
		expect(fitted(-2.5)).toContain('synker med 2,5');
		expect(fitted(0)).toContain('er flat');
	});
	it('says where a curve begins and ends, and what is marked', () => {
		expect(altText(curve())).toContain('Nettverk: fra 0\u00a0% ved 0 til 40\u00a0% ved 26; høyest er 40\u00a0% ved 26.');
		expect(altText(curve())).toContain('2. purring ved 12');
	});
	it('names counties', () => {
		expect(altText(tiles())).toBe('Fylkeskart: Svarprosent i fylkene. Høyest er «Trøndelag» (70,0\u00a0%), lavest er «Østfold» (39,0\u00a0%). 13 av 15 fylker har tall. Uten tall: Finnmark; Vestfold.');
	});
	it('is in the reader’s language, with its decimals', () => {
		expect(altText(bars({ locale: 'nn' }))).toContain('Nettverk ligg høgare enn Samarbeidsforum i 7 av 8 rader');
		expect(altText(bars({ locale: 'en' }))).toContain('Nettverk is higher than Samarbeidsforum in 7 of 8 rows');
		expect(altText(bars({ locale: 'en' }))).toContain('(4.16)');
	});
});

describe('the numbers of a figure as a table', () => {
	it('are value, interval and n of each series, groups named', () => {
		const table = figureTable(bars());
		expect(table.columns.map((c) => [c.group, c.label])).toEqual(['Samarbeidsforum', 'Nettverk'].flatMap((g) => [[g, 'Gjennomsnitt (1 = helt uenig, 5 = helt enig)'], [g, '± 1 SD'], [g, 'n']]));
		expect(table.rows[0]!.cells.slice(0, 1).map((c) => cellText(c, 'nb'))).toEqual(['3,56']);
		expect(table.rows[0]!.cells[1]).toMatchObject({ kind: 'interval', decimals: 2 });
		expect(table.rows[0]!.cells[2]).toEqual({ kind: 'count', value: 86 });
		expect(table.notes).toEqual(bars().notes);
	});
	it('are missing for the reason that is known', () => {
		const cells = figureTable(bars({ labels: ['A', 'B'], series: [{ label: 'x', points: [{ value: null, missing: 'suppressed' }, { value: null }] }] })).rows.map((r) => r.cells[0]);
		expect(cells).toEqual([{ kind: 'missing', reason: 'suppressed' }, { kind: 'missing', reason: 'not_applicable' }]);
	});
	it('are shares as shares, with n', () => {
		const table = figureTable(likert());
		expect(table.columns.map((c) => c.label)).toEqual([...likert().categories, 'n']);
		expect(table.rows[0]!.cells.map((c) => cellText(c, 'nb'))).toEqual(['2,0\u00a0%', '8,0\u00a0%', '20,0\u00a0%', '40,0\u00a0%', '30,0\u00a0%', '86']);
	});
	it('are intervals and counts of a histogram', () => {
		expect(figureTable(histogram({ edges: [0, 1.5, 3], counts: [7, null], axis: { label: 'Alder', decimals: 1 }, marks: [] })).rows.map((r) => [r.label, r.cells[0]])).toEqual([
			['0,0 til 1,5', { kind: 'count', value: 7 }], ['1,5 til 3,0', { kind: 'missing', reason: 'suppressed' }]
		]);
	});
	it('are the points of a small scatter, and ten parts of a large one, that sum to all', () => {
		expect(figureTable(scatter({ points: [[3, 1], [1, 2]], fit: undefined })).rows.map((r) => [r.label, r.cells[0]])).toEqual([['1', { kind: 'number', value: 2, decimals: 1 }], ['3', { kind: 'number', value: 1, decimals: 1 }]]);
		const large = figureTable(scatter());
		expect(large.rows).toHaveLength(10);
		expect(large.rows.reduce((sum, r) => sum + (r.cells[0] as { value: number }).value, 0)).toBe(scatter().points.length);
	});
	it('are every point of every curve, with the band where there is one', () => {
		const table = figureTable(curve());
		expect(table.columns).toHaveLength(4);
		expect(table.rows.map((r) => r.label)).toEqual(Array.from({ length: 34 }, (_, i) => String(i)));
		expect(table.rows[30]!.cells[0]).toEqual({ kind: 'missing', reason: 'not_applicable' });
		expect(table.rows[30]!.cells[1]).toMatchObject({ kind: 'interval', percent: true });
	});
	it('are all counties of the division, in the order of their numbers', () => {
		const table = figureTable(tiles());
		expect(table.rows.map((r) => r.key)).toEqual(tiles().values.map((v) => v.code));
		expect(table.rows.at(-1)!.cells[0]).toEqual({ kind: 'missing', reason: 'suppressed' });
	});
	it('have the figure’s title', () => {
		for (const figure of EACH) expect(figureTable(figure).title).toBe(figure.title);
	});
});
