/**
 * JSON-stat 2.0 (https://json-stat.org/full/), read by jsonstat-toolkit after it has been checked: the toolkit fills what is missing or of the
 * wrong size, and a figure must not be moved by that. Marks are those of Statistics Norway.
 */
import JSONstat from 'jsonstat-toolkit';
import * as v from 'valibot';
import { Problem } from '#lib/domain/problem.ts';
import type { Category, Cube, Dimension, Role } from '#lib/domain/register/cube.ts';
import { columnOf, type Cell } from '#lib/domain/register/table.ts';

const Text = v.pipe(v.string(), v.maxLength(2000));
const Code = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Codes = v.pipe(v.array(Code), v.maxLength(100_000));
const Category_ = v.object({
	index: v.optional(v.union([Codes, v.record(Code, v.pipe(v.number(), v.integer(), v.minValue(0)))])), label: v.optional(v.record(Code, Text)),
	unit: v.optional(v.record(Code, v.object({ base: v.optional(v.nullable(Text)), decimals: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20)))) })))
});
const Number_ = v.nullable(v.pipe(v.number(), v.finite()));
const Dataset = v.object({
	class: v.optional(v.literal('dataset')), version: v.optional(Text), label: v.optional(v.nullable(Text)), updated: v.optional(v.nullable(Text)),
	id: v.pipe(Codes, v.minLength(1), v.maxLength(20), v.check((ids) => new Set(ids).size === ids.length)),
	size: v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))),
	dimension: v.record(Code, v.object({ label: v.optional(v.nullable(Text)), category: Category_ })),
	role: v.optional(v.nullable(v.object({ time: v.optional(Codes), geo: v.optional(Codes), metric: v.optional(Codes) }))),
	value: v.union([v.array(Number_), v.record(v.pipe(v.string(), v.regex(/^\d{1,9}$/)), Number_)]),
	status: v.optional(v.nullable(v.union([v.string(), v.array(v.nullable(v.string())), v.record(v.pipe(v.string(), v.regex(/^\d{1,9}$/)), v.nullable(v.string()))])))
});
type Dataset = v.InferOutput<typeof Dataset>;
/** More cells than this is no answer to any query that is sent. */
const MAX_CELLS = 5_000_000;

const refuse = (source: string, field: string): never => {
	throw new Problem('statbank_problem_form', 422, { source, field });
};

/** Codes of a dimension as they are numbered, when they are numbered 0, 1, 2 …; of a dimension without an index the one label. */
function codesOf({ index, label }: v.InferOutput<typeof Category_>): string[] | null {
	if (index === undefined) return Object.keys(label ?? {}).length === 1 ? Object.keys(label ?? {}) : null;
	if (Array.isArray(index)) return new Set(index).size === index.length ? index : null;
	const sorted = Object.entries(index).sort(([, a], [, b]) => a - b);
	return sorted.every(([, at], i) => at === i) ? sorted.map(([code]) => code) : null;
}

function codesIn(dimensions: Dataset['dimension'], name: string): string[] | null {
	const own = Object.hasOwn(dimensions, name) ? dimensions[name] : undefined;
	return own ? codesOf(own.category) : null;
}

function check(dataset: Dataset, source: string): number {
	const { id, size, dimension, value, status } = dataset;
	if (size.length !== id.length) refuse(source, 'size');
	const cells = size.reduce((n, s) => n * s, 1);
	if (cells > MAX_CELLS) refuse(source, 'size');
	id.forEach((name, d) => {
		if (codesIn(dimension, name)?.length !== size[d]) refuse(source, `dimension.${name}`);
	});
	const within = (sparse: object) => Object.keys(sparse).every((key) => Number(key) < cells);
	if (Array.isArray(value) ? value.length !== cells : !within(value)) refuse(source, 'value');
	// a single status in a list stands for all of them
	if (Array.isArray(status) ? status.length !== cells && status.length !== 1 : status && typeof status === 'object' && !within(status)) refuse(source, 'status');
	for (const named of Object.values(dataset.role ?? {})) if (named?.some((name) => !id.includes(name))) refuse(source, 'role');
	return cells;
}

/** `.` cannot exist, `..` missing, `:` confidential, `-` nil. A number that is marked as one of the first three is no number. */
function cellOf(value: number | string | null, status: string | null, source: string, at: number): Cell {
	const mark = status === '.' ? 'cannot_exist' : status === '..' ? 'missing' : status === ':' ? 'confidential' : null;
	if (mark) {
		if (value !== null && value !== 0) throw new Problem('statbank_problem_mark_and_number', 422, { source, row: at + 1, mark: status ?? '' });
		return { mark };
	}
	if (typeof value === 'number') return { value };
	if (status === '-') return { value: 0 };
	if (status !== null && status !== '') throw new Problem('statbank_problem_unknown_mark', 422, { source, row: at + 1, mark: status.slice(0, 20) });
	return { mark: 'missing' };
}

const words = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
const roleOf = (dataset: Dataset, id: string): Role | null => (['time', 'geo', 'metric'] as const).find((role) => dataset.role?.[role]?.includes(id)) ?? null;

/** As the toolkit will have it: it stumbles on a null where a text or object may be left out, and on sparse values that are none. */
function readBy({ value, status, ...dataset }: Dataset): ReturnType<typeof JSONstat> {
	const { id, size } = dataset;
	const dense = Array.isArray(value) ? value : Array.from({ length: size.reduce((n, s) => n * s, 1) }, (_, i) => value[i] ?? null);
	const dimension = Object.fromEntries(id.map((name) => {
		const own = dataset.dimension[name];
		const codes = codesIn(dataset.dimension, name) ?? [];
		const label = Object.fromEntries(codes.map((code) => [code, words(own?.category.label?.[code]) ?? code]));
		return [name, { label: words(own?.label) ?? name, category: { index: codes, label, ...(own?.category.unit ? { unit: own.category.unit } : {}) } }];
	}));
	return JSONstat({ version: '2.0', class: 'dataset', id, size, dimension, value: dense, ...(status ? { status } : {}) });
}

function dimensionsOf(dataset: Dataset, read: ReturnType<typeof JSONstat>): Dimension[] {
	return dataset.id.map((id) => {
		const dimension = read.Dimension(id);
		const categories = dimension.id.map((code, i): Category => {
			const { label, unit } = dimension.Category(i);
			return { code, label: words(label) ?? code, unit: words(unit?.base) ?? words(unit?.label), decimals: typeof unit?.decimals === 'number' ? unit.decimals : null };
		});
		return { id, label: words(dimension.label) ?? id, role: roleOf(dataset, id), categories };
	});
}

function parse(json: unknown, source: string): Dataset {
	const read = v.safeParse(Dataset, json);
	if (read.success) return read.output;
	return refuse(source, read.issues[0].path?.map((step) => String(step.key)).slice(0, 4).join('.') ?? 'class');
}

/**
 * The dataset as a cube. A cell without a value and without a mark is missing; `role` and `status` may be missing, `value` and `status` may be
 * sparse.
 * @param source what people know the document by
 * @throws Problem naming the field that is not as it should be, or the cell whose mark is unknown or contradicts its number
 */
export function cubeOf(json: unknown, source: string): Cube {
	const dataset = parse(json, source);
	const cells = check(dataset, source);
	const read = readBy(dataset);
	const sparse = typeof dataset.status === 'object' && dataset.status !== null ? (dataset.status as Record<number, string | null>) : null;
	const single = typeof dataset.status === 'string' ? dataset.status : Array.isArray(dataset.status) && dataset.status.length === 1 ? dataset.status[0] ?? null : null;
	const statusAt = (i: number): string | null => single ?? sparse?.[i] ?? null;
	return {
		title: words(dataset.label) ?? '', updated: words(dataset.updated), dimensions: dimensionsOf(dataset, read),
		cells: columnOf(Array.from({ length: cells }, (_, i) => cellOf(read.value[i] ?? null, statusAt(i), source, i)))
	};
}

/** The dimensions of metadata in JSON-stat, which has no values or not as many as its size says. */
export function dimensionsOfMetadata(json: unknown, source: string): { title: string; updated: string | null; dimensions: Dimension[] } {
	const bare = typeof json === 'object' && json !== null ? { ...json, value: {}, status: null } : json;
	const dataset = parse(bare, source);
	if (dataset.size.length !== dataset.id.length) refuse(source, 'size');
	dataset.id.forEach((name, d) => {
		if (codesIn(dataset.dimension, name)?.length !== dataset.size[d]) refuse(source, `dimension.${name}`);
	});
	return { title: words(dataset.label) ?? '', updated: words(dataset.updated), dimensions: dimensionsOf(dataset, readBy({ ...dataset, value: [] })) };
}
