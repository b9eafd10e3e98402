import type { Cell } from '#analysis/report/table.ts';
import { translate, type Locale } from '#lib/i18n.ts';
import { formatNumber, formatP, formatPercent } from './format.ts';

/** A cell as a reader sees it; a missing one as the reason in words. */
export function cellText(cell: Cell, locale: Locale): string {
	switch (cell.kind) {
		case 'count': return formatNumber(cell.value, locale);
		case 'percent': return formatPercent(cell.value, locale, cell.decimals);
		case 'number': return formatNumber(cell.value, locale, cell.decimals);
		case 'p': return formatP(cell.value, locale);
		case 'missing': return translate(`common_missing_${cell.reason}`, {}, locale);
	}
}
