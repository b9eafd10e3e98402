/** What a respondent is told before starting, and after. The address is invented, and says so. */
import { t, type QuestionnaireInput, type Survey, type Wording } from './types.ts';

interface Told {
	title: Wording;
	/** Why just this person is asked: ends the first paragraph of the purpose. */
	why: Wording;
	minutes: Wording;
	/** What the population list says of a person beside name and e-mail, and where the list is from. */
	known: Wording;
	from: Wording;
}

const TOLD: Record<Survey, Told> = {
	samarbeidsforum: {
		title: t('Kompetanseutvikling i skolen: spørsmål til medlemmer av samarbeidsforum', 'Kompetanseutvikling i skulen: spørsmål til medlemmer av samarbeidsforum', 'Competence development in schools: questions for forum members'),
		why: t('Du får spørsmålene fordi du er med i et samarbeidsforum.', 'Du får spørsmåla fordi du er med i eit samarbeidsforum.', 'We are asking you because you are a member of a county cooperation forum.'),
		minutes: t('omtrent 8 minutter', 'omtrent 8 minutt', 'about 8 minutes'),
		known: t('fylke, forum, rolle og stilling', 'fylke, forum, rolle og stilling', 'your county, forum, role and position'),
		from: t('statsforvalteren', 'statsforvaltaren', 'the county governor')
	},
	nettverk: {
		title: t('Kompetanseutvikling i skolen: spørsmål til medlemmer av nettverk', 'Kompetanseutvikling i skulen: spørsmål til medlemmer av nettverk', 'Competence development in schools: questions for network members'),
		why: t('Du får spørsmålene fordi du er med i et regionalt nettverk.', 'Du får spørsmåla fordi du er med i eit regionalt nettverk.', 'We are asking you because you are a member of a regional network.'),
		minutes: t('10 til 15 minutter', '10 til 15 minutt', '10 to 15 minutes'),
		known: t('fylke, nettverk og rolle', 'fylke, nettverk og rolle', 'your county, network and role'),
		from: t('statsforvalteren', 'statsforvaltaren', 'the county governor')
	},
	uh: {
		title: t('Kompetanseutvikling i skolen: spørsmål til ansatte ved universiteter og høgskoler', 'Kompetanseutvikling i skulen: spørsmål til tilsette ved universitet og høgskular', 'Competence development in schools: questions for staff at universities and colleges'),
		why: t('Du får spørsmålene fordi du arbeider ved et universitet eller en høgskole som er med i ordningen.', 'Du får spørsmåla fordi du arbeider ved eit universitet eller ein høgskule som er med i ordninga.', 'We are asking you because you work at a university or college that takes part in the scheme.'),
		minutes: t('omtrent 7 minutter', 'omtrent 7 minutt', 'about 7 minutes'),
		known: t('institusjon og stilling', 'institusjon og stilling', 'your institution and position'),
		from: t('institusjonen din', 'institusjonen din', 'your institution')
	},
	skoleledere: {
		title: t('Kompetanseutvikling i skolen: spørsmål til skoleledere', 'Kompetanseutvikling i skulen: spørsmål til skuleleiarar', 'Competence development in schools: questions for school leaders'),
		why: t('Du får spørsmålene fordi du er skoleleder i et av fem fylker vi har valgt ut.', 'Du får spørsmåla fordi du er skuleleiar i eitt av fem fylke vi har valt ut.', 'We are asking you because you are a school leader in one of five counties we have selected.'),
		minutes: t('omtrent 10 minutter', 'omtrent 10 minutt', 'about 10 minutes'),
		known: t('fylke, skoletype og hvilken av de to listene du står på', 'fylke, skuletype og kva for ei av dei to listene du står på', 'your county, type of school and which of the two lists you are on'),
		from: t('Nasjonalt skoleregister eller Skolelederforbundet', 'Nasjonalt skuleregister eller Skolelederforbundet', 'the National School Register or Skolelederforbundet')
	},
	tillitsvalgte: {
		title: t('Kompetanseutvikling i skolen: spørsmål til tillitsvalgte', 'Kompetanseutvikling i skulen: spørsmål til tillitsvalde', 'Competence development in schools: questions for union representatives'),
		why: t('Du får spørsmålene fordi du er tillitsvalgt i skolen.', 'Du får spørsmåla fordi du er tillitsvald i skulen.', 'We are asking you because you are a union representative in schools.'),
		minutes: t('omtrent 8 minutter', 'omtrent 8 minutt', 'about 8 minutes'),
		known: t('forbund og verv', 'forbund og verv', 'your union and office'),
		from: t('forbundet ditt', 'forbundet ditt', 'your union')
	}
};

const paragraphs = (...lines: string[]): string => lines.join('\n\n');

const purpose = (told: Told): Wording => t(
	paragraphs(
		`Vi vil vite hvordan ordningen for desentralisert kompetanseutvikling i skolen (Dekomp) virker. ${told.why.nb}`,
		'Svarene dine hjelper oss å se hva som fungerer, og hva som bør bli bedre. Vi vil gjerne ha svar også fra deg som kjenner lite til ordningen.'
	),
	paragraphs(
		`Vi vil vite korleis ordninga for desentralisert kompetanseutvikling i skulen (Dekomp) verkar. ${told.why.nn}`,
		'Svara dine hjelper oss å sjå kva som fungerer, og kva som bør bli betre. Vi vil gjerne ha svar òg frå deg som kjenner lite til ordninga.'
	),
	paragraphs(
		`We want to find out how the scheme for decentralised competence development in schools (Dekomp) is working. ${told.why.en}`,
		'Your answers help us see what works and what should be improved. We would like to hear from you even if you know little about the scheme.'
	)
);

const responsible = t(
	'Arbeidsforskningsinstituttet (AFI) ved OsloMet er ansvarlig for undersøkelsen. Vi gjør den på oppdrag fra Utdanningsdirektoratet.',
	'Arbeidsforskningsinstituttet (AFI) ved OsloMet er ansvarleg for undersøkinga. Vi gjer ho på oppdrag frå Utdanningsdirektoratet.',
	'The Work Research Institute (AFI) at OsloMet is responsible for the survey. We carry it out on behalf of the Norwegian Directorate for Education and Training.'
);

const contact = t(
	'Skriv til evaluering@example.org. Der når du også personvernombudet. (Dette er en demo, og adressen er oppdiktet.)',
	'Skriv til evaluering@example.org. Der når du òg personvernombodet. (Dette er ein demo, og adressa er oppdikta.)',
	'Write to evaluering@example.org. You can also reach the data protection officer there. (This is a demo, and the address is invented.)'
);

const privacy = (told: Told): Wording => t(
	paragraphs(
		'Det er frivillig å svare. Du kan hoppe over spørsmål, og du kan slutte når du vil.',
		`Vi har fått navnet og e-postadressen din fra ${told.from.nb}. Dem holder vi atskilt fra svarene. Sammen med svarene lagrer vi dette fra lista: ${told.known.nb}.`,
		'Svarene er koblet til invitasjonen din. Da kan du ta pause og fortsette senere, og du slipper påminnelser når du har svart. Bare de som arbeider med undersøkelsen, kan se svarene. Rapportene viser aldri hva én person har svart.',
		'Vi kan bruke svarene fordi du samtykker (personvernforordningen artikkel 6 nr. 1 bokstav a). Du kan trekke samtykket når du vil, uten å si hvorfor.',
		'Senest 31. desember 2021 sletter vi navn, e-postadresser og koblingen til svarene.',
		'Du kan be om å få se, rette eller slette det vi har lagret om deg. Skriv til oss. Du kan også klage til Datatilsynet.'
	),
	paragraphs(
		'Det er frivillig å svare. Du kan hoppe over spørsmål, og du kan slutte når du vil.',
		`Vi har fått namnet og e-postadressa di frå ${told.from.nn}. Dei held vi skilde frå svara. Saman med svara lagrar vi dette frå lista: ${told.known.nn}.`,
		'Svara er kopla til invitasjonen din. Då kan du ta pause og halde fram seinare, og du slepp påminningar når du har svart. Berre dei som arbeider med undersøkinga, kan sjå svara. Rapportane viser aldri kva éin person har svart.',
		'Vi kan bruke svara fordi du samtykkjer (personvernforordninga artikkel 6 nr. 1 bokstav a). Du kan trekkje samtykket når du vil, utan å seie kvifor.',
		'Seinast 31. desember 2021 slettar vi namn, e-postadresser og koplinga til svara.',
		'Du kan be om å få sjå, rette eller slette det vi har lagra om deg. Skriv til oss. Du kan òg klage til Datatilsynet.'
	),
	paragraphs(
		'Taking part is voluntary. You can skip questions, and you can stop at any time.',
		`We were given your name and e-mail address by ${told.from.en}. We keep these apart from your answers. Together with your answers we store this from the list: ${told.known.en}.`,
		'Your answers are linked to your invitation. This lets you take a break and continue later, and you get no reminders once you have answered. Only those who work on the survey can see the answers. Reports never show what any one person answered.',
		'We may use your answers because you consent (GDPR Article 6(1)(a)). You can withdraw your consent at any time, without giving a reason.',
		'By 31 December 2021 at the latest we delete names, e-mail addresses and the link to the answers.',
		'You can ask to see, correct or delete what we have stored about you. Just write to us. You can also complain to the Norwegian Data Protection Authority (Datatilsynet).'
	)
);

const consent = t(
	'Jeg har lest informasjonen og vil svare på undersøkelsen.',
	'Eg har lese informasjonen og vil svare på undersøkinga.',
	'I have read the information and want to take part in the survey.'
);

const THANKS = t(
	'Tusen takk for at du svarte! Svarene er sendt inn, og du trenger ikke gjøre noe mer. Resultatene kommer i en rapport fra OsloMet.',
	'Tusen takk for at du svarte! Svara er sende inn, og du treng ikkje gjere noko meir. Resultata kjem i ein rapport frå OsloMet.',
	'Thank you very much for answering! Your answers have been submitted, and there is nothing more you need to do. The results will be published in a report from OsloMet.'
);

export function studyOf(survey: Survey): Pick<QuestionnaireInput, 'title' | 'study' | 'thanks'> {
	const told = TOLD[survey];
	const duration = t(`Det tar ${told.minutes.nb} å svare.`, `Det tek ${told.minutes.nn} å svare.`, `It takes ${told.minutes.en} to answer.`);
	return { title: told.title, study: { purpose: purpose(told), responsible, contact, privacy: privacy(told), duration, consent }, thanks: THANKS };
}
