import { coded, t, type ScaleInput } from './types.ts';

const dontKnow = t('Vet ikke', 'Veit ikkje', 'Don’t know');

export const SCALES: Record<string, ScaleInput> = {
	yesno: { categories: coded([t('Ja', 'Ja', 'Yes'), t('Nei', 'Nei', 'No')]), dontKnow },
	agree5: {
		categories: coded([
			t('Helt uenig', 'Heilt ueinig', 'Completely disagree'),
			t('Delvis uenig', 'Delvis ueinig', 'Partly disagree'),
			t('Både og', 'Både og', 'Neither agree nor disagree'),
			t('Delvis enig', 'Delvis einig', 'Partly agree'),
			t('Helt enig', 'Heilt einig', 'Completely agree')
		]),
		dontKnow
	},
	extent5: {
		categories: coded([
			t('Ikke i det hele tatt', 'Ikkje i det heile', 'Not at all'),
			t('I liten grad', 'I liten grad', 'To a small extent'),
			t('I noen grad', 'I nokon grad', 'To some extent'),
			t('I stor grad', 'I stor grad', 'To a large extent'),
			t('I svært stor grad', 'I svært stor grad', 'To a very large extent')
		]),
		dontKnow
	},
	satisfied5: {
		categories: coded([
			t('Svært misfornøyd', 'Svært misnøgd', 'Very dissatisfied'),
			t('Misfornøyd', 'Misnøgd', 'Dissatisfied'),
			t('Verken eller', 'Verken eller', 'Neither satisfied nor dissatisfied'),
			t('Fornøyd', 'Nøgd', 'Satisfied'),
			t('Svært fornøyd', 'Svært nøgd', 'Very satisfied')
		]),
		dontKnow
	},
	met3: {
		categories: coded([
			t('I liten grad', 'I liten grad', 'To a small extent'),
			t('I noen grad', 'I nokon grad', 'To some extent'),
			t('I stor grad', 'I stor grad', 'To a large extent')
		]),
		dontKnow
	}
};
