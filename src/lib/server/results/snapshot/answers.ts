/** Answers as columns, one row a response. */
import { emptyCodes, firstMissing } from '#lib/domain/dataset/column.ts';
import { MISSING, type DatasetColumn, type MissingKind } from '#lib/domain/dataset/types.ts';
import type { Answers, Frame } from '#lib/domain/questionnaire/answers.ts';
import { route } from '#lib/domain/questionnaire/routing.ts';
import type { SourceAnswer, SourceResponse } from '../../db/snapshot-source.ts';
import { UNKNOWN_PLACE, type ItemColumn, type Version } from './items.ts';

/** Writes answers into a column, row by row. */
interface Filler {
	column: DatasetColumn;
	missing(row: number, kind: MissingKind): void;
	answer(row: number, answer: SourceAnswer): void;
}

const kindCode = (kind: MissingKind): number => MISSING.indexOf(kind);

function filler({ variable, form, code }: ItemColumn, rows: number): Filler {
	if (variable.type === 'categorical') {
		const codes = emptyCodes(rows, variable.categories.length);
		const first = firstMissing(codes);
		const place = new Map(variable.categories.map((c, i) => [c.value, i]));
		const unknown = place.get(UNKNOWN_PLACE);
		const valueOf = (a: SourceAnswer): string => (form === 'ticks' ? (a.codes?.includes(code ?? -1) ? '1' : '0') : form === 'municipality' ? (a.text ?? '') : String(a.code));
		return {
			column: { kind: 'categorical', codes },
			missing: (row, kind) => { codes[row] = first + kindCode(kind); },
			answer: (row, a) => {
				const at = place.get(valueOf(a)) ?? (form === 'municipality' ? unknown : undefined);
				if (at === undefined) throw new Error(`${variable.name} holds a code that is none of its categories`);
				codes[row] = at;
			}
		};
	}
	const missing = new Uint8Array(rows).fill(1 + kindCode('not_asked'));
	const mark = (row: number, kind: MissingKind): void => { missing[row] = 1 + kindCode(kind); };
	if (variable.type === 'numeric') {
		const values = new Float64Array(rows);
		return { column: { kind: 'numeric', values, missing }, missing: mark, answer: (row, a) => { [values[row], missing[row]] = [a.number ?? 0, 0]; } };
	}
	const values = new Array<string | null>(rows).fill(null);
	return { column: { kind: 'text', values, missing }, missing: mark, answer: (row, a) => { [values[row], missing[row]] = [a.text ?? '', 0]; } };
}

const asAnswer = (a: SourceAnswer): Answers[string] => {
	if (a.state === 'dont_know') return { state: 'dont_know' };
	if (a.code !== null) return { state: 'answered', code: a.code };
	if (a.codes !== null) return { state: 'answered', codes: a.codes };
	return a.number === null ? { state: 'answered', text: a.text ?? '' } : { state: 'answered', number: a.number };
};

/**
 * One column for each of `items`, a row a response in the order given. A response that is not sent in has no rows for what was not asked or not answered: its routing is
 * worked out here, and an answer to what is not asked does not count.
 * @param answers in any order
 * @param frameOf what routing may look at of a seat
 */
export async function answerColumns(items: readonly ItemColumn[], versions: readonly Version[], responses: readonly SourceResponse[], answers: AsyncIterable<SourceAnswer[]>, frameOf: (seatId: number) => Frame): Promise<DatasetColumn[]> {
	const fillers = items.map((item) => ({ ...item, filler: filler(item, responses.length) }));
	const byItem = Map.groupBy(fillers, (f) => f.item);
	const rowOf = new Map(responses.map((r, row) => [r.id, row]));
	const begun = new Map(responses.flatMap((r, row) => (r.state === 'open' ? [[row, [] as SourceAnswer[]]] : [])));
	const write = (row: number, version: number, a: SourceAnswer): void => {
		for (const { versions: asking, filler: to } of byItem.get(a.item) ?? []) {
			if (!asking.has(version)) continue;
			if (a.state === 'answered') to.answer(row, a);
			else to.missing(row, a.state);
		}
	};
	// sent in: every item of the version has a row, but for what was asked after it had been sent in
	responses.forEach(({ versionId, state }, row) => {
		if (state === 'submitted') for (const { versions: asking, filler: to } of fillers) if (asking.has(versionId)) to.missing(row, 'not_answered');
	});
	for await (const some of answers) {
		for (const a of some) {
			const row = rowOf.get(a.response);
			const response = row === undefined ? undefined : responses[row];
			if (row === undefined || !response) continue;
			const held = begun.get(row);
			if (held) held.push(a);
			else write(row, response.versionId, a);
		}
	}
	const compiled = new Map(versions.map((v) => [v.id, v.compiled]));
	for (const [row, held] of begun) {
		const response = responses[row];
		const form = response && compiled.get(response.versionId);
		if (!response || !form) continue;
		const given: Answers = Object.fromEntries(held.filter((a) => a.state === 'answered' || a.state === 'dont_know').map((a) => [a.item, asAnswer(a)]));
		const { asked } = route(form, given, frameOf(response.seatId));
		for (const { item, versions: asking, filler: to } of fillers) if (asking.has(response.versionId) && asked.has(item)) to.missing(row, 'not_answered');
		for (const a of held) if (asked.has(a.item) && (a.state === 'answered' || a.state === 'dont_know')) write(row, response.versionId, a);
	}
	return fillers.map((f) => f.filler.column);
}
