/** A link as a file, one row a row of the link. It is not given without the reader having been told how many it could point out. */
import { SYMBOL, MARKS } from '#lib/domain/register/table.ts';
import { Problem } from '#lib/domain/problem.ts';
import { rowOutcome } from '#lib/domain/link/link.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';
import { rowsToCsv, rowsToXlsx, type Field } from '../../export/rows.ts';
import type { LinkDeps } from './held.ts';
import { keptLink } from './links.ts';

export const LINK_FORMATS = ['csv', 'xlsx'] as const;
export type LinkFormat = (typeof LINK_FORMATS)[number];

/**
 * Numbers, and the marks of the source as it writes them: `.`, `..`, `:`. A cell that the source has no row for, and one of a row without a
 * municipality, is empty; how the row ended stands beside it.
 * @param confirmed that the reader has been told, and said so
 */
export async function linkFile(deps: LinkDeps, surveyId: number, id: number, format: LinkFormat, locale: Locale, confirmed: boolean): Promise<BodyInit> {
	if (!confirmed) throw new Problem('link_problem_confirm', 409);
	const { linked } = await keptLink(deps, surveyId, id);
	const heading: Field[] = [
		m.link_key({}, { locale }), m.link_ending({}, { locale }), m.link_file_municipality({}, { locale }), m.link_file_target({}, { locale }), m.link_county({}, { locale }), m.link_region({}, { locale }),
		m.link_centrality({}, { locale }), m.link_kostra({}, { locale }), ...linked.variables.map((v) => v.key)
	];
	const cell = (v: number, i: number): Field => {
		const column = linked.columns[v];
		const state = column?.states[i] ?? 5;
		if (state === 0) return column?.values[i] ?? null;
		const mark = MARKS[state - 1];
		return mark ? SYMBOL[mark] : null;
	};
	const rows = linked.rows.map((row, i): Field[] => {
		const { ending, code, targets, county, region, centrality, kostra } = rowOutcome(linked, i);
		return [row.key, translate(`link_${ending}`, {}, locale), code, targets.join(' ') || null, county?.name ?? null, region, centrality?.name ?? null, kostra?.name ?? null, ...linked.variables.map((_, v) => cell(v, i))];
	});
	return format === 'csv' ? rowsToCsv([heading, ...rows]) : rowsToXlsx([heading, ...rows], m.link_nav({}, { locale }));
}
