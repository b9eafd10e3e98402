/** The dictionary of a system file: header, variables, labels and the records that came with later versions. */
import { ByteSink, cutBytes, oneLine } from '../bytes.ts';
import { shortNames } from '../names.ts';
import type { SavVariable } from './variables.ts';

/** Strings above this are kept in several variables of at most so many bytes each, of which 252 count in the width. */
export const SEGMENT = 255;
const COUNTED = 252;
const FORMAT_A = 1;
const FORMAT_F = 5;
/** The number that is no number, the highest and the lowest: as bytes, for the lowest is the one next to system-missing. */
export const SYSMIS = -Number.MAX_VALUE;
const LOWEST = Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xef, 0xff);
const CODE_PAGE_UTF8 = 65_001;

/** The widths of the variables that a string of so many bytes is kept in. */
export function segments(width: number): number[] {
	if (width <= SEGMENT) return [width];
	const n = Math.ceil(width / COUNTED);
	return Array.from({ length: n }, (_, i) => (i < n - 1 ? SEGMENT : width - COUNTED * (n - 1)));
}

/** One variable of the file: the only one of its kind, or a segment of a string. */
interface Field { of: SavVariable; width: number; first: boolean; short: string; at: number }

function fieldsOf(variables: readonly SavVariable[]): Field[] {
	const parts = variables.flatMap((of) => segments(of.width).map((width, i) => ({ of, width, first: i === 0 })));
	const names = shortNames(parts.map((p) => p.of.name));
	let at = 1;
	return parts.map((part, i) => {
		const field = { ...part, short: names[i] ?? '', at };
		at += Math.max(1, Math.ceil(part.width / 8));
		return field;
	});
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

export interface SavHead { title: string; rows: number; made: Date; /** Lines of text that the file carries. */ notes: readonly string[] }

function header(sink: ByteSink, head: SavHead, size: number): void {
	const { made } = head;
	sink.utf8('$FL2');
	sink.field('@(#) SPSS DATA FILE Grunnlag', 60);
	sink.i32(2);
	sink.i32(size);
	sink.i32(1);
	sink.i32(0);
	sink.i32(head.rows);
	sink.f64(100);
	sink.field(`${two(made.getUTCDate())} ${MONTHS[made.getUTCMonth()] ?? ''} ${two(made.getUTCFullYear() % 100)}`, 9);
	sink.field(`${two(made.getUTCHours())}:${two(made.getUTCMinutes())}:${two(made.getUTCSeconds())}`, 8);
	sink.field(oneLine(head.title), 64);
	sink.fill(3);
}

const format = (type: number, width: number, decimals: number): number => (type << 16) | (width << 8) | decimals;

function variable(sink: ByteSink, { of, width, first, short }: Field): void {
	const label = first ? of.label : '';
	const missing = first ? of.missing : null;
	const shown = width > 0 ? format(FORMAT_A, width, 0) : format(FORMAT_F, Math.max(of.shown, of.decimals + 2), of.decimals);
	sink.i32(2);
	sink.i32(width);
	sink.i32(label === '' ? 0 : 1);
	sink.i32(missing ? -2 : 0);
	sink.i32(shown);
	sink.i32(shown);
	sink.field(short, 8);
	if (label !== '') {
		const bytes = Buffer.from(label);
		sink.i32(bytes.length);
		sink.bytes(bytes);
		sink.fill((4 - (bytes.length % 4)) % 4);
	}
	if (missing) {
		sink.f64(missing[0] ?? SYSMIS);
		sink.f64(missing.at(-1) ?? SYSMIS);
	}
	for (let i = 1; i < Math.ceil(width / 8); i++) {
		for (const n of [2, -1, 0, 0, 0, 0]) sink.i32(n);
		sink.fill(8, 0x20);
	}
}

/** Records 3 and 4; variables with the same labels share them. */
function valueLabels(sink: ByteSink, fields: readonly Field[]): void {
	const sets = new Map<string, Field[]>();
	for (const field of fields) {
		if (!field.first || field.of.valueLabels.length === 0) continue;
		const key = JSON.stringify(field.of.valueLabels);
		sets.set(key, [...(sets.get(key) ?? []), field]);
	}
	for (const set of sets.values()) {
		const labels = set[0]?.of.valueLabels ?? [];
		sink.i32(3);
		sink.i32(labels.length);
		for (const [value, label] of labels) {
			const bytes = Buffer.from(label);
			sink.f64(value);
			sink.u8(bytes.length);
			sink.bytes(bytes);
			sink.fill((8 - ((bytes.length + 1) % 8)) % 8);
		}
		sink.i32(4);
		sink.i32(set.length);
		for (const { at } of set) sink.i32(at);
	}
}

function extension(sink: ByteSink, subtype: number, size: number, bytes: Uint8Array): void {
	sink.i32(7);
	sink.i32(subtype);
	sink.i32(size);
	sink.i32(bytes.length / size);
	sink.bytes(bytes);
}

function packed(fill: (sink: ByteSink) => void): Uint8Array {
	const sink = new ByteSink();
	fill(sink);
	return sink.take();
}
const ints = (values: readonly number[]): Uint8Array => packed((sink) => { for (const v of values) sink.i32(v); });

/** Lines of 80 bytes. */
function documents(sink: ByteSink, notes: readonly string[]): void {
	if (notes.length === 0) return;
	sink.i32(6);
	sink.i32(notes.length);
	for (const line of notes) sink.field(oneLine(line), 80);
}

/** `name:Key('value'\n)` for each variable, `/` between them. A value cannot hold a line break or a quotation mark. */
function attributes(variables: readonly SavVariable[]): string {
	const one = ([key, value]: readonly [string, string]): string => `${key}('${value.replaceAll("'", '’')}'\n)`;
	return variables.filter((v) => v.attributes.length > 0).map((v) => `${v.name}:${v.attributes.map(one).join('')}`).join('/');
}

/** Columns that a variable takes on the screen. */
const displayWidth = ({ of, width }: Field): number => (width > 0 ? Math.min(40, Math.max(8, width)) : Math.min(40, Math.max(8, of.shown)));

/** Everything before the cases. */
export function writeDictionary(sink: ByteSink, variables: readonly SavVariable[], head: SavHead): void {
	const fields = fieldsOf(variables);
	header(sink, head, fields.reduce((sum, f) => sum + Math.max(1, Math.ceil(f.width / 8)), 0));
	for (const field of fields) variable(sink, field);
	valueLabels(sink, fields);
	documents(sink, head.notes);
	extension(sink, 3, 4, ints([23, 0, 0, -1, 1, 1, 2, CODE_PAGE_UTF8]));
	extension(sink, 4, 8, packed((s) => { s.f64(SYSMIS); s.f64(Number.MAX_VALUE); s.bytes(LOWEST); }));
	extension(sink, 11, 4, ints(fields.flatMap((f) => [f.of.measure, displayWidth(f), f.width > 0 ? 0 : 1])));
	const heads = fields.filter((f) => f.first);
	extension(sink, 13, 1, Buffer.from(heads.map((f) => `${f.short}=${f.of.name}`).join('\t')));
	const long = heads.filter((f) => f.of.width > SEGMENT);
	if (long.length > 0) extension(sink, 14, 1, Buffer.from(long.map((f) => `${f.short}=${String(f.of.width).padStart(5, '0')}\0\t`).join('')));
	extension(sink, 16, 8, packed((s) => { s.u64(1); s.u64(head.rows); }));
	const more = attributes(variables);
	if (more !== '') extension(sink, 18, 1, Buffer.from(more));
	extension(sink, 20, 1, Buffer.from('UTF-8'));
	sink.i32(999);
	sink.i32(0);
}

/** A line of notes, cut to what one holds. */
export const noteLine = (text: string): string => cutBytes(oneLine(text), 80);
