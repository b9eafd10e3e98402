import { MUNICIPAL_OWNER, OFFICES, ROLES } from '../lists.ts';
import { coded, placed, t, type BlockInput, type ItemInput, type Survey } from '../types.ts';

export interface Municipality { number: string; name: string }

const several = t('Du kan krysse av for flere.', 'Du kan krysse av for fleire.', 'You can tick more than one.');
const bestFit = t('Velg det som passer best.', 'Vel det som passar best.', 'Choose the one that fits best.');

const scheme = t(
	'Med «ordningen» mener vi ordningen for desentralisert kompetanseutvikling i skolen, ofte kalt Dekomp. Skoler og skoleeiere får støtte til å utvikle kompetanse sammen med universiteter og høgskoler.',
	'Med «ordninga» meiner vi ordninga for desentralisert kompetanseutvikling i skulen, ofte kalla Dekomp. Skular og skuleeigarar får støtte til å utvikle kompetanse saman med universitet og høgskular.',
	'By “the scheme” we mean the national scheme for decentralised competence development in schools, often called Dekomp. Schools and school owners receive support to develop competence together with universities and colleges.'
);

/** Some hold a seat in two forums and answer once for each: this says which. */
const placeFromList = (survey: 'samarbeidsforum' | 'nettverk'): ItemInput => survey === 'samarbeidsforum'
	? {
		type: 'information', key: 'forum_from_list', if: { frame: 'forum', op: 'answered' },
		text: t('Svar for dette samarbeidsforumet: {{frame:forum}}.', 'Svar for dette samarbeidsforumet: {{frame:forum}}.', 'Please answer for this forum: {{frame:forum}}.')
	}
	: {
		type: 'information', key: 'network_from_list', if: { frame: 'nettverk', op: 'answered' },
		text: t('Svar for dette nettverket: {{frame:nettverk}}.', 'Svar for dette nettverket: {{frame:nettverk}}.', 'Please answer for this network: {{frame:nettverk}}.')
	};

/** Shown only when the population list has a role: nine seats have none, and nothing must be said of those. */
const roleFromList: ItemInput = {
	type: 'information', key: 'role_from_list', if: { frame: 'rolle', op: 'answered' },
	text: t(
		'I lista vi har fått, står du som: {{frame:rolle}}. Er det feil, krysser du bare av for det som er riktig.',
		'I lista vi har fått, står du som: {{frame:rolle}}. Er det feil, kryssar du berre av for det som er rett.',
		'On the list we were given, you are registered as: {{frame:rolle}}. If that is wrong, just tick what is right.'
	)
};

const role = (survey: Survey): ItemInput => ({
	type: 'multiple', key: 'role',
	text: placed(survey, t('Hvilken rolle har du i {f}?', 'Kva rolle har du i {f}?', 'What is your role in {f}?')),
	help: survey === 'nettverk'
		? t('Du kan krysse av for flere. Svaret avgjør hvilke spørsmål du får.', 'Du kan krysse av for fleire. Svaret avgjer kva spørsmål du får.', 'You can tick more than one. Your answer decides which questions you are asked.')
		: several,
	categories: coded(ROLES.map((entry) => entry.label))
});

const municipality = (list: Municipality[]): ItemInput => ({
	type: 'municipality', key: 'municipality', if: { item: 'role', op: 'includes', value: MUNICIPAL_OWNER },
	text: t('Hvilken kommune representerer du?', 'Kva kommune representerer du?', 'Which municipality do you represent?'),
	help: t('Skriv navnet på kommunen eller kommunenummeret.', 'Skriv namnet på kommunen eller kommunenummeret.', 'Write the name of the municipality or its number.'),
	several: true, list
});

const positionText = t('Hvilken stilling har du?', 'Kva stilling har du?', 'What is your position?');
const networkPosition: ItemInput = {
	type: 'single', key: 'position', text: positionText, help: bestFit,
	categories: coded([
		t('Kommunedirektør eller rådmann', 'Kommunedirektør eller rådmann', 'Municipal chief executive'),
		t('Kommunalsjef for oppvekst eller skole', 'Kommunalsjef for oppvekst eller skule', 'Municipal director of education'),
		t('Oppvekstsjef', 'Oppvekstsjef', 'Head of children and education services'),
		t('Skolesjef', 'Skulesjef', 'Head of schools'),
		t('Seksjonsleder for skole', 'Seksjonsleiar for skule', 'Head of a schools section'),
		t('Rådgiver', 'Rådgivar', 'Adviser'),
		t('Rektor eller annen skoleleder', 'Rektor eller annan skuleleiar', 'Headteacher or other school leader'),
		t('Styrer eller annen leder i barnehage', 'Styrar eller annan leiar i barnehage', 'Head or other leader of a kindergarten'),
		t('Tillitsvalgt', 'Tillitsvald', 'Union representative'),
		t('Ansatt ved universitet eller høgskole', 'Tilsett ved universitet eller høgskule', 'Employee of a university or college'),
		t('Annet', 'Anna', 'Other')
	])
};
const universityPosition: ItemInput = {
	type: 'single', key: 'position', text: t('Hvilken stilling eller rolle har du?', 'Kva stilling eller rolle har du?', 'What is your position or role?'), help: bestFit,
	categories: coded([
		t('Leder (for eksempel dekan, instituttleder eller studieleder)', 'Leiar (til dømes dekan, instituttleiar eller studieleiar)', 'Leader (for example dean, head of department or head of studies)'),
		t('Prosjektleder eller koordinator', 'Prosjektleiar eller koordinator', 'Project leader or coordinator'),
		t('Utviklingspartner for skoler eller skoleeiere', 'Utviklingspartnar for skular eller skuleeigarar', 'Development partner for schools or school owners'),
		t('Rådgiver', 'Rådgivar', 'Adviser'),
		t('Universitetslektor eller høgskolelektor', 'Universitetslektor eller høgskulelektor', 'Lecturer'),
		t('Førstelektor eller dosent', 'Førstelektor eller dosent', 'Senior lecturer or docent'),
		t('Førsteamanuensis eller professor', 'Førsteamanuensis eller professor', 'Associate professor or professor'),
		t('Annet', 'Anna', 'Other')
	])
};

const yearsMember = (survey: Survey): ItemInput => ({
	type: 'integer', key: 'years_member', min: 0, max: 60, unit: t('år', 'år', 'years'),
	text: placed(survey, t('Hvor mange år har du vært med i {f}?', 'Kor mange år har du vore med i {f}?', 'How many years have you been a member of {f}?')),
	help: t('Skriv et helt tall. Er det mindre enn ett år, skriver du 0.', 'Skriv eit heilt tal. Er det mindre enn eitt år, skriv du 0.', 'Write a whole number. If it is less than one year, write 0.')
});

const schoolType: ItemInput = {
	type: 'single', key: 'school_type', text: t('Hva slags skole leder du?', 'Kva slags skule leier du?', 'What kind of school do you lead?'),
	categories: coded([
		t('Grunnskole (barneskole, ungdomsskole eller begge deler)', 'Grunnskule (barneskule, ungdomsskule eller begge delar)', 'Primary or lower secondary school, or both'),
		t('Videregående skole', 'Vidaregåande skule', 'Upper secondary school'),
		t('Annet', 'Anna', 'Other')
	])
};

const office: ItemInput = {
	type: 'multiple', key: 'office', text: t('Hvilket verv har du som tillitsvalgt?', 'Kva verv har du som tillitsvald?', 'What office do you hold as a union representative?'),
	help: several, categories: coded(OFFICES.map((entry) => entry.label))
};

const heardOfScheme: ItemInput = {
	type: 'yesno', key: 'heard_of_scheme', dontKnow: true,
	text: t('Hadde du hørt om ordningen før du fikk denne undersøkelsen?', 'Hadde du høyrt om ordninga før du fekk denne undersøkinga?', 'Had you heard of the scheme before you received this survey?')
};

/** @param municipalities what `municipality` is matched against */
export function background(survey: Survey, municipalities: Municipality[]): BlockInput {
	const items: Record<Survey, () => ItemInput[]> = {
		samarbeidsforum: () => [placeFromList('samarbeidsforum'), roleFromList, role(survey), yearsMember(survey)],
		nettverk: () => [placeFromList('nettverk'), roleFromList, role(survey), municipality(municipalities), networkPosition, yearsMember(survey)],
		uh: () => [universityPosition],
		skoleledere: () => [schoolType, heardOfScheme],
		tillitsvalgte: () => [office, heardOfScheme]
	};
	return { key: 'background', title: t('Om deg', 'Om deg', 'About you'), intro: scheme, items: items[survey]() };
}
