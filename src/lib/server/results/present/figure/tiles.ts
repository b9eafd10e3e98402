/** Results by county as a map of tiles: means, shares and response. Numbers hidden in the result are hidden here. */
import type { Axis, Figure } from '#lib/domain/figure/types.ts';
import type { Result, Value } from '#analysis/result.ts';
import { translate } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import { SUPPRESSED } from '../cells.ts';
import { levelLabel, names, variableLabel, type Reader } from '../reader.ts';
import { lists } from '../sentence/parts.ts';
import { countiesOf } from './county.ts';

interface ByCounty { name: string; levels: readonly string[]; maps: readonly { what: string; values: readonly Value[]; axis: Axis }[] }

const row = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? (value as readonly Value[]) : []);
const texts = (values: readonly Value[]): string[] => values.map(String);
const hundredth = (value: Value | undefined): Value => (typeof value === 'number' ? value / 100 : (value ?? null));

function read(result: Result, reader: Reader): ByCounty | null {
	const { spec, locale } = reader;
	const word = (key: string): string => translate(`result_${key}`, {}, locale);
	const one = (field: string): string => names(spec[field])[0] ?? '';
	const mean = (item: string, values: readonly Value[]) => ({ what: variableLabel(reader, item), values, axis: { label: `${word('figure_mean')}: ${variableLabel(reader, item)}`, decimals: 2 } });
	const share = (what: string, label: string, values: readonly Value[]) => ({ what, values, axis: { label, decimals: 0, percent: true } });
	switch (result.method) {
		case 'means': return { name: one('group'), levels: texts(lists(result, 'groups')), maps: texts(lists(result, 'columns')).map((item, i) => mean(item, row(lists(result, 'mean')[i]))) };
		case 'anova': case 'anova_welch': return { name: one('group'), levels: texts(lists(result, 'levels')), maps: [mean(one('y'), lists(result, 'means'))] };
		case 'survey_mean': return { name: one('by'), levels: texts(lists(result, 'by_levels')), maps: [mean(one('y'), lists(result, 'by_mean'))] };
		case 'frequencies': return { name: one('x'), levels: texts(lists(result, 'categories')), maps: [share(word('figure_percent'), word('figure_percent'), lists(result, 'pct_valid').map(hundredth))] };
		case 'survey_frequencies': return { name: one('x'), levels: texts(lists(result, 'levels')), maps: [share(word('figure_percent'), word('figure_percent'), lists(result, 'percent').map(hundredth))] };
		case 'nonresponse': return names(spec.stratum).length + names(spec.crossed_with).length > 1 ? null : { name: one('stratum'), levels: texts(lists(result, 'levels')), maps: [share(word('figure_rate'), word('figure_rate'), lists(result, 'rate'))] };
		case 'crosstab': case 'survey_crosstab': {
			// of two answers one share says both
			const answers = texts(lists(result, 'row_levels'));
			const answer = answers[1];
			if (answers.length !== 2 || answer === undefined) return null;
			const what = `${variableLabel(reader, one('rows'))}: ${levelLabel(reader, [one('rows')], answer)}`;
			return { name: one('columns'), levels: texts(lists(result, 'column_levels')), maps: [share(what, what, row(lists(result, result.method === 'crosstab' ? 'column_pct' : 'column_percent')[1]).map(hundredth))] };
		}
		default: return null;
	}
}

/** A map for each thing that the result has by county; none where the groups are no counties. */
export function tilesOf(result: Result, reader: Reader): Figure[] {
	const found = read(result, reader);
	const codes = found && found.name !== '' ? countiesOf(found.name, found.levels, reader) : null;
	if (!found || !codes) return [];
	return found.maps.filter(({ values }) => values.some((v) => typeof v === 'number')).map(({ what, values, axis }) => ({
		kind: 'tiles', title: translate('result_figure_map', { what }, reader.locale), notes: [`n = ${formatNumber(result.n, reader.locale)}`], locale: reader.locale, axis,
		values: [...codes].map(([level, code]) => {
			const value = values[found.levels.indexOf(level)];
			return { code, value: typeof value === 'number' ? value : null, ...(value === SUPPRESSED && { missing: 'suppressed' as const }) };
		})
	}));
}
