/** A column of a layout, read and made into cells: a value, an interval, or both. */
import type { Cell, Column } from '#analysis/report/table.ts';
import type { Value, Values } from '#analysis/result.ts';
import { m, translate } from '#lib/i18n.ts';
import { cellOf, decimalsOf, intervalCell, NONE, shortNumber, slug, SUPPRESSED, type Format } from '../cells.ts';
import type { Reader } from '../reader.ts';
import { formatOf } from './format.ts';

export interface Token { name: string; ends: string[]; format: Format | null; label: string }
const TOKEN = /^(?<name>[\w.+]*)(?:\[(?<ends>[\w.,]+)\])?(?::(?<format>\w+))?(?:=(?<label>\w+))?$/;

export function tokens(columns: string): Token[] {
	return columns.split(' ').map((text) => {
		const { name = '', ends, format, label } = TOKEN.exec(text)?.groups ?? {};
		return { name, ends: ends?.split(',') ?? [], format: format === undefined ? null : /^\d$/.test(format) ? (Number(format) as Format) : (format as Format), label: label ?? leaf(name) };
	});
}

export const leaf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** The value at a path of names; undefined where there is none. */
export function at(values: Values, path: string): Value | undefined {
	if (Object.hasOwn(values, path)) return values[path];
	let found: Value | undefined = values;
	for (const name of path.split('.')) {
		if (found === null || typeof found !== 'object' || isList(found)) return undefined;
		found = (found as Values)[name];
	}
	return found;
}

/** The level of confidence in per cent, as a heading has it: `95`. */
export function percentLevel(reader: Reader, values: Values): string {
	const level = typeof values.level === 'number' ? values.level : typeof reader.spec.level === 'number' ? reader.spec.level : 0.95;
	return shortNumber(100 * level, reader.locale, 2);
}

export const valueLabel = (name: string, reader: Reader): string => translate(`result_value_${slug(name)}`, {}, reader.locale);
export const intervalLabel = (reader: Reader, values: Values): string => m.result_interval({ level: percentLevel(reader, values) }, { locale: reader.locale });

/** The list at a path laid beside an axis: one that is shorter by the constant of a model begins at the second place. */
function along(values: Values, path: string, length: number): readonly (Value | undefined)[] | undefined {
	const found = at(values, path);
	if (!isList(found)) return undefined;
	return found.length === length - 1 && found.length > 0 ? [undefined, ...found] : found;
}

export interface Part { column: Column; cell: (row: number) => Cell; single: () => Cell }

/** The columns that a token makes: a value, an interval, or both; none where the result has neither. */
export function parts(token: Token, values: Values, reader: Reader, length: number, group?: string): Part[] {
	const format = token.format ?? formatOf(leaf(token.name || (token.ends[0] ?? '')));
	const made: Part[] = [];
	const heading = group === undefined ? {} : { group };
	if (token.name) {
		const whole = at(values, token.name);
		const listed = along(values, token.name, length);
		const decimals = decimalsOf(listed ?? [whole]);
		const shown = whole !== undefined && whole !== null && !(listed !== undefined && listed.every((v) => v === null || v === undefined));
		if (shown) made.push({ column: { key: token.name, label: valueLabel(token.label, reader), ...heading }, cell: (row) => cellOf(listed ? listed[row] : whole, format, reader.locale, decimals), single: () => cellOf(whole, format, reader.locale, decimals) });
	}
	const [first, second] = token.ends;
	const low = first === undefined ? undefined : at(values, first);
	if (first !== undefined && low !== undefined && low !== null) {
		const lows = along(values, first, length);
		const highs = second === undefined ? undefined : along(values, second, length);
		const decimals = decimalsOf((lows ?? []).flatMap((v): readonly (Value | undefined)[] => (isList(v) ? v : [v])));
		const pair = (v: Value | undefined): Cell => (isList(v) ? intervalCell(v[0], v[1], format, decimalsOf(v)) : v === SUPPRESSED ? intervalCell(v, v, format, 2) : NONE);
		const some = !(lows !== undefined && lows.every((v) => v === null || v === undefined || (isList(v) && v.every((x) => x === null))));
		if (some) {
			made.push({
				column: { key: `${first}_interval`, label: intervalLabel(reader, values), ...heading },
				cell: (row) => (second === undefined ? pair(lows?.[row]) : intervalCell(lows?.[row], highs?.[row], format, decimals)),
				single: () => (second === undefined ? pair(low) : intervalCell(low, at(values, second), format, decimalsOf([low, at(values, second) ?? null])))
			});
		}
	}
	return made;
}
