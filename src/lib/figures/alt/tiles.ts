import { m } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import { COUNTIES, divisionOf } from '../counties.ts';
import type { Of } from '../drawing.ts';
import { axisText } from '../scale.ts';
import { missingWords, spanWords } from './words.ts';

export function tilesWords(figure: Of<'tiles'>): string[] {
	const words = { locale: figure.locale };
	const counties = COUNTIES[divisionOf(figure.values.map((v) => v.code))];
	const valueOf = (code: string) => figure.values.find((v) => v.code === code)?.value ?? null;
	const known = counties.flatMap((c) => {
		const value = valueOf(c.code);
		return value === null ? [] : [{ label: c.name, value }];
	});
	return [
		spanWords(known, null, (value) => axisText(value, figure.axis, figure.locale), figure.locale),
		m.figure_alt_tiles({ count: formatNumber(known.length, figure.locale), of: formatNumber(counties.length, figure.locale) }, words),
		missingWords(counties.filter((c) => valueOf(c.code) === null).map((c) => c.name), figure.locale)
	];
}
