/** A table that someone picks: what there is to choose, and what was chosen. */
import { Problem } from '#lib/domain/problem.ts';
import { rolesOf, type TableMeta, type Wanted } from '#lib/domain/register/pick.ts';
import type { Measure } from '#lib/domain/register/table.ts';
import { isMunicipalityCode } from '#lib/domain/region/aggregates.ts';
import type { StoredTable } from '../../db/register-tables.ts';
import type { Api, StatbankClient } from './client.ts';
import type { WantedVariable } from './request.ts';
import { fetchTable, heldLife, keyOf, validIn, yearsOf, type StatbankDeps } from './store.ts';

export interface Option { value: string; label: string }
export interface TableChoices {
	table: string;
	api: Api;
	title: string;
	regions: number;
	first: string;
	last: string;
	contents: Option[];
	/** Divisions other than region, measure and year. */
	others: { id: string; label: string; optional: boolean; options: Option[] }[];
}

const optionOf = ({ code, label, unit }: { code: string; label: string; unit: string | null }): Option => ({ value: code, label: [code, label === code ? '' : label, unit ? `(${unit})` : ''].filter(Boolean).join(' ') });

/** @throws Problem when the table has no division into municipalities or years */
export function choicesOf(meta: TableMeta, api: Api): TableChoices {
	const { region, time, contents, others } = rolesOf(meta.id, meta.dimensions);
	const years = time.categories.map((c) => c.code).sort();
	return {
		table: meta.id, api, title: meta.title, regions: region.categories.filter((c) => isMunicipalityCode(c.code)).length, first: years[0] ?? '', last: years.at(-1) ?? '',
		contents: contents?.categories.map(optionOf) ?? [], others: others.map((d) => ({ id: d.id, label: d.label, optional: d.optional, options: d.categories.map(optionOf) }))
	};
}

export interface Picked {
	key: string;
	contents: string[];
	/** Codes chosen in each other division. */
	others: Record<string, string[]>;
	from: string;
	to: string;
	/** Numbers of municipalities as they were typed; empty for all. */
	codes: string;
	measure: Measure;
	denominator: string | null;
	definition: string;
}

function codesTyped(typed: string): Set<string> | null {
	const codes = typed.split(/[\s,;]+/).filter(Boolean);
	const wrong = codes.find((code) => !isMunicipalityCode(code));
	if (wrong !== undefined) throw new Problem('statbank_problem_codes', 400, { value: wrong.slice(0, 40) });
	return codes.length > 0 ? new Set(codes) : null;
}

function variablesOf(meta: TableMeta, picked: Picked): WantedVariable[] {
	const { contents } = rolesOf(meta.id, meta.dimensions);
	const chosen = contents ? contents.categories.filter((c) => picked.contents.includes(c.code)) : [{ code: null, label: meta.title, unit: null, decimals: null }];
	if (chosen.length === 0) throw new Problem('statbank_problem_no_contents', 400);
	const sum = Object.fromEntries(Object.entries(picked.others).flatMap(([id, codes]): [string, Wanted][] => (codes.length > 0 ? [[id, { codes, count: 'all' }]] : [])));
	return chosen.map((one, i) => ({
		key: keyOf(chosen.length === 1 ? picked.key : `${picked.key}_${i + 1}`), label: one.label, unit: one.unit ?? '', measure: picked.measure, denominator: picked.denominator, decimals: one.decimals ?? 0,
		definition: picked.definition.slice(0, 1000), from: { contents: one.code === null ? null : { codes: [one.code] }, sum }
	}));
}

/** Fetches and stores what was picked. @throws Problem as fetchTable does, and when what was typed is wrong */
export async function fetchPicked(deps: StatbankDeps, client: StatbankClient, input: { api: Api; meta: TableMeta; picked: Picked; actor: string }): Promise<StoredTable> {
	const { api, meta, picked, actor } = input;
	const [years, codes, key] = [yearsOf(picked.from, picked.to), codesTyped(picked.codes), keyOf(picked.key)];
	const alive = validIn(await heldLife(deps), years);
	const asked = { years, regions: codes ? (code: string) => codes.has(code) : alive };
	return fetchTable(deps, client, { key, api, table: meta.id, variables: variablesOf(meta, picked), asked, actor, meta });
}
