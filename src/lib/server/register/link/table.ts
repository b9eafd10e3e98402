/** A link as columns that the statistics library reads, and as the traits of people that a file would show. */
import { categoricalColumn, numericColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import type { MissingKind, Table } from '#analysis/table/table.ts';
import type { Traits } from '#lib/domain/link/alone.ts';
import { rowOutcome, NOT_LINKED, type Linked } from '#lib/domain/link/link.ts';
import { ENDINGS, type Outcome } from '#lib/domain/link/types.ts';

/** Missing of a cell with a municipality: `.` was never to be had, `:` is withheld, `..` and no row are not known. */
const OF_STATE: Readonly<Record<number, MissingKind>> = { 1: 'not_asked', 2: 'not_answered', 3: 'suppressed', 4: 'not_answered' };

/** Missing of a row without one municipality in the figure's year. */
function missingOf({ ending, reason }: Outcome): MissingKind {
	if (ending === 'several' || ending === 'not_applicable') return 'not_asked';
	return reason === 'dont_know' ? 'dont_know' : 'not_answered';
}

const PLACES = ['municipality', 'county', 'region', 'centrality', 'kostra'] as const;
const placeOf: Readonly<Record<(typeof PLACES)[number], (o: Outcome) => string | null>> = {
	municipality: (o) => o.code, county: (o) => o.county?.code ?? null, region: (o) => o.region, centrality: (o) => o.centrality?.code ?? null, kostra: (o) => o.kostra?.code ?? null
};

/** One column a variable and, named `link_…`, how the row ended, its municipality and what that is in. In the order of the rows. */
export function engineTable(linked: Linked): Table {
	const outcomes = linked.rows.map((_, i) => rowOutcome(linked, i));
	const cell = (v: number, i: number): Cell => {
		const column = linked.columns[v];
		const state = column?.states[i] ?? NOT_LINKED;
		return state === 0 ? column?.values[i] ?? null : { missing: OF_STATE[state] ?? missingOf(outcomes[i] as Outcome) };
	};
	return tableOf({
		link_ending: categoricalColumn(outcomes.map((o) => o.ending), 'link_ending', ENDINGS.map((value) => ({ value, label: value }))),
		...Object.fromEntries(PLACES.map((name) => [`link_${name}`, categoricalColumn(outcomes.map((o): Cell => placeOf[name](o) ?? { missing: missingOf(o) }), `link_${name}`)])),
		...Object.fromEntries(linked.variables.map((variable, v) => [variable.key, numericColumn(outcomes.map((_, i) => cell(v, i)), variable.label)]))
	});
}

/** The municipality first. Rows without one are left out of what is counted: they are not found by it. */
export function traitsOf(linked: Linked, background: readonly Traits[]): { columns: Traits[]; rows: number[] } {
	const codes = linked.rows.map((_, i) => rowOutcome(linked, i).code);
	return { columns: [{ name: '', values: codes }, ...background], rows: codes.flatMap((code, i) => (code === null ? [] : [i])) };
}
