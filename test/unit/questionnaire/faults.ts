import { readFileSync } from 'node:fs';
import { check, type Fault } from '#lib/domain/questionnaire/check.ts';
import { LOCALES, type Locale } from '#lib/domain/questionnaire/schema.ts';
import { sample } from './sample.ts';

const read = (locale: Locale) => JSON.parse(readFileSync(new URL(`../../../src/i18n/messages/problem/${locale}.json`, import.meta.url), 'utf8')) as Record<string, string>;

/** The problem messages of each language. */
export const MESSAGES = Object.fromEntries(LOCALES.map((l) => [l, read(l)])) as Record<Locale, Record<string, string>>;

export const placeholders = (message: string): string[] => [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

/** What keeps a fault from being told in every language: no message, or one that wants a parameter the fault does not have. */
export const untold = (fault: Fault): string[] => LOCALES.flatMap((locale) => {
	const message = MESSAGES[locale][fault.code];
	if (!message) return [`${fault.code} has no message in ${locale}`];
	return placeholders(message).filter((name) => !Object.hasOwn(fault.params, name)).map((name) => `${fault.code} lacks {${name}}`);
});

export const faultsOf = (doc: unknown): Fault[] => {
	const checked = check(doc);
	return checked.ok ? [] : checked.faults;
};

export const brief = (faults: readonly Fault[]): string[] => faults.map((f) => `${f.path} ${f.code.replace('problem_q_', '')}`);

/** Values by JSON pointer: undefined takes the value out of its object, `-` as the last step appends to a list. */
export type Changes = Record<string, unknown>;

/** A copy of the document with the changes made. Fails when a pointer leads nowhere, so that no test changes nothing. */
export function changed(doc: unknown, changes: Changes): unknown {
	const copy: unknown = structuredClone(doc);
	for (const [pointer, value] of Object.entries(changes)) {
		const steps = pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
		const last = steps.pop() ?? '';
		let at = copy;
		for (const step of steps) at = typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined;
		if (typeof at !== 'object' || at === null) throw new Error(`${pointer} leads nowhere`);
		if (Array.isArray(at) && last === '-') at.push(value);
		else if (value === undefined) Reflect.deleteProperty(at, last);
		else Reflect.set(at, last, value);
	}
	return copy;
}

/** The faults of the sample document after changes. */
export const faultsAfter = (changes: Changes): Fault[] => faultsOf(changed(sample(), changes));
