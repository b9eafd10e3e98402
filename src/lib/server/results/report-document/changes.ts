/** One report printed from two runs: every text and every number that is another, as it is printed. */
import type { ResolvedBlock, ResolvedReport } from '#lib/server/export/report/resolved.ts';
import { cellText } from '#lib/ui/cell.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';

/** `table`: a cell, its row and column by their labels. `text`: a paragraph or heading. Null: it does not stand there. */
export interface PrintedChange {
	of: { kind: 'table'; number: number; row: string; column: string } | { kind: 'text'; block: number } | { kind: 'note'; number: number };
	before: string | null;
	after: string | null;
}

type TableBlock = Extract<ResolvedBlock, { kind: 'table' }>;

type Place = [key: string, printed: { of: PrintedChange['of']; text: string }];

function cellsOf({ number, table, notes }: TableBlock, locale: Locale): Map<string, Place[1]> {
	const cells = table.rows.flatMap((row) => row.cells.map((cell, j): Place => {
		const column = table.columns[j];
		const label = !row.group ? row.label : `${row.group}, ${row.label}`;
		return [`${row.key}\u0000${column?.key ?? j}`, { of: { kind: 'table', number, row: label, column: !column?.group ? (column?.label ?? '') : `${column.group}: ${column.label}` }, text: cellText(cell, locale) }];
	}));
	return new Map([...cells, ...notes.map((note, i): Place => [`note ${i}`, { of: { kind: 'note', number }, text: note }])]);
}

const textOf = (block: ResolvedBlock): string | null => (block.kind === 'paragraph' ? block.runs.map((run) => run.text).join('') : block.kind === 'heading' ? block.text : null);

/** Tables are matched by their keys, their cells by the keys of row and column, texts by their order. */
export function printedChanges(before: ResolvedReport, after: ResolvedReport): PrintedChange[] {
	const { locale } = after;
	const tables = (report: ResolvedReport) => new Map(report.blocks.flatMap((block) => (block.kind === 'table' ? [[block.key, cellsOf(block, locale)] as const] : [])));
	const [old, now] = [tables(before), tables(after)];
	const inTables = [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
		const [a, b] = [old.get(key), now.get(key)];
		return [...new Set([...(b?.keys() ?? []), ...(a?.keys() ?? [])])].map((place): PrintedChange => ({ of: (b?.get(place) ?? a?.get(place))!.of, before: a?.get(place)?.text ?? null, after: b?.get(place)?.text ?? null }));
	});
	const texts = (report: ResolvedReport) => report.blocks.map(textOf).filter((text) => text !== null);
	const [oldTexts, newTexts] = [texts(before), texts(after)];
	const inTexts = Array.from({ length: Math.max(oldTexts.length, newTexts.length) }, (_, i): PrintedChange => ({ of: { kind: 'text', block: i + 1 }, before: oldTexts[i] ?? null, after: newTexts[i] ?? null }));
	return [...inTexts, ...inTables].filter((one) => one.before !== one.after);
}
