/** Derived variables as a list to look over. */
import { inLocale, type Locale } from '#lib/i18n.ts';
import { parseDerived } from '../freeze.ts';
import { ruleWords } from '../words.ts';

export interface DerivedLine { name: string; label: string; rule: string; parts: string }

/** @param typed JSON; of what cannot be read there are no lines */
export function linesOf(typed: string, locale: Locale): DerivedLine[] {
	let value: unknown = [];
	try {
		value = typed.trim() === '' ? [] : JSON.parse(typed);
	} catch {
		return [];
	}
	const { derived } = parseDerived(value);
	return derived.map(({ name, label, rule, parts }) => ({ name, label: inLocale(label, locale), rule: ruleWords(rule, locale), parts: (parts ?? []).join(', ') }));
}
