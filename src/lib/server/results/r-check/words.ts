/** What a check in R says to people: one sentence for a report's last page, and the tables beside it. */
import type { Cell, Row, Table } from '#analysis/report/table.ts';
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { formatNumber } from '#lib/ui/format.ts';
import type { CheckedBlock } from '#lib/server/export/report/resolved.ts';
import type { EntryCheck, RCheck } from './types.ts';

/** What entries are called; the key where nothing is given. */
export type Titles = Readonly<Record<string, Text | string>>;

const titleOf = (titles: Titles, key: string, locale: Locale): string => {
	const title = titles[key];
	return (typeof title === 'string' ? title : inLocale(title, locale)) || key;
};
/** `4.6` of `4.6.0`: what readers know a version by. */
const short = (version: string): string => version.split('.').slice(0, 2).join('.');

/** "412 of 412 numbers agree with R 4.6 to 9 digits or more". */
export function checkSentence(check: RCheck, locale: Locale): string {
	const version = short(check.r);
	if (check.numbers === 0) return m.rcheck_sentence_none({ version }, { locale });
	const counts = { agreeing: formatNumber(check.agreeing, locale), numbers: formatNumber(check.numbers, locale), version };
	if (check.digits === null) return m.rcheck_sentence_nothing_agrees(counts, { locale });
	if (check.agreeing === check.numbers) return m.rcheck_sentence({ ...counts, digits: check.digits }, { locale });
	return m.rcheck_sentence_some({ ...counts, digits: check.digits, differing: formatNumber(check.numbers - check.agreeing, locale) }, { locale });
}

/** What the sentence does not count, each with its reason; empty when everything was compared. */
export function checkRemarks(check: RCheck, locale: Locale, titles: Titles = {}): string[] {
	const named = (of: (e: EntryCheck) => boolean): string => check.byEntry.filter(of).map((e) => titleOf(titles, e.key, locale)).join('; ');
	const unseen = check.byEntry.reduce((n, e) => n + e.unseen, 0);
	const notInR = named((e) => e.outcome === 'not_in_r');
	const stopped = named((e) => e.outcome === 'stopped');
	return [
		...(stopped ? [m.rcheck_remark_stopped({ entries: stopped }, { locale })] : []),
		...(notInR ? [m.rcheck_remark_not_in_r({ entries: notInR }, { locale })] : []),
		...(check.drawn > 0 ? [m.rcheck_remark_drawn({ n: formatNumber(check.drawn, locale) }, { locale })] : []),
		...(unseen > 0 ? [m.rcheck_remark_unseen({ n: formatNumber(unseen, locale) }, { locale })] : [])
	];
}

function outcomeText(entry: EntryCheck, locale: Locale): string {
	if (entry.outcome === 'stopped') {
		if (entry.stop === 'time') return m.rcheck_stopped_time({}, { locale });
		if (entry.stop === 'memory') return m.rcheck_stopped_memory({}, { locale });
		if (entry.stop === 'cancelled') return m.rcheck_stopped_cancelled({}, { locale });
		return m.rcheck_stopped_error({ text: entry.why ?? '' }, { locale });
	}
	return { agrees: m.rcheck_agrees, differs: m.rcheck_differs, not_in_r: m.rcheck_not_in_r, no_result: m.rcheck_no_result }[entry.outcome]({}, { locale });
}

const count = (value: number): Cell => ({ kind: 'count', value });
const text = (value: string): Cell => ({ kind: 'text', value });

/** A row an entry: numbers compared, those that agree, the fewest digits, and what came of it. */
export function checkTable(check: RCheck, locale: Locale, titles: Titles = {}): Table {
	const digits = (value: number | null): Cell => (value === null ? { kind: 'missing', reason: 'not_applicable' } : count(value));
	const rows: Row[] = check.byEntry.map((e) => ({ key: e.key, label: titleOf(titles, e.key, locale), cells: [count(e.numbers), count(e.agreeing), digits(e.digits), text(outcomeText(e, locale))] }));
	const total: Row = { key: 'all', label: m.rcheck_all({}, { locale }), total: true, cells: [count(check.numbers), count(check.agreeing), digits(check.digits), text('')] };
	return {
		title: m.rcheck_table_title({ version: check.r }, { locale }),
		rowHeading: m.rcheck_entry({}, { locale }),
		columns: [
			{ key: 'numbers', label: m.rcheck_numbers({}, { locale }) },
			{ key: 'agreeing', label: m.rcheck_agreeing({}, { locale }) },
			{ key: 'digits', label: m.rcheck_digits({}, { locale }) },
			{ key: 'outcome', label: m.rcheck_outcome({}, { locale }) }
		],
		rows: rows.length > 1 ? [...rows, total] : rows,
		notes: [m.rcheck_note({ version: check.r }, { locale })],
		provenance: []
	};
}

/** The values that differ, both in full; null where none does. */
export function differingTable(check: RCheck, locale: Locale, titles: Titles = {}): Table | null {
	const rows = check.byEntry.flatMap((e) => e.differing.map((d): Row => {
		const shown = (value: string | null): Cell => (value === null ? { kind: 'missing', reason: 'suppressed' } : text(value));
		return { key: `${e.key}.${d.name}`, label: d.name, group: titleOf(titles, e.key, locale), cells: [shown(d.engine), shown(d.r), d.digits === null ? { kind: 'missing', reason: 'not_applicable' } : count(d.digits)] };
	}));
	if (rows.length === 0) return null;
	return {
		title: m.rcheck_differing_title({}, { locale }),
		rowHeading: m.rcheck_value({}, { locale }),
		columns: [{ key: 'engine', label: m.rcheck_engine({}, { locale }) }, { key: 'r', label: `R ${check.r}` }, { key: 'digits', label: m.rcheck_digits({}, { locale }) }],
		rows, notes: [], provenance: []
	};
}

/** A report's last page: the sentence, what it does not count, and the table of entries. */
export function checkedBlock(check: RCheck, locale: Locale, titles: Titles = {}): CheckedBlock {
	return {
		kind: 'checked', title: m.rcheck_title({}, { locale }), sentence: [checkSentence(check, locale), ...checkRemarks(check, locale, titles)].join(' '),
		agrees: check.numbers > 0 && check.agreeing === check.numbers && check.byEntry.every((e) => e.outcome !== 'stopped'), table: checkTable(check, locale, titles)
	};
}
