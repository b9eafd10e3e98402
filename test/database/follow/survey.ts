/** A small survey with every disposition: nine seats, seven in the sample. */
import type { TestDatabase } from '../../support/database.ts';

/** Dispositions of the survey `makeSurvey` makes. */
export const ANSWERS = { complete: 2, partial: 1, refusal: 1, non_contact: 0, undeliverable: 1, not_invited: 2, ineligible: 2 };

// ref, county, role, sampled, dispositions in turn
const SEATS: [string, string | null, string, boolean, string[]][] = [
	['r1', 'Rogaland', 'leader', true, ['non_contact', 'complete']],
	['r2', 'Rogaland', 'leader', true, ['non_contact', 'partial']],
	['r3', 'Rogaland', 'teacher', true, ['non_contact', 'refusal']],
	['r4', 'Rogaland', 'teacher', true, ['ineligible']],
	['a1', 'Agder', 'leader', true, ['non_contact', 'complete']],
	['a2', 'Agder', 'teacher', true, ['non_contact', 'undeliverable']],
	['a3', 'Agder', 'teacher', false, []],
	['n1', null, 'teacher', true, ['non_contact', 'ineligible']],
	['n2', null, 'teacher', false, []]
];

/** Survey 1 with seats, and survey 2 with none, in evaluation 1. */
export async function makeSurvey({ admin }: Pick<TestDatabase, 'admin'>): Promise<void> {
	await admin`insert into evaluation (key, name) values ('e', 'Evaluation')`;
	await admin`insert into wave (evaluation_id, key, name) values (1, 'w', 'Wave')`;
	await admin`insert into survey (wave_id, key) values (1, 's'), (1, 'empty')`;
	await admin`insert into frame_variable (survey_id, name, label, stratum, position) values
		(1, 'role', '{"nb": "Rolle", "nn": "Rolle", "en": "Role"}', true, 2), (1, 'county', '{"nb": "Fylke", "nn": "Fylke", "en": "County"}', true, 1),
		(1, 'position', '{"nb": "Stilling"}', false, 3)`;
	await admin`insert into frame_category (survey_id, variable, code, label, position) values
		(1, 'county', 'Agder', '{"nb": "Agder"}', 2), (1, 'county', 'Rogaland', '{"nb": "Rogaland"}', 1), (1, 'county', 'Oslo', '{"nb": "Oslo"}', 3),
		(1, 'role', 'leader', '{"nb": "Leder", "nn": "Leiar", "en": "Leader"}', 1), (1, 'role', 'teacher', '{"nb": "Lærer", "nn": "Lærar", "en": "Teacher"}', 2)`;
	for (const [ref, county, role, sampled, dispositions] of SEATS) {
		const [seat] = await admin<{ id: number }[]>`insert into seat (survey_id, ref, sampled) values (1, ${ref}, ${sampled}) returning id`;
		const id = seat?.id ?? 0;
		if (county) await admin`insert into seat_stratum (survey_id, seat_id, variable, code) values (1, ${id}, 'county', ${county})`;
		await admin`insert into seat_stratum (survey_id, seat_id, variable, code) values (1, ${id}, 'role', ${role})`;
		for (const disposition of dispositions) await admin`update seat set disposition = ${disposition} where id = ${id}`;
	}
}
