/** The address of an analysis: snapshot, parts, variables, filter, method and its fields, so that it can be kept, sent and opened again. Names of variables say nothing of persons. */
import type { Condition } from '#analysis/spec/fields.ts';

export interface Asked {
	snapshot: number | null;
	/** Other snapshots of the evaluation, whose parts are laid below those of the first. */
	beside: number[];
	parts: string[];
	variables: string[];
	filter: Condition[];
	/** The variable whose values are to be picked for the filter. */
	filterBy: string | null;
	search: string;
	method: string | null;
	/** What stands in the method's form, by field; null where the form has not been sent. */
	fields: URLSearchParams | null;
}

export const NAMES = { snapshot: 'uttrekk', beside: 'ved', part: 'del', variable: 'v', where: 'hvor', whereBy: 'filtrer', search: 'sok', method: 'metode', field: 'f.' } as const;

/** Snapshots beside the first at most. */
const MOST_BESIDE = 12;

const idOf = (text: string): number | null => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);
const once = (all: readonly string[]): string[] => [...new Set(all.filter((x) => x !== ''))];

/** `rolle:leder` and `rolle:annet` are one condition. */
function conditions(pairs: readonly string[]): Condition[] {
	const by = Map.groupBy(once(pairs).filter((p) => p.includes(':')), (p) => p.slice(0, p.indexOf(':')));
	return [...by].map(([column, all]) => ({ column, in: all.map((p) => p.slice(p.indexOf(':') + 1)) }));
}

export function readQuery(params: URLSearchParams): Asked {
	const id = idOf(params.get(NAMES.snapshot) ?? '');
	const fields = [...params].filter(([name]) => name.startsWith(NAMES.field));
	const method = params.get(NAMES.method);
	return {
		snapshot: id, beside: [...new Set(params.getAll(NAMES.beside).map(idOf).filter((x) => x !== null && x !== id) as number[])].slice(0, MOST_BESIDE), parts: once(params.getAll(NAMES.part)), variables: once(params.getAll(NAMES.variable)), filter: conditions(params.getAll(NAMES.where)),
		filterBy: params.get(NAMES.whereBy) || null, search: (params.get(NAMES.search) ?? '').trim().slice(0, 100), method: method || null,
		fields: fields.length > 0 ? new URLSearchParams(fields.map(([name, value]) => [name.slice(NAMES.field.length), value])) : null
	};
}

/** The address of the same, with some of it put otherwise; always in one order. */
export function queryOf(asked: Asked, over: Partial<Asked> = {}): URLSearchParams {
	const { snapshot, beside, parts, variables, filter, method, fields, search } = { ...asked, ...over };
	const made = new URLSearchParams();
	if (snapshot !== null) made.set(NAMES.snapshot, String(snapshot));
	for (const id of beside) made.append(NAMES.beside, String(id));
	for (const part of parts) made.append(NAMES.part, part);
	for (const name of variables) made.append(NAMES.variable, name);
	for (const { column, in: levels } of filter) for (const level of levels) made.append(NAMES.where, `${column}:${level}`);
	if (search) made.set(NAMES.search, search);
	if (method) made.set(NAMES.method, method);
	for (const [name, value] of fields ?? []) made.append(NAMES.field + name, value);
	return made;
}
