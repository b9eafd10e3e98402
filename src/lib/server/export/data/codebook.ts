/** The codebook that goes with the CSV: as JSON that the statistics library's command line reads, and more that it leaves alone. */
import type { ColumnBook } from '#analysis/table/csv.ts';
import { distributionOf, type Missings } from '#lib/domain/dataset/column.ts';
import type { Dataset, DatasetVariable, Origin } from '#lib/domain/dataset/types.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { inLocale } from '#lib/domain/text.ts';
import { columnOf } from './coding.ts';

export interface BookEntry extends ColumnBook {
	label: string;
	question?: string;
	type: DatasetVariable['type'];
	measure: DatasetVariable['measure'];
	unit?: string;
	/** Worded against the index that it belongs to; the data are as answered. */
	reversed?: true;
	valid: number;
	missing: Missings;
	origin: Origin;
}
export type Codebook = Record<string, BookEntry>;

/** Of every variable: label, question, categories in order with label and score, how many are valid and missing in each way, and where it comes from. */
export function codebookOf(dataset: Dataset, locale: Locale): Codebook {
	return Object.fromEntries(dataset.variables.map((variable): [string, BookEntry] => {
		const { valid, missing } = distributionOf(columnOf(dataset, variable), variable.categories.length);
		const text = (of: DatasetVariable['question']): string => inLocale(of ?? undefined, locale);
		return [variable.name, {
			label: text(variable.label), ...(variable.question && { question: text(variable.question) }), type: variable.type, measure: variable.measure,
			...(variable.unit && { unit: text(variable.unit) }), ...(variable.reversed && { reversed: true }),
			...(variable.type === 'categorical' && { categories: variable.categories.map((c) => ({ value: c.value, label: text(c.label) || c.value, ...(c.score !== undefined && { score: c.score }) })) }),
			valid, missing, origin: variable.origin
		}];
	}));
}

export const codebookJson = (dataset: Dataset, locale: Locale): Uint8Array<ArrayBuffer> => new TextEncoder().encode(`${JSON.stringify(codebookOf(dataset, locale), null, '\t')}\n`);
