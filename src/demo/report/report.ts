/** The quantitative part of the evaluation's report: Tables 1 to 50 and Figures 3 to 8, in the print's order and manner. */
import { REPORT_FORMAT, type Block, type Report } from '#lib/domain/report/types.ts';
import { SOLUTIONS } from './plan.ts';
import { PARTS } from './parts.ts';
import { BATTERIES, CROSSTABS, dashed, INDEXES, REGISTERS, type Index } from './subjects.ts';

type TableBlock = Extract<Block, { kind: 'table' }>;
const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
const text = (...paragraphs: string[]): Block => ({ kind: 'text', text: paragraphs.join('\n\n') });
const table = (number: number, entry: string, view: string | undefined, caption: string, more: Partial<TableBlock> = {}): Block => ({ kind: 'table', entry, ...(view !== undefined && { view }), caption, number, ...more });

const membership: readonly Block[] = [
	heading(1, 'Hvem som er med, og hvem som har svart'),
	text(
		'I april 2021 gikk det spørreskjemaer til fem grupper: medlemmer av samarbeidsfora, medlemmer av nettverk, ansatte ved universiteter og høgskoler (UH), skoleledere i fem fylker og tillitsvalgte. '
		+ 'Av {r:response-1.total.population} inviterte svarte {r:response-1.total.respondents}, eller {r:response-1.total.rate|1}. {t:response-1} viser svarene i hver gruppe. '
		+ 'Blant de tillitsvalgte ble det trukket et utvalg; svarprosenten er regnet av dem som ble invitert.'
	),
	table(1, 'response-1', 'print', 'Populasjon, inviterte og svar i de fem undersøkelsene', {
		with: [{ entry: 'population', view: 'print', as: 'columns' }], columns: ['count', 'population', 'respondents', 'rate'], labels: {
			count: 'Populasjon', row_heading: 'Undersøkelse', 'samarbeidsforum.liste': 'Samarbeidsfora', 'nettverk.liste': 'Nettverk', 'uh.liste': 'Universiteter og høgskoler', 'skoleledere.liste': 'Skoleledere', 'tillitsvalgte.liste': 'Tillitsvalgte'
		}
	}),
	table(2, 'members-2', 'print_counts', 'Medlemmer i samarbeidsfora, etter forum og rolle. Antall', { notes: ['Medlemmer som listene ikke sier noe om, er ikke med.'] }),
	table(3, 'members-3', 'print_counts', 'Medlemmer i nettverk, etter fylke og rolle. Antall'),
	heading(2, 'Svar etter undergruppe'),
	text('I samarbeidsforaene svarte {r:response-8.total.respondents} av {r:response-8.total.population} med kjent forum ({t:response-8} og {t:response-9}). I nettverkene svarte {r:response-10.total.rate|1} ({t:response-10} og {t:response-11}).'),
	table(8, 'response-8', 'print', 'Svarprosent i samarbeidsfora, etter forum'),
	table(9, 'response-9', 'print', 'Svarprosent i samarbeidsfora, etter rolle', { notes: ['Rolle etter populasjonslisten. Hver person er talt én gang.'] }),
	table(10, 'response-10', 'print', 'Svarprosent i nettverk, etter fylke'),
	table(11, 'response-11', 'print', 'Svarprosent i nettverk, etter rolle'),
	table(12, 'response-12', 'print', 'Svarprosent blant ansatte i UH, etter institusjon'),
	table(13, 'response-13', 'print', 'Svarprosent blant skoleledere, etter fylke'),
	table(14, 'response-14', 'print', 'Svarprosent blant skoleledere, etter skoletype'),
	table(15, 'response-15', 'print', 'Svarprosent blant tillitsvalgte, etter verv', { notes: ['Verv etter populasjonslisten. Hver person er talt én gang.'] })
];

const batteries: readonly Block[] = [
	heading(1, 'Samarbeidet i fora og nettverk'),
	text('Medlemmene tok stilling til de samme påstandene i begge undersøkelsene. Figurene viser gjennomsnittet i hver gruppe med ett standardavvik til hver side. «Vet ikke» er et svar, men er ikke med i gjennomsnittet. Forskjellene er testet med Welchs t-test, og p-verdiene er korrigert med Holms metode innenfor hver figur.'),
	...BATTERIES.flatMap(({ figure, title, agree, items }): Block[] => [
		heading(2, title.charAt(0).toUpperCase() + title.slice(1)),
		text(`{f:battery-${figure}} og {t:battery-${figure}} viser svarene om ${title}.${items.length === 1 ? ` Gjennomsnittet er {r:battery-${figure}.mean.0.0|2} i samarbeidsforaene og {r:battery-${figure}.mean.0.1|2} i nettverkene ({r:tests-${figure}.p.0}).` : ''}`),
		{ kind: 'figure', entry: `battery-${figure}`, figure: 'bars', caption: `Samarbeidsfora og nettverk: ${title}. Gjennomsnitt og standardavvik`, number: figure, notes: [`Skala fra 1 til 5: ${agree}.`], options: { labels: PARTS } },
		table(50 + figure - 2, `battery-${figure}`, 'print', `Samarbeidsfora og nettverk: ${title}. Gjennomsnitt, standardavvik og test av forskjellen`, { with: [{ entry: `tests-${figure}`, view: 'print', as: 'columns' }], labels: PARTS })
	])
];

/** Tables that are not in print stand in an appendix, numbered after its last. */
const isAppended = (block: Block): boolean => block.kind === 'table' && (block.number ?? 0) > 50;

const FIRST_SCALE = 57;
const scales: readonly Block[] = [
	heading(1, 'Indeksene'),
	text(
		'Svarene i nettverkene er samlet i seks additive indekser. En indeks er gjennomsnittet av spørsmålene den er laget av, etter at spørsmål som er stilt motsatt vei, er snudd. Bare de som har svart på alle spørsmålene i en indeks, har en verdi på den.',
		INDEXES.map(({ key, title, about }) => `- *${title}* måler ${about}. Cronbachs alfa er {r:alpha-${dashed(key)}.alpha|2} med {r:alpha-${dashed(key)}.k} spørsmål (n = {r:alpha-${dashed(key)}.n}).`).join('\n')
	),
	table(FIRST_SCALE, `alpha-${dashed(INDEXES[0]!.key)}`, 'print_line', 'Indeksenes reliabilitet', {
		with: INDEXES.slice(1).map((one) => ({ entry: `alpha-${dashed(one.key)}`, view: 'print_line', as: 'rows' as const })),
		labels: Object.fromEntries(INDEXES.map((one, i) => [i === 0 ? 'scale' : `alpha-${dashed(one.key)}.scale`, one.title]))
	}),
	table(FIRST_SCALE + 1, 'indexes', 'print', 'Indeksenes gjennomsnitt og spredning'),
	text(`Faktoranalyser av spørsmålene to og to indekser sammen (iterert prinsipal akse, oblimin) viser om indeksene skiller seg fra hverandre (${SOLUTIONS.map(({ key }) => `{t:factors-${key}}`).join(', ')}).`),
	...SOLUTIONS.map(({ key, title }, i) => table(FIRST_SCALE + 2 + i, `factors-${key}`, undefined, `Faktorløsning: ${title}. Ladninger`))
];

const registers: readonly Block[] = [
	heading(1, 'Kommunens kjennetegn'),
	text('Representanter for kommunale skoleeiere i nettverkene er koblet til tall om kommunen sin for 2020. Tallene er delt i fire grupper ({t:recode-16} til {t:recode-19}). Grensene er de samme som i den trykte rapporten.'),
	...REGISTERS.map(({ recode, title, short }) => table(recode, `recode-${recode}`, 'print', `${title}, fire grupper`, { labels: { row_heading: short } }))
];

const crosstabText = (index: Index): string => {
	const tables = CROSSTABS.filter((one) => one.index === index);
	const tested = tables.map(({ table: number, by }) => `${by.by} (χ²\u00a0=\u00a0{r:crosstab-${number}.chi2|2}, df\u00a0=\u00a0{r:crosstab-${number}.df}, {r:crosstab-${number}.p}, eksakt {r:crosstab-${number}.exact.p})`);
	return `Gjennomsnittet på indeksen er {r:means-${tables[0]!.table}.total_mean.0|2} blant de {r:crosstab-${tables[0]!.table}.n} som er koblet til ${tables[0]!.by.by}. Sammenhengen med kommunens kjennetegn er testet med kjikvadrat: ${tested.slice(0, -1).join(', ')} og ${tested.at(-1)!}.`;
};

const crosstabs: readonly Block[] = [
	heading(1, 'Indeksene etter kommunens kjennetegn'),
	text('Hver indeks er delt i tre og krysset med hvert av de fire kjennetegnene. Tabellene viser prosent av hver kolonne, antallet i hver gruppe og gjennomsnittet på indeksen. Der forventede antall er små, er den eksakte p-verdien (Freeman og Halton) den som bør leses. Med så mange tester vil noen bli signifikante av tilfeldigheter alene.'),
	...INDEXES.flatMap((index): Block[] => [
		heading(2, index.title),
		text(crosstabText(index)),
		table(index.recode, `recode-${index.recode}`, 'print', `${index.title}, tre grupper`, { labels: { row_heading: index.short } }),
		...CROSSTABS.filter((one) => one.index === index).map(({ table: number, by }) => table(number, `crosstab-${number}`, 'print_percent', `${index.title}, etter ${by.by}. Prosent og gjennomsnitt`, {
			with: [{ entry: `means-${number}`, view: 'print_line', as: 'rows' }], labels: { row_heading: index.short, columns: by.title },
			notes: [`χ²\u00a0=\u00a0{r:crosstab-${number}.chi2|2}, df\u00a0=\u00a0{r:crosstab-${number}.df}, {r:crosstab-${number}.p}, eksakt {r:crosstab-${number}.exact.p}, Cramérs V\u00a0=\u00a0{r:crosstab-${number}.cramers_v.value|2}.`]
		}))
	]),
	heading(2, 'Korrelasjoner'),
	text('{t:correlations} viser korrelasjonene (Pearsons r) mellom kommunens kjennetegn og indeksene. Antallet varierer, fordi bare de som har svart på alle spørsmålene i en indeks, har en verdi på den.'),
	table(50, 'correlations', 'print', 'Korrelasjoner mellom kommunens kjennetegn og indeksene. Pearsons r, p og n', {
		rows: REGISTERS.flatMap(({ key }) => ['r', 'p', 'n'].map((line) => `${key}.${line}`)), columns: INDEXES.map((one) => one.key)
	})
];

const main = [...membership, ...batteries, ...scales, ...registers, ...crosstabs];

export const REPORT: Report = {
	format: REPORT_FORMAT,
	title: 'Lokal kompetanseutvikling 2021: kvantitativ del',
	style: 'afi',
	locale: 'nb',
	blocks: [
		{ kind: 'list_of_tables' }, { kind: 'page_break' },
		...main.filter((block) => !isAppended(block)),
		{ kind: 'page_break' }, heading(1, 'Vedlegg: tabeller som ikke er trykt'),
		...main.filter(isAppended)
	]
};
