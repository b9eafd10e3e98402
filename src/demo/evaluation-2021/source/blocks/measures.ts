/** The measures, who has a say in them, what the scheme leads to, and the scheme as a whole. Asked of most or all. */
import { AGREE, battery, t, type BlockSource, type Survey, type Wording } from '../types.ts';

const measures: BlockSource = () => ({
	key: 'measures', title: t('Tiltakene', 'Tiltaka', 'The measures'),
	intro: t(
		'Med tiltak mener vi det skolene gjør med støtte fra ordningen, for eksempel kurs, veiledning og utviklingsarbeid.',
		'Med tiltak meiner vi det skulane gjer med støtte frå ordninga, til dømes kurs, rettleiing og utviklingsarbeid.',
		'By measures we mean what the schools do with support from the scheme, for example courses, guidance and development work.'
	),
	items: [battery('measures', 'agree5', AGREE, [
		['meas_collective', t('Tiltakene fremmer felles utvikling på skolene', 'Tiltaka fremjar felles utvikling på skulane', 'The measures promote collective development at the schools')],
		['meas_fit_school', t('Tiltakene passer til behovene på hver enkelt skole', 'Tiltaka passar til behova på kvar einskild skule', 'The measures fit the needs of each school')],
		['meas_fit_plans', t('Tiltakene passer sammen med andre planer', 'Tiltaka passar saman med andre planar', 'The measures fit in with other plans')],
		['meas_not_relevant', t('Tiltakene er ikke relevante for skolene', 'Tiltaka er ikkje relevante for skulane', 'The measures are not relevant to the schools'), 'reversed']
	])]
});

const CODETERMINATION_STEMS: Partial<Record<Survey, Wording>> = {
	nettverk: t('I hvilken grad skjer dette der du arbeider?', 'I kva grad skjer dette der du arbeider?', 'To what extent does this happen where you work?'),
	skoleledere: t('I hvilken grad skjer dette på skolen din?', 'I kva grad skjer dette på skulen din?', 'To what extent does this happen at your school?'),
	tillitsvalgte: t('I hvilken grad skjer dette der du er tillitsvalgt?', 'I kva grad skjer dette der du er tillitsvald?', 'To what extent does this happen where you are a union representative?')
};

const codetermination: BlockSource = (survey) => {
	const stem = CODETERMINATION_STEMS[survey];
	return stem && {
		key: 'codetermination', title: t('Ledelse og tillitsvalgte', 'Leiing og tillitsvalde', 'Leaders and union representatives'),
		items: [battery('codetermination', 'extent5', stem, [
			['part_of_cooperation', t('Kompetanseutvikling er en del av partssamarbeidet', 'Kompetanseutvikling er ein del av partssamarbeidet', 'Competence development is part of the cooperation between employer and unions')],
			['coop_map', t('Leder og tillitsvalgt samarbeider om å kartlegge behov', 'Leiar og tillitsvald samarbeider om å kartleggje behov', 'The leader and the union representative cooperate on mapping needs')],
			['coop_prioritise', t('Leder og tillitsvalgt samarbeider om å prioritere områder', 'Leiar og tillitsvald samarbeider om å prioritere område', 'The leader and the union representative cooperate on prioritising areas')],
			['coop_implement', t('Leder og tillitsvalgt samarbeider om å planlegge og gjennomføre tiltak', 'Leiar og tillitsvald samarbeider om å planleggje og gjennomføre tiltak', 'The leader and the union representative cooperate on planning and carrying out measures')],
			['coop_evaluate', t('Leder og tillitsvalgt samarbeider om å evaluere tiltak', 'Leiar og tillitsvald samarbeider om å evaluere tiltak', 'The leader and the union representative cooperate on evaluating measures')]
		])]
	};
};

const TEACHER_STEMS: Partial<Record<Survey, Wording>> = {
	uh: t('Tenk på skolene dere samarbeider med. Hvor enig eller uenig er du i dette?', 'Tenk på skulane de samarbeider med. Kor einig eller ueinig er du i dette?', 'Think about the schools you cooperate with. How much do you agree or disagree with each statement?'),
	skoleledere: t('Tenk på lærerne på skolen din. Hvor enig eller uenig er du i dette?', 'Tenk på lærarane på skulen din. Kor einig eller ueinig er du i dette?', 'Think about the teachers at your school. How much do you agree or disagree with each statement?'),
	tillitsvalgte: t('Tenk på lærerne der du er tillitsvalgt. Hvor enig eller uenig er du i dette?', 'Tenk på lærarane der du er tillitsvald. Kor einig eller ueinig er du i dette?', 'Think about the teachers where you are a union representative. How much do you agree or disagree with each statement?')
};

const teachers: BlockSource = (survey) => {
	const stem = TEACHER_STEMS[survey];
	return stem && {
		key: 'teachers', title: t('Lærerne', 'Lærarane', 'The teachers'),
		items: [battery('teachers', 'agree5', stem, [
			['teach_influence_challenges', t('Lærerne har innflytelse på hvilke utfordringer det blir tatt tak i', 'Lærarane har innverknad på kva utfordringar det blir teke tak i', 'Teachers influence which challenges are addressed')],
			['teach_influence_implementation', t('Lærerne har innflytelse på hvordan tiltakene blir gjennomført', 'Lærarane har innverknad på korleis tiltaka blir gjennomførte', 'Teachers influence how the measures are carried out')],
			['teach_linked_to_work', t('Tiltakene handler om utfordringer lærerne selv har i arbeidet', 'Tiltaka handlar om utfordringar lærarane sjølve har i arbeidet', 'The measures are linked to challenges teachers have in their own work')],
			['teach_share_experience', t('Lærerne får dele erfaringer med hverandre', 'Lærarane får dele erfaringar med kvarandre', 'Teachers are able to share experience with one another')]
		])]
	};
};

const effects: BlockSource = () => ({
	key: 'effects', title: t('Hva ordningen fører til', 'Kva ordninga fører til', 'What the scheme leads to'),
	items: [battery('effects', 'agree5', AGREE, [
		['eff_owner', t('Ordningen styrker kompetansen til skoleeieren', 'Ordninga styrkjer kompetansen til skuleeigaren', 'The scheme strengthens the school owner’s competence')],
		['eff_leaders', t('Ordningen styrker kompetansen til skolelederne', 'Ordninga styrkjer kompetansen til skuleleiarane', 'The scheme strengthens the school leaders’ competence')],
		['eff_teaching', t('Ordningen gjør undervisningen bedre', 'Ordninga gjer undervisninga betre', 'The scheme improves teaching practice')],
		['eff_environment', t('Ordningen gjør læringsmiljøet bedre', 'Ordninga gjer læringsmiljøet betre', 'The scheme improves the learning environment')],
		['eff_learning', t('Ordningen gjør at elevene lærer mer', 'Ordninga gjer at elevane lærer meir', 'The scheme improves pupils’ learning')],
		['eff_teacher_education', t('Ordningen gjør lærerutdanningen mer relevant for arbeidslivet', 'Ordninga gjer lærarutdanninga meir relevant for arbeidslivet', 'The scheme makes teacher education more relevant to working life')]
	])]
});

const overall: BlockSource = () => ({
	key: 'overall', title: t('Ordningen alt i alt', 'Ordninga alt i alt', 'The scheme as a whole'),
	items: [battery('overall', 'agree5', AGREE, [
		['ov_good_way', t('Ordningen er en god måte å utvikle kompetanse på', 'Ordninga er ein god måte å utvikle kompetanse på', 'The scheme is a good way to develop competence')],
		['ov_costs_exceed', t('Kostnadene ved ordningen er større enn nytten', 'Kostnadene ved ordninga er større enn nytta', 'The costs of the scheme are greater than the gains'), 'reversed'],
		['ov_no_importance', t('Ordningen har ingenting å si for skolene', 'Ordninga har ingenting å seie for skulane', 'The scheme is of no importance to the schools'), 'reversed']
	])]
});

const open: BlockSource = (survey) => survey === 'samarbeidsforum'
	? undefined
	: {
		key: 'open', title: t('Til slutt', 'Til slutt', 'Finally'),
		items: [{
			type: 'long_text', key: 'comment', maxLength: 10000,
			text: t('Er det noe mer du vil si?', 'Er det noko meir du vil seie?', 'Is there anything else you would like to say?'),
			help: t(
				'Skriv så kort eller langt du vil. Ikke skriv navn på personer, og ikke noe som viser hvem en person er.',
				'Skriv så kort eller langt du vil. Ikkje skriv namn på personar, og ikkje noko som viser kven ein person er.',
				'Write as little or as much as you like. Please do not name anyone, or write anything that shows who a person is.'
			)
		}]
	};

export const outcomes: BlockSource[] = [measures, codetermination, teachers, effects, overall, open];
