/** The response tables of AFI-rapport 2021:06, and the yearly reports' table of measures by level, as data: of whom, by what, and where the printed figures are. */
import type { SurveyKey } from '../surveys.ts';

/** totals: one row a survey. response: invited and answered by one stratum. crossed: seats in the list by two. battery: answers by item. */
export type Layout = 'totals' | 'response' | 'crossed' | 'battery';
export type Measure = 'population' | 'invited' | 'answered';

/** Items beside each other, of the seats with this code in a stratum. */
export interface Battery {
	items: string[];
	stratum: string;
	code: string;
}

export interface Definition {
	/** Its number in the report; of the yearly reports' table, the year of the extraction. */
	number: number;
	layout: Layout;
	/** None in Table 1, where every row is a survey. */
	survey?: SurveyKey;
	/** Stratum of the rows. */
	rows?: string;
	/** Stratum of the columns of a crossed table. */
	columns?: string;
	battery?: Battery;
	/** Categories that the report adds up to one row: its name, and theirs. */
	groups?: Record<string, string[]>;
	/** Key in published.json; without one the report's figures are not among the data, and ours stand alone. */
	source?: string;
	/** The report says that it counts ticked categories in its `answered` column, instead of the population list's. */
	ticked?: true;
}

const LEVELS = ['level_owner', 'level_leaders', 'level_staff', 'level_ppt', 'level_kindergarten', 'level_others'];
const yearlyReport = (year: number): Definition =>
	({ number: year, layout: 'battery', survey: 'aarsrapport', battery: { items: LEVELS, stratum: 'uttrekk', code: String(year) }, source: 'yearly_report' });

export const TABLES: readonly Definition[] = [
	{ number: 1, layout: 'totals', source: 'T1_response' },
	{ number: 2, layout: 'crossed', survey: 'samarbeidsforum', rows: 'forum', columns: 'rolle', source: 'T2_membership_fora' },
	{ number: 3, layout: 'crossed', survey: 'nettverk', rows: 'fylke', columns: 'rolle', groups: { 'Oslo og Viken': ['Oslo', 'Viken'] }, source: 'T3_membership_networks' },
	{ number: 8, layout: 'response', survey: 'samarbeidsforum', rows: 'forum', source: 'T8_fora_by_forum' },
	{ number: 9, layout: 'response', survey: 'samarbeidsforum', rows: 'rolle', source: 'T9_fora_by_role_ticked', ticked: true },
	{ number: 10, layout: 'response', survey: 'nettverk', rows: 'fylke', source: 'T10_networks_by_county' },
	{ number: 11, layout: 'response', survey: 'nettverk', rows: 'rolle' },
	{ number: 12, layout: 'response', survey: 'uh', rows: 'institusjon' },
	{ number: 13, layout: 'response', survey: 'skoleledere', rows: 'fylke', source: 'T13_school_leaders_by_county' },
	{ number: 14, layout: 'response', survey: 'skoleledere', rows: 'skoletype', source: 'T14_school_leaders_by_school_type' },
	{ number: 15, layout: 'response', survey: 'tillitsvalgte', rows: 'verv', source: 'T15_union_representatives_by_office', ticked: true },
	yearlyReport(2020),
	yearlyReport(2022)
];
