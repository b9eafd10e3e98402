import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getJson, HTTP, retryAfter, type HttpOptions } from '../../../src/lib/server/register/klass/http.ts';
import { klassClient, addresses } from '../../../src/lib/server/register/klass/client.ts';
import { FIXTURE } from '../../support/klass/fixture.ts';
import { startKlass, type Fault, type KlassServer } from '../../support/klass/server.ts';

let klass: KlassServer;
const waited: number[] = [];
/** An attempt is given up soon only where nothing will come: a slow machine answers late. */
const patience = (fault?: Fault): number => (fault && 'hang' in fault ? 1000 : 60_000);
const options: HttpOptions = { ...HTTP, timeout: patience(), maxBytes: 200_000, wait: async (ms) => void waited.push(ms) };
const url = () => addresses(klass).codesAt(104, '2020-01-01');
const fetched = (...faults: Fault[]) => {
	waited.length = 0;
	klass.requests.length = 0;
	klass.fail('codesAt', ...faults);
	let attempt = 0;
	const given: HttpOptions = { ...options, timeout: patience(faults[0]), wait: async (ms) => {
		waited.push(ms);
		given.timeout = patience(faults[++attempt]);
	} };
	return getJson(url(), given);
};

beforeAll(async () => {
	klass = await startKlass(FIXTURE);
});
afterAll(() => klass.stop());

describe('reading from KLASS', () => {
	it('asks for JSON, since XML is what comes otherwise', async () => {
		expect(await fetched()).toMatchObject({ codes: expect.arrayContaining([expect.objectContaining({ code: '30', name: 'Viken' })]) });
		expect(klass.requests[0]?.accept).toBe('application/json');
	});
	it('asks for a span by its first day and the day after its last', async () => {
		klass.requests.length = 0;
		const copy = await klassClient(klass, options).codes(131, { from: '2017-01-01', to: '2024-01-01' });
		expect(klass.requests[0]?.url).toBe('/klass/v1/classifications/131/codes?from=2017-01-01&to=2024-01-01');
		expect(copy.rows).not.toContainEqual(expect.objectContaining({ code: '5501' }));
	});
	it.each([
		['a page of HTML', { status: 200, body: '<!DOCTYPE html><html><body>Vi oppdaterer</body></html>' }, 'register_problem_html'],
		['XML', { status: 200, body: '<?xml version="1.0"?><codeList/>' }, 'register_problem_xml'],
		['nothing there', { status: 404, body: '' }, 'register_problem_not_found'],
		['a refusal', { status: 400, body: '{"error":"bad"}' }, 'register_problem_refused'],
		['a page of HTML with a byte order mark', { status: 200, body: '\ufeff<html>' }, 'register_problem_html'],
		['more than can be taken', { status: 200, body: `["${'x'.repeat(300_000)}"]` }, 'register_problem_too_large']
	])('says so of %s, and does not ask again', async (_, fault, code) => {
		await expect(fetched(fault)).rejects.toMatchObject({ code, status: 502 });
		expect(klass.requests).toHaveLength(1);
	});
	it.each([
		['a cut connection', { cut: true }], ['a body that ends before its length', { truncate: 'length' }], ['a body cut in chunks', { truncate: 'chunked' }], ['half a document', { truncate: 'whole' }],
		['a server that is down', { status: 503 }], ['a server that hangs', { hang: true }], ['an empty body', { status: 200, body: '' }]
	] as [string, Fault][])('asks again after %s', async (name, fault) => {
		if (name === 'an empty body') await expect(fetched(fault)).rejects.toMatchObject({ code: 'register_problem_nothing' });
		else {
			expect(await fetched(fault)).toHaveProperty('codes');
			expect(waited).toEqual([1000]);
		}
	});
	it('gives up after four attempts, and says what the last was', async () => {
		await expect(fetched({ cut: true }, { cut: true }, { status: 500 }, { hang: true })).rejects.toMatchObject({ code: 'register_problem_slow' });
		expect(waited).toEqual([1000, 2000, 4000]);
		expect(klass.requests).toHaveLength(4);
	});
	it('waits as long as Retry-After says when it is told that there are too many', async () => {
		const busy: Fault = { status: 429, headers: { 'retry-after': '7' } };
		expect(await fetched(busy, busy)).toHaveProperty('codes');
		expect(waited).toEqual([7000, 7000]);
		await expect(fetched(busy, busy, busy, busy)).rejects.toMatchObject({ code: 'register_problem_busy', params: { status: 429 } });
	});
	it('does not wait for longer than it may, but says how long', async () => {
		await expect(fetched({ status: 503, headers: { 'retry-after': '3600' } })).rejects.toMatchObject({ code: 'register_problem_later', params: { minutes: 60 } });
		expect(waited).toEqual([]);
	});
	it('ends when it is told to', async () => {
		const stopped = new AbortController();
		klass.fail('codesAt', { hang: true });
		const asked = getJson(url(), { ...options, signal: stopped.signal });
		setTimeout(() => stopped.abort(), 20);
		await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
		klass.fail('codesAt', { cut: true });
		await expect(getJson(url(), { ...options, signal: AbortSignal.timeout(50), wait: () => new Promise((done) => setTimeout(done, 80)) })).rejects.toMatchObject({ code: 'register_problem_slow', status: 504 });
	});
	it('says that nobody answers', async () => {
		const gone = await startKlass(FIXTURE);
		await gone.stop();
		await expect(getJson(addresses(gone).groups(), options)).rejects.toMatchObject({ code: 'register_problem_unreachable' });
	});
	it('reads Retry-After by seconds and by date', () => {
		const now = Date.parse('2024-01-01T12:00:00Z');
		expect(retryAfter('120', now)).toBe(120_000);
		expect(retryAfter('Mon, 01 Jan 2024 12:00:30 GMT', now)).toBe(30_000);
		expect(retryAfter('Mon, 01 Jan 2024 11:00:00 GMT', now)).toBe(0);
		expect(retryAfter('soon', now)).toBeNull();
		expect(retryAfter(null, now)).toBeNull();
	});
});
