/** Reading the form about texts, and the preview of what it made. */
import { fail } from '@sveltejs/kit';
import { LOCALES, type Text } from '#lib/domain/questionnaire/schema.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { isLocale } from '#lib/i18n.ts';
import type { PreviewResult } from '#lib/server/fieldwork/mail/index.ts';
import type { Shown } from './result.ts';

function textsOf(form: FormData): { subject: Text; body: Text } {
	const of = (part: string) => Object.fromEntries(LOCALES.map((locale) => [locale, field(form, `${part}_${locale}`).slice(0, 50_000)]));
	return { subject: of('subject'), body: of('body') };
}

/** What a form about texts sends, to be shown again with whatever came of it. */
export function typedTexts(form: FormData) {
	const language = field(form, 'language');
	return { texts: textsOf(form), ref: field(form, 'ref').trim().slice(0, 200), language: isLocale(language) ? language : '' as const };
}
export type TypedTexts = ReturnType<typeof typedTexts>;

/** The preview without the styles that only a mail reader needs: the page's own policy would refuse them. */
export function shownPreview(result: Extract<PreviewResult, { ok: true }>): Shown {
	const { subject, text, html, locale } = result.message;
	return { ref: result.ref, subject, text, locale, html: html.replace(/ style="[^"]*"/g, ''), variant: result.variant };
}

/** Shows what the person with the seat would get, or says what is wrong with the texts. `tested`: it was let out too. */
export async function previewAnswer(typed: TypedTexts, tested: boolean, make: () => Promise<PreviewResult>) {
	const result = await orProblem(typed, make);
	if ('status' in result) return result;
	return result.ok ? { ...typed, preview: shownPreview(result), tested } : fail(422, { ...typed, faults: result.faults });
}
