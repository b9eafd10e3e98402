/**
 * KLASS (https://data.ssb.no/api/klass/v1) and the one code list of StatBank that is needed with it, by their JSON interfaces. `from` is the
 * first day, `to` the first day after; KLASS answers in XML unless asked for JSON. Licence of all of it: CC BY 4.0, Statistics Norway.
 */
import { createHash } from 'node:crypto';
import { Problem } from '#lib/domain/problem.ts';
import { dayAfter } from '#lib/domain/region/dates.ts';
import type { NewCopy } from '../../db/classifications.ts';
import { changesOf, codesOf, groupsOf, matchesOf, type Classification, type Span } from './forms.ts';
import { getJson, HTTP, type HttpOptions } from './http.ts';

export interface Sources { klass: string; statbank: string }

/** Where the services are: GRUNNLAG_KLASS_URL and GRUNNLAG_STATBANK_URL for those who have a mirror of their own. */
export function sources(env: NodeJS.ProcessEnv = process.env): Sources {
	const of = (name: string, standard: string) => {
		const url = (env[name] || standard).replace(/\/+$/, '');
		if (!/^https?:\/\/[^/?#]+(\/[^?#]*)?$/.test(url)) throw new Error(`${name} must look like ${standard}`);
		return url;
	};
	return { klass: of('GRUNNLAG_KLASS_URL', 'https://data.ssb.no/api/klass/v1'), statbank: of('GRUNNLAG_STATBANK_URL', 'https://data.ssb.no/api/pxwebapi/v2') };
}

/** SHA-256 of rows, whatever order they came in. */
export function hashOf(rows: readonly object[]): string {
	const lines = rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
	return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** The addresses of the documents, also for those who fetch them by hand. */
export function addresses({ klass, statbank }: Sources) {
	const of = (id: number, path: string, asked: Record<string, string | null>) => {
		const query = Object.entries(asked).flatMap(([key, value]) => (value === null ? [] : [[key, value]]));
		return `${klass}/classifications/${id}/${path}?${new URLSearchParams(query)}`;
	};
	return {
		codes: (id: Classification, { from, to }: Span) => of(id, 'codes', { from, to }),
		codesAt: (id: Classification, date: string) => of(id, 'codesAt', { date }),
		changes: (id: Classification, { from, to }: Span) => of(id, 'changes', { from, to }),
		correspondsAt: (target: Classification, date: string) => of(131, 'correspondsAt', { targetClassificationId: String(target), date }),
		groups: () => `${statbank}/codelists/agg_KommSummer?lang=no`
	};
}

export interface Client {
	codes(id: Classification, span: Span): Promise<NewCopy>;
	/** The codes of one day: held for that day alone. */
	codesAt(id: Classification, date: string): Promise<NewCopy>;
	changes(id: Classification, span: Span): Promise<NewCopy>;
	/** Null where KLASS has no table between the two for that day. */
	correspondsAt(target: Classification, date: string): Promise<NewCopy | null>;
	groups(): Promise<NewCopy>;
}

export function klassClient(at: Sources = sources(), options: Partial<HttpOptions> = {}, now: () => Date = () => new Date()): Client {
	const address = addresses(at);
	const http = { ...HTTP, ...options };
	const about = (source: string, span: Span) => ({ heldFrom: span.from, heldTo: span.to, source, fromFile: false, retrievedAt: now() });
	const codes = async (id: Classification, span: Span, url: string): Promise<NewCopy> => {
		const rows = codesOf(await getJson(url, http), id, span, url);
		return { classification: id, part: 'codes', target: null, rows, hash: hashOf(rows), ...about(url, span) };
	};
	return {
		codes: (id, span) => codes(id, span, address.codes(id, span)),
		codesAt: (id, date) => codes(id, { from: date, to: dayAfter(date) }, address.codesAt(id, date)),
		changes: async (id, span) => {
			const url = address.changes(id, span);
			const rows = changesOf(await getJson(url, http), id, span, url);
			return { classification: id, part: 'changes', target: null, rows, hash: hashOf(rows), ...about(url, span) };
		},
		correspondsAt: async (target, date) => {
			const url = address.correspondsAt(target, date);
			const rows = await getJson(url, http).then((json) => matchesOf(json, target, date, url)).catch((error: unknown) => {
				if (error instanceof Problem && ['register_problem_not_found', 'register_problem_empty'].includes(error.code)) return null;
				throw error;
			});
			return rows && { classification: 131, part: 'correspondence', target, rows, hash: hashOf(rows), ...about(url, { from: date, to: null }) };
		},
		groups: async () => {
			const url = address.groups();
			const rows = groupsOf(await getJson(url, http), url);
			return { classification: 131, part: 'groups', target: null, rows, hash: hashOf(rows), ...about(url, { from: '2017-01-01', to: null }) };
		}
	};
}
