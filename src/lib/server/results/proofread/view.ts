/** What proof-reading found, in words and numbers of the reader's language. */
import { m, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber, formatP } from '#lib/ui/format.ts';
import { SURENESS, surenessOf, type Found, type Sureness } from './found.ts';
import type { ProofRead } from './proofread.ts';

export interface FindingView { where: string; printed: string; fits: string; why: string }
export interface ProofReadView {
	summary: string;
	silent: string | null;
	checks: number;
	groups: { sureness: Sureness; title: string; findings: FindingView[] }[];
	tables: { table: string; caption: string; as: string; checks: string }[];
}

function tableName(table: string, locale: Locale): string {
	if (table === '') return m.proofread_in_text({}, { locale });
	return table.startsWith('#') ? m.proofread_table_place({ place: table.slice(1) }, { locale }) : `${m.file_table({}, { locale })} ${table}`;
}

/** What the checks print has decimal points; text is left as it stands. */
function printedText({ printed, check, number }: Found, locale: Locale): string {
	if (printed === '') return m.proofread_no_mark({}, { locale });
	if (check.startsWith('text_')) return number ? `${number}: «${printed}»` : printed;
	// r and p of a pair have the decimals of the table, which a number loses with its last zeros
	const decimals = Math.max(0, ...[...printed.matchAll(/\.(\d+)/g)].map(([, digits = '']) => digits.length));
	const even = check === 'correlation' || check === 'twice' ? printed.replace(/\d+(?:\.\d+)?/g, (one) => Number(one).toFixed(decimals)) : printed;
	const minus = even.replace(/(?<![\d.])-(?=\d)/g, '−');
	return locale === 'en' ? minus : minus.replace(/(\d)\.(\d)/g, '$1,$2');
}

function fitText({ instead, printed, check }: Found, locale: Locale): string {
	const { kind, values } = instead;
	const [low = 0, high = low] = values;
	if (kind === 'nothing' || !values.length) return m.proofread_unknown({}, { locale });
	if (instead.what === 'p' || check === 'correlation' || check === 'flag') {
		const ends = [low, high].map((p) => formatP(p, locale));
		return ends[0] === ends[1] ? m.proofread_p_value({ value: ends[0] ?? '' }, { locale }).replace('= <', '<') : m.proofread_p_between({ low: ends[0] ?? '', high: ends[1] ?? '' }, { locale });
	}
	const decimals = check === 'base' ? 1 : /[.,](\d+)/.exec(printed)?.[1]?.length ?? 0;
	const texts = [...new Set(values.map((value) => formatNumber(value, locale, Math.min(decimals, 6))))];
	const [first = '', last = ''] = [texts.slice(0, -1).join(', '), texts.at(-1)];
	if (texts.length === 1) return last;
	return kind === 'between' ? m.proofread_between({ low: first, high: last }, { locale }) : m.proofread_or({ first, last }, { locale });
}

function findingView(found: Found, locale: Locale): FindingView {
	return {
		where: [tableName(found.table, locale), found.cell].filter(Boolean).join(': '), printed: printedText(found, locale), fits: fitText(found, locale),
		why: translate(found.sure.startsWith('proofread_') ? found.sure : `analysis_note_${found.sure}`, {}, locale)
	};
}

export function proofReadView({ tables, findings, checks, textChecks, silent }: ProofRead, locale: Locale): ProofReadView {
	const count = (value: number) => formatNumber(value, locale);
	const wrong = findings.filter(({ verdict }) => verdict === 'inconsistent').length;
	return {
		checks,
		summary: m.proofread_summary({
			tables: count(tables.length), read: count(tables.filter(({ as }) => as !== 'unknown').length), checks: count(checks), text: count(textChecks), wrong: count(wrong), open: count(findings.length - wrong)
		}, { locale }),
		silent: silent > 0 ? m.proofread_silent({ count: count(silent) }, { locale }) : null,
		groups: SURENESS.flatMap((sureness) => {
			const of = findings.filter((found) => surenessOf(found) === sureness);
			const title = m.proofread_findings_caption({ sureness: translate(`proofread_sureness_${sureness}`, {}, locale), count: count(of.length) }, { locale });
			return of.length ? [{ sureness, title, findings: of.map((found) => findingView(found, locale)) }] : [];
		}),
		tables: tables.map((one) => ({ table: tableName(one.table, locale), caption: one.caption, as: translate(`proofread_as_${one.as}`, {}, locale), checks: count(one.checks) }))
	};
}
