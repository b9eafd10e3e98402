/** The yearly report of a municipality that takes part in the follow-up scheme (oppfølgingsordningen): the municipality is the seat. */
import { COUNTIES } from './lists.ts';
import { AGREE, battery, coded, t, type BlockInput, type FrameInput, type QuestionnaireInput, type RowSource } from './types.ts';

const paragraphs = (...lines: string[]): string => lines.join('\n\n');

const LEVELS: RowSource[] = [
	['level_owner', t('Skoleeier (administrativt nivå)', 'Skuleeigar (administrativt nivå)', 'School owner (administrative level)')],
	['level_leaders', t('Ledere', 'Leiarar', 'Leaders')],
	['level_staff', t('Ansatte i skolen', 'Tilsette i skulen', 'School staff')],
	['level_ppt', t('PPT (pedagogisk-psykologisk tjeneste)', 'PPT (pedagogisk-psykologisk teneste)', 'PPT (educational psychological service)')],
	['level_kindergarten', t('Barnehage', 'Barnehage', 'Kindergarten')],
	['level_others', t('Andre', 'Andre', 'Others')]
];

const levels: BlockInput = {
	key: 'levels', title: t('Hvem tiltakene er for', 'Kven tiltaka er for', 'Whom the measures are for'),
	intro: t(
		'Med tiltak mener vi det kommunen gjør med støtte fra oppfølgingsordningen. Svar for det siste året.',
		'Med tiltak meiner vi det kommunen gjer med støtte frå oppfølgingsordninga. Svar for det siste året.',
		'By measures we mean what the municipality does with support from the follow-up scheme. Please answer for the past year.'
	),
	items: [
		{
			type: 'information', key: 'municipality_from_list', if: { frame: 'kommune', op: 'answered' },
			text: t('Svar for denne kommunen: {{frame:kommune}}.', 'Svar for denne kommunen: {{frame:kommune}}.', 'Please answer for this municipality: {{frame:kommune}}.')
		},
		battery('levels', 'yesno', t('Har kommunen hatt tiltak på disse nivåene?', 'Har kommunen hatt tiltak på desse nivåa?', 'Has the municipality had measures on these levels?'), LEVELS)
	]
};

const kinds: BlockInput = {
	key: 'kinds', if: { any: LEVELS.map(([item]) => ({ item, op: 'eq' as const, value: 1 })) },
	title: t('Hva slags tiltak', 'Kva slags tiltak', 'Kinds of measures'),
	items: [{
		type: 'multiple', key: 'measure_kinds',
		text: t('Hva slags tiltak har kommunen hatt?', 'Kva slags tiltak har kommunen hatt?', 'What kinds of measures has the municipality had?'),
		help: t('Kryss av for alle som passer.', 'Kryss av for alle som passar.', 'Tick all that apply.'),
		categories: coded([
			t('Kurs og fagdager', 'Kurs og fagdagar', 'Courses and seminars'),
			t('Veiledning fra veilederkorps eller andre utenfra', 'Rettleiing frå rettleiarkorps eller andre utanfrå', 'Guidance from advisers outside the municipality'),
			t('Nettverk mellom skoler', 'Nettverk mellom skular', 'Networks between schools'),
			t('Profesjonsfellesskap på den enkelte skolen', 'Profesjonsfellesskap på den einskilde skulen', 'Professional learning communities at each school'),
			t('Lederutvikling', 'Leiarutvikling', 'Leadership development'),
			t('Samarbeid med universitet eller høgskole', 'Samarbeid med universitet eller høgskule', 'Cooperation with a university or college'),
			t('Kartlegging og analyse av resultater', 'Kartlegging og analyse av resultat', 'Mapping and analysis of results'),
			t('Nye rutiner og planer', 'Nye rutinar og planar', 'New routines and plans'),
			t('Annet', 'Anna', 'Other')
		])
	}]
};

const change: BlockInput = {
	key: 'change', title: t('Endringer dere har sett', 'Endringar de har sett', 'Change that you have seen'),
	intro: t('Ta med endringer som dere mener henger sammen med tiltakene.', 'Ta med endringar som de meiner heng saman med tiltaka.', 'Please include changes that you believe are connected with the measures.'),
	items: [battery('change', 'extent5', t(
		'I hvilken grad har dere sett endring på disse områdene?', 'I kva grad har de sett endring på desse områda?', 'To what extent have you seen change in these areas?'
	), [
		['change_owner', t('Skoleeieren følger skolene tettere opp', 'Skuleeigaren følgjer skulane tettare opp', 'The school owner follows the schools up more closely')],
		['change_leadership', t('Skolene blir bedre ledet', 'Skulane blir betre leidde', 'The schools are better led')],
		['change_sharing', t('Lærerne deler og prøver ut mer sammen', 'Lærarane deler og prøver ut meir saman', 'Teachers share and try things out together more')],
		['change_teaching', t('Undervisningen er blitt bedre', 'Undervisninga er blitt betre', 'Teaching has improved')],
		['change_environment', t('Elevene har fått et bedre læringsmiljø', 'Elevane har fått eit betre læringsmiljø', 'The pupils have a better learning environment')],
		['change_learning', t('Elevene lærer mer', 'Elevane lærer meir', 'The pupils learn more')]
	])]
};

const experience: BlockInput = {
	key: 'experience', title: t('Erfaringer med ordningen', 'Erfaringar med ordninga', 'Experience with the scheme'),
	items: [battery('experience', 'agree5', AGREE, [
		['exp_support', t('Veiledningen vi har fått, har vært nyttig', 'Rettleiinga vi har fått, har vore nyttig', 'The guidance we have received has been useful')],
		['exp_anchored', t('Arbeidet er godt forankret i ledelsen i kommunen', 'Arbeidet er godt forankra i leiinga i kommunen', 'The work is well anchored in the leadership of the municipality')],
		['exp_analysis', t('Det første året fant vi ut hva som var det viktigste å gjøre noe med', 'Det første året fann vi ut kva som var viktigast å gjere noko med', 'In the first year we found out what it was most important to do something about')],
		['exp_time', t('Vi har hatt nok tid til arbeidet', 'Vi har hatt nok tid til arbeidet', 'We have had enough time for the work')],
		['exp_reporting', t('Rapporteringen tar mer tid enn den er verd', 'Rapporteringa tek meir tid enn ho er verd', 'Reporting takes more time than it is worth'), 'reversed'],
		['exp_continue', t('Vi fortsetter arbeidet når ordningen er over', 'Vi held fram med arbeidet når ordninga er over', 'We will continue the work when the scheme ends')]
	])]
};

const open: BlockInput = {
	key: 'open', title: t('Til slutt', 'Til slutt', 'Finally'),
	items: [{
		type: 'long_text', key: 'comment', maxLength: 10000,
		text: t('Er det noe mer dere vil si om arbeidet?', 'Er det noko meir de vil seie om arbeidet?', 'Is there anything else you would like to say about the work?'),
		help: t(
			'Skriv så kort eller langt dere vil. Ikke skriv navn på personer eller noe som viser hvem en elev er.',
			'Skriv så kort eller langt de vil. Ikkje skriv namn på personar eller noko som viser kven ein elev er.',
			'Write as little or as much as you like. Please do not name anyone, or write anything that shows who a pupil is.'
		)
	}]
};

const frame: FrameInput[] = [
	{ name: 'kommunenr', label: t('Kommunenummer', 'Kommunenummer', 'Municipality number') },
	{ name: 'kommune', label: t('Kommune', 'Kommune', 'Municipality') },
	{ name: 'fylke', label: t('Fylke', 'Fylke', 'County'), stratum: true, categories: COUNTIES.filter((one) => one.listed !== 'Oslo').map((one) => ({ code: one.listed, label: one.label })) },
	{
		name: 'uttrekk', label: t('Uttrekk', 'Uttrekk', 'Extraction'), stratum: true,
		categories: ['2020', '2022'].map((year) => ({ code: year, label: t(`Uttrekket i ${year}`, `Uttrekket i ${year}`, `The extraction of ${year}`) }))
	}
];

const study: QuestionnaireInput['study'] = {
	purpose: t(
		paragraphs(
			'Kommuner som er med i oppfølgingsordningen, rapporterer hvert år om arbeidet. Du får skjemaet fordi du er kommunens kontakt for ordningen.',
			'Rapporten viser hva kommunene gjør, hva som endrer seg, og hva som bør bli bedre i ordningen.'
		),
		paragraphs(
			'Kommunar som er med i oppfølgingsordninga, rapporterer kvart år om arbeidet. Du får skjemaet fordi du er kontakten til kommunen for ordninga.',
			'Rapporten viser kva kommunane gjer, kva som endrar seg, og kva som bør bli betre i ordninga.'
		),
		paragraphs(
			'Municipalities that take part in the follow-up scheme report on the work every year. You are given this form because you are your municipality’s contact for the scheme.',
			'The report shows what the municipalities do, what is changing, and what should be improved in the scheme.'
		)
	),
	responsible: t(
		'Dette er et eksempel på et skjema. Den som bruker det, skriver her hvem som er ansvarlig for rapporteringen.',
		'Dette er eit døme på eit skjema. Den som brukar det, skriv her kven som er ansvarleg for rapporteringa.',
		'This is an example of a form. Whoever uses it writes here who is responsible for the reporting.'
	),
	contact: t(
		'Skriv til evaluering@example.org. Der når du også personvernombudet. (Dette er en demo, og adressen er oppdiktet.)',
		'Skriv til evaluering@example.org. Der når du òg personvernombodet. (Dette er ein demo, og adressa er oppdikta.)',
		'Write to evaluering@example.org. You can also reach the data protection officer there. (This is a demo, and the address is invented.)'
	),
	privacy: t(
		paragraphs(
			'Rapporten gjelder kommunen, ikke deg. Navnet og e-postadressen din holder vi atskilt fra svarene. Sammen med svarene lagrer vi kommune, kommunenummer, fylke og hvilket uttrekk kommunen kom med i.',
			'Svarene er koblet til invitasjonen. Da kan du ta pause og fortsette senere, og du slipper påminnelser når rapporten er levert. Tabellene viser hvor mange kommuner som har svart hva.',
			'Du kan hoppe over spørsmål. Du kan be om å få se, rette eller slette det vi har lagret om deg. Skriv til oss. Du kan også klage til Datatilsynet.'
		),
		paragraphs(
			'Rapporten gjeld kommunen, ikkje deg. Namnet og e-postadressa di held vi skilde frå svara. Saman med svara lagrar vi kommune, kommunenummer, fylke og kva uttrekk kommunen kom med i.',
			'Svara er kopla til invitasjonen. Då kan du ta pause og halde fram seinare, og du slepp påminningar når rapporten er levert. Tabellane viser kor mange kommunar som har svart kva.',
			'Du kan hoppe over spørsmål. Du kan be om å få sjå, rette eller slette det vi har lagra om deg. Skriv til oss. Du kan òg klage til Datatilsynet.'
		),
		paragraphs(
			'The report concerns the municipality, not you. We keep your name and e-mail address apart from the answers. Together with the answers we store the municipality, its number, the county and which extraction it came in with.',
			'The answers are linked to the invitation. This lets you take a break and continue later, and you get no reminders once the report has been filed. The tables show how many municipalities have answered what.',
			'You can skip questions. You can ask to see, correct or delete what we have stored about you. Just write to us. You can also complain to the Norwegian Data Protection Authority (Datatilsynet).'
		)
	),
	duration: t('Det tar omtrent 10 minutter å svare.', 'Det tek omtrent 10 minutt å svare.', 'It takes about 10 minutes to answer.'),
	consent: t('Jeg har lest informasjonen og vil svare for kommunen.', 'Eg har lese informasjonen og vil svare for kommunen.', 'I have read the information and want to answer for the municipality.')
};

export const yearlyReport: Pick<QuestionnaireInput, 'title' | 'study' | 'frame' | 'blocks' | 'thanks'> = {
	title: t('Oppfølgingsordningen: årsrapport fra kommunen', 'Oppfølgingsordninga: årsrapport frå kommunen', 'The follow-up scheme: yearly report from the municipality'),
	study, frame, blocks: [levels, kinds, change, experience, open],
	thanks: t(
		'Tusen takk! Årsrapporten er levert, og du trenger ikke gjøre noe mer.', 'Tusen takk! Årsrapporten er levert, og du treng ikkje gjere noko meir.', 'Thank you very much! The yearly report has been filed, and there is nothing more you need to do.'
	)
};
