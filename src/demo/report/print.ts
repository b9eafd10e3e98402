/** The comparison of the report with print as text for a terminal. */
import { m } from '#lib/i18n.ts';
import { wrap } from '../job/print.ts';
import type { ReportComparison } from './compare.ts';
import { comparisonWords } from './words.ts';

const LOCALE = 'en';

export function reportLines(comparison: ReportComparison): string[] {
	const words = comparisonWords(comparison, LOCALE);
	const title = (text: string): string[] => ['', text];
	return [
		m.demo_report_title({}, { locale: LOCALE }), ...wrap(words.summary, '  '),
		...words.differences.flatMap((one) => [`  Table ${one.table}, ${one.place}: ${one.ours} / ${one.printed}`, ...wrap(one.why, '      ')]),
		...title(m.demo_report_misprints({}, { locale: LOCALE })), ...wrap(words.lead, '  '),
		...words.misprints.flatMap((one) => [`  Table ${one.table}, ${one.place}: ${one.printed} (should be: ${one.instead})`, ...wrap(one.why, '      ')])
	];
}
