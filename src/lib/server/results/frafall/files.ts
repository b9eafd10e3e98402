/** Files of the page on frafall: seats to remind, and weights. By the seats' keys in the population list; no name or address. */
import { stringify } from 'csv-stringify/sync';
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { categoryLabel } from '../report.ts';
import type { ResponseDeps } from '../response.ts';
import { readFrafall } from './data.ts';
import { seatsToRemind } from './remind-view.ts';
import { weightFile } from './weights.ts';

/** As other files of the product: UTF-8 with a byte order mark, `;`, CRLF, and nothing that a spreadsheet would run as a formula. */
const csv = (rows: string[][]): string => stringify(rows, { bom: true, delimiter: ';', record_delimiter: 'windows', quoted_match: /[\r\n]/, escape_formulas: true });

/** @throws Problem evaluate_problem_unknown_stratum (404) */
export async function remindFile(deps: ResponseDeps, surveyId: number, codes: Readonly<Record<string, string>>, locale: Locale): Promise<string> {
	const data = await readFrafall(deps, surveyId);
	const seats = seatsToRemind(data, codes);
	return csv([
		[m.frafall_column_ref({}, { locale }), ...data.strata.map((s) => inLocale(s.label, locale))],
		...seats.map((seat) => [seat.ref, ...data.strata.map((s) => categoryLabel(s.categories.find((c) => c.code === seat.codes[s.name]) ?? { code: null, label: null }, locale))])
	]);
}

/** The weights with all their digits, decimal comma. @throws Problem frafall_problem_no_weight (404) */
export async function weightCsv(deps: ResponseDeps, surveyId: number, id: string, locale: Locale): Promise<{ name: string; version: number; text: string }> {
	const { weight, values } = await weightFile(deps, surveyId, /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0);
	return { name: weight.name, version: weight.version, text: csv([[m.frafall_column_ref({}, { locale }), weight.name], ...values.map((v) => [v.ref, String(v.value).replace('.', ',')])]) };
}
