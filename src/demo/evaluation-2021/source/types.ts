import type * as v from 'valibot';
import type { Questionnaire } from '#lib/domain/questionnaire/schema.ts';

/** The document as it is written: defaults left out, unlike the parsed type. */
export type QuestionnaireInput = v.InferInput<typeof Questionnaire>;
export type BlockInput = QuestionnaireInput['blocks'][number];
export type ItemInput = BlockInput['items'][number];
export type FrameInput = NonNullable<QuestionnaireInput['frame']>[number];
export type ScaleInput = NonNullable<QuestionnaireInput['scales']>[string];

export const SURVEYS = ['samarbeidsforum', 'nettverk', 'uh', 'skoleledere', 'tillitsvalgte'] as const;
export type Survey = (typeof SURVEYS)[number];
/** Every questionnaire: those that share blocks, and the yearly report, which has its own. */
export const DOCUMENTS = [...SURVEYS, 'aarsrapport'] as const;
export type DocumentKey = (typeof DOCUMENTS)[number];

export interface Wording { nb: string; nn: string; en: string }

/** A block as one survey has it, or nothing when the survey does not ask it. */
export type BlockSource = (survey: Survey) => BlockInput | undefined;

export const t = (nb: string, nn: string, en: string): Wording => ({ nb, nn, en });

/** A name that is the same in every language. */
export const name = (text: string): Wording => t(text, text, text);

/** What the members of a survey take part in. Both nouns are neuter, so the sentences around them hold for either. */
const PLACES: Partial<Record<Survey, Wording>> = {
	samarbeidsforum: t('samarbeidsforumet', 'samarbeidsforumet', 'the forum'),
	nettverk: t('nettverket', 'nettverket', 'the network')
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Puts the survey's own noun for {f}, and with a capital for {F}. */
export function placed(survey: Survey, text: Wording): Wording {
	const place = PLACES[survey];
	if (!place) throw new Error(`The survey ${survey} has no noun for {f}`);
	const fill = (sentence: string, noun: string) => sentence.replaceAll('{f}', noun).replaceAll('{F}', capital(noun));
	return t(fill(text.nb, place.nb), fill(text.nn, place.nn), fill(text.en, place.en));
}

/** Categories coded 1, 2, 3 .. in the order given. */
export const coded = (labels: Wording[]) => labels.map((label, index) => ({ code: index + 1, label }));

/** A row of a battery: key, wording, and whether agreeing means the opposite of what the rest mean. */
export type RowSource = [key: string, text: Wording, reversed?: 'reversed'];

/** The battery of a block: rows on one scale, with "vet ikke". */
export function battery(block: string, scale: string, text: Wording, rows: RowSource[]): ItemInput {
	return {
		type: 'matrix', key: `${block}_battery`, text, scale, dontKnow: true,
		rows: rows.map(([key, wording, reversed]) => (reversed ? { key, text: wording, reversed: true } : { key, text: wording }))
	};
}

export const AGREE = t('Hvor enig eller uenig er du i dette?', 'Kor einig eller ueinig er du i dette?', 'How much do you agree or disagree with each statement?');
