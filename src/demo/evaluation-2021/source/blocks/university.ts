/** The cooperation with a university or college, as seen by schools and owners, and by the institutions themselves. */
import { INSTITUTIONS, SCHOOL_OWNERS } from '../lists.ts';
import { AGREE, battery, coded, t, type BlockSource, type ItemInput, type RowSource, type Survey, type Wording } from '../types.ts';

const cooperates = { item: 'has_uh_cooperation', op: 'eq', value: 1 } as const;

/** Everyone at an institution is asked; the others only when they have said that there is a cooperation. */
const condition = (survey: Survey) => (survey === 'uh' ? {} : { if: cooperates });

const hasCooperation = (survey: Survey): ItemInput => {
	const common = { type: 'yesno', key: 'has_uh_cooperation', dontKnow: true } as const;
	if (survey === 'nettverk') {
		return {
			...common, if: { item: 'role', op: 'includes', value: SCHOOL_OWNERS },
			text: t('Samarbeider skoleeieren du representerer, med et universitet eller en høgskole om kompetanseutvikling?', 'Samarbeider skuleeigaren du representerer, med eit universitet eller ein høgskule om kompetanseutvikling?', 'Does the school owner you represent cooperate with a university or college on competence development?')
		};
	}
	return {
		...common,
		text: survey === 'skoleledere'
			? t('Samarbeider skolen din med et universitet eller en høgskole om kompetanseutvikling?', 'Samarbeider skulen din med eit universitet eller ein høgskule om kompetanseutvikling?', 'Does your school cooperate with a university or college on competence development?')
			: t('Samarbeider skolen med et universitet eller en høgskole om kompetanseutvikling?', 'Samarbeider skulen med eit universitet eller ein høgskule om kompetanseutvikling?', 'Does the school cooperate with a university or college on competence development?')
	};
};

const partner: ItemInput = {
	type: 'single', key: 'uh_partner', if: cooperates,
	text: t('Hvilket universitet eller hvilken høgskole samarbeider dere med?', 'Kva universitet eller høgskule samarbeider de med?', 'Which university or college do you cooperate with?'),
	help: t('Er det flere, velger du den dere samarbeider mest med.', 'Er det fleire, vel du den de samarbeider mest med.', 'If there is more than one, choose the one you cooperate with most.'),
	categories: coded([...INSTITUTIONS.map((entry) => entry.label), t('En annen', 'Ein annan', 'Another')])
};

const chosenByUs: ItemInput = {
	type: 'yesno', key: 'uh_chosen_by_us', if: cooperates, dontKnow: true,
	text: t('Valgte dere selv dette universitetet eller denne høgskolen?', 'Valde de sjølve dette universitetet eller denne høgskulen?', 'Did you choose this university or college yourselves?')
};

const hasUh: BlockSource = (survey) => {
	if (survey !== 'nettverk' && survey !== 'skoleledere' && survey !== 'tillitsvalgte') return undefined;
	const title = t('Universitet og høgskole', 'Universitet og høgskule', 'Universities and colleges');
	if (survey !== 'tillitsvalgte') return { key: 'has_uh', title, items: [hasCooperation(survey), partner, chosenByUs] };
	return {
		key: 'has_uh', title,
		intro: t(
			'Tenk på skolen der du er tillitsvalgt. Er du tillitsvalgt for flere skoler, svarer du for det som er vanligst.',
			'Tenk på skulen der du er tillitsvald. Er du tillitsvald for fleire skular, svarer du for det som er vanlegast.',
			'Think about the school where you are a union representative. If you represent several schools, answer for what is most common.'
		),
		items: [hasCooperation(survey)]
	};
};

const TASK_STEMS: Partial<Record<Survey, Wording>> = {
	nettverk: t('I hvilken grad samarbeider dere med universitetet eller høgskolen om dette?', 'I kva grad samarbeider de med universitetet eller høgskulen om dette?', 'To what extent do you cooperate with the university or college on the following?'),
	uh: t('I hvilken grad samarbeider dere med skoler og skoleeiere om dette?', 'I kva grad samarbeider de med skular og skuleeigarar om dette?', 'To what extent do you cooperate with schools and school owners on the following?'),
	skoleledere: t('I hvilken grad samarbeider skolen din med universitetet eller høgskolen om dette?', 'I kva grad samarbeider skulen din med universitetet eller høgskulen om dette?', 'To what extent does your school cooperate with the university or college on the following?'),
	tillitsvalgte: t('I hvilken grad samarbeider skolen med universitetet eller høgskolen om dette?', 'I kva grad samarbeider skulen med universitetet eller høgskulen om dette?', 'To what extent does the school cooperate with the university or college on the following?')
};

const tasks: BlockSource = (survey) => {
	const stem = TASK_STEMS[survey];
	return stem && {
		key: 'uh_tasks', ...condition(survey), title: t('Hva samarbeidet handler om', 'Kva samarbeidet handlar om', 'What the cooperation is about'),
		items: [battery('uh_tasks', 'extent5', stem, [
			['uh_map', t('Å kartlegge og analysere behov', 'Å kartleggje og analysere behov', 'Mapping and analysing needs')],
			['uh_prioritise', t('Å prioritere områder', 'Å prioritere område', 'Prioritising areas')],
			['uh_implement', t('Å planlegge og gjennomføre tiltak', 'Å planleggje og gjennomføre tiltak', 'Planning and carrying out measures')],
			['uh_evaluate', t('Å evaluere tiltak', 'Å evaluere tiltak', 'Evaluating measures')]
		])]
	};
};

const arenas: BlockSource = (survey) => survey === 'nettverk'
	? {
		key: 'uh_arenas', if: cooperates, title: t('Hvem som samarbeider', 'Kven som samarbeider', 'Who cooperates'),
		items: [battery('uh_arenas', 'extent5', t(
			'I hvilken grad skjer samarbeidet med universitetet eller høgskolen slik?',
			'I kva grad skjer samarbeidet med universitetet eller høgskulen slik?',
			'To what extent does the cooperation with the university or college take place in these ways?'
		), [
			['uh_arena_owner', t('Skoleeieren har den direkte kontakten', 'Skuleeigaren har den direkte kontakten', 'The school owner has the direct contact')],
			['uh_arena_leaders', t('Ledergruppene på skolene samarbeider med universitetet eller høgskolen', 'Leiargruppene på skulane samarbeider med universitetet eller høgskulen', 'The schools’ leadership teams cooperate with the university or college')],
			['uh_arena_staff', t('Universitetet eller høgskolen arbeider på skolene sammen med de ansatte', 'Universitetet eller høgskulen arbeider på skulane saman med dei tilsette', 'The university or college works at the schools together with the staff')]
		])]
	}
	: undefined;

const close: RowSource = ['uhq_close', t('Samarbeidet er tett', 'Samarbeidet er tett', 'The cooperation is close')];
const equal: RowSource = ['uhq_equal', t('Samarbeidet er likeverdig', 'Samarbeidet er likeverdig', 'We cooperate on an equal footing')];
const shared: RowSource = ['uhq_shared_understanding', t('Vi har en felles forståelse av hvordan utvikling best kan skje', 'Vi har ei felles forståing av korleis utvikling best kan skje', 'We have a shared understanding of how development is best done')];

const ourOwn: RowSource[] = [
	close, equal, shared,
	['uhq_interested', t('Vi er interessert i lokale utfordringer og behov', 'Vi er interesserte i lokale utfordringar og behov', 'We are interested in local challenges and needs')],
	['uhq_capacity', t('Vi har kompetansen og kapasiteten som trengs', 'Vi har kompetansen og kapasiteten som trengst', 'We have the competence and capacity that are needed')]
];
const theirs: RowSource[] = [
	close, equal, shared,
	['uhq_interested', t('Universitetet eller høgskolen viser interesse for lokale utfordringer og behov', 'Universitetet eller høgskulen viser interesse for lokale utfordringar og behov', 'The university or college is interested in local challenges and needs')],
	['uhq_capacity', t('Universitetet eller høgskolen har kompetansen og kapasiteten som trengs', 'Universitetet eller høgskulen har kompetansen og kapasiteten som trengst', 'The university or college has the competence and capacity that are needed')]
];
/** A union representative is not a party to the cooperation, so "we" would be wrong. */
const seenBeside: RowSource[] = [
	close,
	['uhq_equal', t('Samarbeidet er likeverdig', 'Samarbeidet er likeverdig', 'The cooperation is on an equal footing')],
	['uhq_shared_understanding', t('De som samarbeider, har en felles forståelse av hvordan utvikling best kan skje', 'Dei som samarbeider, har ei felles forståing av korleis utvikling best kan skje', 'Those who cooperate have a shared understanding of how development is best done')],
	...theirs.slice(3)
];
const qualityRows: Partial<Record<Survey, RowSource[]>> = { nettverk: theirs, uh: ourOwn, skoleledere: theirs, tillitsvalgte: seenBeside };

const quality: BlockSource = (survey) => {
	const rows = qualityRows[survey];
	const text = survey === 'uh'
		? t('Tenk på samarbeidet med skoler og skoleeiere. Hvor enig eller uenig er du i dette?', 'Tenk på samarbeidet med skular og skuleeigarar. Kor einig eller ueinig er du i dette?', 'Think about your cooperation with schools and school owners. How much do you agree or disagree with each statement?')
		: t('Tenk på samarbeidet med universitetet eller høgskolen. Hvor enig eller uenig er du i dette?', 'Tenk på samarbeidet med universitetet eller høgskulen. Kor einig eller ueinig er du i dette?', 'Think about the cooperation with the university or college. How much do you agree or disagree with each statement?');
	return rows && { key: 'uh_quality', ...condition(survey), title: t('Hvordan samarbeidet fungerer', 'Korleis samarbeidet fungerer', 'How the cooperation works'), items: [battery('uh_quality', 'agree5', text, rows)] };
};

const satisfaction: BlockSource = (survey) => survey === 'nettverk' || survey === 'skoleledere' || survey === 'tillitsvalgte'
	? {
		key: 'uh_satisfaction', if: cooperates, title: t('Samarbeidet alt i alt', 'Samarbeidet alt i alt', 'The cooperation, all in all'),
		items: [{
			type: 'single', key: 'uh_satisfaction', scale: 'satisfied5', dontKnow: true,
			text: t(
				'Hvor fornøyd eller misfornøyd er du alt i alt med samarbeidet med universitetet eller høgskolen?',
				'Kor nøgd eller misnøgd er du alt i alt med samarbeidet med universitetet eller høgskulen?',
				'All in all, how satisfied or dissatisfied are you with the cooperation with the university or college?'
			)
		}]
	}
	: undefined;

const institution: BlockSource = (survey) => survey === 'uh'
	? {
		key: 'uh_institution', title: t('Hva ordningen betyr hos dere', 'Kva ordninga betyr hos dykk', 'What the scheme means at your institution'),
		items: [battery('uh_institution', 'agree5', AGREE, [
			['inst_contact_practice', t('Ordningen gir oss mer kontakt med praksisfeltet', 'Ordninga gir oss meir kontakt med praksisfeltet', 'The scheme gives us more contact with the field of practice')],
			['inst_competence', t('Ordningen styrker kompetansen vår i skoleutvikling og veiledning', 'Ordninga styrkjer kompetansen vår i skuleutvikling og rettleiing', 'The scheme strengthens our competence in school development and supervision')],
			['inst_teaching', t('Ordningen gjør vår egen undervisning bedre', 'Ordninga gjer vår eiga undervisning betre', 'The scheme improves our own teaching')],
			['inst_internal_cooperation', t('Ordningen fører til at vi samarbeider mer internt', 'Ordninga fører til at vi samarbeider meir internt', 'The scheme leads to more internal cooperation')],
			['inst_publication', t('Ordningen fører til at vi publiserer mer forskning', 'Ordninga fører til at vi publiserer meir forsking', 'The scheme leads to more scientific publication')],
			['inst_anchored_leadership', t('Arbeidet er godt forankret i ledelsen', 'Arbeidet er godt forankra i leiinga', 'The work is well anchored in our leadership')],
			['inst_joint_meetings', t('Vi har felles interne møter om hvordan vi gjennomfører ordningen', 'Vi har felles interne møte om korleis vi gjennomfører ordninga', 'We hold joint internal meetings on how to carry out the scheme')]
		])]
	}
	: undefined;

export const university: BlockSource[] = [hasUh, tasks, arenas, quality, satisfaction, institution];
