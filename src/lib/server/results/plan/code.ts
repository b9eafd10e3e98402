/** A plan as code that gives the same numbers elsewhere: an R script with the data it reads, and SPSS syntax. */
import { codebookOf } from '#analysis/r/codebook.ts';
import { planToR } from '#analysis/r/plan-script.ts';
import { mentionedNames } from '#analysis/r/script.ts';
import type { Table } from '#analysis/table/table.ts';
import type { Plan } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';
import { fileStem } from '../../export/data/archive.ts';
import { engineTable } from '../snapshot/engine-table.ts';
import { toSpss } from '../spss/script.ts';

type DatasetFor = (parts: readonly string[]) => Dataset;

/** What a plan reads of one combination of parts. */
export interface UsedData {
	file: string;
	/** With the variables that the plan names, and no others. */
	dataset: Dataset;
	table: Table;
	/** Columns of the file. */
	names: string[];
}

/** A name that no other file has. */
function freeName(stem: string, taken: ReadonlySet<string>): string {
	let name = stem;
	for (let i = 2; taken.has(name); i++) name = `${stem}-${i}`;
	return `${name}.csv`;
}

/** The data of each combination of parts that a plan reads, by the parts as its entries name them. Texts are never among them: no method reads one. */
export function usedData({ entries }: Pick<Plan, 'entries'>, datasetFor: DatasetFor): Map<string, UsedData> {
	const used = new Map<string, UsedData>();
	const stems = new Set<string>();
	for (const [parts, own] of Map.groupBy(entries.filter(({ data }) => data.length > 0), ({ data }) => JSON.stringify(data))) {
		const dataset = datasetFor(own[0]!.data);
		const table = engineTable(dataset, 'nb');
		const names = mentionedNames(Object.keys(table.columns), own.map(({ spec }) => spec));
		const file = freeName(fileStem(dataset.key), stems);
		stems.add(file.replace(/\.csv$/, ''));
		used.set(parts, { file, dataset: { ...dataset, variables: dataset.variables.filter(({ name }) => names.includes(name)) }, table, names });
	}
	return used;
}

/** One script for all entries and families, which reads the files of `usedData`. */
export function planR({ entries, families = [] }: Plan, used: ReadonlyMap<string, UsedData>, locale: Locale): string {
	return planToR(entries.map(({ key, title, spec, data }) => {
		const found = used.get(JSON.stringify(data));
		return { key, title: inLocale(title, locale), spec, codebook: found ? codebookOf(found.table) : {}, file: found?.file ?? 'data.csv' };
	}), families);
}

/** Syntax for each entry in turn, on the exported `.sav` of its part; a line says which SPSS has no method for. */
export function planSpss({ entries }: Pick<Plan, 'entries'>, datasetFor: DatasetFor, locale: Locale): string {
	return entries.map(({ key, title, spec, data }) => {
		const dataset = data.length > 0 ? datasetFor(data) : null;
		const syntax = toSpss(spec, dataset, { ...(dataset && { file: `${fileStem(dataset.key)}.sav` }), locale });
		const head = `* ${`${key}: ${inLocale(title, locale)}`.replace(/\s+/g, ' ').replace(/\.+$/, '')}.`;
		return typeof syntax === 'string' ? `${head}\n${syntax}` : `${head}\n* SPSS has no such method, or not as it is asked for: ${spec.method}.\n`;
	}).join('\n');
}
