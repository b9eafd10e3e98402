/** Surveys and their questionnaires, from the first key to the closing date. */
export { createEvaluation, createSurvey, createWave, type SurveyDeps } from './create.ts';
export { DRAFT_LENGTH, readDocument, saveDraft } from './draft.ts';
export { closeSurvey, openSurvey } from './lifecycle.ts';
export { checkDocument, publish, type Fault, type Published, type PublishResult } from './publish.ts';
export { documentText, getSurvey, getVersion, listEvaluations, listVersions, type EvaluationRow, type SurveyRow, type Version } from './read.ts';
export { freeKey, slug } from './slug.ts';
