/** The 2021 report as it was printed: its crosstabs and correlations with the printed figures, misprints and all, in the form in which our own reports are written. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '#analysis/report/table.ts';
import type { ResolvedBlock, ResolvedReport } from '#lib/server/export/report/resolved.ts';
import { crosstabTable, published } from './published.ts';

const { indexes } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../src/demo/evaluation-2021/items.json'), 'utf8')) as { indexes: { id: string; items: string[] }[] };

/** r, p and n of each variable below one another; n from the crosstab of the same two, as the print has it. */
function correlations(): Table {
	const { columns, r_and_p } = published.correlations;
	const n = (index: string, by: string) => published.crosstabs.find((one) => one.index === index && one.by === by)?.n_columns.reduce((a, b) => a + b, 0);
	return {
		title: 'Korrelasjoner', rowHeading: 'Kjennetegn', columns: columns.map((label) => ({ key: label, label })), notes: [], provenance: [],
		rows: Object.entries(r_and_p).flatMap(([variable, values]) => [
			{ key: `${variable}.r`, label: 'r', group: variable, cells: values.map(([r]) => ({ kind: 'number' as const, value: r, decimals: 3 })) },
			{ key: `${variable}.p`, label: 'p', group: variable, cells: values.map(([, p]) => ({ kind: 'p' as const, value: p })) },
			{ key: `${variable}.n`, label: 'n', group: variable, cells: columns.map((index) => { const people = n(index, variable); return people === undefined ? { kind: 'missing' as const, reason: 'not_applicable' as const } : { kind: 'count' as const, value: people }; }) }
		])
	};
}

export function printedReport(): ResolvedReport {
	const tables = published.crosstabs.map((crosstab): ResolvedBlock => ({
		kind: 'table', key: `crosstab-${crosstab.table}`, number: crosstab.table, caption: `${crosstab.index} etter ${crosstab.by}. Prosent og gjennomsnitt`,
		table: { ...crosstabTable(crosstab), notes: [] }, notes: [`Indeksen er gjennomsnittet av ${indexes.find(({ id }) => id === crosstab.index)?.items.length} spørsmål på en skala fra 1 til 5.`]
	}));
	return {
		title: 'Lokal kompetanseutvikling', style: 'afi', locale: 'nb', date: '2021-06-01', provenance: [],
		blocks: [{ kind: 'list', of: 'tables', title: 'Tabeller' }, ...tables, { kind: 'table', key: 'correlations', number: 50, caption: 'Korrelasjoner. Pearsons r, p og n', table: correlations(), notes: [] }]
	};
}
