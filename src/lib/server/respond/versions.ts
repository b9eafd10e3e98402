/** Published versions, compiled. They never change, so each is read and compiled once in the life of the process. */
import { compile, type Compiled } from '#lib/domain/questionnaire/fields.ts';
import type { Questionnaire } from '#lib/domain/questionnaire/schema.ts';
import { readDocument, type Driver } from '#lib/server/db/respond.ts';

const MOST = 500;
/** By connection pool, so that one process may serve several databases. */
const caches = new WeakMap<Driver, Map<string, Promise<Compiled | null>>>();

/** The compiled version, or null when the survey has no version with this id (which is not remembered). */
export function compiledVersion(sql: Driver, surveyId: number, versionId: number): Promise<Compiled | null> {
	let cache = caches.get(sql);
	if (!cache) caches.set(sql, (cache = new Map()));
	const key = `${surveyId}/${versionId}`;
	const known = cache.get(key);
	if (known) return known;
	const made = readDocument(sql, surveyId, versionId).then((document) => (document ? compile(document as Questionnaire) : null));
	cache.set(key, made);
	const forget = () => cache.delete(key);
	made.then((compiled) => compiled ?? forget(), forget);
	if (cache.size > MOST) cache.delete(cache.keys().next().value ?? '');
	return made;
}
