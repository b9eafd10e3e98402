/**
 * Saving a posted page. Keeps: what is answered with a redirect is committed; a field that says what the page showed is not touched,
 * so a forgotten tab wipes nothing; a faulty field stops itself alone, a foreign one the whole post.
 */
import { Problem } from '#lib/domain/problem.ts';
import { parseForm, type Answer, type Problem as AnswerProblem } from '#lib/domain/questionnaire/answers.ts';
import type { Compiled } from '#lib/domain/questionnaire/fields.ts';
import { route } from '#lib/domain/questionnaire/routing.ts';
import { LOCALES, type Locale } from '#lib/domain/questionnaire/schema.ts';
import { fieldId } from '#lib/respond/view.ts';
import { saveAnswers, type SaveRow } from '#lib/server/db/respond-save.ts';
import type { LinkKey, PatchEntry } from '#lib/server/db/respond.ts';
import { readBase, sameAsBase } from './base.ts';
import type { Entries } from './body.ts';
import { decodeAnswers, toEntry } from './codec.ts';
import { linkKey, openForm, toFrame, type Services } from './open.ts';
import { blockPath, certainNeighbour, formPath, nextBlock, previousBlock, reviewPath } from './place.ts';
import { isForeign } from './problems.ts';
import { broughtUp, dependent } from './reveal.ts';
import { compiledVersion } from './versions.ts';

export type SaveOutcome =
	| { kind: 'redirect'; location: string }
	/** Shown again with what was typed. `saved`: everything but the faulty fields is. */
	| { kind: 'problems'; problems: AnswerProblem[]; typed: Record<string, string[]>; saved: boolean }
	/** The form had been sent in; what is new was kept for a reopening. */
	| { kind: 'late' };

type To = 'next' | 'previous' | 'review' | 'stay';
const TO: readonly string[] = ['next', 'previous', 'review', 'stay'];
const ONWARD = { next: 1, previous: -1, review: 0, stay: 0 } as const;

interface Controls {
	version: number | undefined;
	base: string | undefined;
	to: To;
	clear: string | undefined;
	locale: Locale | null;
}

function readControls(entries: Entries): Controls {
	const last = new Map<string, string>();
	for (const [name, value] of entries) if (name.startsWith('_') && typeof value === 'string') last.set(name, value);
	const version = Number(last.get('_v'));
	const [to = 'next', clear, locale] = [last.get('_to'), last.get('_clear'), LOCALES.find((l) => l === last.get('_locale'))];
	return {
		version: Number.isInteger(version) && version > 0 ? version : undefined,
		base: last.get('_base'),
		// clearing an answer and changing language stay on the page
		to: clear !== undefined || locale ? 'stay' : TO.includes(to) ? (to as To) : 'next',
		clear, locale: locale ?? null
	};
}

/** The version the page was made from, or else the one the response is on. */
async function findVersion(services: Services, key: LinkKey, token: string, version: number | undefined): Promise<[number, Compiled]> {
	const compiled = version === undefined ? null : await compiledVersion(services.database.respond.sql, key.surveyId, version);
	if (version !== undefined && compiled) return [version, compiled];
	const form = await openForm(services, token);
	return [form.versionId, form.compiled];
}

/** The changed fields, as the database takes them. */
export function changes(compiled: Compiled, patch: Record<string, Answer | null>, base: ReturnType<typeof readBase>): PatchEntry[] {
	if (base === null) throw new Problem('respond_problem_malformed', 400);
	const entries: PatchEntry[] = [];
	for (const [key, answer] of Object.entries(patch)) {
		const field = compiled.byKey.get(key);
		if (field && !(base && sameAsBase(field, answer, base))) entries.push(toEntry(field, answer));
	}
	return entries;
}

function typedValues(entries: Entries): Record<string, string[]> {
	const typed = Object.create(null) as Record<string, string[]>;
	for (const [name, value] of entries) if (!name.startsWith('_') && typeof value === 'string') (typed[name] ??= []).push(value);
	return typed;
}

/** Where to go, as far as it can be told without the answers. */
function knownDestination(token: string, block: string, { to, clear }: Controls, compiled: Compiled): string | undefined {
	if (to === 'stay') return blockPath(token, block) + (clear !== undefined && compiled.byKey.has(clear) ? `#${fieldId(clear)}` : '');
	if (to === 'review') return reviewPath(token);
	if (to === 'next' && dependent(compiled, block).length > 0) return undefined;
	const beside = certainNeighbour(compiled, block, ONWARD[to]);
	return beside === undefined ? undefined : beside === null ? beyond(token, to) : blockPath(token, beside);
}

const beyond = (token: string, to: To): string => (to === 'next' ? reviewPath(token) : formPath(token));

function routedDestination(token: string, block: string, to: To, compiled: Compiled, saved: SaveRow, shown: ReadonlySet<string>): string {
	const answers = decodeAnswers(compiled, saved.answers ?? {});
	const routed = route(compiled, answers, toFrame(saved.frame ?? {}));
	const open = to === 'next' ? broughtUp(compiled, routed, block, shown, answers) : undefined;
	if (open !== undefined) return `${blockPath(token, block)}#${fieldId(open)}`;
	const target = to === 'next' ? nextBlock(compiled, routed, block) : previousBlock(compiled, routed, block);
	return target ? blockPath(token, target) : beyond(token, to);
}

/**
 * Saves the post of page `block` and says where to go.
 * @throws LinkProblem when the link takes no answers
 * @throws Problem 400 malformed, 404 no such block
 */
export async function savePage(services: Services, token: string, block: string, entries: Entries): Promise<SaveOutcome> {
	const key = linkKey(services, token);
	const controls = readControls(entries);
	const [versionId, compiled] = await findVersion(services, key, token, controls.version);
	if (!compiled.blocks.some((b) => b.key === block)) throw new Problem('respond_problem_no_such_page', 404);
	const { patch, problems } = parseForm(compiled.byKey, entries);
	if (controls.clear !== undefined && compiled.byKey.has(controls.clear)) {
		patch[controls.clear] = null;
		problems.splice(0, problems.length, ...problems.filter((p) => p.field !== controls.clear));
	}
	if (problems.some((p) => isForeign(compiled, p))) return { kind: 'problems', problems, typed: typedValues(entries), saved: false };

	const faulty = problems.length > 0;
	const known = knownDestination(token, block, controls, compiled);
	const saved = await saveAnswers(services.database.respond.sql, key, {
		versionId, patch: changes(compiled, patch, readBase(controls.base)), block, onward: faulty ? 0 : ONWARD[controls.to], locale: controls.locale, revision: null,
		read: !faulty && known === undefined
	});
	if (saved.status === 'late') return { kind: 'late' };
	if (saved.status === 'submitted' || saved.status === 'not_started') return { kind: 'redirect', location: formPath(token) };
	if (saved.status !== 'ok') {
		// says why, in the right language
		await openForm(services, token);
		throw new Problem('respond_problem_version', 409);
	}
	if (faulty) return { kind: 'problems', problems, typed: typedValues(entries), saved: true };
	return { kind: 'redirect', location: known ?? routedDestination(token, block, controls.to, compiled, saved, new Set([...entries].map(([name]) => name))) };
}
