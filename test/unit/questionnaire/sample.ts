import * as v from 'valibot';
import { compile, type Compiled, type Field } from '#lib/domain/questionnaire/fields.ts';
import { Questionnaire } from '#lib/domain/questionnaire/schema.ts';

export const t = (nb: string, nn = nb, en = nb) => ({ nb, nn, en });

/** A valid document with every item type, routing on answers and on the frame, and piping. A fresh copy each time. */
export function sample(): Record<string, unknown> & { blocks: (Record<string, unknown> & { items: Record<string, unknown>[] })[] } {
	return {
		format: 'grunnlag-questionnaire/1',
		key: 'sample',
		title: t('Prøve', 'Prøve', 'Sample'),
		study: { purpose: t('Formål'), responsible: t('Ansvarlig'), contact: t('Kontakt'), privacy: t('Personvern'), duration: t('Varighet'), consent: t('Samtykke') },
		frame: [
			{ name: 'county', label: t('Fylke'), stratum: true, categories: [{ code: '03', label: t('Oslo') }, { code: '11', label: t('Rogaland') }] },
			{ name: 'institution', label: t('Institusjon') }
		],
		scales: {
			agree: { categories: [{ code: 1, label: t('Uenig', 'Usamd', 'Disagree') }, { code: 2, label: t('Både og') }, { code: 3, label: t('Enig', 'Samd', 'Agree') }], dontKnow: t('Vet ikke', 'Veit ikkje', 'Don’t know') }
		},
		blocks: [
			{ key: 'start', title: t('Om deg'), items: [
				{ type: 'information', key: 'hello', text: t('Velkommen til {{frame:institution}}') },
				{ type: 'consent', key: 'agreed', text: t('Samtykke'), label: t('Jeg samtykker') },
				{ type: 'multiple', key: 'role', text: t('Rolle?'), required: true, categories: [{ code: 1, label: t('Eier') }, { code: 2, label: t('Leder') }, { code: 9, label: t('Annet') }] },
				{ type: 'municipality', key: 'municipality', text: t('Kommune?'), several: true, if: { item: 'role', op: 'includes', value: 1 },
					list: [{ number: '0301', name: 'Oslo' }, { number: '5043', name: 'Raarvihke - Røyrvik' }, { number: '1515', name: 'Herøy (Møre og Romsdal)' }, { number: '1818', name: 'Herøy (Nordland)' }] }
			] },
			{ key: 'cooperation', items: [
				{ type: 'yesno', key: 'cooperates', text: t('Samarbeid?'), dontKnow: true, required: true },
				{ type: 'single', key: 'satisfied', text: t('Fornøyd?'), scale: 'agree', dontKnow: true, if: { item: 'cooperates', op: 'eq', value: 1 } }
			] },
			{ key: 'tasks', title: t('Om {{item:cooperates}}'), if: { any: [{ item: 'satisfied', op: 'gte', value: 2 }, { frame: 'county', op: 'in', value: ['03'] }] }, items: [
				{ type: 'matrix', key: 'uh', text: t('Oppgaver'), scale: 'agree', dontKnow: true, rows: [
					{ key: 'uh_map', text: t('Kartlegge') },
					{ key: 'uh_plan', text: t('Planlegge'), reversed: true, if: { not: { item: 'uh_map', op: 'eq', value: 1 } } }
				] }
			] },
			{ key: 'figures', items: [
				{ type: 'integer', key: 'years', text: t('År?'), min: 0, max: 60, unit: t('år', 'år', 'years') },
				{ type: 'number', key: 'share', text: t('Andel?'), min: 0, dontKnow: true },
				{ type: 'date', key: 'since', text: t('Siden?'), min: '2000-01-01', max: '2021-12-31' },
				{ type: 'short_text', key: 'title', text: t('Tittel?'), if: { item: 'years', op: 'gt', value: 10 } },
				{ type: 'long_text', key: 'comment', text: t('Du er {{item:title}} ved {{frame:institution}}: mer?'), maxLength: 500 }
			] }
		],
		thanks: t('Takk')
	};
}

export const questionnaire = (doc: unknown = sample()) => v.parse(Questionnaire, doc);
export const compiled = (doc: unknown = sample()): Compiled => compile(questionnaire(doc));

/** One item as the only one of a document. */
export function fieldOf(item: Record<string, unknown>): Field {
	const doc = { ...sample(), blocks: [{ key: 'only', items: [{ key: 'it', text: t('Tekst'), ...item }] }] };
	const [field] = compiled(doc).fields;
	if (!field) throw new Error('the item has no field');
	return field;
}

export const code = (n: number) => ({ state: 'answered' as const, code: n });
export const codes = (...n: number[]) => ({ state: 'answered' as const, codes: n });
export const number = (n: number) => ({ state: 'answered' as const, number: n });
export const text = (s: string) => ({ state: 'answered' as const, text: s });
export const DONT_KNOW = { state: 'dont_know' as const };
