import type { Text } from '#lib/domain/questionnaire/schema.ts';

/** What every page of a survey shows of it. */
export interface SurveyHead {
	id: number;
	key: string;
	/** From the published questionnaire, else the draft, else the survey's key. */
	title: Text;
	/** Name of the wave, and of the evaluation it belongs to. */
	wave: string;
	evaluation: string;
	state: 'draft' | 'open' | 'closed';
}
