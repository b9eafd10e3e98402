/** Differences and misprints in the reader's language, for the terminal and the page. */
import type { Finding, Instead } from '#analysis/proof/printed.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import type { ReportComparison } from './compare.ts';
import type { Judged, Reason } from './reasons.ts';
import { INDEXES, REGISTERS } from './subjects.ts';

const numeric = (value: number | string | null, decimals: number, locale: Locale): string => (typeof value === 'number' ? formatNumber(value, locale, decimals) : (value ?? '–'));

/** One decimal more than print has, so that it is seen what is rounded. */
export const oursText = ({ ours, decimals, kind }: Judged, locale: Locale): string => numeric(ours, kind === 'count' || kind === 'significant' ? 0 : decimals + 1, locale);
export const printedText = ({ printed, decimals }: Judged, locale: Locale): string => formatNumber(printed, locale, decimals);

export function placeText({ row, column, kind }: Judged, locale: Locale): string {
	const word = translate(`demo_report_kind_${kind}`, {}, locale);
	return row === '' ? `${column} (${word})` : m.demo_report_place({ row, column, kind: word }, { locale });
}

const sureText = (finding: Finding, locale: Locale): string => translate(`analysis_note_${finding.sure}`, {}, locale);

export function reasonText(reason: Reason | null, locale: Locale): string {
	const l = { locale };
	if (!reason) return m.demo_report_unexplained({}, l);
	const at = (name: string, decimals: number): string => numeric(reason.evidence[name] ?? null, decimals, locale);
	switch (reason.key) {
		case 'misprint': return m.demo_report_reason_misprint({ sure: reason.finding ? sureText(reason.finding, locale) : '' }, l);
		case 'misprint_total': return m.demo_report_reason_misprint_total({ total: at('total', 2) }, l);
		case 'one_answer': return m.demo_report_reason_one_answer({ n: at('n', 0), items: at('items', 0), ours: at('ours', 0), printed: at('printed', 0) }, l);
		case 'rounded_r': return m.demo_report_reason_rounded_r({ r: at('r', 3), low: at('low', 4), high: at('high', 4), n: at('n', 0) }, l);
	}
}

/** At most four decimals, none that say nothing. */
const short = (value: number, locale: Locale): string => value.toLocaleString(locale === 'en' ? 'en-GB' : 'nb-NO', { maximumFractionDigits: 4 });

export function insteadText({ kind, values }: Instead, locale: Locale): string {
	const said = values.map((value) => short(value, locale));
	const last = said.at(-1) ?? '';
	switch (kind) {
		case 'nothing': return m.demo_report_unknown({}, { locale });
		case 'value': return last;
		case 'one_of': return said.length > 1 ? m.demo_report_or({ first: said.slice(0, -1).join(', '), last }, { locale }) : last;
		case 'between': return said[0] === last ? last : m.demo_report_between({ low: said[0] ?? '', high: last }, { locale });
	}
}

export interface DifferenceView { table: number; place: string; ours: string; printed: string; why: string; verdict: Judged['verdict'] }
export interface MisprintView { table: string; place: string; printed: string; instead: string; why: string }

/** Variables by their titles, where a place names them. */
const TITLES = new Map([...REGISTERS, ...INDEXES].map(({ key, title }) => [key, title]));
const placeOf = (cell: string): string => cell.split(', ').map((part) => TITLES.get(part) ?? part).join(', ');

/** Decimal points of a printed number as the reader's language has them. */
const printedIn = (text: string, locale: Locale): string => (locale === 'en' ? text : text.replace(/(?<=\d)\.(?=\d)/g, ','));

/** @returns what differs in the order of the tables, and the misprints that the print alone shows */
export function comparisonWords({ numbers, misprints, undecided, summary }: ReportComparison, locale: Locale) {
	const n = (value: number): string => formatNumber(value, locale);
	return {
		summary: m.demo_report_summary({ compared: n(summary.compared), same: n(summary.same), misprint: n(summary.misprint), different: n(summary.different), unexplained: n(summary.unexplained) }, { locale }),
		holds: summary.unexplained === 0,
		differences: numbers.filter((one) => one.verdict !== 'same').map((one): DifferenceView => ({
			table: one.table, place: placeText(one, locale), ours: oursText(one, locale), printed: printedText(one, locale), why: reasonText(one.reason, locale), verdict: one.verdict
		})),
		misprints: misprints.map((finding): MisprintView => ({
			table: finding.table, place: finding.cell === '' ? m.demo_report_whole({}, { locale }) : placeOf(finding.cell), printed: printedIn(finding.printed, locale), instead: insteadText(finding.instead, locale), why: sureText(finding, locale)
		})),
		lead: m.demo_report_misprints_lead({ count: n(misprints.length), undecided: n(undecided) }, { locale })
	};
}
