/** The first page, and the page that thanks. */
import { pipe } from '#lib/domain/questionnaire/pipe.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';
import { readSeatLabels } from '#lib/server/db/respond.ts';
import type { FrontView, ThanksView } from '#lib/respond/view.ts';
import type { Form, Services } from './open.ts';

const inForm = (form: Form) => (text: Text) => pipe(inLocale(text, form.locale), form.compiled, form.counted, form.frame, form.locale);

async function seats(services: Services, form: Form, locale: Locale): Promise<FrontView['seats']> {
	if (form.row.seatsHeld < 2) return undefined;
	const labels = await readSeatLabels(services.database.respond.sql, form.key.surveyId, form.row.seatId);
	return { count: form.row.seatsHeld, labels: labels.map((l) => ({ name: inLocale(l.variable, locale), value: inLocale(l.category, locale) })) };
}

export async function frontView(services: Services, form: Form): Promise<FrontView> {
	const say = inForm(form);
	const { title, study } = form.compiled.questionnaire;
	return {
		locale: form.locale, survey: say(title), purpose: say(study.purpose), responsible: say(study.responsible), duration: say(study.duration), privacy: say(study.privacy),
		contact: say(study.contact), consent: say(study.consent), started: form.status === 'open', seats: await seats(services, form, form.locale)
	};
}

export function thanksView(form: Form): ThanksView {
	const say = inForm(form);
	const { title, study, thanks } = form.compiled.questionnaire;
	return { locale: form.locale, survey: say(title), thanks: say(thanks), contact: say(study.contact) };
}
