/**
 * A column as bytes, the same for the same values on every machine: little-endian, rows in order. `u8`, `u16`: codes. `f64`: numbers; `f64m`: then a byte a row that
 * says which are missing. `text`: a byte a row for missing, the length of each text in UTF-8 as four bytes, then the texts.
 */
import type { DatasetColumn } from '#lib/domain/dataset/types.ts';

export const ENCODINGS = ['u8', 'u16', 'f64', 'f64m', 'text'] as const;
export type Encoding = (typeof ENCODINGS)[number];
export interface Encoded { encoding: Encoding; bytes: Uint8Array }

const LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const utf8 = new TextEncoder();

/** The bytes of numbers, turned where the machine has them the other way. */
function littleEndian(numbers: Uint16Array | Uint32Array | Float64Array): Uint8Array {
	const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength).slice();
	if (!LITTLE) for (let at = 0; at < bytes.length; at += numbers.BYTES_PER_ELEMENT) bytes.subarray(at, at + numbers.BYTES_PER_ELEMENT).reverse();
	return bytes;
}

/** Numbers where missing is 0 and there is no negative zero, so that what no one sees decides nothing. */
const tidy = (values: Float64Array, missing: Uint8Array | null): Float64Array => values.map((x, i) => (missing && (missing[i] ?? 0) > 0 ? 0 : x + 0));

function encodeText(values: readonly (string | null)[], missing: Uint8Array | null): Uint8Array {
	const texts = values.map((text, i) => (missing && (missing[i] ?? 0) > 0 ? new Uint8Array(0) : utf8.encode(text ?? '')));
	const head = 5 * values.length;
	const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length, head));
	if (missing) bytes.set(missing);
	bytes.set(littleEndian(Uint32Array.from(texts, (text) => text.length)), values.length);
	let at = head;
	for (const text of texts) {
		bytes.set(text, at);
		at += text.length;
	}
	return bytes;
}

export function encodeColumn(column: DatasetColumn): Encoded {
	switch (column.kind) {
		case 'categorical': return column.codes instanceof Uint8Array ? { encoding: 'u8', bytes: column.codes.slice() } : { encoding: 'u16', bytes: littleEndian(column.codes) };
		case 'text': return { encoding: 'text', bytes: encodeText(column.values, column.missing) };
		case 'numeric': {
			const values = littleEndian(tidy(column.values, column.missing));
			if (!column.missing?.some((kind) => kind > 0)) return { encoding: 'f64', bytes: values };
			const bytes = new Uint8Array(values.length + column.missing.length);
			bytes.set(values);
			bytes.set(column.missing, values.length);
			return { encoding: 'f64m', bytes };
		}
	}
}

/** A copy that begins where numbers of this size may. Not `slice`: a Buffer's gives the same memory. */
function aligned(bytes: Uint8Array, size: number): Uint8Array {
	const copy = new Uint8Array(bytes);
	if (!LITTLE) for (let at = 0; at < copy.length; at += size) copy.subarray(at, at + size).reverse();
	return copy;
}

/** @throws RangeError when the bytes are not those of so many rows */
export function decodeColumn({ encoding, bytes }: Encoded, rows: number): DatasetColumn {
	const expect = (length: number): void => {
		if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes for ${rows} rows of ${encoding}`);
	};
	switch (encoding) {
		case 'u8': expect(rows); return { kind: 'categorical', codes: aligned(bytes, 1) };
		case 'u16': expect(2 * rows); return { kind: 'categorical', codes: new Uint16Array(aligned(bytes, 2).buffer) };
		case 'f64': expect(8 * rows); return { kind: 'numeric', values: new Float64Array(aligned(bytes, 8).buffer), missing: null };
		case 'f64m': expect(9 * rows); return { kind: 'numeric', values: new Float64Array(aligned(bytes.subarray(0, 8 * rows), 8).buffer), missing: aligned(bytes.subarray(8 * rows), 1) };
		case 'text': {
			const missing = aligned(bytes.subarray(0, rows), 1);
			const lengths = new Uint32Array(aligned(bytes.subarray(rows, 5 * rows), 4).buffer);
			const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
			let at = 5 * rows;
			const values = Array.from(lengths, (length, i) => {
				const text = decoder.decode(bytes.subarray(at, at + length));
				at += length;
				return (missing[i] ?? 0) > 0 ? null : text;
			});
			expect(at);
			return { kind: 'text', values, missing: missing.some((kind) => kind > 0) ? missing : null };
		}
	}
}
