/** Correlations, reliability and families of tests in the form in which reports print them. */
import type { Row } from '#analysis/report/table.ts';
import { m } from '#lib/i18n.ts';
import { intervalCell } from '../../present/cells.ts';
import { names, variableLabel } from '../../present/reader.ts';
import { cell, list, texts, type Body, type View } from './shared.ts';

/** r, p and n of each variable with each other one: three rows a variable, so that a report may show some rows and some columns. */
export const correlations: View = (values, reader): Body | null => {
	const variables = texts(values.vars);
	const pairs = list(values.pairs).map(texts);
	if (variables.length === 0 || list(values.r).length === 0) return null;
	const pairOf = (a: string, b: string): number => pairs.findIndex((pair) => pair.includes(a) && pair.includes(b) && a !== b);
	const lines = [['r', values.r, 3], ['p', values.r_p, 'p'], ['n', values.n, 'count']] as const;
	return {
		rowHeading: m.report_view_variable({}, { locale: reader.locale }),
		columns: variables.map((name) => ({ key: name, label: variableLabel(reader, name) })),
		rows: variables.flatMap((name) => lines.map(([line, of, format]): Row => ({
			key: `${name}.${line}`, label: line, group: variableLabel(reader, name),
			cells: variables.map((other) => cell(list(of)[pairOf(name, other)], format, reader))
		})))
	};
};

/** Alpha in one line: to be set below those of other scales. */
export const alphaLine: View = (values, reader): Body | null => {
	if (values.alpha === undefined) return null;
	const { locale } = reader;
	const [low, high] = list(values.feldt_ci);
	return {
		rowHeading: m.report_view_scale({}, { locale }),
		columns: [
			{ key: 'k', label: m.report_view_items({}, { locale }) }, { key: 'n', label: 'n' }, { key: 'alpha', label: m.report_view_alpha({}, { locale }) },
			{ key: 'interval', label: m.report_view_interval({}, { locale }) }, { key: 'mean_r', label: m.report_view_mean_r({}, { locale }) }
		],
		rows: [{ key: 'scale', label: m.report_view_alpha({}, { locale }), cells: [cell(values.k, 'count', reader), cell(values.n, 'count', reader), cell(values.alpha, 2, reader), intervalCell(low, high, 2, 2), cell(values.mean_r, 2, reader)] }]
	};
};

/** The tests of a family, each by the variable that it compares: the difference in standard deviations, p, and p corrected by Holm. */
export const tests: View = (values, reader): Body | null => {
	const specs = Array.isArray(reader.spec.specs) ? (reader.spec.specs as readonly { y?: unknown; x?: unknown }[]) : [];
	const members = list(values.member);
	if (specs.length === 0 || members.length === 0) return null;
	const { locale } = reader;
	const variables = members.map((member) => names(specs[Number(member) - 1]?.y ?? specs[Number(member) - 1]?.x)[0] ?? String(member));
	return {
		rowHeading: m.report_view_item({}, { locale }),
		columns: [{ key: 'p', label: 'p' }, { key: 'holm', label: m.report_view_holm({}, { locale }) }],
		rows: variables.map((name, i): Row => ({ key: name, label: variableLabel(reader, name), cells: [cell(list(values.p)[i], 'p', reader), cell(list(values.p_holm)[i], 'p', reader)] }))
	};
};
