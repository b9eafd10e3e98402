/** The six surveys of the demo: the five of the 2021 evaluation, and the yearly report of the municipalities in the follow-up scheme. */
export const REPORT_SURVEYS = ['samarbeidsforum', 'nettverk', 'uh', 'skoleledere', 'tillitsvalgte'] as const;
export const SURVEYS = [...REPORT_SURVEYS, 'aarsrapport'] as const;
export type SurveyKey = (typeof SURVEYS)[number];

export const EVALUATION = { key: 'lokal-kompetanseutvikling-2021', name: 'Lokal kompetanseutvikling 2021' };
const APRIL = { key: 'april-2021', name: 'April 2021' };
const YEARLY_REPORTS = { key: 'aarsrapport', name: 'Årsrapporter fra oppfølgingsordningen' };
export const WAVES = [APRIL, YEARLY_REPORTS];

export interface SurveyFacts {
	key: SurveyKey;
	/** Key of its wave. */
	wave: string;
	/** Rows of the population list. */
	population: number;
	/** Rows drawn and invited. */
	invited: number;
	/** Rows in `responded.csv`. */
	answered: number;
	/** Columns of the list that are strata: what response is followed by. */
	strata: string[];
	/** Columns that are neither contact nor stratum. */
	particulars: string[];
}

/** What each list must come to; the demo fails when a database holds anything else. */
export const FACTS: Record<SurveyKey, SurveyFacts> = {
	samarbeidsforum: { key: 'samarbeidsforum', wave: APRIL.key, population: 304, invited: 304, answered: 153, strata: ['fylke', 'forum', 'rolle'], particulars: ['stilling'] },
	nettverk: { key: 'nettverk', wave: APRIL.key, population: 731, invited: 731, answered: 216, strata: ['fylke', 'nettverk', 'rolle'], particulars: [] },
	uh: { key: 'uh', wave: APRIL.key, population: 518, invited: 518, answered: 242, strata: ['institusjon'], particulars: ['stilling'] },
	skoleledere: { key: 'skoleledere', wave: APRIL.key, population: 1362, invited: 1362, answered: 257, strata: ['fylke', 'skoletype', 'liste'], particulars: [] },
	tillitsvalgte: { key: 'tillitsvalgte', wave: APRIL.key, population: 4394, invited: 2677, answered: 713, strata: ['forbund', 'verv'], particulars: [] },
	aarsrapport: { key: 'aarsrapport', wave: YEARLY_REPORTS.key, population: 71, invited: 71, answered: 71, strata: ['fylke', 'uttrekk'], particulars: ['kommunenr', 'kommune'] }
};
