/** Needs, what the school has done, and the owner's part in it. */
import { AGREE, battery, coded, t, type BlockSource, type RowSource } from '../types.ts';

const ownNeeds: RowSource[] = [
	['map_overview', t('Vi har god oversikt over hvilken kompetanse vi trenger', 'Vi har god oversikt over kva kompetanse vi treng', 'We have a good overview of the competence we need')],
	['map_tools', t('Vi har gode verktøy for å kartlegge behov', 'Vi har gode verktøy for å kartleggje behov', 'We have good tools for mapping needs')],
	['map_need_competence', t('Vi trenger mer kompetanse i å analysere behov', 'Vi treng meir kompetanse i å analysere behov', 'We need more competence in analysing needs'), 'reversed']
];
const needsOfSchools: RowSource[] = [
	['map_overview', t('De har god oversikt over hvilken kompetanse de trenger', 'Dei har god oversikt over kva kompetanse dei treng', 'They have a good overview of the competence they need')],
	['map_tools', t('De har gode verktøy for å kartlegge behov', 'Dei har gode verktøy for å kartleggje behov', 'They have good tools for mapping needs')],
	['map_need_competence', t('De trenger mer kompetanse i å analysere behov', 'Dei treng meir kompetanse i å analysere behov', 'They need more competence in analysing needs'), 'reversed']
];
const NEEDS_TITLE = t('Behov for kompetanse', 'Behov for kompetanse', 'Competence needs');

const mapping: BlockSource = (survey) => {
	switch (survey) {
		case 'nettverk':
			return { key: 'mapping', title: NEEDS_TITLE, items: [battery('mapping', 'agree5', t(
				'Tenk på virksomheten du representerer. Hvor enig eller uenig er du i dette?',
				'Tenk på verksemda du representerer. Kor einig eller ueinig er du i dette?',
				'Think about the organisation you represent. How much do you agree or disagree with each statement?'
			), ownNeeds)] };
		case 'skoleledere':
			return { key: 'mapping', title: NEEDS_TITLE, items: [battery('mapping', 'agree5', t(
				'Tenk på skolen din. Hvor enig eller uenig er du i dette?',
				'Tenk på skulen din. Kor einig eller ueinig er du i dette?',
				'Think about your school. How much do you agree or disagree with each statement?'
			), ownNeeds)] };
		case 'uh':
			return { key: 'mapping', title: NEEDS_TITLE, items: [battery('mapping', 'agree5', t(
				'Tenk på skolene og skoleeierne dere samarbeider med. Hvor enig eller uenig er du i dette?',
				'Tenk på skulane og skuleeigarane de samarbeider med. Kor einig eller ueinig er du i dette?',
				'Think about the schools and school owners you cooperate with. How much do you agree or disagree with each statement?'
			), needsOfSchools)] };
		default:
			return undefined;
	}
};

const did: BlockSource = (survey) => survey === 'skoleledere'
	? {
		key: 'did', title: t('Hva skolen har gjort', 'Kva skulen har gjort', 'What your school has done'),
		items: [battery('did', 'extent5', t(
			'I hvilken grad har skolen din gjort dette?', 'I kva grad har skulen din gjort dette?', 'To what extent has your school done the following?'
		), [
			['did_map', t('Kartlagt og analysert behov', 'Kartlagt og analysert behov', 'Mapped and analysed needs')],
			['did_prioritise', t('Prioritert områder', 'Prioritert område', 'Prioritised areas')],
			['did_implement', t('Planlagt og gjennomført tiltak', 'Planlagt og gjennomført tiltak', 'Planned and carried out measures')],
			['did_evaluate', t('Evaluert tiltak', 'Evaluert tiltak', 'Evaluated measures')]
		])]
	}
	: undefined;

const ownerRole: BlockSource = (survey) => survey === 'nettverk' || survey === 'skoleledere' || survey === 'tillitsvalgte'
	? {
		key: 'owner_role', title: t('Rollen til skoleeieren', 'Rolla til skuleeigaren', 'The role of the school owner'),
		intro: t(
			'Skoleeieren er kommunen, fylkeskommunen eller eieren av en privatskole eller friskole.',
			'Skuleeigaren er kommunen, fylkeskommunen eller eigaren av ein privatskule eller friskule.',
			'The school owner is the municipality, the county authority or the owner of a private or independent school.'
		),
		items: [battery('owner_role', 'agree5', AGREE, [
			['owner_facilitates', t('Skoleeieren legger til rette for kompetanseutvikling', 'Skuleeigaren legg til rette for kompetanseutvikling', 'The school owner facilitates competence development')],
			['owner_drives', t('Skoleeieren er en pådriver for kompetanseutvikling', 'Skuleeigaren er ein pådrivar for kompetanseutvikling', 'The school owner is a driving force for competence development')],
			['owner_follows_up', t('Skoleeieren følger opp tiltakene', 'Skuleeigaren følgjer opp tiltaka', 'The school owner follows up the measures')]
		])]
	}
	: undefined;

const areas: BlockSource = (survey) => survey === 'skoleledere'
	? {
		key: 'areas', title: t('Områder og deltakelse', 'Område og deltaking', 'Areas and participation'),
		items: [
			{
				type: 'multiple', key: 'priority_areas',
				text: t('Hvilke områder er prioritert i planene til skolen?', 'Kva område er prioriterte i planane til skulen?', 'Which areas have priority in your school’s plans?'),
				help: t('Kryss av for alle som passer.', 'Kryss av for alle som passar.', 'Tick all that apply.'),
				categories: coded([
					t('Ny læreplan (fagfornyelsen)', 'Ny læreplan (fagfornyinga)', 'The new curriculum'),
					t('Vurderingspraksis', 'Vurderingspraksis', 'Assessment practice'),
					t('Fag og fagområder', 'Fag og fagområde', 'Subjects and subject areas'),
					t('Tilpasset opplæring og tidlig innsats', 'Tilpassa opplæring og tidleg innsats', 'Adapted teaching and early intervention'),
					t('Digitalisering', 'Digitalisering', 'Digitalisation'),
					t('Inkluderende skolemiljø', 'Inkluderande skulemiljø', 'An inclusive school environment'),
					t('Inkludering og spesialpedagogikk', 'Inkludering og spesialpedagogikk', 'Inclusion and special needs education'),
					t('Grunnleggende ferdigheter', 'Grunnleggjande ferdigheiter', 'Basic skills'),
					t('Ledelse av skolebasert utvikling', 'Leiing av skulebasert utvikling', 'Leading school-based development'),
					t('Samarbeid mellom skole og hjem', 'Samarbeid mellom skule og heim', 'Cooperation between school and home'),
					t('Minoritetsspråklige elever', 'Minoritetsspråklege elevar', 'Pupils from language minorities'),
					t('Overganger mellom trinn og skoler', 'Overgangar mellom trinn og skular', 'Transitions between stages and schools'),
					t('Annet', 'Anna', 'Other')
				])
			},
			{
				type: 'single', key: 'staff_share',
				text: t('Omtrent hvor stor del av de ansatte på skolen deltar i tiltak i ordningen?', 'Omtrent kor stor del av dei tilsette på skulen deltek i tiltak i ordninga?', 'About what share of the staff at your school take part in measures under the scheme?'),
				categories: coded(['0–25 %', '26–50 %', '51–75 %', '76–100 %'].map((share) => t(share, share, share.replace(' ', ''))))
			},
			{
				type: 'single', key: 'needs_met', scale: 'met3', dontKnow: true,
				text: t('I hvilken grad dekker tiltakene behovene på skolen din?', 'I kva grad dekkjer tiltaka behova på skulen din?', 'To what extent do the measures meet your school’s needs?')
			}
		]
	}
	: undefined;

export const needs: BlockSource[] = [mapping, did, ownerRole, areas];
