/** The figures of the curves as tables. */
import type { Cell, Table } from '#analysis/report/table.ts';
import { m, type Locale } from '#lib/i18n.ts';

interface Point { day: number; date: string; answers: number; total: number; rate: number }
interface Ahead { day: number; date: string; expected: number; low: number; high: number }

const none: Cell = { kind: 'missing', reason: 'not_applicable' };
const dated = (date: string) => date.split('-').reverse().join('.');

/** Days that have been, then those of the forecast; the present day is among both while it lasts. */
export function curveTable(points: Point[], ahead: Ahead[], locale: Locale): Table {
	const forecast = m.frafall_curve_expected({}, { locale });
	const count = (value: number): Cell => ({ kind: 'number', value, decimals: 0 });
	const days = [...new Map([...points, ...ahead].map((p) => [p.day, p.date]))].sort(([a], [b]) => a - b);
	return {
		title: m.frafall_curve_table_title({}, { locale }), rowHeading: m.frafall_curve_day({}, { locale }), notes: [], provenance: [],
		columns: [
			{ key: 'answers', label: m.frafall_curve_answers({}, { locale }) }, { key: 'total', label: m.frafall_curve_total({}, { locale }) }, { key: 'rate', label: m.frafall_column_rate({}, { locale }) },
			...(ahead.length > 0 ? [{ key: 'expected', label: forecast }, { key: 'low', label: m.frafall_curve_low({}, { locale }) }, { key: 'high', label: m.frafall_curve_high({}, { locale }) }] : [])
		],
		rows: days.map(([day, date]) => {
			const [past, next] = [points.find((p) => p.day === day), ahead.find((p) => p.day === day)];
			return {
				key: date, label: dated(date),
				cells: [
					past ? count(past.answers) : none, past ? count(past.total) : none, past ? { kind: 'percent', value: past.rate, decimals: 1 } : none,
					...(ahead.length > 0 ? [next ? count(next.expected) : none, next ? count(next.low) : none, next ? count(next.high) : none] : [])
				]
			};
		})
	};
}

/** Share that has answered on each level, day by day. */
export function levelsTable(points: Point[], stratum: { label: string; levels: { key: string; label: string; rates: number[] }[] }, locale: Locale): Table {
	return {
		title: m.frafall_curve_by({ stratum: stratum.label }, { locale }), rowHeading: m.frafall_curve_day({}, { locale }), notes: [], provenance: [],
		columns: stratum.levels.map((l) => ({ key: `level:${l.key}`, label: l.label })),
		rows: points.map((p, i) => ({ key: p.date, label: dated(p.date), cells: stratum.levels.map((l) => ({ kind: 'percent', value: l.rates[i] ?? 0, decimals: 1 })) }))
	};
}
