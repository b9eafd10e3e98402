/** The two parts that a survey gives: its responses, and its population list. */
import { inOrder } from '#lib/domain/dataset/column.ts';
import type { SnapshotDefinition, SurveyChoice } from '#lib/domain/dataset/definition.ts';
import { LIST_SUFFIX } from '#lib/domain/dataset/words.ts';
import { Problem } from '#lib/domain/problem.ts';
import { compile } from '#lib/domain/questionnaire/fields.ts';
import { LOCALES, type Questionnaire, type Text } from '#lib/domain/questionnaire/schema.ts';
import type { Tx } from '../../db/connection.ts';
import { readFrameCodes, readSeatStates } from '../../db/frame-codes.ts';
import { readAnswersOf, readCodings, readFrameVariables, readParticulars, readResponses, readVersions, readWeight, type SourceSurvey } from '../../db/snapshot-source.ts';
import type { KeptLink } from '../../register/link/links.ts';
import { answerColumns } from './answers.ts';
import { codingColumns } from './coded.ts';
import { dispositionColumn, frameColumn, yesColumn, type Disposition, type SourceSeat } from './frame.ts';
import type { FrozenPart } from './hash.ts';
import { itemColumns, type Version } from './items.ts';
import { linkColumns, weightColumn } from './linked.ts';
import { Names } from './names.ts';
import { rowOrder } from './order.ts';
import type { Made } from './rules.ts';

/** Put in order; `own` decides it, `beside` where rows are alike. */
async function ordered(key: string, kind: FrozenPart['kind'], title: Text, rows: number, own: readonly Made[], beside: readonly Made[]): Promise<FrozenPart> {
	const order = await rowOrder(rows, own, beside);
	const all = [...own, ...beside];
	return { key, kind, title, rows, variables: all.map((m) => m.variable), columns: Object.fromEntries(all.map(({ variable, column }) => [variable.name, inOrder(column, order)])) };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null);

/** Every seat with what the list says of it, and all that routing may look at. */
async function readSeats(tx: Tx, surveyId: number): Promise<SourceSeat[]> {
	const list = await readFrameCodes(tx, surveyId);
	const { states, of } = await readSeatStates(tx, surveyId, list);
	const particulars = await readParticulars(tx, surveyId);
	return list.seats.map(({ id, ref, codes }, i): SourceSeat => {
		const own = Object.entries(particulars.get(id) ?? {}).map(([name, value]) => [name, textOf(value)]);
		const state = states[of[i] ?? 0];
		return { id, ref, disposition: (state?.disposition ?? 'not_invited') as Disposition, sampled: state?.sampled ?? false, frame: { ...codes, ...Object.fromEntries(own) } };
	});
}

const withSuffix = (title: Text): Text => Object.fromEntries(LOCALES.flatMap((l) => (title[l] === undefined ? [] : [[l, `${title[l]}${LIST_SUFFIX[l] ?? ''}`]])));

/**
 * Reads a survey as it is in the transaction's moment.
 * @param links made again already, of this survey
 * @throws Problem snapshot_problem_no_weight (404), snapshot_problem_link_old (409)
 */
export async function readParts(tx: Tx, survey: SourceSurvey, choice: SurveyChoice, links: readonly KeptLink[], { responses: which, frame }: Pick<SnapshotDefinition, 'responses' | 'frame'>): Promise<FrozenPart[]> {
	const seats = await readSeats(tx, survey.id);
	const seatOf = new Map(seats.map((s) => [s.id, s]));
	const responses = await readResponses(tx, survey.id, which === 'with_partial');
	const stored = await readVersions(tx, survey.id, [...new Set([survey.versionId, ...responses.map((r) => r.versionId)])]);
	const versions = stored.map(({ id, number, document }): Version => ({ id, number: id === survey.versionId ? Number.MAX_SAFE_INTEGER : number, compiled: compile(document as Questionnaire) }));
	const title = versions.find((v) => v.id === survey.versionId)?.compiled.questionnaire.title ?? { nb: survey.key };
	const listed = (await readFrameVariables(tx, survey.id)).filter((v) => frame === 'all' || v.stratum);

	const names = new Names();
	const items = itemColumns(survey.key, versions, names);
	const columns = await answerColumns(items, versions, responses, readAnswersOf(tx, survey.id, responses.map((r) => r.id)), (id) => seatOf.get(id)?.frame ?? {});
	const who = responses.flatMap((r) => seatOf.get(r.seatId) ?? []);
	const answered = items.flatMap(({ variable }, i): Made[] => {
		const column = columns[i];
		return column ? [{ variable, column }] : [];
	});
	const own = [...answered, ...listed.map((v) => frameColumn(survey.key, v, who, seats, names)), dispositionColumn(survey.key, who, names)];
	const sent = new Set(responses.flatMap((r) => (r.state === 'submitted' ? [r.seatId] : [])));
	const beside = links.flatMap((link) => linkColumns(survey.key, link, who, sent, names));
	for (const id of choice.weights) {
		const weight = await readWeight(tx, survey.id, id);
		if (!weight) throw new Problem('snapshot_problem_no_weight', 404, { weight: id, survey: survey.key });
		beside.push(weightColumn(survey.key, weight, who, names));
	}
	if (choice.codings) beside.push(...codingColumns(survey.key, await readCodings(tx, survey.id), items, columns, responses, names));

	const inList = new Names();
	const list = [
		...listed.map((v) => frameColumn(survey.key, v, seats, seats, inList)), dispositionColumn(survey.key, seats, inList),
		yesColumn(survey.key, 'responded', seats, inList), yesColumn(survey.key, 'sampled', seats, inList)
	];
	const ofSeats = links.filter((link) => link.head.spec.rows === 'seats').flatMap((link) => linkColumns(survey.key, link, seats, new Set(), inList));
	return [
		await ordered(survey.key, 'responses', title, responses.length, own, beside),
		await ordered(`${survey.key}.liste`, 'seats', withSuffix(title), seats.length, list, ofSeats)
	];
}
