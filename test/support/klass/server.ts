/** KLASS and the code list of StatBank as they are documented, on a port of this machine; and all that a network can do to an answer. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Period, RegisterData } from './fixture.ts';
import { REGISTER } from './register.ts';

/** What happens to one request instead of an answer. */
export type Fault =
	| { status: number; headers?: Record<string, string>; body?: string }
	/** Answers as it should, but stops half way through. */
	| { truncate: 'length' | 'chunked' | 'whole' }
	| { hang: true }
	| { cut: true };

export interface KlassServer {
	klass: string;
	statbank: string;
	/** Every request, path and query, with the Accept that came with it. */
	requests: { url: string; accept: string }[];
	/** Faults for the next requests whose address holds `of`, one each. */
	fail(of: string, ...faults: Fault[]): void;
	/** Forgets the faults that have not come yet. */
	calm(): void;
	data: RegisterData;
	stop(): Promise<void>;
}

type Handler = (query: URLSearchParams) => object | null;
const later = (a: string, b: string) => (a > b ? a : b);

function codes(periods: Period[], query: URLSearchParams): object {
	const [from, to] = [query.get('from') ?? '', query.get('to')];
	const found = periods.filter((p) => (p.to === '' || p.to > from) && (to === null || p.from < to));
	const end = (p: Period) => (to !== null && (p.to === '' || p.to > to) ? to : p.to || null);
	return { codes: found.map((p) => ({ ...item(p), validFromInRequestedRange: later(p.from, from), validToInRequestedRange: end(p) })) };
}
const item = (p: Period) => ({ code: p.code, parentCode: null, level: '1', name: p.name, shortName: '', presentationName: '', validFrom: null, validTo: null, notes: '' });
const at = (periods: Period[], date: string) => periods.filter((p) => p.from <= date && (p.to === '' || date < p.to));

/** Made up: the last figure of a code says how central it is, and the KOSTRA group. No table for 2022. */
function corresponds(data: RegisterData, query: URLSearchParams): object | null {
	const [target, date] = [query.get('targetClassificationId'), query.get('date') ?? ''];
	if (date.startsWith('2022')) return null;
	const of = (code: string) => (target === '128' ? `0${1 + Number(code.at(-1)) % 6}` : `EKG${String(1 + Number(code.at(-1)) % 9).padStart(2, '0')}`);
	return { correspondenceItems: at(data.municipalities, date).map((p) => ({ sourceCode: p.code, sourceName: p.name, sourceShortName: '', targetCode: of(p.code), targetName: `${target === '128' ? 'Sentralitet' : 'KOSTRA-gruppe'} ${of(p.code)}`, targetShortName: '' })) };
}

function routes(data: RegisterData): Record<string, Handler> {
	const own = (count: number, code: (i: number) => string, name: string): Period[] => Array.from({ length: count }, (_, i) => ({ code: code(i + 1), name: `${name} ${code(i + 1)}`, from: '2015-01-01', to: '' }));
	const lists: Record<string, Period[]> = { 131: data.municipalities, 104: data.counties, 112: own(9, (i) => `EKG${String(i).padStart(2, '0')}`, 'KOSTRA-gruppe'), 128: own(6, (i) => `0${i}`, 'Sentralitet') };
	const found: Record<string, Handler> = {};
	for (const [id, periods] of Object.entries(lists)) {
		found[`/klass/v1/classifications/${id}/codes`] = (query) => codes(periods, query);
		found[`/klass/v1/classifications/${id}/codesAt`] = (query) => ({ codes: at(periods, query.get('date') ?? '').map(item) });
	}
	const nameOf = (code: string, day: string) => at(data.municipalities, day).find((p) => p.code === code)?.name ?? code;
	found['/klass/v1/classifications/131/changes'] = (query) => ({
		codeChanges: data.changes.filter((c) => c.date >= (query.get('from') ?? '') && (!query.get('to') || c.date < (query.get('to') ?? ''))).map((c) => ({
			oldCode: c.oldCode, oldName: nameOf(c.oldCode, `${Number(c.date.slice(0, 4)) - 1}-12-31`), oldShortName: '', newCode: c.newCode, newName: nameOf(c.newCode, c.date), newShortName: '', changeOccurred: c.date
		}))
	});
	found['/klass/v1/classifications/131/correspondsAt'] = (query) => corresponds(data, query);
	found['/pxwebapi/v2/codelists/agg_KommSummer'] = () => ({
		language: 'no', id: 'agg_KommSummer', label: 'Sammenslåtte tidsserier', type: 'Aggregation',
		values: [...Map.groupBy(data.groups, (g) => g.group)].map(([code, members]) => ({ code: code.replace('.', '-'), label: members[0]?.name ?? code, valueMap: members.map((m) => m.code) }))
	});
	return found;
}

function answer(response: ServerResponse, json: object | null, asked: string): void {
	// KLASS answers in XML unless it is asked not to
	if (!asked.includes('application/json')) return void response.writeHead(200, { 'content-type': 'application/xml' }).end('<?xml version="1.0" encoding="UTF-8"?><codeList><codeItem><code>0301</code></codeItem></codeList>');
	if (json === null) return void response.writeHead(404, { 'content-type': 'application/json' }).end('"Not found"');
	response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' }).end(JSON.stringify(json));
}

export function misbehave(response: ServerResponse, fault: Fault, json: object | null): void {
	if ('hang' in fault) return;
	if ('cut' in fault) return void response.destroy();
	if ('status' in fault) return void response.writeHead(fault.status, { 'content-type': 'text/html', ...fault.headers }).end(fault.body ?? '');
	const text = JSON.stringify(json);
	const half = text.slice(0, Math.floor(text.length / 2));
	if (fault.truncate === 'whole') return void response.writeHead(200, { 'content-type': 'application/json' }).end(half);
	response.writeHead(200, { 'content-type': 'application/json', ...(fault.truncate === 'length' ? { 'content-length': String(Buffer.byteLength(text)) } : {}) });
	response.write(half, () => setTimeout(() => response.destroy(), 20));
}

/** @param data what it knows; the register folder, or the fixture where there is none */
export async function startKlass(data: RegisterData = REGISTER): Promise<KlassServer> {
	const requests: KlassServer['requests'] = [];
	const faults: { of: string; fault: Fault }[] = [];
	const found: KlassServer = { klass: '', statbank: '', requests, data, calm: () => void faults.splice(0), fail: (of, ...more) => void faults.push(...more.map((fault) => ({ of, fault }))), stop: async () => undefined };
	const handle = (request: IncomingMessage, response: ServerResponse) => {
		const url = new URL(request.url ?? '/', 'http://klass.invalid');
		requests.push({ url: url.pathname + url.search, accept: request.headers.accept ?? '' });
		const json = routes(found.data)[url.pathname]?.(url.searchParams) ?? null;
		const next = faults.findIndex((f) => (url.pathname + url.search).includes(f.of));
		const [taken] = next < 0 ? [] : faults.splice(next, 1);
		if (taken) misbehave(response, taken.fault, json);
		else answer(response, json, request.headers.accept ?? '');
	};
	const server: Server = createServer(handle);
	await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	found.klass = `${origin}/klass/v1`;
	found.statbank = `${origin}/pxwebapi/v2`;
	found.stop = () => new Promise((done) => {
		server.closeAllConnections();
		server.close(() => done());
	});
	return found;
}
