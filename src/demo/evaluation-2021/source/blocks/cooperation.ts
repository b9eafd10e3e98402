/** How the forum or network works: goals, function, leadership, participation, what is demanding, satisfaction. */
import { AGREE, battery, placed, t, type BlockSource, type RowSource, type Survey, type Wording } from '../types.ts';

const asked = (survey: Survey): boolean => survey === 'samarbeidsforum' || survey === 'nettverk';

const block = (key: string, scale: string, title: Wording, text: Wording, rows: RowSource[]): BlockSource => (survey) => asked(survey)
	? {
		key, title: placed(survey, title),
		items: [battery(key, scale, placed(survey, text), rows.map(([row, wording, reversed]): RowSource => [row, placed(survey, wording), reversed]))]
	}
	: undefined;

const goals = block('goals', 'agree5', t('Mål og oppdrag', 'Mål og oppdrag', 'Goals and mission'), t(
	'Tenk på samarbeidet i {f}. Hvor enig eller uenig er du i dette?',
	'Tenk på samarbeidet i {f}. Kor einig eller ueinig er du i dette?',
	'Think about the cooperation in {f}. How much do you agree or disagree with each statement?'
), [
	['goals_clear', t('Målene for samarbeidet er tydelige', 'Måla for samarbeidet er tydelege', 'The goals of the cooperation are clear')],
	['shared_mission', t('Vi har en felles forståelse av oppdraget', 'Vi har ei felles forståing av oppdraget', 'We have a shared understanding of our mission')],
	['define_roles_together', t('Vi avklarer roller og ansvar sammen', 'Vi avklarar roller og ansvar saman', 'We define roles and responsibilities together')],
	['discuss_improvement', t('Vi snakker om hvordan samarbeidet kan bli bedre', 'Vi snakkar om korleis samarbeidet kan bli betre', 'We discuss how the cooperation can be improved')],
	['evaluate_regularly', t('Vi vurderer jevnlig hvordan samarbeidet fungerer', 'Vi vurderer jamleg korleis samarbeidet fungerer', 'We regularly evaluate how well the cooperation works')],
	['discuss_right_competence', t('Vi diskuterer om vi har den riktige kompetansen med', 'Vi diskuterer om vi har den rette kompetansen med', 'We discuss whether we have the right competence among us')]
]);

const purpose = block('function', 'agree5', t('Hva {f} er for deg', 'Kva {f} er for deg', 'What {f} is to you'), AGREE, [
	['arena_information', t('{F} er en meningsfull møteplass for å dele informasjon', '{F} er ein meiningsfull møteplass for å dele informasjon', '{F} is a meaningful place to exchange information')],
	['arena_overview_needs', t('{F} gir oss oversikt over behovene i området', '{F} gir oss oversikt over behova i området', '{F} gives us an overview of the needs in our area')],
	['arena_development_learning', t('{F} er et sted for målrettet utvikling og læring', '{F} er ein stad for målretta utvikling og læring', '{F} is a place for purposeful development and learning')],
	['arena_negotiation', t('{F} er et sted der vi forhandler med hverandre', '{F} er ein stad der vi forhandlar med kvarandre', '{F} is a place where we negotiate with one another')],
	['plan_measures_together', t('Vi utvikler og planlegger tiltak sammen', 'Vi utviklar og planlegg tiltak saman', 'We develop and plan measures together')]
]);

const leadership = block('leadership', 'agree5', t('Ledelse', 'Leiing', 'Leadership'), t(
	'Tenk på hvordan {f} blir ledet. Hvor enig eller uenig er du i dette?',
	'Tenk på korleis {f} blir leidd. Kor einig eller ueinig er du i dette?',
	'Think about how {f} is led. How much do you agree or disagree with each statement?'
), [
	['clear_leader', t('Ledelsen er tydelig', 'Leiinga er tydeleg', 'The leadership is clear')],
	['meeting_routines', t('Vi har gode rutiner for innkalling, saksliste og referat', 'Vi har gode rutinar for innkalling, saksliste og referat', 'We have good routines for calling meetings, agendas and minutes')],
	['leader_enables_goals', t('Lederen bidrar til at vi når målene', 'Leiaren medverkar til at vi når måla', 'The leader helps us reach our goals')],
	['leader_good_discussions', t('Lederen bidrar til gode diskusjoner', 'Leiaren medverkar til gode diskusjonar', 'The leader contributes to good discussions')],
	['leader_all_heard', t('Lederen sørger for at alle blir hørt', 'Leiaren syter for at alle blir høyrde', 'The leader makes sure that everyone is heard')],
	['leader_resolves_disagreement', t('Lederen bidrar til å løse uenighet', 'Leiaren medverkar til å løyse usemje', 'The leader helps to resolve disagreements')]
]);

const participation = block('participation', 'agree5', t('Deltakelse', 'Deltaking', 'Participation'), t(
	'Tenk på møtene i {f} og hvem som er med. Hvor enig eller uenig er du i dette?',
	'Tenk på møta i {f} og kven som er med. Kor einig eller ueinig er du i dette?',
	'Think about the meetings of {f} and who takes part. How much do you agree or disagree with each statement?'
), [
	['prioritise_meetings', t('Jeg prioriterer møtene', 'Eg prioriterer møta', 'I give the meetings priority')],
	['well_prepared', t('Jeg møter godt forberedt', 'Eg møter godt førebudd', 'I come to the meetings well prepared')],
	['key_actors_present', t('De viktigste aktørene er representert', 'Dei viktigaste aktørane er representerte', 'The most important parties are represented')],
	['know_interests', t('Jeg kjenner interessene og behovene til de andre', 'Eg kjenner interessene og behova til dei andre', 'I know the interests and needs of the others')],
	['too_many_actors', t('Vi er så mange at det hindrer samarbeidet', 'Vi er så mange at det hindrar samarbeidet', 'There are so many of us that it hinders the cooperation'), 'reversed'],
	['meet_too_seldom', t('Vi møtes for sjelden', 'Vi møtest for sjeldan', 'We meet too seldom'), 'reversed']
]);

const demanding = block('demanding', 'extent5', t('Hva som er krevende', 'Kva som er krevjande', 'What is demanding'), t(
	'I hvilken grad er dette krevende for deg i arbeidet i {f}?',
	'I kva grad er dette krevjande for deg i arbeidet i {f}?',
	'To what extent do you find the following demanding in your work in {f}?'
), [
	['dem_overview_needs', t('Å få oversikt over lokale behov', 'Å få oversikt over lokale behov', 'Getting an overview of local needs')],
	['dem_make_needs_visible', t('Å synliggjøre behovene i min egen virksomhet', 'Å synleggjere behova i mi eiga verksemd', 'Making the needs of my own organisation visible')],
	['dem_win_support', t('Å få støtte for det jeg mener', 'Å få støtte for det eg meiner', 'Winning support for my views')],
	['dem_convey_decisions', t('Å formidle avgjørelsene til min egen virksomhet', 'Å formidle avgjerdene til mi eiga verksemd', 'Conveying decisions to my own organisation')],
	['dem_find_time', t('Å finne nok tid', 'Å finne nok tid', 'Finding enough time')]
]);

const satisfaction: BlockSource = (survey) => asked(survey)
	? {
		key: 'satisfaction', title: t('Alt i alt', 'Alt i alt', 'All in all'),
		items: [{
			type: 'single', key: 'satisfaction_overall', scale: 'satisfied5', dontKnow: true,
			text: placed(survey, t(
				'Hvor fornøyd eller misfornøyd er du alt i alt med samarbeidet i {f}?',
				'Kor nøgd eller misnøgd er du alt i alt med samarbeidet i {f}?',
				'All in all, how satisfied or dissatisfied are you with the cooperation in {f}?'
			))
		}]
	}
	: undefined;

export const cooperation: BlockSource[] = [goals, purpose, leadership, participation, demanding, satisfaction];
