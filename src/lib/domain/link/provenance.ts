/** Where a linked value comes from, down to the cell; and the result as a document whose bytes are the same each time. */
import { cell, SYMBOL, type RegisterTable } from '../register/table.ts';
import { denominatorOf, rowOutcome, type Linked } from './link.ts';

/** A cell as text: the number, the source's mark, or null where the source has no row. */
export type CellText = number | string | null;

export interface CellSource {
	table: string;
	title: string;
	updated: string | null;
	retrievedAt: string;
	licence: string;
	sha256: string;
	variable: string;
	year: number;
	/** The cell, or the cells of the parts with what they were weighted by. */
	cells: { region: string; value: CellText; weight?: CellText }[];
}

function textOf(table: RegisterTable, key: string, region: string, year: number): CellText {
	const one = cell(table, key, region, year);
	return one === undefined ? null : 'value' in one ? one.value : SYMBOL[one.mark];
}

/** The cells that variable `v` of a row was read from; null for a row without a municipality in the figure's year. */
export function sourceOf(linked: Linked, tables: ReadonlyMap<string, RegisterTable>, row: number, v: number): CellSource | null {
	const [asked, variable] = [linked.spec.variables[v], linked.variables[v]];
	const table = asked && tables.get(asked.table);
	const { targets } = rowOutcome(linked, row);
	if (!table || !variable || targets.length === 0) return null;
	const { source } = variable;
	const year = linked.spec.figureYear;
	const weighted = targets.length > 1 && (variable.measure === 'rate' || variable.measure === 'mean') ? denominatorOf(tables, table, variable) : undefined;
	return {
		table: source.table, title: source.title, updated: source.updated, retrievedAt: source.retrievedAt, licence: source.licence, sha256: source.sha256, variable: variable.key, year,
		cells: targets.map((region) => ({ region, value: textOf(table, variable.key, region, year), ...(weighted && { weight: textOf(weighted, variable.denominator ?? '', region, year) }) }))
	};
}

export interface LinkSources {
	/** Hashes of the copies of classifications. */
	classifications: readonly string[];
	choices: readonly { code: string; splitAt: string; direction: string; target: string; targetDate: string; rowKey: string | null }[];
	mends: readonly { rowKey: string | null; value: string; code: string | null }[];
	/** Hashes of the copies that denominators were taken from and no variable of the spec. */
	denominators: readonly string[];
	/** Of the list of schools, when the owner was read there. */
	schools: string | null;
}

/** All that the link was made of and came to. The tables are in the spec by their hashes. */
export function documentOf(linked: Linked, sources: LinkSources): Record<string, unknown> {
	const sorted = <T>(list: readonly T[]): T[] => [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
	return {
		format: 1, spec: linked.spec, audit: linked.audit,
		sources: { classifications: [...sources.classifications].sort(), choices: sorted(sources.choices), mends: sorted(sources.mends), denominators: [...sources.denominators].sort(), schools: sources.schools },
		rows: linked.rows.map((row, i) => {
			const { ending, reason, code, targets, county, region, centrality, kostra } = rowOutcome(linked, i);
			return [
				row.key, row.state, row.value, ending, reason, code, targets, county?.code ?? null, region, centrality?.code ?? null, kostra?.code ?? null,
				linked.columns.map((column) => (column.states[i] === 0 ? column.values[i] : { state: column.states[i] }))
			];
		})
	};
}
