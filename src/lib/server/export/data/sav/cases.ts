/** The cases of a system file, compressed: a byte says what each eight bytes are, and small whole numbers are that byte. */
import { type ByteSink, cutBytes } from '../bytes.ts';
import { codeTable, kindAt } from '../coding.ts';
import { SEGMENT, segments, SYSMIS } from './records.ts';
import type { SavVariable } from './variables.ts';

const RAW = 253;
const BLANK = 254;
const SYSTEM_MISSING = 255;
/** Whole numbers from -99 to 151 are their own byte less this. */
const BIAS = 100;

/** Bytes that say what follows come eight at a time, before what they are of. */
export class Compressor {
	readonly #sink: ByteSink;
	readonly #codes = new Uint8Array(8);
	readonly #raw = new Uint8Array(64);
	readonly #view = new DataView(this.#raw.buffer);
	#n = 0;
	#used = 0;

	constructor(sink: ByteSink) {
		this.#sink = sink;
	}

	#code(code: number): void {
		this.#codes[this.#n++] = code;
		if (this.#n === 8) this.flush();
	}

	number(x: number): void {
		if (x >= -99 && x <= 151 && Number.isInteger(x)) return this.#code(x + BIAS);
		if (x === SYSMIS || Number.isNaN(x)) return this.#code(SYSTEM_MISSING);
		this.#view.setFloat64(this.#used, x, true);
		this.#used += 8;
		this.#code(RAW);
	}

	/** Eight bytes of a text from `at` on; what is beyond its end is blank. */
	text(bytes: Uint8Array, at: number): void {
		if (at >= bytes.length) return this.#code(BLANK);
		for (let i = 0; i < 8; i++) this.#raw[this.#used + i] = bytes[at + i] ?? 0x20;
		this.#used += 8;
		this.#code(RAW);
	}

	/** What is gathered, filled with the code that means nothing. */
	flush(): void {
		if (this.#n === 0) return;
		this.#codes.fill(0, this.#n);
		this.#sink.bytes(this.#codes);
		this.#sink.bytes(this.#raw.subarray(0, this.#used));
		this.#n = 0;
		this.#used = 0;
	}
}

type Write = (row: number) => void;

/** Segments hold 255 bytes each, in 32 times eight of which the last byte is blank. */
function textWriter(variable: SavVariable, out: Compressor): Write {
	const { column, width } = variable;
	if (column.kind !== 'text') throw new RangeError(`${variable.name} is no text`);
	const parts = segments(width);
	const none = new Uint8Array(0);
	return (row) => {
		const text = kindAt(column, row) === 0 ? (column.values[row] ?? '') : '';
		const bytes = text === '' ? none : Buffer.from(cutBytes(text, width));
		parts.forEach((part, p) => {
			const piece = parts.length === 1 ? bytes : bytes.subarray(p * SEGMENT, (p + 1) * SEGMENT);
			for (let i = 0; i < Math.ceil(part / 8); i++) out.text(piece, i * 8);
		});
	};
}

function writerOf(variable: SavVariable, out: Compressor): Write {
	const { column, missing, numbers } = variable;
	if (variable.companion) return (row) => {
		const kind = kindAt(column, row);
		out.number(kind === 0 ? SYSMIS : (numbers[kind - 1] ?? SYSMIS));
	};
	if (column.kind === 'text') return textWriter(variable, out);
	if (column.kind === 'categorical') {
		const { codes } = column;
		const table = codeTable(codes, numbers, missing ?? []);
		return (row) => out.number(table[codes[row] ?? 0] ?? SYSMIS);
	}
	const { values } = column;
	return (row) => {
		const kind = kindAt(column, row);
		out.number(kind === 0 ? (values[row] ?? SYSMIS) : (missing?.[kind - 1] ?? SYSMIS));
	};
}

/** The cases in pieces; what `sink` already holds comes first. */
export function* writeCases(sink: ByteSink, variables: readonly SavVariable[], rows: number): Generator<Uint8Array<ArrayBuffer>> {
	const out = new Compressor(sink);
	const writers = variables.map((variable) => writerOf(variable, out));
	for (let row = 0; row < rows; row++) {
		for (const write of writers) write(row);
		if (sink.full) yield sink.take();
	}
	out.flush();
	yield sink.take();
}
