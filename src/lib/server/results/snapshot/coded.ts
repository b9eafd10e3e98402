/** Codes that people have given open answers, as variables of 0 and 1 beside the answers. */
import { emptyCodes, firstMissing, missingAt } from '#lib/domain/dataset/column.ts';
import type { DatasetColumn } from '#lib/domain/dataset/types.ts';
import { YES_OR_NO } from '#lib/domain/dataset/words.ts';
import type { SourceCode, SourceJudged, SourceResponse } from '../../db/snapshot-source.ts';
import { joined, type ItemColumn } from './items.ts';
import type { Names } from './names.ts';
import type { Made } from './rules.ts';

const LONGEST = 63;

/**
 * One variable a code, `<item>_<key>`: 1 where at least one coder gave the answer the code itself, 0 where those who judged it did not. An answer that nobody has judged is
 * not answered; where there is no answer the kind of missing is the item's. Codes of an item that no version of the questionnaire asks as text are left out.
 * @param codes by item and key, retired ones too: what has one keeps it
 * @param columns those of `items`, a row a response
 */
export function codingColumns(survey: string, { codes, judged }: { codes: readonly SourceCode[]; judged: readonly SourceJudged[] }, items: readonly ItemColumn[], columns: readonly DatasetColumn[], responses: readonly SourceResponse[], names: Names): Made[] {
	const given = Map.groupBy(judged, (j) => j.item);
	const rowOf = new Map(responses.map((r, row) => [r.id, row]));
	return codes.flatMap((code): Made[] => {
		const at = items.findIndex((i) => i.item === code.item && i.form === 'text');
		const [item, column] = [items[at], columns[at]];
		if (!item || !column) return [];
		const values = emptyCodes(responses.length, 2, 'not_answered');
		const first = firstMissing(values);
		for (const row of values.keys()) {
			const kind = missingAt(column, row);
			if (kind > 0) values[row] = first + kind - 1;
		}
		for (const { response, codes: has } of given.get(code.item) ?? []) {
			const row = rowOf.get(response);
			if (row !== undefined && missingAt(column, row) === 0) values[row] = Number(has.includes(code.id));
		}
		const label = { nb: code.label, nn: code.label, en: code.label };
		const variable = {
			name: names.give(`${item.variable.name.slice(0, LONGEST - 1 - code.key.length)}_${code.key}`, 'coding'), label, question: joined(item.variable.question ?? item.variable.label, label),
			type: 'categorical' as const, measure: 'nominal' as const, categories: YES_OR_NO.map((said, score) => ({ value: String(score), label: said, score })), reversed: false, decimals: null, unit: null,
			origin: { kind: 'coding' as const, survey, item: code.item, code: code.key }
		};
		return [{ variable, column: { kind: 'categorical', codes: values } }];
	});
}
