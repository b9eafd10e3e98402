/** Invented answers to the open question, from one line to a page and a half. */
import { pick, shuffled, type Random } from './random.ts';

const BOKMAL = [
	'Ordningen er god, men det tar tid før den når ut i klasserommene.',
	'Vi trenger mer forutsigbarhet: midlene kommer sent, og planene må lages før vi vet hva vi får.',
	'Samarbeidet med høgskolen har vært svært nyttig for oss.',
	'Det er krevende for små kommuner å delta på like vilkår som de store.',
	'Nettverket fungerer best når vi møtes ansikt til ansikt.',
	'Pandemien gjorde at flere av tiltakene måtte utsettes eller gjennomføres på nett.',
	'Lærerne må få være med tidligere når behovene kartlegges.',
	'Jeg skulle ønske at universitetet kom mer ut på skolene.',
	'Det er for mange aktører rundt bordet, og ikke alltid klart hvem som bestemmer.',
	'Vi har fått et felles språk om utvikling, og det er verdt mye.',
	'Tillitsvalgte blir informert, men sjelden tatt med på råd.',
	'Tiden er den største utfordringen. Utviklingsarbeid kommer på toppen av alt annet.',
	'Kompetansen hos UH er god, men kapasiteten er for liten i vårt område.',
	'Det bør stilles tydeligere krav til at skoleeier følger opp.',
	'Møtene er godt forberedt, og alle blir hørt.',
	'Tiltakene passer ikke alltid med det skolen allerede holder på med.',
	'Vi har erfart at langsiktighet er viktigere enn antall tiltak.',
	'Friskolene kommer lett i bakgrunnen når midlene fordeles.',
	'Videregående opplæring har andre behov enn grunnskolen, og det må planene ta høyde for.',
	'Kartleggingsverktøyene er for generelle til å brukes på den enkelte skolen.',
	'Endringene i fagfornyelsen har tatt det meste av oppmerksomheten dette året.',
	'Barnehagene burde vært med fra starten.',
	'Det er stor forskjell på skolene når det gjelder hvor forankret arbeidet er i personalet.',
	'Vi opplever at vi er likeverdige partnere, slik det var ment.',
	'Rapporteringen er mer omfattende enn den trenger å være.',
	'Jeg er ny i rollen og har ikke grunnlag for å svare på alt.',
	'Studentene våre får mer oppdatert undervisning fordi vi er tettere på praksisfeltet.',
	'Det var fint å bli spurt.'
];
const NYNORSK = [
	'Ordninga er god, men ho må få tid til å verke.',
	'Avstandane her gjer det vanskeleg å samle alle.',
	'Vi har eit godt samarbeid med høgskulen, og vil gjerne halde fram.',
	'Lærarane må merke at dette gjer kvardagen betre, elles blir det berre eitt prosjekt til.',
	'Det er for få som kjenner ordninga ute på skulane.',
	'Små skular har ikkje folk nok til å vere med på alt.',
	'Leiarane gjer ein god jobb med å halde tråden mellom møta.',
	'Vi saknar tilbod som er tilpassa fådelte skular.',
	'Pengane kom seint, og då måtte planane lagast på nytt.',
	'Dei tillitsvalde burde vere med frå første møte.'
];
const SHORT = ['Nei.', 'Lykke til!', 'Takk for en god undersøkelse.', 'Ingen kommentar', 'Se over.', 'Noen av spørsmålene passet ikke for meg.', 'Veldig viktig arbeid!', 'For lang undersøkelse.'];

/** A comment of one line, some sentences, or several paragraphs. */
export function comment(random: Random): string {
	const length = pick(random, [['line', 30], ['sentences', 55], ['paragraphs', 13], ['page', 2]] as const);
	if (length === 'line') return pick(random, SHORT.map((text) => [text, 1] as const));
	const sentences = shuffled(random, random() < 0.2 ? NYNORSK : BOKMAL);
	if (length === 'sentences') return sentences.slice(0, 1 + Math.floor(random() * 4)).join(' ');
	const paragraphs = length === 'page' ? 14 : 2 + Math.floor(random() * 3);
	return Array.from({ length: paragraphs }, (_, i) => Array.from({ length: 3 }, (_, j) => sentences[(i * 3 + j) % sentences.length]).join(' ')).join('\n\n');
}
