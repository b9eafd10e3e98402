import { LinkProblem } from '#lib/server/respond/link-problem.ts';
import type { PageServerLoad } from './$types';
import { tell } from './respondent.ts';

/** There is no form without a personal link. */
export const load: PageServerLoad = (event) => tell(event, new LinkProblem('unknown'));
