/**
 * The register variables that the evaluation describes municipalities by. Codes are those of StatBank as others have written them down in public; of
 * a measure whose code is not known, the words of its label. Either way the table's own metadata is asked first: where a code is gone, its label
 * says something else, or not exactly one label fits, the fetch is refused with what the table does hold.
 */
import type { Wanted } from '#lib/domain/register/pick.ts';
import type { WantedVariable } from './request.ts';

export interface ReadySet {
	key: string;
	/** Number in StatBank. */
	table: string;
	variables: readonly WantedVariable[];
}

const years = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => String(from + i).padStart(3, '0'));
const ages = (codes: string[]): Wanted => ({ codes, words: ['år'], count: 'all' });
const contents = (codes: string[] | null, words: string[], without: string[] = []): Wanted => ({ ...(codes ? { codes } : {}), words, without });

export const READY: readonly ReadySet[] = [
	{
		key: 'population', table: '06913',
		variables: [{
			key: 'population', label: 'Innbyggere 1. januar', unit: 'personer', measure: 'count', denominator: null, decimals: 0,
			definition: 'Personer registrert bosatt i kommunen 1. januar.', from: { contents: contents(['Folkemengde'], ['1. januar']), sum: {} }
		}]
	},
	{
		key: 'school_age', table: '07459',
		variables: [
			{
				key: 'residents', label: 'Innbyggere i alle aldre', unit: 'personer', measure: 'count', denominator: null, decimals: 0,
				definition: 'Personer registrert bosatt i kommunen 1. januar, summen av alle ettårige aldre.', from: { contents: contents(['Personer1'], ['personer']), sum: { Alder: ages([...years(0, 104), '105+']) } }
			},
			{
				key: 'children_school_age', label: 'Barn i skolealder (6–15 år)', unit: 'personer', measure: 'count', denominator: null, decimals: 0,
				definition: 'Personer på 6 til og med 15 år registrert bosatt i kommunen 1. januar.', from: { contents: contents(['Personer1'], ['personer']), sum: { Alder: ages(years(6, 15)) } }
			},
			{
				key: 'children_school_age_share', label: 'Andel barn i skolealder', unit: 'prosent', measure: 'rate', denominator: 'residents', decimals: 2,
				definition: 'Barn i skolealder i prosent av alle innbyggere 1. januar.', from: { share: 'children_school_age', of: 'residents' }
			}
		]
	},
	{
		key: 'unemployment', table: '13563',
		variables: [
			{
				key: 'residents_15_74', label: 'Innbyggere 15–74 år', unit: 'personer', measure: 'count', denominator: null, decimals: 0,
				definition: 'Bosatte i alderen 15–74 år, alle statuser på arbeidsmarkedet.',
				from: { contents: contents(['Bosatte'], ['bosatte']), sum: { HovArbStyrkStatus: { words: ['i alt'] }, Alder: { codes: ['15-74'] }, InnvandrKat: { codes: ['A-G'] } } }
			},
			{
				key: 'unemployed', label: 'Registrert arbeidsledige', unit: 'personer', measure: 'count', denominator: null, decimals: 0,
				definition: 'Bosatte i alderen 15–74 år som er registrert arbeidsledige.',
				from: { contents: contents(['Bosatte'], ['bosatte']), sum: { HovArbStyrkStatus: { codes: ['A.09'], words: ['ledig'] }, Alder: { codes: ['15-74'] }, InnvandrKat: { codes: ['A-G'] } } }
			},
			{
				key: 'unemployed_share', label: 'Andel registrert arbeidsledige', unit: 'prosent', measure: 'rate', denominator: 'residents_15_74', decimals: 1,
				definition: 'Registrert arbeidsledige i prosent av bosatte 15–74 år.', from: { share: 'unemployed', of: 'residents_15_74' }
			}
		]
	},
	{
		key: 'immigrants', table: '09817',
		variables: [{
			key: 'immigrant_share', label: 'Andel innvandrere', unit: 'prosent', measure: 'rate', denominator: 'population', decimals: 1,
			definition: 'Innvandrere, uten norskfødte med innvandrerforeldre, i prosent av innbyggerne 1. januar.',
			from: { contents: contents(['AndelBefolkning'], ['befolkning']), sum: { InnvandrKat: { codes: ['B'], words: ['innvandrere'] }, Landbakgrunn: { codes: ['999'] } } }
		}]
	},
	{
		key: 'finance', table: '12134',
		variables: [
			{
				// the table writes "driftresultat"
				key: 'net_operating_result', label: 'Netto driftsresultat', unit: 'prosent', measure: 'rate', denominator: null, decimals: 1,
				definition: 'Netto driftsresultat i prosent av brutto driftsinntekter, kommunekonsern.', from: { contents: contents(['KOSAGD230000'], ['netto drift', 'resultat']), sum: {} }
			},
			{
				key: 'free_income_per_capita', label: 'Frie inntekter per innbygger', unit: 'kr', measure: 'mean', denominator: 'population', decimals: 0,
				definition: 'Skatt på inntekt og formue og rammetilskudd, i kroner per innbygger, kommunekonsern.', from: { contents: contents(['KOSAG110000'], ['frie inntekter', 'innbygger']), sum: {} }
			},
			{
				key: 'free_equity', label: 'Fri egenkapital drift', unit: 'prosent', measure: 'rate', denominator: null, decimals: 1,
				definition: 'Fri egenkapital drift i prosent av brutto driftsinntekter, kommunekonsern.', from: { contents: contents(['KOSKG210000'], ['fri egenkapital']), sum: {} }
			}
		]
	},
	{
		key: 'school_staff', table: '11981',
		variables: [{
			key: 'school_staff_share', label: 'Andel av kommunens årsverk i grunnskolen', unit: 'prosent', measure: 'rate', denominator: null, decimals: 1,
			definition: 'Avtalte årsverk i grunnskolesektoren i prosent av kommunens avtalte årsverk, slik tabellen måler dem.',
			from: { contents: contents(null, ['avtalte årsverk', 'grunnskolesektor', 'prosent'], ['eksklusive', 'lærer', 'assistent']), sum: {} }
		}]
	}
];
