/**
 * StatBank of Statistics Norway by both its interfaces: PxWebApi v1 (a POST of JSON for each answer) and v2 (GET, or POST where the address would be
 * too long). Answers are JSON-stat 2.0. At most 800,000 cells a query and 30 calls a minute; licence CC BY 4.0. Source: SSB's user guides of
 * PxWebApi 1 and 2.
 */
import { Problem } from '#lib/domain/problem.ts';
import { answers, joinCubes, splitSelection, type Cube, type Selection } from '#lib/domain/register/cube.ts';
import type { MetaDimension, TableMeta } from '#lib/domain/register/pick.ts';
import * as v from 'valibot';
import { getDocument, HTTP, type HttpOptions } from '../klass/http.ts';
import { cubeOf, dimensionsOfMetadata } from './jsonstat.ts';
import { statbankPace } from './pace.ts';

export const APIS = ['v2', 'v1'] as const;
export type Api = (typeof APIS)[number];
export interface StatbankSources { v1: string; v2: string }
export const MAX_QUERY_CELLS = 800_000;
export const LICENCE = 'CC BY 4.0';
/** Longest address that is asked by GET. */
const MAX_URL = 1500;

/** One call: what was sent, and what came, as it came. */
export interface RawResponse { query: string; body: string }
export interface Fetched { cube: Cube; responses: RawResponse[] }

/** Where StatBank is: GRUNNLAG_STATBANK_URL (v2) and GRUNNLAG_STATBANK_V1_URL for those who have a mirror of their own. */
export function statbankSources(env: NodeJS.ProcessEnv = process.env): StatbankSources {
	const of = (name: string, standard: string) => {
		const url = (env[name] || standard).replace(/\/+$/, '');
		if (!/^https?:\/\/[^/?#]+(\/[^?#]*)?$/.test(url)) throw new Error(`${name} must look like ${standard}`);
		return url;
	};
	return { v1: of('GRUNNLAG_STATBANK_V1_URL', 'https://data.ssb.no/api/v0/no/table'), v2: of('GRUNNLAG_STATBANK_URL', 'https://data.ssb.no/api/pxwebapi/v2') };
}

const Metadata1 = v.object({
	title: v.pipe(v.string(), v.minLength(1)),
	variables: v.pipe(v.array(v.object({
		code: v.pipe(v.string(), v.minLength(1)), text: v.string(), values: v.pipe(v.array(v.string()), v.minLength(1)), valueTexts: v.array(v.string()), elimination: v.optional(v.boolean(), false), time: v.optional(v.boolean(), false)
	})), v.minLength(1), v.check((all) => all.every((one) => one.values.length === one.valueTexts.length)))
});
/** What v2 says beside JSON-stat: which dimensions may be left out. */
const Extension2 = v.object({ dimension: v.record(v.string(), v.object({ extension: v.optional(v.object({ elimination: v.optional(v.boolean(), false) })) })) });

function metaOf1(table: string, json: unknown, source: string): TableMeta {
	const read = v.safeParse(Metadata1, json);
	if (!read.success) throw new Problem('statbank_problem_form', 502, { source, field: read.issues[0].path?.map((step) => String(step.key)).slice(0, 4).join('.') ?? 'variables' });
	const { title, variables } = read.output;
	const dimensions = variables.map((one): MetaDimension => ({
		id: one.code, label: one.text, optional: one.elimination, role: one.time ? 'time' : one.code === 'ContentsCode' ? 'metric' : null,
		categories: one.values.map((code, i) => ({ code, label: one.valueTexts[i] ?? code, unit: null, decimals: null }))
	}));
	return { id: table, title, updated: null, dimensions };
}

function metaOf2(table: string, json: unknown, source: string): TableMeta {
	const { title, updated, dimensions } = dimensionsOfMetadata(json, source);
	const extension = v.safeParse(Extension2, json);
	const optional = (id: string) => extension.success && extension.output.dimension[id]?.extension?.elimination === true;
	return { id: table, title, updated, dimensions: dimensions.map((d) => ({ ...d, optional: optional(d.id) })) };
}

/** A query as it is sent: the address, and the body where there is one. */
interface Call { url: string; send?: object }

function callOf(at: StatbankSources, api: Api, table: string, selection: Selection): Call {
	if (api === 'v1') {
		return { url: `${at.v1}/${table}`, send: { query: selection.map(({ id, codes }) => ({ code: id, selection: { filter: 'item', values: codes } })), response: { format: 'json-stat2' } } };
	}
	const base = `${at.v2}/tables/${table}/data?lang=no&outputFormat=json-stat2`;
	// a comma parts two codes in an address
	const plain = selection.every(({ codes }) => codes.every((code) => !/[,*?()[\]]/.test(code)));
	const url = base + selection.map(({ id, codes }) => `&valueCodes[${encodeURIComponent(id)}]=${codes.map(encodeURIComponent).join(',')}`).join('');
	if (plain && url.length <= MAX_URL) return { url };
	return { url: base, send: { selection: selection.map(({ id, codes }) => ({ variableCode: id, valueCodes: codes })) } };
}

/** The number of a table, as people write it. @throws Problem when it is none: it becomes part of an address */
export function tableNumber(value: string): string {
	const number = value.trim();
	if (!/^\d{5}$/.test(number)) throw new Problem('statbank_problem_table_number', 400, { table: number.slice(0, 40) });
	return number;
}

export interface StatbankClient {
	meta(api: Api, table: string): Promise<TableMeta>;
	/** The cells of a selection, as one cube, in as many queries as it takes. */
	fetch(api: Api, table: string, selection: Selection): Promise<Fetched>;
}

/** @param maxCells cells that one query may hold */
export function statbankClient(at: StatbankSources = statbankSources(), options: Partial<HttpOptions> = {}, maxCells = MAX_QUERY_CELLS): StatbankClient {
	const http: HttpOptions = { ...HTTP, turn: (signal) => statbankPace.turn(signal), ...options };
	const name = (table: string) => `StatBank ${table}`;
	const one = async (call: Call, table: string, selection: Selection): Promise<{ cube: Cube; response: RawResponse }> => {
		const { text, json } = await getDocument(call.url, { ...http, send: call.send });
		const cube = cubeOf(json, name(table));
		if (!answers(cube, selection)) throw new Problem('statbank_problem_other_answer', 502, { table });
		return { cube, response: { query: JSON.stringify(call), body: text } };
	};
	return {
		meta: async (api, table) => {
			const url = api === 'v1' ? `${at.v1}/${table}` : `${at.v2}/tables/${table}/metadata?lang=no&outputFormat=json-stat2`;
			const { json } = await getDocument(url, http);
			return (api === 'v1' ? metaOf1 : metaOf2)(table, json, name(table));
		},
		fetch: async (api, table, selection) => {
			const found: { cube: Cube; response: RawResponse }[] = [];
			for (const part of splitSelection(selection, maxCells)) found.push(await one(callOf(at, api, table, part), table, part));
			return { cube: joinCubes(found.map((f) => f.cube), selection), responses: found.map((f) => f.response) };
		}
	};
}
