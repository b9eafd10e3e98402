/** The analyses behind the evaluation's report, in the order in which it needs them. */
import { PLAN_FORMAT, type AnySpec, type Plan, type PlanEntry } from '#lib/domain/analysis/types.ts';
import { BATTERIES, CROSSTABS, dashed, INDEXES, REGISTERS } from './subjects.ts';

const NETWORKS = ['nettverk'];
const FORA_AND_NETWORKS = ['samarbeidsforum', 'nettverk'];
const LISTS = ['samarbeidsforum', 'nettverk', 'uh', 'skoleledere', 'tillitsvalgte'].map((key) => `${key}.liste`);

/** Everyone who was invited, whatever became of it: of the union representatives a sample was drawn. */
const INVITED = [{ column: 'disposition', in: ['non_contact', 'partial', 'complete', 'refusal', 'undeliverable', 'ineligible'] }];
const ANSWERED = [{ column: 'responded', in: ['1'] }];

const entry = (key: string, title: string, data: readonly string[], spec: AnySpec): PlanEntry => ({ key, title: { nb: title, nn: title, en: title }, data, spec });

/** A response table by one stratum; the second counts those who have answered and of whom the list says nothing, whom the first leaves out. */
const response = (table: number, survey: string, stratum: string, title: string): PlanEntry[] => [
	entry(`response-${table}`, title, [`${survey}.liste`], { method: 'response_rates', responded: 'responded', strata: [stratum], filter: INVITED }),
	entry(`answered-${table}`, `${title}: de som har svart`, [`${survey}.liste`], { method: 'frequencies', x: stratum, filter: ANSWERED })
];

const responseEntries: readonly PlanEntry[] = [
	entry('population', 'Populasjon', LISTS, { method: 'frequencies', x: 'del' }),
	entry('response-1', 'Svarprosent i de fem undersøkelsene', LISTS, { method: 'response_rates', responded: 'responded', strata: ['del'], filter: INVITED }),
	entry('members-2', 'Medlemmer i samarbeidsfora etter rolle', ['samarbeidsforum.liste'], { method: 'crosstab', rows: 'forum', columns: 'rolle', exact: 'none' }),
	entry('members-3', 'Medlemmer i nettverk etter rolle', ['nettverk.liste'], { method: 'crosstab', rows: 'fylke_samlet', columns: 'rolle', exact: 'none' }),
	...response(8, 'samarbeidsforum', 'forum', 'Svarprosent etter samarbeidsforum'),
	...response(9, 'samarbeidsforum', 'rolle', 'Svarprosent i samarbeidsfora etter rolle'),
	...response(10, 'nettverk', 'fylke', 'Svarprosent i nettverk etter fylke'),
	...response(11, 'nettverk', 'rolle', 'Svarprosent i nettverk etter rolle'),
	...response(12, 'uh', 'institusjon', 'Svarprosent etter UH-institusjon'),
	...response(13, 'skoleledere', 'fylke', 'Svarprosent blant skoleledere etter fylke'),
	...response(14, 'skoleledere', 'skoletype', 'Svarprosent blant skoleledere etter skoletype'),
	...response(15, 'tillitsvalgte', 'verv', 'Svarprosent blant tillitsvalgte etter verv')
];

const batteryEntries: readonly PlanEntry[] = BATTERIES.flatMap(({ figure, title, items }) => [
	entry(`battery-${figure}`, `Gjennomsnitt: ${title}`, FORA_AND_NETWORKS, { method: 'means', y: items, group: 'del' }),
	entry(`tests-${figure}`, `Forskjeller mellom fora og nettverk: ${title}`, FORA_AND_NETWORKS, { method: 'family', specs: items.map((y) => ({ method: 't_test', y, group: 'del' })) })
]);

const scaleEntries: readonly PlanEntry[] = [
	entry('indexes', 'De seks indeksene', NETWORKS, { method: 'describe', x: INDEXES.map((one) => one.key) }),
	...INDEXES.map(({ key, title, items, reversed }) => entry(`alpha-${dashed(key)}`, `Reliabilitet: ${title.toLowerCase()}`, NETWORKS, { method: 'alpha', items, ...(reversed.length > 0 && { reversed }) }))
];

/** Which indexes are looked at together: those whose items were answered by the same people on the same subject. */
export const SOLUTIONS = [
	{ key: 'nettverk', title: 'samarbeid og krevende', of: ['samarbeid', 'krevende'] },
	{ key: 'uh', title: 'omfang og kvalitet av UH-samarbeidet', of: ['uh_omfang', 'uh_kvalitet'] },
	{ key: 'tiltak', title: 'innretning og betydning', of: ['innretning', 'betydning'] }
] as const;

const factorEntries: readonly PlanEntry[] = SOLUTIONS.map(({ key, title, of }) => {
	const indexes = INDEXES.filter((one) => (of as readonly string[]).includes(one.key));
	const reversed = indexes.flatMap((one) => one.reversed);
	return entry(`factors-${key}`, `Faktorløsning: ${title}`, NETWORKS, {
		method: 'factor_analysis', items: indexes.flatMap((one) => one.items), ...(reversed.length > 0 && { reversed }), factors: of.length, extraction: 'pa', rotation: 'oblimin'
	});
});

const bandEntries: readonly PlanEntry[] = [
	...REGISTERS.map(({ key, recode, title }) => entry(`recode-${recode}`, `${title} i fire grupper`, NETWORKS, { method: 'frequencies', x: `${key}_band` })),
	...INDEXES.map(({ key, recode, title }) => entry(`recode-${recode}`, `${title} i tre grupper`, NETWORKS, { method: 'frequencies', x: `${key}_band` }))
];

const crosstabEntries: readonly PlanEntry[] = CROSSTABS.flatMap(({ table, index, by }) => [
	entry(`crosstab-${table}`, `${index.title} etter ${by.by}`, NETWORKS, { method: 'crosstab', rows: `${index.key}_band`, columns: `${by.key}_band`, exact: 'exact' }),
	entry(`means-${table}`, `Gjennomsnitt: ${index.title.toLowerCase()} etter ${by.by}`, NETWORKS, { method: 'means', y: [index.key], group: `${by.key}_band` })
]);

/** The tests behind the crosstabs, looked at together, and the correlations. */
export const PLAN: Plan = {
	format: PLAN_FORMAT,
	title: { nb: 'Lokal kompetanseutvikling 2021: kvantitativ del', nn: 'Lokal kompetanseutvikling 2021: kvantitativ del', en: 'Local competence development 2021: quantitative part' },
	entries: [
		...responseEntries, ...batteryEntries, ...scaleEntries, ...factorEntries, ...bandEntries, ...crosstabEntries,
		entry('correlations', 'Korrelasjoner mellom kommunens kjennetegn og indeksene', NETWORKS, {
			method: 'correlation', vars: [...REGISTERS.map((one) => one.key), ...INDEXES.map((one) => one.key)], missing: 'pairwise', coefficients: ['pearson']
		})
	],
	families: [{ key: 'crosstabs', method: 'holm', of: CROSSTABS.map(({ table }) => ({ entry: `crosstab-${table}`, path: 'p' })) }]
};
