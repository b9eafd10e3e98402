import type { Drawn } from '../../extraction/draw.ts';
import type { Compared, Overlap } from '../../extraction/overview.ts';
import type { Read } from '../../extraction/read.ts';
import type { Without } from '../../extraction/stability.ts';
import type { Options } from '../../extraction/types.ts';
import type { Note } from '../../result.ts';

/** What of the data did not count. */
export function dataNotes(read: Read, minN: number, municipalities: number, drawn: Drawn, minPresent: number): Note[] {
	const { left, unplaced, observed } = read;
	const ranked = drawn.rank.filter((r) => r > 0).length;
	const { present, units } = observed.municipalities;
	const empty = observed.slots.filter((_, s) => !Array.from({ length: units }, (__, u) => present[u * observed.slots.length + s]).includes(1)).length;
	const notes: (Note | false)[] = [
		left.missing > 0 && { key: 'extraction_missing', level: 'info', params: { values: left.missing } },
		left.small > 0 && { key: 'extraction_small', level: 'info', params: { values: left.small, limit: minN } },
		left.size_unknown > 0 && { key: 'extraction_size_unknown', level: 'warning', params: { values: left.size_unknown, limit: minN } },
		unplaced > 0 && { key: 'extraction_unplaced', level: 'info', params: { rows: unplaced } },
		empty > 0 && { key: 'extraction_empty', level: 'warning', params: { slots: empty } },
		municipalities > ranked && { key: 'extraction_not_ranked', level: 'warning', params: { municipalities: municipalities - ranked, share: minPresent } }
	];
	return notes.filter((n) => n !== false);
}

/** How the two lists came out. */
export function listNotes(drawn: Drawn, options: Options, schools: number): Note[] {
	const { average, spread, tied } = drawn;
	const taken = options.ties === 'all';
	const notes: (Note | false)[] = [
		{ key: 'extraction_list', level: 'info', params: { average: average.length, spread: spread.length } },
		tied.average > 0 && { key: taken ? 'extraction_average_tied_taken' : 'extraction_average_tied_left', level: 'warning', params: { tied: tied.average, wanted: options.average } },
		tied.spread > 0 && { key: taken ? 'extraction_spread_tied_taken' : 'extraction_spread_tied_left', level: 'warning', params: { tied: tied.spread, wanted: options.spread } },
		tied.average === 0 && average.length < options.average && { key: 'extraction_average_fewer', level: 'info', params: { taken: average.length, wanted: options.average } },
		options.spread > 0 && schools === 0 && { key: 'extraction_no_schools', level: 'warning' },
		schools > 0 && tied.spread === 0 && spread.length < options.spread && { key: 'extraction_spread_fewer', level: 'info', params: { taken: spread.length, wanted: options.spread } }
	];
	return notes.filter((n) => n !== false);
}

export function stabilityNotes(without: readonly Without[], list: number): Note[] {
	const most = Math.max(0, ...without.map((w) => w.out.length));
	return without.length === 0 ? [] : [{ key: 'extraction_without', level: 'info', params: { most, list } }];
}

export function comparisonNotes(compared: readonly Compared[], overlaps: readonly (readonly [string, Overlap])[]): Note[] {
	const notes: Note[] = overlaps.filter(([, o]) => o.known < o.earlier).map(([name, o]) => ({ key: 'extraction_earlier_unknown', level: 'warning', params: { name, municipalities: o.earlier - o.known } }));
	if (compared.length > 0) notes.push({ key: 'extraction_population', level: 'info' });
	for (const { column, test } of compared) if (!test) notes.push({ key: 'extraction_untested', level: 'info', params: { column } });
	return notes;
}
