/** A small questionnaire with every item type, routing, piping and three languages, for tests. */
import { FORMAT, type Questionnaire, type Text } from '../../src/lib/domain/questionnaire/schema.ts';

const text = (nb: string, nn = nb, en = nb): Text => ({ nb, nn, en });

export const QUESTIONNAIRE: Questionnaire = {
	format: FORMAT,
	key: 'prove',
	title: text('Prøveundersøkelsen', 'Prøveundersøkinga', 'The trial survey'),
	study: {
		purpose: text('Vi vil vite hvordan ordningen virker.', 'Vi vil vite korleis ordninga verkar.', 'We want to know how the scheme works.'),
		responsible: text('Prøvedirektoratet', 'Prøvedirektoratet', 'The Trial Directorate'),
		contact: text('Prøvekontoret, svar@prove.example', 'Prøvekontoret, svar@prove.example', 'The trial office, svar@prove.example'),
		privacy: text('Svarene behandles fortrolig.\n\nLes mer på https://prove.example/personvern.', 'Svara blir handsama fortruleg.\n\nLes meir på https://prove.example/personvern.', 'Answers are confidential.\n\nRead more at https://prove.example/personvern.'),
		duration: text('Omtrent fem minutter', 'Om lag fem minutt', 'About five minutes'),
		consent: text('Jeg har lest dette og vil delta.', 'Eg har lese dette og vil delta.', 'I have read this and want to take part.')
	},
	frame: [
		{ name: 'fylke', label: text('Fylke', 'Fylke', 'County'), stratum: true, categories: [
			{ code: 'oslo', label: text('Oslo') }, { code: 'vestland', label: text('Vestland') }] },
		{ name: 'rolle', label: text('Rolle', 'Rolle', 'Role'), stratum: true, categories: [
			{ code: 'eier', label: text('Skoleeier', 'Skuleeigar', 'School owner') }, { code: 'uh', label: text('Universitet eller høgskole', 'Universitet eller høgskule', 'University or college') }] },
		{ name: 'enhet', label: text('Enhet', 'Eining', 'Unit'), stratum: false }
	],
	scales: {
		agree: {
			categories: [
				{ code: 1, label: text('Helt uenig', 'Heilt usamd', 'Strongly disagree') }, { code: 2, label: text('Uenig', 'Usamd', 'Disagree') },
				{ code: 3, label: text('Verken enig eller uenig', 'Verken samd eller usamd', 'Neither') }, { code: 4, label: text('Enig', 'Samd', 'Agree') },
				{ code: 5, label: text('Helt enig', 'Heilt samd', 'Strongly agree') }],
			dontKnow: text('Vet ikke', 'Veit ikkje', 'Don’t know')
		}
	},
	blocks: [
		{ key: 'om_deg', title: text('Om deg', 'Om deg', 'About you'), intro: text('Du svarer for {{frame:enhet}} i {{frame:fylke}}.', 'Du svarer for {{frame:enhet}} i {{frame:fylke}}.', 'You answer for {{frame:enhet}} in {{frame:fylke}}.'), items: [
			{ type: 'consent', key: 'fortrolig', text: text('Taushetsplikt', 'Teieplikt', 'Confidentiality'), label: text('Jeg omtaler ikke enkeltpersoner', 'Eg omtaler ikkje enkeltpersonar', 'I will not mention individuals') },
			{ type: 'single', key: 'stilling', text: text('Hvilken stilling har du?', 'Kva stilling har du?', 'What is your position?'), required: true, dontKnow: false, reversed: false, categories: [
				{ code: 1, label: text('Leder', 'Leiar', 'Leader') }, { code: 2, label: text('Rådgiver', 'Rådgjevar', 'Adviser') }, { code: 9, label: text('Annet', 'Anna', 'Other') }] },
			{ type: 'short_text', key: 'stilling_annet', text: text('Hva heter stillingen?', 'Kva heiter stillinga?', 'What is the position called?'), required: false, dontKnow: false, maxLength: 80,
				if: { item: 'stilling', op: 'eq', value: 9 } },
			{ type: 'integer', key: 'aar', text: text('Hvor mange år har du hatt stillingen?', 'Kor mange år har du hatt stillinga?', 'How many years have you held it?'), help: text('Rund av til hele år.', 'Rund av til heile år.', 'Round to whole years.'),
				required: false, dontKnow: true, min: 0, max: 60, unit: text('år', 'år', 'years') },
			{ type: 'yesno', key: 'med', text: text('Har du deltatt i et tiltak?', 'Har du delteke i eit tiltak?', 'Have you taken part in a measure?'), required: true, dontKnow: true }
		] },
		{ key: 'tiltak', title: text('Tiltaket', 'Tiltaket', 'The measure'), if: { item: 'med', op: 'eq', value: true }, items: [
			{ type: 'information', key: 'om_tiltak', text: text('Tenk på det siste tiltaket du var med i som {{item:stilling}}.', 'Tenk på det siste tiltaket du var med i som {{item:stilling}}.', 'Think of the last measure you took part in as {{item:stilling}}.') },
			{ type: 'multiple', key: 'tema', text: text('Hva handlet det om?', 'Kva handla det om?', 'What was it about?'), required: false, dontKnow: true, categories: [
				{ code: 1, label: text('Lesing', 'Lesing', 'Reading') }, { code: 2, label: text('Regning', 'Rekning', 'Arithmetic') }, { code: 3, label: text('Læringsmiljø', 'Læringsmiljø', 'Learning environment') }] },
			{ type: 'number', key: 'timer', text: text('Hvor mange timer varte det?', 'Kor mange timar varte det?', 'How many hours did it last?'), required: false, dontKnow: false, min: 0, max: 1000 },
			{ type: 'date', key: 'dato', text: text('Når begynte det?', 'Når byrja det?', 'When did it begin?'), required: false, dontKnow: false },
			{ type: 'municipality', key: 'kommune', text: text('I hvilken kommune?', 'I kva kommune?', 'In which municipality?'), required: false, dontKnow: true, several: true, list: [
				{ number: '0301', name: 'Oslo' }, { number: '4601', name: 'Bergen' }, { number: '1508', name: 'Ålesund' }] }
		] },
		{ key: 'vurdering', title: text('Vurdering', 'Vurdering', 'Assessment'), items: [
			{ type: 'matrix', key: 'paastander', text: text('Hvor enig er du i disse påstandene?', 'Kor samd er du i desse påstandane?', 'How far do you agree?'), required: true, dontKnow: true, scale: 'agree', rows: [
				{ key: 'p_nytte', text: text('Ordningen er nyttig', 'Ordninga er nyttig', 'The scheme is useful'), reversed: false },
				{ key: 'p_tid', text: text('Vi har nok tid', 'Vi har nok tid', 'We have enough time'), reversed: false },
				{ key: 'p_uh', text: text('Vi får god støtte fra eierne', 'Vi får god støtte frå eigarane', 'We are well supported by the owners'), reversed: false, if: { frame: 'rolle', op: 'eq', value: 'uh' } }] },
			{ type: 'long_text', key: 'kommentar', text: text('Er det noe du vil legge til?', 'Er det noko du vil leggje til?', 'Is there anything you would like to add?'), required: false, dontKnow: false, maxLength: 2000 }
		] }
	],
	thanks: text('Takk for at du svarte.', 'Takk for at du svarte.', 'Thank you for answering.')
};
