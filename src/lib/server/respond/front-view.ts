/** The first page, and the page that thanks. */
import { pipe } from '#lib/domain/questionnaire/pipe.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';
import { readSeatLabels } from '#lib/server/db/respond.ts';
import type { FrontView, OptOutView, OwnLinkView, ThanksView } from '#lib/respond/view.ts';
import type { Form, Services } from './open.ts';
import { formPath, optOutPath } from './place.ts';

const inForm = (form: Form) => (text: Text) => pipe(inLocale(text, form.locale), form.compiled, form.counted, form.frame, form.locale);

async function seats(services: Services, form: Form, locale: Locale): Promise<FrontView['seats']> {
	if (form.row.seatsHeld < 2) return undefined;
	const labels = await readSeatLabels(services.database.respond.sql, form.key.surveyId, form.row.seatId);
	return { count: form.row.seatsHeld, labels: labels.map((l) => ({ name: inLocale(l.variable, locale), value: inLocale(l.category, locale) })) };
}

/** @param token of the link, which the page's own addresses hold */
export async function frontView(services: Services, form: Form, token: string): Promise<FrontView> {
	const say = inForm(form);
	const { title, study } = form.compiled.questionnaire;
	return {
		locale: form.locale, survey: say(title), purpose: say(study.purpose), responsible: say(study.responsible), duration: say(study.duration), privacy: say(study.privacy),
		contact: say(study.contact), consent: say(study.consent), started: form.status === 'open', optOut: optOutPath(token), seats: await seats(services, form, form.locale)
	};
}

export function thanksView(form: Form): ThanksView {
	const say = inForm(form);
	const { title, study, thanks } = form.compiled.questionnaire;
	return { locale: form.locale, survey: say(title), thanks: say(thanks), contact: say(study.contact) };
}

/** @param origin of the address as the person sees it */
export function ownLinkView(form: Form, token: string, origin: string): OwnLinkView {
	const say = inForm(form);
	const { title, study } = form.compiled.questionnaire;
	return { locale: form.locale, survey: say(title), contact: say(study.contact), path: formPath(token), url: origin + formPath(token) };
}

/** @param done the person has just said no */
export function optOutView(form: Form, token: string, done: boolean): OptOutView {
	const say = inForm(form);
	const { title, study } = form.compiled.questionnaire;
	return { locale: form.locale, survey: say(title), contact: say(study.contact), path: formPath(token), started: form.status === 'open', done };
}
