/** The five surveys of the 2021 evaluation. */
export const SURVEYS = ['samarbeidsforum', 'nettverk', 'uh', 'skoleledere', 'tillitsvalgte'] as const;
export type SurveyKey = (typeof SURVEYS)[number];

export const EVALUATION = { key: 'lokal-kompetanseutvikling-2021', name: 'Lokal kompetanseutvikling 2021' };
export const WAVE = { key: 'april-2021', name: 'April 2021' };

export interface SurveyFacts {
	key: SurveyKey;
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
	samarbeidsforum: { key: 'samarbeidsforum', population: 304, invited: 304, answered: 153, strata: ['fylke', 'forum', 'rolle'], particulars: ['stilling'] },
	nettverk: { key: 'nettverk', population: 731, invited: 731, answered: 216, strata: ['fylke', 'nettverk', 'rolle'], particulars: [] },
	uh: { key: 'uh', population: 518, invited: 518, answered: 242, strata: ['institusjon'], particulars: ['stilling'] },
	skoleledere: { key: 'skoleledere', population: 1362, invited: 1362, answered: 257, strata: ['fylke', 'skoletype', 'liste'], particulars: [] },
	tillitsvalgte: { key: 'tillitsvalgte', population: 4394, invited: 2677, answered: 713, strata: ['forbund', 'verv'], particulars: [] }
};
