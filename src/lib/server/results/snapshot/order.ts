/**
 * The order of a part's rows: by the SHA-256 of what stands in the row. A row's place then tells nothing that the row does not, whoever knows the population list or when
 * people answered; and the same rows come in the same order whatever order a database gives them in. Rows that are alike may change places: nobody sees it.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { firstMissing, missingAt } from '#lib/domain/dataset/column.ts';
import type { Made } from './rules.ts';

const utf8 = new TextEncoder();

/** Writes a row's values one after another, each so that it cannot be taken for another. */
function rowWriter(columns: readonly Made[]): (row: number) => Uint8Array {
	const widths = columns.map(({ column }) => (column.kind === 'categorical' ? 2 : column.kind === 'numeric' ? 9 : 5));
	const fixed = widths.reduce((sum, width) => sum + width, 0);
	return (row) => {
		const texts = columns.map(({ column }) => (column.kind === 'text' && missingAt(column, row) === 0 ? utf8.encode(column.values[row] ?? '') : null));
		const bytes = new Uint8Array(fixed + texts.reduce((sum, text) => sum + (text?.length ?? 0), 0));
		const view = new DataView(bytes.buffer);
		let at = 0;
		columns.forEach(({ column }, c) => {
			const kind = missingAt(column, row);
			if (column.kind === 'categorical') {
				const code = column.codes[row] ?? 0;
				view.setUint16(at, code >= firstMissing(column.codes) ? 65531 + kind : code, true);
			} else {
				view.setUint8(at, kind);
				if (column.kind === 'numeric') view.setFloat64(at + 1, kind > 0 ? 0 : (column.values[row] ?? 0) + 0, true);
				else view.setUint32(at + 1, texts[c]?.length ?? 0, true);
			}
			at += widths[c] ?? 0;
		});
		for (const text of texts) {
			if (!text) continue;
			bytes.set(text, at);
			at += text.length;
		}
		return bytes;
	};
}

/** Rows between which others who are served get their turn. */
const TURN = 1_000;

async function hashes(columns: readonly Made[], rows: Iterable<number>): Promise<Map<number, string>> {
	const write = rowWriter(columns);
	const found = new Map<number, string>();
	for (const row of rows) {
		found.set(row, createHash('sha256').update(write(row)).digest('latin1'));
		if (found.size % TURN === 0) await setImmediate();
	}
	return found;
}

const compare = (a: string | undefined, b: string | undefined): number => ((a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0);

/**
 * Which row comes in each place. Rows are put in order by what was answered and the population list says; what was put beside them (links, weights, codes) decides between rows that
 * are alike there, so that taking a link along moves no row that can be told from another.
 */
export async function rowOrder(rows: number, own: readonly Made[], beside: readonly Made[]): Promise<Uint32Array> {
	const order = Uint32Array.from({ length: rows }, (_, i) => i);
	const first = await hashes(own, order);
	const alike = Map.groupBy(order, (row) => first.get(row));
	const second = beside.length === 0 ? new Map<number, string>() : await hashes(beside, [...alike.values()].filter((group) => group.length > 1).flat());
	return order.sort((a, b) => compare(first.get(a), first.get(b)) || compare(second.get(a), second.get(b)));
}
