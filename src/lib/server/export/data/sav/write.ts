/**
 * SPSS system files (.sav), as the PSPP developers document them (GNU PSPP, Developers Guide, appendix B "System File Format"), written row by row: nothing more is
 * held than the dataset. Ours because no library for Node writes them with labels, kinds of missing and texts in UTF-8.
 */
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { inLocale } from '#lib/domain/text.ts';
import { ByteSink } from '../bytes.ts';
import type { FileWords } from '../words.ts';
import { writeCases } from './cases.ts';
import { noteLine, writeDictionary } from './records.ts';
import { savVariables } from './variables.ts';

export interface SavOptions {
	words: FileWords;
	/** Stands in the file: the day the data are of, so that the same data are the same bytes. */
	made: Date;
}

/**
 * Categories are numbers with labels: the value's own where all values are whole numbers, else 1, 2, 3 … with the values as variable attributes. The kinds of missing are
 * the numbers -99 (not asked), -98 (not answered), -97 (don't know) and -96 (suppressed), or -999 to -996 and so on where such a value is valid, declared as one
 * user-missing range with their labels. A missing text is empty; where it can be missing for other reasons, a variable `<name>__missing` follows it.
 * Labels of variables are cut at 256 bytes, of values at 120, texts at 32,767; trailing blanks of a text are lost, as the format fills with them.
 */
export function* toSav(dataset: Dataset, { words, made }: SavOptions): Generator<Uint8Array<ArrayBuffer>> {
	const sink = new ByteSink();
	const variables = savVariables(dataset, words);
	writeDictionary(sink, variables, { title: inLocale(dataset.title, words.locale), rows: dataset.rows, made, notes: [noteLine(`Grunnlag ${dataset.key}`), noteLine(dataset.hash)] });
	yield* writeCases(sink, variables, dataset.rows);
}
