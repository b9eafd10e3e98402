/** The two surveys that are set beside each other, under short names instead of the titles of their questionnaires. */
import * as v from 'valibot';
import { Questionnaire } from '#lib/domain/questionnaire/schema.ts';
import { questionnaireDocument } from '../data.ts';

const titleOf = (survey: 'samarbeidsforum' | 'nettverk'): string => v.parse(Questionnaire, questionnaireDocument(survey)).title.nb ?? survey;

export const PARTS: Readonly<Record<string, string>> = { [titleOf('samarbeidsforum')]: 'Samarbeidsfora', [titleOf('nettverk')]: 'Nettverk' };
