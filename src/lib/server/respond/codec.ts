/** Answers on their way between the domain and the database. */
import type { Answer, Answers } from '#lib/domain/questionnaire/answers.ts';
import { DK } from '#lib/domain/questionnaire/answers.ts';
import type { Compiled, Field } from '#lib/domain/questionnaire/fields.ts';
import type { PatchEntry, RawAnswer, RawAnswers } from '#lib/server/db/respond.ts';

function fromRaw(field: Field, raw: RawAnswer): Answer {
	if (raw === DK && (field.dontKnow || field.kind !== 'text')) return { state: 'dont_know' };
	switch (field.kind) {
		case 'code': return { state: 'answered', code: raw as number };
		case 'codes': return { state: 'answered', codes: raw as number[] };
		case 'number': return { state: 'answered', number: raw as number };
		case 'text': return { state: 'answered', text: raw as string };
	}
}

/** Answers as read from the database. A key that is not in the version cannot be there (foreign key) and is passed over. */
export function decodeAnswers(compiled: Compiled, raw: RawAnswers): Answers {
	const answers = Object.create(null) as Answers;
	for (const [key, value] of Object.entries(raw)) {
		const field = compiled.byKey.get(key);
		if (field) answers[key] = fromRaw(field, value);
	}
	return answers;
}

/** An answer as an autosave sends it. */
export function toRaw(answer: Answer): RawAnswer {
	if (answer.state === 'dont_know') return DK;
	if ('code' in answer) return answer.code;
	if ('codes' in answer) return answer.codes;
	return 'number' in answer ? answer.number : answer.text;
}

/** An answer, or its absence, as the database takes it in. */
export function toEntry(field: Field, answer: Answer | null): PatchEntry {
	const { key: item, kind } = field;
	if (!answer) return { item, kind, state: 'not_answered' };
	return { item, kind, ...answer };
}
