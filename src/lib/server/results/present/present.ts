/** From a result to what a reader meets: tables, sentences, reservations and figures in one language. */
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import type { MissingReport, Result } from '#analysis/result.ts';
import type { Table } from '#analysis/report/table.ts';
import type { Condition } from '#analysis/spec/fields.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { inLocale, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import { figuresOf } from './figure/figures.ts';
import { laidWords } from './laid.ts';
import { buildTables } from './layout/build.ts';
import { LAYOUTS } from './layout/methods.ts';
import { missingTable } from './missing.ts';
import { levelLabel, names, readerOf, variableLabel, type Reader } from './reader.ts';
import { assumptionText, insteadSentence, noteText, violationText } from './say.ts';
import { sentencesOf } from './sentence/index.ts';
import { correlationTables, factorTables } from './special/associate.ts';
import { crosstabTables, surveyCrosstabTables, type Named } from './special/crosstab.ts';
import { batteryTables, frequencyTables, meansTables } from './special/describe.ts';
import { characteristicTables } from './special/extraction.ts';
import type { Presented } from './types.ts';

const SPECIAL: Readonly<Record<string, (result: Result, reader: Reader) => Named[]>> = {
	crosstab: crosstabTables, crosstab_counts: crosstabTables, survey_crosstab: surveyCrosstabTables, means: meansTables, frequencies: frequencyTables, battery_table: batteryTables,
	correlation: correlationTables, factor_analysis: factorTables
};

/** A filter in words: "Rolle: rektor, lærer". */
export function filterText(filter: readonly Condition[], reader: Reader): string {
	return filter.map(({ column, in: levels }) => `${variableLabel(reader, column)}: ${levels.map((level) => levelLabel(reader, [column], level)).join(', ')}`).join('; ');
}

function provenance(result: Result, reader: Reader): Table['provenance'] {
	const { dataset, locale, spec } = reader;
	const label = (key: string): string => translate(`result_source_${key}`, {}, locale);
	const filter = result.spec.filter ?? [];
	return [
		...(dataset ? [{ label: label('data'), value: inLocale(dataset.title, locale) }, { label: label('hash'), value: dataset.hash.split('+').map((hash) => hash.slice(0, 12)).join(' + ') }] : []),
		...(filter.length > 0 ? [{ label: label('filter'), value: filterText(filter, reader) }] : []),
		...(names(spec.weights).length > 0 ? [{ label: label('weights'), value: names(spec.weights).map((name) => variableLabel(reader, name)).join(', ') }] : []),
		{ label: label('engine'), value: result.engine }
	];
}

function tablesOf(result: Result, reader: Reader): Named[] {
	const special = SPECIAL[result.method];
	const made = special ? special(result, reader) : buildTables(LAYOUTS[result.method] ?? [], result.values, reader);
	return result.method === 'follow_up_extraction' ? [...made, ...characteristicTables(result, reader)] : made;
}

const suppressed = (tables: readonly Named[]): boolean => tables.some(({ table }) => table.rows.some((row) => row.cells.some((cell) => cell.kind === 'missing' && cell.reason === 'suppressed')));

/** What the tables rest on stands below them: who was picked, what is hidden, and what the library has to say that is no warning. */
function withNotes(tables: Named[], result: Result, reader: Reader, limit: number): Named[] {
	const filter = result.spec.filter ?? [];
	const below = [
		...(filter.length > 0 ? [translate('result_note_filter', { filter: filterText(filter, reader) }, reader.locale)] : []),
		...(suppressed(tables) ? [translate('result_note_suppressed', { limit }, reader.locale)] : [])
	];
	const source = provenance(result, reader);
	return tables.map(({ key, table }) => ({ key, table: { ...table, notes: [...table.notes, ...below], provenance: source } }));
}

/** What the data cannot show, unless they are of several waves with people in common. */
const INDEPENDENT = 'independent_rows';

/** More categories than this in a cross table are values of a number. */
const MOST_LEVELS = 20;

function manyLevels(result: Result, reader: Reader): string[] {
	if (result.method !== 'crosstab') return [];
	return (['rows', 'columns'] as const).flatMap((field) => {
		const levels = result.values[field === 'rows' ? 'row_levels' : 'column_levels'];
		const count = Array.isArray(levels) ? levels.length : 0;
		return count > MOST_LEVELS ? names(reader.spec[field]).map((name) => translate('result_many_levels', { variable: variableLabel(reader, name), count }, reader.locale)) : [];
	});
}

/** The interval allows for the number of cells, which the estimate does not. */
function inflated(result: Result, reader: Reader): string[] {
	const v = result.effects.find((e) => e.name === 'cramers_v');
	return v && v.high !== null && v.value > v.high ? [translate('result_v_inflated', {}, reader.locale)] : [];
}

function warningsOf(result: Result, reader: Reader): string[] {
	const found = result.notes.filter((note) => note.level === 'warning').map((note) => [noteText(note, reader, result.n), insteadSentence(result, note.key, reader)].filter((text) => text !== null).join(' '));
	const broken = result.assumptions.filter((a) => a.met === false && !result.notes.some((note) => note.level === 'warning' && note.key === 'compare_use_welch')).flatMap((a) => insteadSentence(result, a.key, reader) ?? []);
	return [...new Set([...found, ...broken, ...manyLevels(result, reader), ...inflated(result, reader)])];
}

const EMPTY = { tables: [], assumptions: [], missing: null, figures: [], notes: [] } as const;

export interface PresentOptions {
	/** So few people are not told of where variables and their missing are listed; the dataset's own where absent. */
	limit?: number;
	/** Rows and missing by variable, where they are not those of the result. */
	missing?: readonly MissingReport[];
}

/**
 * @param dataset where the labels are; null for a spec that reads no data, or whose data are not at hand: names then stand as they are
 * @returns of a violation the sentence that says what the method needed; of a result everything. The result is not suppressed here: that is `suppress`.
 */
export function present(result: Result | Violation, dataset: Dataset | null, locale: Locale, options: PresentOptions = {}): Presented {
	if (isViolation(result)) {
		const reader: Reader = { locale, dataset, spec: {} };
		const text = violationText(result, reader);
		return { ...EMPTY, sentences: [text], warnings: [], n: '' };
	}
	const reader = readerOf(result, dataset, locale);
	const limit = options.limit ?? dataset?.suppressBelow ?? 0;
	const reads = result.missing.length > 0;
	const laid = laidWords(result.spec.filter ?? [], dataset, locale);
	return {
		tables: withNotes(tablesOf(result, reader), result, reader, limit),
		sentences: sentencesOf(result, reader),
		warnings: [...laid.warnings, ...warningsOf(result, reader)],
		notes: [...laid.notes, ...new Set(result.notes.filter((note) => note.level === 'info').map((note) => noteText(note, reader)))],
		assumptions: result.assumptions.map((a) => ({ text: assumptionText(a, reader), met: a.key === INDEPENDENT && laid.warnings.length > 0 ? false : a.met })),
		missing: missingTable(options.missing ?? result.missing, limit, reader),
		n: reads || result.n > 0 ? `n = ${formatNumber(result.n, locale)}` : '',
		figures: figuresOf(result, reader)
	};
}
