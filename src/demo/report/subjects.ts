/** What the quantitative part of AFI-rapport 2021:06 is about: six indexes, four figures of the municipality, and the batteries of Figures 3 to 8. */
import { published, indexItems, reversedItems } from './printed.ts';

export interface Register {
	key: string;
	/** Number of the table of its bands. */
	recode: number;
	/** In a caption, after "etter". */
	by: string;
	/** As the heading of a table's columns. */
	title: string;
	/** As the heading of a table's rows. */
	short: string;
	/** Limits and words of the bands. */
	bands: { upper: readonly number[]; labels: readonly string[] };
}
export interface Index {
	key: string;
	/** Number of the table of its bands; the crosstabs by each register variable come after it. */
	recode: number;
	title: string;
	/** As the heading of a table's rows. */
	short: string;
	/** What the reader is told that it measures. */
	about: string;
	items: readonly string[];
	reversed: readonly string[];
	bands: { upper: readonly number[]; labels: readonly string[] };
}

const register = (key: string, recode: number, title: string, short: string, by: string, labels?: readonly string[]): Register => {
	const { upper, labels: printed } = published.recodes[key]!;
	return { key, recode, title, short, by, bands: { upper, labels: printed ?? labels! } };
};

export const REGISTERS: readonly Register[] = [
	register('population_2020', 16, 'Folketall', 'Folketall', 'kommunens folketall', ['3 000 eller færre', '3 001–8 000', '8 001–30 000', 'Over 30 000']),
	register('school_age_share', 17, 'Andel barn i skolealder', 'Andel', 'andelen barn i skolealder'),
	register('unemployment_rate', 18, 'Registrert arbeidsledige', 'Andel', 'arbeidsledigheten i kommunen'),
	register('free_income_per_capita', 19, 'Frie inntekter per innbygger', 'Inntekter', 'kommunens frie inntekter')
];

/** A variable's name as part of an entry's key. */
export const dashed = (name: string): string => name.replaceAll('_', '-');

const index = (key: string, recode: number, title: string, short: string, about: string): Index => {
	const items = indexItems(key);
	const { cut, labels } = published.index_bands[key]!;
	return { key, recode, title, short, about, items, reversed: items.filter((item) => reversedItems.has(item)), bands: { upper: cut, labels } };
};

export const INDEXES: readonly Index[] = [
	index('samarbeid', 20, 'Samarbeidet i nettverket', 'Samarbeid', 'hvor godt medlemmene mener at samarbeidet i nettverket fungerer'),
	index('krevende', 25, 'Hvor krevende arbeidet er', 'Krevende', 'hvor krevende medlemmene opplever arbeidet i nettverket'),
	index('uh_omfang', 30, 'Omfanget av UH-samarbeidet', 'Omfang', 'hvor mye skoleeieren samarbeider med universitet eller høgskole'),
	index('uh_kvalitet', 35, 'Kvaliteten på UH-samarbeidet', 'Kvalitet', 'hvor godt samarbeidet med universitet eller høgskole er'),
	index('innretning', 40, 'Innretningen av tiltakene', 'Innretning', 'hvor godt tiltakene er innrettet mot skolene'),
	index('betydning', 45, 'Betydningen av ordningen', 'Betydning', 'hvor mye ordningen betyr for skoleeiere, skoler og lærerutdanning')
];

export interface Crosstab { table: number; index: Index; by: Register }

/** Every index by every figure of the municipality: Tables 21 to 24, 26 to 29, … 46 to 49. */
export const CROSSTABS: readonly Crosstab[] = INDEXES.flatMap((one) => REGISTERS.map((by, i) => ({ table: one.recode + 1 + i, index: one, by })));

export interface Battery { figure: number; key: string; title: string; items: readonly string[]; agree: string }

const battery = (figure: number, key: string, title: string, agree: string, items: readonly string[]): Battery => ({ figure, key, title, agree, items });
const AGREE = '1 = helt uenig, 5 = helt enig';

export const BATTERIES: readonly Battery[] = [
	battery(3, 'goals', 'mål og forståelse av oppdraget', AGREE, ['goals_clear', 'shared_mission', 'define_roles_together', 'discuss_improvement', 'evaluate_regularly', 'discuss_right_competence']),
	battery(4, 'function', 'hvordan møteplassen fungerer', AGREE, ['arena_information', 'arena_overview_needs', 'arena_development_learning', 'arena_negotiation', 'plan_measures_together']),
	battery(5, 'leadership', 'ledelse', AGREE, ['clear_leader', 'meeting_routines', 'leader_enables_goals', 'leader_good_discussions', 'leader_all_heard', 'leader_resolves_disagreement']),
	battery(6, 'participation', 'deltakelse', AGREE, ['prioritise_meetings', 'well_prepared', 'key_actors_present', 'know_interests', 'too_many_actors', 'meet_too_seldom']),
	battery(7, 'demanding', 'hva som er krevende', '1 = ikke i det hele tatt, 5 = i svært stor grad', ['dem_overview_needs', 'dem_make_needs_visible', 'dem_win_support', 'dem_convey_decisions', 'dem_find_time']),
	battery(8, 'satisfaction', 'hvor fornøyde medlemmene er alt i alt', '1 = svært misfornøyd, 5 = svært fornøyd', ['satisfaction_overall'])
];
