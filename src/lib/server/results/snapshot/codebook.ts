/** The codebook: what each variable is, where it is from, and how it is distributed. */
import { distributionOf } from '#lib/domain/dataset/column.ts';
import { MISSING, type Dataset, type DatasetColumn, type DatasetVariable, type MissingKind } from '#lib/domain/dataset/types.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import { protectParts } from '../present/suppress/parts.ts';
import { originWords, typeWords } from './words.ts';

export interface CodebookRow {
	/** What stands in a data file; null for a kind of missing. */
	value: string | null;
	label: string;
	score: number | null;
	/** Null: too few to be shown. */
	count: number | null;
	/** Of those with a valid value, from 0 to 1; null for missing, and where the count is not shown. */
	share: number | null;
}
export interface CodebookEntry {
	name: string;
	label: string;
	question: string | null;
	type: string;
	/** Its values are texts, which are not shown. */
	text: boolean;
	origin: string;
	reversed: boolean;
	unit: string | null;
	/** Categories, then the kinds of missing that occur. */
	rows: CodebookRow[];
	/** Null: too few to be shown. */
	valid: number | null;
	/** Of numbers: mean, spread and ends, as a sentence. */
	summary: string | null;
}

function summaryOf(numbers: ReturnType<typeof distributionOf>['numbers'], valid: number, { decimals, unit }: DatasetVariable, below: number, locale: Locale): string | null {
	if (!numbers || (below > 0 && valid < below)) return null;
	const places = Math.max(2, decimals ?? 2);
	const say = (x: number, d: number) => formatNumber(x, locale, d);
	const whole = [numbers.min, numbers.max].every(Number.isInteger);
	const ends = whole ? 0 : places;
	const words = { mean: say(numbers.mean, places), sd: numbers.sd === null ? '–' : say(numbers.sd, places), unit: unit ? ` ${inLocale(unit, locale)}` : '' };
	// the lowest and the highest are one person's
	return below > 0 ? m.snapshot_summary_few(words, { locale }) : m.snapshot_summary({ ...words, min: say(numbers.min, ends), max: say(numbers.max, ends) }, { locale });
}

/** What of the counts is shown: those of categories and of kinds of missing have each a sum that is known, unless the number of valid values is not shown either. */
export function shownCounts(categories: readonly number[], missing: readonly number[], below: number): { categories: (number | null)[]; missing: (number | null)[]; valid: boolean } {
	const [own, apart] = [protectParts(categories, below), protectParts(missing, below)];
	const show = (counts: readonly number[], hidden: readonly boolean[]) => counts.map((n, i) => (hidden[i] ? null : n));
	if (!own.total && !apart.total) return { categories: show(categories, own.parts), missing: show(missing, apart.parts), valid: true };
	const all = protectParts([...categories, ...missing], below).parts;
	return { categories: show(categories, all), missing: show(missing, all.slice(categories.length)), valid: false };
}

export function codebookEntry(variable: DatasetVariable, column: DatasetColumn, below: number, locale: Locale): CodebookEntry {
	const found = distributionOf(column, variable.categories.length);
	const kinds: MissingKind[] = MISSING.filter((kind) => found.missing[kind] > 0);
	const missing = kinds.map((kind) => found.missing[kind]);
	const shown = shownCounts(found.counts ?? [found.valid], missing, below);
	const valid = shown.valid ? found.valid : found.counts ? null : shown.categories[0] ?? null;
	const categories = found.counts === null ? [] : variable.categories.map(({ value, label, score }, i): CodebookRow => {
		const count = shown.categories[i] ?? null;
		return { value, label: inLocale(label, locale) || value, score: score ?? null, count, share: count === null || !valid ? null : count / valid };
	});
	return {
		name: variable.name, label: inLocale(variable.label, locale) || variable.name, question: variable.question ? inLocale(variable.question, locale) : null, type: typeWords(variable, locale), text: variable.type === 'text',
		origin: originWords(variable.origin, locale), reversed: variable.reversed, unit: variable.unit ? inLocale(variable.unit, locale) : null,
		rows: [...categories, ...kinds.map((kind, k): CodebookRow => ({ value: null, label: translate(`common_missing_${kind}`, {}, locale), score: null, count: shown.missing[k] ?? null, share: null }))],
		valid, summary: summaryOf(found.numbers, found.valid, variable, below, locale)
	};
}

export const ENTRIES_A_PAGE = 20;

/** Entries whose name, words or question hold what is searched for, in any language. @param page from 1; beyond the last gives the last */
export function codebook(data: Dataset, query: { search: string; page: number }, locale: Locale): { entries: CodebookEntry[]; found: number; page: number; pages: number } {
	const wanted = query.search.trim().toLocaleLowerCase('nb');
	const holds = ({ name, label, question, categories }: DatasetVariable): boolean => [name, ...[label, question ?? {}, ...categories.map((c) => c.label)].flatMap((text) => Object.values(text))].some((text) => text.toLocaleLowerCase('nb').includes(wanted));
	const found = wanted === '' ? data.variables : data.variables.filter(holds);
	const pages = Math.max(1, Math.ceil(found.length / ENTRIES_A_PAGE));
	const page = Math.min(query.page, pages);
	const entries = found.slice((page - 1) * ENTRIES_A_PAGE, page * ENTRIES_A_PAGE).flatMap((variable) => {
		const column = data.columns[variable.name];
		return column ? [codebookEntry(variable, column, data.suppressBelow, locale)] : [];
	});
	return { entries, found: found.length, page, pages };
}
