/**
 * Every text in every language, and what is piped into it.
 */
import type { Compiled } from '../fields.ts';
import { references, withoutReferences, type Reference } from '../pipe.ts';
import { LOCALES } from '../schema.ts';
import { shown, type Report } from './fault.ts';
import { placesOf, type Place } from './places.ts';

type Fault = [code: string, params: Record<string, string>];

function faultOf(c: Compiled, known: ReadonlySet<string>, position: number | undefined, { kind, name }: Reference): Fault | undefined {
	if (position === undefined) return ['problem_q_pipe_not_here', {}];
	if (kind === 'frame') return c.frame.has(name) ? undefined : ['problem_q_pipe_unknown_frame_variable', { frame: shown(name) }];
	const field = c.byKey.get(name);
	if (field) return field.order < position ? undefined : ['problem_q_pipe_later_item', { item: name }];
	return [known.has(name) ? 'problem_q_pipe_not_a_question' : 'problem_q_pipe_unknown_item', { item: shown(name) }];
}

function checkPlace(c: Compiled, known: ReadonlySet<string>, broken: ReadonlySet<string>, { path, text, position }: Place, report: Report): void {
	const found = new Map<string, Reference>();
	const held = new Map<string, Set<string>>();
	for (const locale of LOCALES) {
		const written = text[locale] ?? '';
		const at = `${path}/${locale}`;
		if (written.trim() === '') {
			report(at, 'problem_q_missing_translation', { locale });
			continue;
		}
		if (/\{\{|\}\}/.test(withoutReferences(written))) report(at, 'problem_q_bad_reference', { locale });
		const names = references(written).map((r): [string, Reference] => [`${r.kind}:${r.name}`, r]);
		held.set(locale, new Set(names.map(([name]) => name)));
		for (const [name, reference] of names) {
			if (found.has(name)) continue;
			found.set(name, reference);
			const fault = reference.kind === 'item' && broken.has(reference.name) ? undefined : faultOf(c, known, position, reference);
			if (fault) report(at, ...fault);
		}
	}
	for (const [locale, names] of held) {
		for (const name of found.keys()) if (!names.has(name)) report(`${path}/${locale}`, 'problem_q_dropped_reference', { locale, reference: shown(name) });
	}
}

/** `broken`: keys of items that could not be read, which are not reported again. */
export function checkTexts(c: Compiled, broken: ReadonlySet<string>, report: Report): void {
	const known = new Set(c.questionnaire.blocks.flatMap((b) => b.items.map((i) => i.key)));
	for (const place of placesOf(c)) checkPlace(c, known, broken, place, report);
}
