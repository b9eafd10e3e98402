/** Frequencies, response and means in the form in which reports print them. */
import type { Column, Row } from '#analysis/report/table.ts';
import type { Values } from '#analysis/result.ts';
import { m } from '#lib/i18n.ts';
import { levelLabel, names, variableLabel, type Reader } from '../../present/reader.ts';
import { cell, list, texts, wholePercent, type Body, type View } from './shared.ts';

/** How many of each category, and per cent of those who have one. */
export const frequencies: View = (values, reader): Body | null => {
	const { locale, spec } = reader;
	const categories = texts(values.categories);
	if (categories.length === 0) return null;
	const x = names(spec.x)[0] ?? '';
	return {
		rowHeading: variableLabel(reader, x),
		columns: [{ key: 'count', label: m.report_view_count({}, { locale }) }, { key: 'pct_valid', label: m.report_view_percent({}, { locale }) }],
		rows: [
			...categories.map((value, i): Row => ({ key: value, label: levelLabel(reader, [x], value), cells: [cell(list(values.count)[i], 'count', reader), wholePercent(list(values.pct_valid)[i], reader)] })),
			{ key: 'total', label: m.evaluate_total({}, { locale }), total: true, cells: [cell(values.n, 'count', reader), wholePercent(100, reader)] }
		]
	};
};

/** Invited, answered and per cent of the first stratum. */
export const response: View = (values, reader): Body | null => {
	const { locale, spec } = reader;
	const [stratum] = names(spec.strata);
	const found = (values.strata as Values | undefined)?.[stratum ?? ''] as Values | undefined;
	if (!stratum || !found) return null;
	const line = (of: Values, i: number | null) => (['population', 'respondents', 'rate'] as const).map((name) => cell(i === null ? of[name] : list(of[name])[i], name === 'rate' ? 'share' : 'count', reader));
	return {
		rowHeading: variableLabel(reader, stratum),
		columns: [
			{ key: 'population', label: m.report_view_invited({}, { locale }) }, { key: 'respondents', label: m.report_view_answered({}, { locale }) }, { key: 'rate', label: m.report_view_rate({}, { locale }) }
		],
		rows: [
			...texts(found.levels).map((level, i): Row => ({ key: level, label: levelLabel(reader, [stratum], level), cells: line(found, i) })),
			{ key: 'total', label: m.evaluate_total({}, { locale }), total: true, cells: line(values.total as Values, null) }
		]
	};
};

/** Means of each group in one line a variable: to be set below a cross table of the same groups. */
export const meanLine: View = (values, reader): Body | null => {
	const { locale, spec } = reader;
	const groups = texts(values.groups);
	const variables = texts(values.columns);
	const group = names(spec.group)[0] ?? '';
	if (variables.length === 0) return null;
	const mean = m.report_view_mean({}, { locale });
	return {
		rowHeading: m.report_view_variable({}, { locale }),
		columns: [...groups.map((value): Column => ({ key: value, label: levelLabel(reader, [group], value), group: variableLabel(reader, group) })), { key: 'total', label: m.report_view_all({}, { locale }) }],
		rows: variables.map((name, i): Row => ({
			key: variables.length === 1 ? 'mean' : name, label: variables.length === 1 ? mean : variableLabel(reader, name),
			cells: [...groups.map((_, j) => cell(list(list(values.mean)[i])[j], 2, reader)), cell(list(values.total_mean)[i], 2, reader)]
		}))
	};
};

const MEASURES = ['n', 'mean', 'sd'] as const;
const measureLabel = (name: (typeof MEASURES)[number], { locale }: Reader): string => (name === 'n' ? 'n' : name === 'mean' ? m.report_view_mean({}, { locale }) : m.report_view_sd({}, { locale }));

/** Items in rows; n, mean and standard deviation of each group. */
export const battery: View = (values, reader): Body | null => {
	const [groups, variables] = [texts(values.groups), texts(values.columns)];
	const group = names(reader.spec.group)[0] ?? '';
	if (groups.length === 0 || variables.length === 0) return null;
	return {
		rowHeading: m.report_view_item({}, { locale: reader.locale }),
		columns: groups.flatMap((value) => MEASURES.map((name): Column => ({ key: `${value}.${name}`, label: measureLabel(name, reader), group: levelLabel(reader, [group], value) }))),
		rows: variables.map((name, i): Row => ({ key: name, label: variableLabel(reader, name), cells: groups.flatMap((_, j) => MEASURES.map((measure) => cell(list(list(values[measure])[i])[j], measure === 'n' ? 'count' : 2, reader))) }))
	};
};

/** Variables in rows: n, mean, standard deviation, least and most. */
export const summary: View = (values, reader): Body | null => {
	const variables = texts(values.columns);
	if (variables.length === 0) return null;
	return {
		rowHeading: m.report_view_variable({}, { locale: reader.locale }),
		columns: MEASURES.map((name) => ({ key: name, label: measureLabel(name, reader) })),
		rows: variables.map((name, i): Row => ({ key: name, label: variableLabel(reader, name), cells: MEASURES.map((measure) => cell(list(values[measure])[i], measure === 'n' ? 'count' : 2, reader)) }))
	};
};
