/** `toSpss`: syntax that makes a spec's table in SPSS from the exported `.sav`. */
import { isViolation, violation, type Violation } from '#analysis/assumptions.ts';
import { findMethod } from '#analysis/registry.ts';
import { checkSpec } from '#analysis/spec/fields.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Locale } from '#lib/i18n.ts';
import { namedIn, SpssData } from './data.ts';
import { derivedSyntax } from './derived.ts';
import { METHODS } from './methods.ts';
import { command, comment, spssText } from './write.ts';

/** Columns that the spec's fields and its filter name, and that the data have not. */
function unknownColumn(spec: AnySpec, data: SpssData): string | null {
	const fields = findMethod(spec.method)!.fields;
	const named = Object.entries(fields).flatMap(([key, field]) => (spec[key] === undefined || spec[key] === null ? [] : field.type === 'column' ? [spec[key] as string] : field.type === 'columns' ? (spec[key] as string[]) : []));
	return [...named, ...textsOf(spec.reversed), ...(spec.filter ?? []).map((f) => f.column)].find((name) => !data.has(name)) ?? null;
}
const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v) => typeof v === 'string') : []);

/** What both forms share: checks, the commands, and the derived variables made anew. */
function body(spec: AnySpec, data: SpssData, locale: Locale): string[] | null | Violation {
	const method = findMethod(spec.method);
	if (!method) return violation('unknown_method', { method: String(spec.method) });
	const wrong = checkSpec(spec, method.fields);
	if (wrong) return wrong;
	const make = METHODS[spec.method];
	if (!make) return null;
	const unknown = unknownColumn(spec, data);
	if (unknown !== null) return violation('unknown_column', { column: unknown });
	const derived = derivedSyntax(data, namedIn(spec, data), locale);
	const before = data.made.length;
	const own = make(data, spec);
	if (!own) return null;
	const kept = (spec.filter ?? []).map(({ column, in: levels }) => {
		const codes = data.codes(column, levels);
		return command('SELECT IF', codes.length > 0 ? `(ANY(${data.name(column)}, ${codes.join(', ')}))` : '(1 = 0)');
	});
	return [...derived, ...data.made.slice(before), ...kept, ...own];
}

/**
 * @param spec any spec of the registry
 * @param dataset the data that the `.sav` is exported from; null for a method that reads none
 * @param options the file as the syntax shall name it (`data.sav`), and the language of labels
 * @returns syntax, UTF-8, each command ended by a full stop; null where SPSS has no such method, or cannot do it as asked; a violation when the spec is wrong
 */
export function toSpss(spec: AnySpec, dataset: Dataset | null, { file = 'data.sav', locale = 'nb' }: { file?: string; locale?: Locale } = {}): string | null | Violation {
	const data = new SpssData(dataset);
	const made = body(spec, data, locale);
	if (made === null || isViolation(made)) return made;
	const reads = dataset ? [command('GET', `FILE=${spssText(file)}`)] : [];
	return [comment(`${findMethod(spec.method)!.about.title}. SPSS syntax in UTF-8, to be run on the exported .sav`), ...reads, ...made, 'EXECUTE.', ''].join('\n');
}
