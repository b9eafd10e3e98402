/** The pages of a form, as data for their components. */
import type { Problem as AnswerProblem } from '#lib/domain/questionnaire/answers.ts';
import type { Field } from '#lib/domain/questionnaire/fields.ts';
import { missing } from '#lib/domain/questionnaire/routing.ts';
import { inLocale, translate, type Locale } from '#lib/i18n.ts';
import { fieldId, type BlockView, type Heading, type MissingView, type ProblemView, type ReviewView } from '#lib/respond/view.ts';
import { readSeatLabels } from '#lib/server/db/respond.ts';
import { writeBase } from './base.ts';
import { itemView, say, writtenDate, type Context } from './item-view.ts';
import type { Form, Services } from './open.ts';
import { blockPath, continueAt, formPath, REVIEW, reviewPath } from './place.ts';

const NOTHING: Pick<Context, 'typed' | 'problems'> = { typed: {}, problems: new Map() };

function problemText(problem: AnswerProblem, locale: Locale): string {
	if (problem.code === 'problem_unknown_item') {
		return problem.field ? translate('respond_problem_unknown_item', { item: problem.field }, locale) : translate('respond_problem_malformed', {}, locale);
	}
	const params = Object.fromEntries(Object.entries(problem.params ?? {}).map(([name, value]) => [name, typeof value === 'string' ? writtenDate(value) : value]));
	return translate(problem.code, params, locale);
}

/** Problems in words, each with the field it leads to. */
export function problemViews(problems: readonly AnswerProblem[], locale: Locale): ProblemView[] {
	return problems.map((p) => ({ key: p.code === 'problem_unknown_item' ? undefined : p.field, text: problemText(p, locale) }));
}

/** The seat's strata in words, for a person who holds several seats of the survey. */
export async function seatLabel(services: Services, form: Form): Promise<string | undefined> {
	if (form.row.seatsHeld < 2) return undefined;
	const labels = await readSeatLabels(services.database.respond.sql, form.key.surveyId, form.row.seatId);
	return labels.map(({ category }) => inLocale(category, form.locale)).join(', ') || undefined;
}

export async function heading(services: Services, form: Form): Promise<Heading> {
	return { locale: form.locale, survey: inLocale(form.compiled.questionnaire.title, form.locale), seat: await seatLabel(services, form) };
}

export interface Refused {
	problems: AnswerProblem[];
	typed: Record<string, string[]>;
	saved: boolean;
}

/** Of what was typed, the fields that are not stored: the faulty ones, or all when nothing was saved. */
function notStored({ problems, typed, saved }: Refused): Record<string, string[]> {
	if (!saved) return typed;
	const faulty = new Set(problems.map((p) => p.field));
	return Object.fromEntries(Object.entries(typed).filter(([key]) => faulty.has(key)));
}

/** Page `block`, or null when routing does not show it. `refused`: the post that is shown again. */
export async function blockView(services: Services, token: string, form: Form, block: string, fromReview: boolean, refused?: Refused): Promise<BlockView | null> {
	const { compiled, route, counted, answers, frame, locale } = form;
	const page = compiled.blocks.find((b) => b.key === block);
	const at = route.blocks.indexOf(block);
	if (!page || at < 0) return null;
	const problems = problemViews(refused?.problems ?? [], locale);
	const context: Context = {
		compiled, route, counted, answers, frame, locale, typed: refused ? notStored(refused) : {},
		problems: new Map(problems.flatMap(({ key, text }) => (key === undefined ? [] : [[key, text]])))
	};
	return {
		...(await heading(services, form)), path: blockPath(token, block), block, page: at + 1, total: route.blocks.length,
		title: page.block.title ? say(context, page.block.title) : translate('respond_page', { page: at + 1 }, locale),
		intro: page.block.intro ? say(context, page.block.intro) : undefined,
		items: page.items.map((item) => itemView(context, item)).filter((item) => item !== null),
		problems, saved: refused?.saved ?? true, fromReview,
		controls: { base: writeBase(page.fields, answers), version: form.versionId, revision: form.row.revision ?? 0 },
		saveUrl: `${formPath(token)}/lagre`
	};
}

function byPage(token: string, form: Form, fields: readonly Field[]): MissingView[] {
	const context: Context = { ...form, ...NOTHING };
	const pages = new Map<string, MissingView>();
	for (const field of fields) {
		const { key, title } = field.block;
		const number = form.route.blocks.indexOf(key) + 1;
		const page = pages.get(key) ?? { page: title ? say(context, title) : translate('respond_page', { page: number }, form.locale), questions: [] };
		pages.set(key, page);
		page.questions.push({ href: `${blockPath(token, key)}?til=${REVIEW}#${fieldId(field.key)}`, text: say(context, field.row?.text ?? field.item.text) });
	}
	return [...pages.values()];
}

/** The last page: what is missing, required first. */
export async function reviewView(services: Services, token: string, form: Form, blocked: boolean): Promise<ReviewView> {
	const { required, optional } = missing(form.compiled, form.answers, form.frame, form.route);
	const last = continueAt(form.compiled, form.route, form.route.blocks.at(-1) ?? null, 0);
	return {
		...(await heading(services, form)), required: byPage(token, form, required), optional: byPage(token, form, optional), blocked,
		back: last ? blockPath(token, last) : reviewPath(token), contact: inLocale(form.compiled.questionnaire.study.contact, form.locale)
	};
}
