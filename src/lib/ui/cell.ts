import type { Cell } from '#analysis/report/table.ts';
import { translate, type Locale } from '#lib/i18n.ts';
import { formatInterval, formatNumber, formatP, formatPercent } from './format.ts';

/** A cell as a reader sees it, with its mark; a missing one as the reason in words. */
export function cellText(cell: Cell, locale: Locale): string {
	return unmarked(cell, locale) + (cell.mark ?? '');
}

function unmarked(cell: Cell, locale: Locale): string {
	switch (cell.kind) {
		case 'count': return formatNumber(cell.value, locale);
		case 'percent': return formatPercent(cell.value, locale, cell.decimals);
		case 'number': return formatNumber(cell.value, locale, cell.decimals);
		case 'p': return formatP(cell.value, locale);
		case 'interval': return formatInterval(cell.low, cell.high, locale, cell.decimals, cell.percent);
		case 'text': return cell.value;
		case 'missing': return translate(`common_missing_${cell.reason}`, {}, locale);
	}
}
