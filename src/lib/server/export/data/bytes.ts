/** Bytes gathered to be sent on in pieces: little-endian numbers, UTF-8 texts. */

/** A piece is handed on when it is this long. */
const PIECE = 1 << 18;

export class ByteSink {
	#bytes = new Uint8Array(PIECE + (1 << 16));
	#view = new DataView(this.#bytes.buffer);
	#buffer = Buffer.from(this.#bytes.buffer);
	/** Bytes written since the last piece was taken. */
	length = 0;
	/** Bytes written in all. */
	total = 0;

	/** Makes room for so many bytes. */
	#need(size: number): number {
		const at = this.length;
		if (at + size > this.#bytes.length) {
			const wider = new Uint8Array(Math.max(this.#bytes.length * 2, at + size));
			wider.set(this.#bytes.subarray(0, at));
			this.#bytes = wider;
			this.#view = new DataView(wider.buffer);
			this.#buffer = Buffer.from(wider.buffer);
		}
		this.length += size;
		this.total += size;
		return at;
	}

	/** Whether there is enough for a piece. */
	get full(): boolean {
		return this.length >= PIECE;
	}

	/** What has been written since last time, as bytes of their own. */
	take(): Uint8Array<ArrayBuffer> {
		const piece = this.#bytes.slice(0, this.length);
		this.length = 0;
		return piece;
	}

	u8(value: number): void { const at = this.#need(1); this.#bytes[at] = value; }
	u16(value: number): void { const at = this.#need(2); this.#view.setUint16(at, value, true); }
	i16(value: number): void { const at = this.#need(2); this.#view.setInt16(at, value, true); }
	i32(value: number): void { const at = this.#need(4); this.#view.setInt32(at, value, true); }
	u32(value: number): void { const at = this.#need(4); this.#view.setUint32(at, value, true); }
	u64(value: number): void { const at = this.#need(8); this.#view.setBigUint64(at, BigInt(value), true); }
	f64(value: number): void { const at = this.#need(8); this.#view.setFloat64(at, value, true); }

	bytes(value: Uint8Array): void { const at = this.#need(value.length); this.#bytes.set(value, at); }
	fill(count: number, value = 0): void { const at = this.#need(count); this.#bytes.fill(value, at, at + count); }

	/** @returns the bytes written */
	utf8(text: string): number {
		const size = Buffer.byteLength(text);
		const at = this.#need(size);
		this.#buffer.write(text, at, size, 'utf8');
		return size;
	}

	/** A text in a field of so many bytes, cut at a character, filled with `pad`. */
	field(text: string, width: number, pad = 0x20): void {
		const bytes = Buffer.from(cutBytes(text, width));
		this.bytes(bytes);
		this.fill(width - bytes.length, pad);
	}
}

/**
 * The text where it is no longer than so many bytes of UTF-8; else its beginning, cut at a character.
 * @param mark put at the end of what is cut, within the length
 */
export function cutBytes(text: string, most: number, mark = ''): string {
	if (text.length * 3 <= most || Buffer.byteLength(text) <= most) return text;
	const room = most - Buffer.byteLength(mark);
	let size = 0;
	let end = 0;
	for (const character of text) {
		size += Buffer.byteLength(character);
		if (size > room) break;
		end += character.length;
	}
	return text.slice(0, end) + mark;
}

/** On one line, without characters that end a field. */
export const oneLine = (text: string): string => text.replaceAll('\0', '').replace(/\s+/gu, ' ').trim();

/** The pieces as a stream that a response can have; between two of them others are served, and a reader who leaves ends the work. */
export function byteStream(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
	const source = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			await new Promise((resolve) => setImmediate(resolve));
			const next = await source.next();
			if (next.done) controller.close();
			else controller.enqueue(next.value);
		},
		async cancel() {
			await source.return?.();
		}
	}, { highWaterMark: 1 });
}
