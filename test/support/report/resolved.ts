/** A report with every kind of block, and what draws its figures. */
import type { Figure } from '#lib/domain/figure/types.ts';
import type { Style } from '#lib/domain/report/types.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import type { ResolvedBlock, ResolvedReport } from '#lib/server/export/report/resolved.ts';
import { correlationTable, crosstabTable, membershipTable, published } from './published.ts';

export function barFigure(locale: Locale): Figure {
	const point = (value: number, n: number) => ({ value, low: value - 0.6, high: Math.min(5, value + 0.6), n });
	return {
		kind: 'bars', title: 'Samarbeid etter gruppe', notes: ['Gjennomsnitt, skala 1–5. Strekene viser ett standardavvik.'], locale,
		labels: ['Vi er enige om mål', 'Møtene er nyttige', 'Alle får komme til orde'],
		series: [{ label: 'Samarbeidsforum', points: [point(3.56, 153), point(3.9, 150), point(4.1, 149)] }, { label: 'Nettverk', points: [point(4.16, 216), point(4.2, 214), point(4.4, 210)] }],
		axis: { label: 'Gjennomsnitt', min: 1, max: 5, decimals: 1 }, horizontal: false, interval: 'sd'
	};
}

const TITLES: Record<Locale, { report: string; contents: string; tables: string; figures: string; checked: string; sentence: string }> = {
	nb: { report: 'Evaluering av lokal kompetanseutvikling', contents: 'Innhold', tables: 'Tabeller', figures: 'Figurer', checked: 'Sjekket i R', sentence: '412 av 412 tall er de samme i R 4.6 med 9 sifre eller flere.' },
	nn: { report: 'Evaluering av lokal kompetanseutvikling', contents: 'Innhald', tables: 'Tabellar', figures: 'Figurar', checked: 'Sjekka i R', sentence: '412 av 412 tal er dei same i R 4.6 med 9 siffer eller fleire.' },
	en: { report: 'Evaluation of local competence development', contents: 'Contents', tables: 'Tables', figures: 'Figures', checked: 'Checked in R', sentence: '412 of 412 numbers agree with R 4.6 to 9 digits or more.' }
};

/** @param crosstabs how many of the report's crosstabs to take, from Table 21 on; over nineteen they come again with other numbers */
export function sampleReport(locale: Locale = 'nb', style: Style = 'afi', crosstabs = 3): ResolvedReport {
	const words = TITLES[locale];
	const blocks: ResolvedBlock[] = [
		{ kind: 'list', of: 'contents', title: words.contents }, { kind: 'list', of: 'tables', title: words.tables }, { kind: 'list', of: 'figures', title: words.figures },
		{ kind: 'page_break' }, { kind: 'heading', level: 1, text: 'Deltakelse' },
		{ kind: 'paragraph', runs: [
			{ text: 'Nettverk skårer 0,60 høyere enn samarbeidsforum (4,16 mot 3,56; ' }, { text: 'p', italic: true }, { text: ' < 0,001). Se ' },
			{ text: 'Tabell 21', to: { of: 'table', key: 'crosstab-21' } }, { text: '. Skjult: ' }, { text: '[tall mangler]', gap: true }, { text: ' og ' }, { text: 'vesentlig', bold: true }, { text: '.' }
		] },
		{ kind: 'paragraph', style: 'bullet', runs: [{ text: 'Første punkt' }] }, { kind: 'paragraph', style: 'bullet', runs: [{ text: 'Andre punkt' }] },
		{ kind: 'paragraph', style: 'quote', runs: [{ text: 'Vi trenger mer tid.' }] },
		{ kind: 'table', key: 'members', number: 2, caption: 'Medlemmer av samarbeidsforum etter rolle', table: membershipTable(), notes: ['Kilde: populasjonslisten.'] },
		{ kind: 'heading', level: 2, text: 'Samarbeid' },
		...Array.from({ length: crosstabs }, (_, i) => ({ crosstab: published.crosstabs[i % published.crosstabs.length]!, round: Math.floor(i / published.crosstabs.length) })).map(({ crosstab, round }): ResolvedBlock => ({
			kind: 'table', key: `crosstab-${crosstab.table}${round ? `-${round}` : ''}`, number: crosstab.table + 30 * round, caption: `${crosstab.index} etter ${crosstab.by}. Prosent`, table: crosstabTable(crosstab), notes: []
		})),
		{ kind: 'figure', key: 'battery-3', number: 3, caption: 'Samarbeid i forum og nettverk', figure: barFigure(locale), notes: ['Kilde: spørreundersøkelsen.'] },
		{ kind: 'heading', level: 3, text: 'Sammenhenger' },
		{ kind: 'table', key: 'correlations', number: 50, caption: 'Korrelasjoner mellom indekser og kjennetegn', table: correlationTable(), notes: [] },
		{ kind: 'checked', title: words.checked, sentence: words.sentence, agrees: true, table: null }
	];
	return {
		title: words.report, subtitle: 'Runde 2021', style, locale, blocks, date: '2021-06-01',
		provenance: [{ label: 'Datauttrekk', value: 'sha256:0123456789abcdef' }, { label: 'Motor', value: '1.0.0' }]
	};
}
