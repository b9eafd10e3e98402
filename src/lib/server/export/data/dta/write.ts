/**
 * Stata files of release 118 (.dta, Stata 14 and newer), as Stata's help on the format documents it ("help dta"), written row by row. Ours for the same reason as the system file of SPSS.
 */
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { inLocale } from '#lib/domain/text.ts';
import { ByteSink, cutBytes, oneLine } from '../bytes.ts';
import { kindAt } from '../coding.ts';
import type { FileWords } from '../words.ts';
import { dtaVariables, type DtaVariable, type NumberType } from './variables.ts';

/** Bytes of a name, of a format and of a label, the zero that ends it included. */
const NAME = 129;
const FORMAT = 57;
const LABEL = 321;
const MOST_VARIABLES = 32_767;
const TEXT = 130;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface DtaOptions { words: FileWords; /** Stands in the file, so that the same data are the same bytes. */ made: Date }

function packed(name: string, fill: (sink: ByteSink) => void): Uint8Array {
	const sink = new ByteSink();
	sink.utf8(`<${name}>`);
	fill(sink);
	sink.utf8(`</${name}>`);
	return sink.take();
}

/** A text in so many bytes, cut so that a zero ends it. */
const ended = (sink: ByteSink, text: string, width: number): void => sink.field(cutBytes(text.replaceAll('\0', ''), width - 1), width, 0);

const stamp = (d: Date): string => {
	const two = (n: number): string => String(n).padStart(2, '0');
	return `${two(d.getUTCDate())} ${MONTHS[d.getUTCMonth()] ?? ''} ${d.getUTCFullYear()} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
};

function header(dataset: Dataset, variables: number, { words, made }: DtaOptions): Uint8Array {
	const sink = new ByteSink();
	const label = Buffer.from([...oneLine(inLocale(dataset.title, words.locale))].slice(0, 80).join(''));
	sink.utf8('<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>');
	sink.u16(variables);
	sink.utf8('</K><N>');
	sink.u64(dataset.rows);
	sink.utf8('</N><label>');
	sink.u16(label.length);
	sink.bytes(label);
	sink.utf8('</label><timestamp>');
	sink.u8(17);
	sink.utf8(stamp(made));
	sink.utf8('</timestamp></header>');
	return sink.take();
}

const NO_LABELS = '';
/** The name of each variable's set of labels; those that are alike share the first one's. */
function labelSets(variables: readonly DtaVariable[]): { names: string[]; sets: Map<string, DtaVariable> } {
	const byContent = new Map<string, DtaVariable>();
	const names = variables.map((v) => {
		if (v.valueLabels.length === 0) return NO_LABELS;
		const key = JSON.stringify(v.valueLabels);
		const first = byContent.get(key) ?? v;
		byContent.set(key, first);
		return first.name;
	});
	return { names, sets: new Map([...byContent.values()].map((v) => [v.name, v])) };
}

function characteristics(sink: ByteSink, dataset: Dataset, variables: readonly DtaVariable[]): void {
	const all = [['_dta', 'grunnlag', dataset.hash] as const, ...variables.flatMap((v) => v.characteristics.map(([key, text]) => [v.name, key, text] as const))];
	for (const [of, key, text] of all) {
		const bytes = Buffer.from(cutBytes(text, 60_000));
		sink.utf8('<ch>');
		sink.u32(2 * NAME + bytes.length + 1);
		ended(sink, of, NAME);
		ended(sink, key, NAME);
		sink.bytes(bytes);
		sink.u8(0);
		sink.utf8('</ch>');
	}
}

function valueLabels(sink: ByteSink, name: string, labels: DtaVariable['valueLabels']): void {
	const texts = labels.map(([, text]) => Buffer.from(`${text.replaceAll('\0', '')}\0`));
	const size = texts.reduce((sum, t) => sum + t.length, 0);
	sink.utf8('<lbl>');
	sink.i32(8 + 8 * labels.length + size);
	ended(sink, name, NAME);
	sink.fill(3);
	sink.i32(labels.length);
	sink.i32(size);
	let at = 0;
	for (const text of texts) {
		sink.i32(at);
		at += text.length;
	}
	for (const [value] of labels) sink.i32(value);
	for (const text of texts) sink.bytes(text);
	sink.utf8('</lbl>');
}

function writerOfNumber(sink: ByteSink, { bytes }: NumberType): (x: number) => void {
	switch (bytes) {
		case 1: return (x) => sink.u8(x & 0xff);
		case 2: return (x) => sink.i16(x);
		case 4: return (x) => sink.i32(x);
		default: return (x) => sink.f64(x);
	}
}

const textAt = ({ column }: DtaVariable, row: number): string => (column.kind === 'text' && kindAt(column, row) === 0 ? (column.values[row] ?? '') : '');

/** @param place of the variable, from 1 on */
function rowWriter(sink: ByteSink, variable: DtaVariable, place: number): (row: number) => void {
	const { column, number, width, numbers, companion } = variable;
	if (number === null) {
		if (width !== null) return (row) => sink.field(textAt(variable, row), width, 0);
		return (row) => {
			const there = textAt(variable, row) !== '';
			sink.u16(there ? place : 0);
			sink.u32(there ? row + 1 : 0);
			sink.u16(0);
		};
	}
	const put = writerOfNumber(sink, number);
	const gone = number.missing.slice(1);
	const [system = 0] = number.missing;
	if (companion) return (row) => {
		const kind = kindAt(column, row);
		put(kind === 0 ? system : kind);
	};
	return (row) => {
		const kind = kindAt(column, row);
		if (kind > 0) return put(gone[kind - 1] ?? system);
		if (column.kind === 'categorical') return put(numbers[column.codes[row] ?? 0] ?? system);
		const x = column.kind === 'numeric' ? (column.values[row] ?? system) : system;
		put(x > number.high || x < number.low ? system : x);
	};
}

/** Long texts, kept apart from the rows that name them by variable and row. */
function* longTexts(variables: readonly DtaVariable[], rows: number): Generator<Uint8Array> {
	const sink = new ByteSink();
	const long = variables.map((of, i) => ({ of, place: i + 1 })).filter(({ of }) => of.number === null && of.width === null);
	for (let row = 0; row < rows && long.length > 0; row++) {
		for (const { of, place } of long) {
			const text = textAt(of, row).replaceAll('\0', '');
			if (text === '') continue;
			const bytes = Buffer.from(text);
			sink.utf8('GSO');
			sink.u32(place);
			sink.u64(row + 1);
			sink.u8(TEXT);
			sink.u32(bytes.length + 1);
			sink.bytes(bytes);
			sink.u8(0);
			if (sink.full) yield sink.take();
		}
	}
	yield sink.take();
}

/**
 * The kinds of missing are Stata's extended missing values, labelled: .a not asked, .b not answered, .c don't know, .d suppressed. Categories are numbers with labels, as in the SPSS file; a missing text is
 * empty, with a variable `<name>__missing` after it where it can be missing in more ways. Questions are characteristics. Names are cut at 32 letters, labels of variables at 80.
 */
export function* toDta(dataset: Dataset, options: DtaOptions): Generator<Uint8Array> {
	const variables = dtaVariables(dataset, options.words);
	const count = variables.length;
	if (count > MOST_VARIABLES) throw new RangeError(`${count} variables, where a Stata file has room for ${MOST_VARIABLES}`);
	const { names, sets } = labelSets(variables);
	const start = header(dataset, count, options);
	const each = (name: string, fill: (sink: ByteSink, v: DtaVariable, i: number) => void): Uint8Array => packed(name, (sink) => variables.forEach((v, i) => fill(sink, v, i)));
	const before = [
		each('variable_types', (sink, v) => sink.u16(v.code)), each('varnames', (sink, v) => ended(sink, v.name, NAME)), packed('sortlist', (sink) => sink.fill(2 * (count + 1))),
		each('formats', (sink, v) => ended(sink, v.format, FORMAT)), each('value_label_names', (sink, _, i) => ended(sink, names[i] ?? '', NAME)), each('variable_labels', (sink, v) => ended(sink, v.label, LABEL)),
		packed('characteristics', (sink) => characteristics(sink, dataset, variables))
	];
	const labels = packed('value_labels', (sink) => { for (const [name, v] of sets) valueLabels(sink, name, v.valueLabels); });
	const width = variables.reduce((sum, v) => sum + (v.number?.bytes ?? v.width ?? 8), 0);
	// the map says where everything is, before it is written: the long texts are gone through once more for that
	let apart = 0;
	for (const piece of longTexts(variables, dataset.rows)) apart += piece.length;
	const sizes = [start.length, '<map></map>'.length + 14 * 8, ...before.map((b) => b.length), '<data></data>'.length + width * dataset.rows, '<strls></strls>'.length + apart, labels.length, '</stata_dta>'.length];
	const places = sizes.reduce<number[]>((all, size) => [...all, (all.at(-1) ?? 0) + size], [0]);
	yield start;
	yield packed('map', (sink) => { for (const at of places) sink.u64(at); });
	yield* before;
	const sink = new ByteSink();
	sink.utf8('<data>');
	const writers = variables.map((v, i) => rowWriter(sink, v, i + 1));
	for (let row = 0; row < dataset.rows; row++) {
		for (const write of writers) write(row);
		if (sink.full) yield sink.take();
	}
	sink.utf8('</data><strls>');
	yield sink.take();
	yield* longTexts(variables, dataset.rows);
	sink.utf8('</strls>');
	yield sink.take();
	yield labels;
	yield new TextEncoder().encode('</stata_dta>');
}
