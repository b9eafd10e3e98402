import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { Problem } from '../../src/lib/domain/problem.ts';
import { FrameRefused } from '../../src/lib/server/fieldwork/frames/issues.ts';
import { readTable } from '../../src/lib/server/fieldwork/frames/read.ts';

const WINDOWS: Record<string, number> = { '€': 0x80, 'Š': 0x8a, '’': 0x92, '–': 0x96, 'š': 0x9a };
const encode1252 = (text: string) => Uint8Array.from(text, (c) => WINDOWS[c] ?? c.charCodeAt(0));

const unit = (more: string) => fc.constantFrom(...`abcÆØÅæøåéü 019;,\t"'\n=-@.${more}`);
const cell = (more: string) => fc.oneof({ weight: 3, arbitrary: fc.string({ unit: unit(more), maxLength: 12 }) }, { weight: 1, arbitrary: fc.constantFrom('', '0301', ' x ', '""', '1e5') });
const name = fc.string({ unit: fc.constantFrom(...'abcæøå;,"x ._'), minLength: 1, maxLength: 8 }).map((s) => s.trim()).filter((s) => s !== '');

interface Written { header: string[]; rows: string[][] }
const table = (content: fc.Arbitrary<string>): fc.Arbitrary<Written> => fc.uniqueArray(name, { minLength: 1, maxLength: 6 }).chain((header) => fc.record({
	header: fc.constant(header),
	rows: fc.array(fc.array(content, { minLength: header.length, maxLength: header.length }).filter((row) => row.some((c) => c.trim() !== '')), { minLength: 1, maxLength: 12 })
}));
const style = fc.record({ delimiter: fc.constantFrom(';', ',', '\t'), quoted: fc.boolean(), bom: fc.boolean(), newline: fc.constantFrom('\n', '\r\n', '\r'), last: fc.boolean() });

function csv({ header, rows }: Written, s: typeof style extends fc.Arbitrary<infer S> ? S : never): string {
	return stringify([header, ...rows], { delimiter: s.delimiter, quoted: s.quoted, record_delimiter: s.newline, eof: s.last, quoted_match: /[;,\t\r\n]/ });
}

describe('a table written as CSV', () => {
	it('is read back as it was: UTF-8, with or without byte order mark, every delimiter, quoting and line break', async () => {
		await fc.assert(fc.asyncProperty(table(cell('čđŋ漢😀\u0301')), style, async (written, s) => {
			const read = await readTable(new TextEncoder().encode((s.bom ? '\ufeff' : '') + csv(written, s)));
			expect(read.rows.map((r) => r.cells)).toEqual(written.rows);
			expect(read.header).toEqual(written.header);
			expect(read.encoding).toBe('utf-8');
		}), { numRuns: 300 });
	});
	it('is read back as it was: Windows-1252, of which ISO-8859-1 is a part', async () => {
		const utf8 = new TextDecoder('utf-8', { fatal: true });
		await fc.assert(fc.asyncProperty(table(cell('€–’ŠšÐ½')), style, async (written, s) => {
			const file = encode1252(csv(written, s));
			// bytes that happen to be UTF-8 cannot be told from it
			fc.pre(file.some((b) => b > 127) && (() => { try { utf8.decode(file); return false; } catch { return true; } })());
			const read = await readTable(file);
			expect(read.rows.map((r) => r.cells)).toEqual(written.rows);
			expect(read.encoding).toBe('windows-1252');
		}), { numRuns: 200 });
	});
	it('gives every row the number of the line it starts on', async () => {
		await fc.assert(fc.asyncProperty(table(cell('')), style, async (written, s) => {
			const text = csv(written, { ...s, quoted: true });
			const { rows } = await readTable(new TextEncoder().encode(text));
			const lines = text.replace(/\r\n?/g, '\n').split('\n');
			for (const { row, cells } of rows) expect(lines[row - 1]).toMatch(`"${cells[0]?.replaceAll('"', '""').split('\n')[0] ?? ''}`);
		}), { numRuns: 100 });
	});
});

describe('a table written as a spreadsheet', () => {
	it('is read back as it was', async () => {
		await fc.assert(fc.asyncProperty(table(cell('čđ漢😀')), async (written) => {
			const book = XLSX.utils.book_new(XLSX.utils.aoa_to_sheet([written.header, ...written.rows]), 'S');
			const read = await readTable(new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer));
			expect(read.rows.map((r) => r.cells)).toEqual(written.rows);
		}), { numRuns: 60 });
	});
});

describe('the reader', () => {
	const refusedOrRead = async (bytes: Uint8Array) => {
		const result = await readTable(bytes).catch((e: unknown) => e);
		if (result instanceof Error) expect(result).toBeInstanceOf(Problem);
		else expect(result).toHaveProperty('header');
		if (result instanceof FrameRefused && result.issues.length > 0) expect(result.params.count).toBe(result.issues.length);
	};
	it('throws nothing but a problem, whatever the bytes', async () => {
		await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 10_000, size: 'max' }), refusedOrRead), { numRuns: 200 });
		await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('"', ';', ',', '\n', '\r', 'a', 'æ', '\t', ' ', '\u0001'), { maxLength: 60 }), (parts) => refusedOrRead(new TextEncoder().encode(parts.join('')))), { numRuns: 500 });
	});
	it('throws nothing but a problem when bytes of a spreadsheet are changed', async () => {
		const book = XLSX.utils.book_new(XLSX.utils.aoa_to_sheet([['a', 'b'], ['1', 2], [new Date(0), true]]), 'S');
		for (const compression of [true, false]) {
			const whole = new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression }) as Buffer);
			await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 5), fc.nat(255)), { minLength: 1, maxLength: 20 }), fc.nat(whole.length), async (changes, cut) => {
				const bytes = cut % 4 === 0 ? whole.slice(0, cut) : whole.slice();
				for (const [at, byte] of changes) if (at + 4 < bytes.length) bytes[at + 4] = byte;
				await refusedOrRead(bytes);
			}), { numRuns: 250 });
		}
	});
});
