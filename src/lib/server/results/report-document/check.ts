/** Everything that is wrong with a report against the plan it is bound to, and against a run where there is one: all at once, by block. */
import type { Plan } from '#lib/domain/analysis/types.ts';
import type { Block, Report } from '#lib/domain/report/types.ts';
import { piecesOf } from './binding.ts';
import { correctedPaths } from './corrected.ts';
import { kindsOf, ofKind } from './figures.ts';
import { figureName, numberingOf, tableKey, type Numbering } from './numbering.ts';
import { tableOf } from './tables.ts';
import { findBound } from './value.ts';
import { isViolation } from '#analysis/assumptions.ts';
import type { Fault, RanEntries } from './types.ts';

const MOST_NAMED = 12;
/** The keys most like the one that was meant, so that a slip of the pen is mended at a glance. */
export function nearest(wanted: string, keys: readonly string[]): string {
	const shared = (key: string): number => {
		const pairs = new Set(Array.from({ length: Math.max(0, wanted.length - 1) }, (_, i) => wanted.slice(i, i + 2)));
		return [...pairs].filter((pair) => key.includes(pair)).length / Math.max(wanted.length, key.length);
	};
	return keys.toSorted((a, b) => shared(b) - shared(a)).slice(0, MOST_NAMED).join(', ');
}

const textsOf = (block: Block): string[] => (block.kind === 'heading' || block.kind === 'text' ? [block.text] : block.kind === 'table' || block.kind === 'figure' ? [block.caption, ...(block.notes ?? [])] : []);
const entriesOf = (block: Block): string[] => (block.kind === 'table' ? [block.entry, ...(block.with ?? []).map((join) => join.entry)] : block.kind === 'figure' ? [block.entry] : []);

interface Against { keys: readonly string[]; families: NonNullable<Plan['families']>; numbering: Numbering; ran: RanEntries | null; locale: Report['locale'] }

function textFaults(text: string, block: number, { keys, numbering, ran }: Against): Fault[] {
	return piecesOf(text).flatMap((piece): Fault[] => {
		if (piece.kind === 'words') return [];
		const { source } = piece;
		if (piece.kind === 'malformed') return [{ block, code: 'malformed', params: { source } }];
		if (piece.kind === 'reference') {
			const known = numbering[piece.of];
			return known.has(piece.entry) ? [] : [{ block, code: 'no_reference', params: { source, keys: nearest(piece.entry, [...known.keys()]) } }];
		}
		if (!keys.includes(piece.entry)) return [{ block, code: 'unknown_entry', params: { entry: piece.entry, keys: nearest(piece.entry, keys) } }];
		const entry = ran?.(piece.entry);
		if (!entry || piece.kind === 'sentence') return [];
		const found = findBound(entry, piece.path);
		const places = isViolation(entry.result) ? '' : nearest(piece.path, [...Object.keys(entry.result.values), ...correctedPaths(entry)]);
		return 'gap' in found && (found.gap === 'no_place' || found.gap === 'not_single') ? [{ block, code: found.gap, params: { source, places } }] : [];
	});
}

function blockFaults(block: Block, at: number, against: Against): Fault[] {
	const { keys, ran, locale } = against;
	const unknown = entriesOf(block).filter((entry) => !keys.includes(entry));
	const faults: Fault[] = unknown.map((entry) => ({ block: at, code: 'unknown_entry', params: { entry, keys: nearest(entry, keys) } }));
	if ((block.kind === 'table' || block.kind === 'figure') && block.caption.trim() === '') faults.push({ block: at, code: 'empty_caption', params: {} });
	if (block.kind === 'table' && block.family !== undefined) {
		const families = against.families.filter(({ of }) => of.some(({ entry }) => entriesOf(block).includes(entry))).map(({ key }) => key);
		if (!families.includes(block.family)) faults.push({ block: at, code: 'unknown_family', params: { family: block.family, families: families.join(', ') || '–' } });
	}
	if (ran && unknown.length === 0) {
		if (block.kind === 'table') faults.push(...tableOf(block, ran, locale).faults.map((fault) => ({ block: at, ...fault })));
		if (block.kind === 'figure') {
			const { presented, result } = ran(block.entry) ?? {};
			const kinds = presented ? kindsOf(presented) : [];
			if (presented && result && !isViolation(result)) {
				const count = ofKind(presented, block).length;
				if (count === 0) faults.push({ block: at, code: 'unknown_figure', params: { figure: block.figure, figures: kinds.join(', ') } });
				else if ((block.which ?? 1) > count) faults.push({ block: at, code: 'unknown_which', params: { which: block.which ?? 1, count } });
			}
		}
	}
	return [...faults, ...textsOf(block).flatMap((text) => textFaults(text, at, against))];
}

/** Names that come twice and numbers that go backwards. */
function numberFaults({ blocks }: Report, { ofBlock }: Numbering): Fault[] {
	const faults: Fault[] = [];
	const last = { table: 0, figure: 0 };
	const seen = { table: new Set<string>(), figure: new Set<string>() };
	blocks.forEach((block, i) => {
		if (block.kind !== 'table' && block.kind !== 'figure') return;
		const key = block.kind === 'table' ? tableKey(block) : figureName(block);
		if (seen[block.kind].has(key)) faults.push({ block: i + 1, code: 'twice', params: { entry: block.kind === 'table' ? key : block.entry } });
		seen[block.kind].add(key);
		const number = ofBlock[i]!;
		if (number <= last[block.kind]) faults.push({ block: i + 1, code: 'number', params: { number, last: last[block.kind] } });
		last[block.kind] = number;
	});
	return faults;
}

/**
 * @param ran results to look for the places of numbers in; without them only the plan is held against the report
 * @returns faults in the order of the blocks; none when the report can be printed without a broken binding
 */
export function checkReport(report: Report, plan: Pick<Plan, 'entries' | 'families'>, ran: RanEntries | null = null): Fault[] {
	const numbering = numberingOf(report);
	const against: Against = { keys: plan.entries.map((entry) => entry.key), families: plan.families ?? [], numbering, ran, locale: report.locale };
	const faults = [...textFaults(report.title, 0, against), ...report.blocks.flatMap((block, i) => blockFaults(block, i + 1, against)), ...numberFaults(report, numbering)];
	return faults.toSorted((a, b) => a.block - b.block);
}
