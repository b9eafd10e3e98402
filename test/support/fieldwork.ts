/** A small survey with a population list, put together behind the services' back where a test needs it quickly. */
import type { Questionnaire } from '../../src/lib/domain/questionnaire/schema.ts';
import { createEvaluation, createSurvey, createWave, openSurvey, publish } from '../../src/lib/server/surveys/index.ts';
import type { TestDatabase } from './database.ts';

const t = (nb: string, nn = nb, en = nb) => ({ nb, nn, en });

/** A document that can be published: one question, two frame variables. */
export function smallQuestionnaire(key = 'forum'): Questionnaire {
	return {
		format: 'grunnlag-questionnaire/1', key, title: t('Spørsmål om læring', 'Spørsmål om læring på nynorsk', 'Questions about learning'),
		study: {
			purpose: t('Formål'), responsible: t('Instituttet er ansvarlig.', 'Instituttet er ansvarleg.', 'The institute is responsible.'), contact: t('Skriv til ø@example.org.', 'Skriv til ø@example.org.', 'Write to ø@example.org.'),
			privacy: t('Personvern'), duration: t('Det tar 5 minutter.', 'Det tek 5 minutt.', 'It takes 5 minutes.'), consent: t('Jeg vil svare.')
		},
		frame: [
			{ name: 'rolle', label: t('Rolle', 'Rolle', 'Role'), stratum: true, categories: [{ code: 'eier', label: t('Skoleeier', 'Skuleeigar', 'School owner') }, { code: 'leder', label: t('Leder', 'Leiar', 'Leader') }] },
			{ name: 'stilling', label: t('Stilling'), stratum: false }
		],
		scales: {},
		blocks: [{ key: 'b1', items: [
			{ type: 'yesno', key: 'kjenner', text: t('Kjenner du ordningen?', 'Kjenner du ordninga?', 'Do you know the scheme?'), required: false, dontKnow: true },
			{ type: 'multiple', key: 'hva', text: t('Hva?', 'Kva?', 'What?'), required: false, dontKnow: false, categories: [{ code: 1, label: t('Én') }, { code: 2, label: t('To') }] },
			{ type: 'integer', key: 'aar', text: t('Antall år'), required: false, dontKnow: false, min: 0, max: 60 },
			{ type: 'short_text', key: 'kort', text: t('Kort'), required: false, dontKnow: false, maxLength: 50 }
		] }],
		thanks: t('Takk!')
	};
}

export interface Person { ref: string; name: string; email: string; locale?: string; sampled?: boolean; rolle?: string; stilling?: string; disposition?: string }

/** Seats with contacts; two with one e-mail are one person with two seats. */
export async function addSeats(db: Pick<TestDatabase, 'admin'>, surveyId: number, people: Person[]): Promise<void> {
	const rows = JSON.stringify(people.map((p) => ({ sampled: true, disposition: 'not_invited', locale: null, stilling: null, rolle: null, ...p })));
	await db.admin`
		with input as (select * from json_to_recordset(${rows}::text::json) as x (ref text, name text, email text, locale text, sampled boolean, rolle text, stilling text, disposition text)),
		person as (insert into contact.person (evaluation_id, name, email, email_key) select distinct on (email) 1, name, email, lower(email) from input returning id, email),
		link as (insert into contact.link (contact_key, person_id) select gen_random_uuid(), p.id from input i join person p using (email) returning contact_key, person_id),
		numbered as (select l.contact_key, p.email, row_number() over (partition by p.email) as n from link l join person p on p.id = l.person_id),
		seats as (insert into seat (survey_id, ref, particulars, contact_key, seats_held, locale, sampled, disposition)
			select ${surveyId}, i.ref, jsonb_strip_nulls(jsonb_build_object('stilling', i.stilling)), l.contact_key, i.held, i.locale, i.sampled, i.disposition
			from (select *, row_number() over (partition by email) as n, count(*) over (partition by email) as held from input) i join numbered l on (l.email, l.n) = (i.email, i.n) returning id, ref)
		insert into seat_stratum (survey_id, seat_id, variable, code) select ${surveyId}, s.id, 'rolle', i.rolle from seats s join input i using (ref) where i.rolle is not null`;
}

/** Evaluation, wave and survey with the small questionnaire published and open. */
export async function openedSurvey(db: TestDatabase, key = 'forum'): Promise<number> {
	const actor = 'test';
	const evaluation = await createEvaluation({ database: db }, { key: 'e', name: 'Evaluering', actor });
	const wave = await createWave({ database: db }, { evaluationId: evaluation.id, key: '2021', name: '2021', actor });
	const survey = await createSurvey({ database: db }, { waveId: wave.id, key, actor });
	const published = await publish({ database: db }, { surveyId: survey.id, document: smallQuestionnaire(key), actor });
	if (!published.ok) throw new Error(JSON.stringify(published.faults));
	await openSurvey({ database: db }, { surveyId: survey.id, closesAt: new Date(Date.now() + 30 * 86_400_000), actor });
	return survey.id;
}
