/** StatBank by both its interfaces, as they are documented, on a port of this machine; and all that a network can do to an answer. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { misbehave, type Fault } from './klass/server.ts';

export interface FakeValue { code: string; label?: string; unit?: string; decimals?: number }
export interface FakeDimension { id: string; label?: string; role?: 'time' | 'geo' | 'metric'; optional?: boolean; values: FakeValue[] }
export interface FakeTable {
	id: string;
	title: string;
	updated?: string;
	dimensions: FakeDimension[];
	/** What stands at these codes; a dimension that was left out is not among them. */
	cell(at: Readonly<Record<string, string>>): number | '.' | '..' | ':';
}
export interface StatbankServer {
	v1: string;
	v2: string;
	tables: FakeTable[];
	requests: { method: string; url: string; body: string; at: number }[];
	/** Faults for the next requests whose address holds `of`, one each. */
	fail(of: string, ...faults: Fault[]): void;
	calm(): void;
	stop(): Promise<void>;
}

type Asked = Record<string, string[]>;
const LIMIT = 800_000;

function category(values: FakeValue[]): object {
	const units = values.filter((v) => v.unit !== undefined);
	return {
		index: Object.fromEntries(values.map((v, i) => [v.code, i])), label: Object.fromEntries(values.map((v) => [v.code, v.label ?? v.code])),
		...(units.length > 0 ? { unit: Object.fromEntries(units.map((v) => [v.code, { base: v.unit, decimals: v.decimals ?? 0 }])) } : {})
	};
}

function head(table: FakeTable, dimensions: FakeDimension[]): Record<string, unknown> {
	const role = Object.fromEntries((['time', 'geo', 'metric'] as const).flatMap((r) => {
		const own = dimensions.filter((d) => d.role === r).map((d) => d.id);
		return own.length > 0 ? [[r, own]] : [];
	}));
	return {
		version: '2.0', class: 'dataset', label: table.title, source: 'Statistisk sentralbyrå', updated: table.updated ?? '2024-02-21T07:00:00Z', id: dimensions.map((d) => d.id), size: dimensions.map((d) => d.values.length),
		dimension: Object.fromEntries(dimensions.map((d) => [d.id, { label: d.label ?? d.id, category: category(d.values), extension: { elimination: d.optional ?? false } }])), ...(Object.keys(role).length > 0 ? { role } : {})
	};
}

/** The cells of a selection as JSON-stat 2.0. Null: something was asked for that the table does not have, or not all that must be. */
export function jsonstatOf(table: FakeTable, asked: Asked): object | null {
	if (Object.keys(asked).some((id) => !table.dimensions.some((d) => d.id === id))) return null;
	if (table.dimensions.some((d) => !d.optional && !asked[d.id])) return null;
	const dimensions = table.dimensions.filter((d) => asked[d.id]).map((d) => ({ ...d, values: d.values.filter((v) => asked[d.id]?.includes(v.code)) }));
	if (dimensions.some((d) => d.values.length === 0 || d.values.length !== asked[d.id]?.length)) return null;
	const size = dimensions.reduce((n, d) => n * d.values.length, 1);
	if (size > LIMIT) return null;
	const [value, status]: [(number | null)[], Record<string, string>] = [[], {}];
	for (let i = 0; i < size; i++) {
		const at: Record<string, string> = {};
		let rest = i;
		for (const d of dimensions.toReversed()) {
			at[d.id] = d.values[rest % d.values.length]?.code ?? '';
			rest = Math.floor(rest / d.values.length);
		}
		const cell = table.cell(at);
		value.push(typeof cell === 'number' ? cell : null);
		if (typeof cell !== 'number') status[i] = cell;
	}
	return { ...head(table, dimensions), value, ...(Object.keys(status).length > 0 ? { status } : {}) };
}

function asked2(url: URL, body: string): Asked {
	if (body !== '') return Object.fromEntries((JSON.parse(body) as { selection: { variableCode: string; valueCodes: string[] }[] }).selection.map((s) => [s.variableCode, s.valueCodes]));
	return Object.fromEntries([...url.searchParams].flatMap(([key, value]) => {
		const id = /^valueCodes\[(.+)\]$/.exec(key)?.[1];
		return id === undefined ? [] : [[id, value.split(',')]];
	}));
}
const asked1 = (body: string): Asked => Object.fromEntries((JSON.parse(body) as { query: { code: string; selection: { filter: string; values: string[] } }[] }).query.map((q) => [q.code, q.selection.values]));

function answer(tables: FakeTable[], method: string, url: URL, body: string): object | null {
	const [, one, two] = /^\/v0\/no\/table\/(\d{5})$|^\/v2\/tables\/(\d{5})\/(?:metadata|data)$/.exec(url.pathname) ?? [];
	const table = tables.find((t) => t.id === (one ?? two));
	if (!table) return null;
	if (one !== undefined && method === 'GET') {
		return { title: table.title, variables: table.dimensions.map((d) => ({ code: d.id, text: d.label ?? d.id, values: d.values.map((v) => v.code), valueTexts: d.values.map((v) => v.label ?? v.code), ...(d.optional ? { elimination: true } : {}), ...(d.role === 'time' ? { time: true } : {}) })) };
	}
	if (one !== undefined) return jsonstatOf(table, asked1(body));
	return url.pathname.endsWith('/metadata') ? { ...head(table, table.dimensions), value: [] } : jsonstatOf(table, asked2(url, body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}

export async function startStatbank(tables: FakeTable[] = []): Promise<StatbankServer> {
	const faults: { of: string; fault: Fault }[] = [];
	const found: StatbankServer = { v1: '', v2: '', tables, requests: [], calm: () => void faults.splice(0), fail: (of, ...more) => void faults.push(...more.map((fault) => ({ of, fault }))), stop: async () => undefined };
	const handle = async (request: IncomingMessage, response: ServerResponse) => {
		const url = new URL(request.url ?? '/', 'http://statbank.invalid');
		const [method, body] = [request.method ?? '', await bodyOf(request)];
		found.requests.push({ method, url: url.pathname + url.search, body, at: Date.now() });
		const json = answer(found.tables, method, url, body);
		const next = faults.findIndex((f) => (url.pathname + url.search).includes(f.of));
		const [taken] = next < 0 ? [] : faults.splice(next, 1);
		if (taken) misbehave(response, taken.fault, json);
		else response.writeHead(json === null ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(json ?? { title: 'Non-existent value' }));
	};
	const server = createServer((request, response) => void handle(request, response));
	await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	found.v1 = `${origin}/v0/no/table`;
	found.v2 = `${origin}/v2`;
	found.stop = () => new Promise((done) => {
		server.closeAllConnections();
		server.close(() => done());
	});
	return found;
}

const NAMES: Record<string, string> = { '0': 'Landet', '0101': 'Halden (-2019)', '0301': 'Oslo', '1101': 'Eigersund', '3001': 'Halden (2020-2023)', '21-22': 'Svalbard og Jan Mayen' };
const regions = (...codes: string[]): FakeDimension => ({ id: 'Region', label: 'region', role: 'geo', values: codes.map((code) => ({ code, label: NAMES[code] ?? code })) });
const time = (...codes: string[]): FakeDimension => ({ id: 'Tid', label: 'år', role: 'time', values: codes.map((code) => ({ code })) });
const contents = (...values: FakeValue[]): FakeDimension => ({ id: 'ContentsCode', label: 'statistikkvariabel', role: 'metric', values });
const ALL = ['0', '0101', '0301', '1101', '3001', '21-22'];
const alive = ({ Region = '', Tid = '' }: Readonly<Record<string, string>>) => !(Region === '0101' && Tid >= '2020') && !(Region === '3001' && Tid < '2020');
const age = (n: number): string => (n === 105 ? '105+' : String(n).padStart(3, '0'));

/** Made up, in the form of SSB's: some of those that the ready-made set is taken from. */
export const TABLES: FakeTable[] = [
	{
		id: '06913', title: '06913: Befolkning og endringer, etter region, statistikkvariabel og år',
		dimensions: [regions(...ALL), contents({ code: 'Folkemengde', label: 'Befolkning 1. januar', unit: 'personer' }, { code: 'Doede', label: 'Døde i alt', unit: 'personer' }), time('2019', '2020', '2021')],
		cell: (at) => (alive(at) ? Number(at.Region?.replace(/\D/g, '')) * 10 + Number(at.Tid) - 2000 : 0)
	},
	{
		id: '07459', title: '07459: Befolkning, etter region, kjønn, alder, statistikkvariabel og år',
		dimensions: [
			regions(...ALL), { id: 'Kjonn', label: 'kjønn', optional: true, values: [{ code: '2', label: 'Kvinner' }, { code: '1', label: 'Menn' }] },
			{ id: 'Alder', label: 'alder', optional: true, values: Array.from({ length: 106 }, (_, n) => ({ code: age(n), label: n === 105 ? '105 år eller eldre' : `${n} år` })) }, contents({ code: 'Personer1', label: 'Personer', unit: 'personer' }), time('2019', '2020', '2021')
		],
		cell: (at) => (alive(at) ? 10 : 0)
	},
	{
		id: '12134', title: '12134: Utvalgte nøkkeltall for kommuneregnskap, kommunekonsern, etter region, statistikkvariabel og år',
		dimensions: [
			{ ...regions('0101', '0301', '1101', '3001', 'EAK', 'EAKUO', 'EKG01', 'EKA31'), id: 'KOKkommuneregion0000' },
			contents({ code: 'KOSAGD230000', label: 'Netto driftresultat i prosent av brutto driftsinntekter', unit: 'prosent', decimals: 1 }, { code: 'KOSAG110000', label: 'Frie inntekter per innbygger', unit: 'kr' }, { code: 'KOSKG210000', label: 'Fri egenkapital drift i prosent av brutto driftsinntekter', unit: 'prosent', decimals: 1 }),
			time('2019', '2020')
		],
		cell: (at) => {
			if (!alive({ ...at, Region: at.KOKkommuneregion0000 ?? '' })) return '.';
			if (at.KOKkommuneregion0000 === '1101') return ({ KOSAGD230000: '..', KOSAG110000: ':', KOSKG210000: 0 } as const)[at.ContentsCode as 'KOSAG110000'];
			return at.ContentsCode === 'KOSAG110000' ? 64_522 : -2.4;
		}
	}
];
