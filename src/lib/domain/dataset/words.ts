/** The few words that a snapshot has of its own: for what is no question and no column of the population list. Part of its hash, hence not among the messages of pages. */
import type { Text } from '../questionnaire/schema.ts';
import type { Ending } from '../link/types.ts';

const text = (nb: string, nn: string, en: string): Text => ({ nb, nn, en });

export const YES_OR_NO: readonly [no: Text, yes: Text] = [text('Nei', 'Nei', 'No'), text('Ja', 'Ja', 'Yes')];
export const TICKED: readonly [no: Text, yes: Text] = [text('Ikke krysset av', 'Ikkje kryssa av', 'Not ticked'), text('Krysset av', 'Kryssa av', 'Ticked')];
export const UNRECOGNISED: Text = text('Ikke gjenkjent', 'Ikkje kjend att', 'Not recognised');

export const SEAT_VARIABLES = {
	disposition: text('Status', 'Status', 'Disposition'),
	responded: text('Har svart', 'Har svart', 'Has answered'),
	sampled: text('Er i utvalget', 'Er i utvalet', 'Is in the sample')
} as const;

export const DISPOSITION_LABELS = {
	complete: text('Svart', 'Svart', 'Complete'), partial: text('Delvis svart', 'Delvis svart', 'Partial'), refusal: text('Vil ikke delta', 'Vil ikkje delta', 'Refusal'),
	non_contact: text('Ikke svart', 'Ikkje svart', 'No answer'), undeliverable: text('Kom ikke frem', 'Kom ikkje fram', 'Undeliverable'),
	not_invited: text('Ikke invitert', 'Ikkje invitert', 'Not invited'), ineligible: text('Utenfor målgruppen', 'Utanfor målgruppa', 'Ineligible')
} as const;

export const LINK_VARIABLES: Readonly<Record<string, Text>> = {
	link_ending: text('Kobling til register', 'Kopling til register', 'Link to register'), link_municipality: text('Kommune', 'Kommune', 'Municipality'),
	link_county: text('Fylke (register)', 'Fylke (register)', 'County (register)'), link_region: text('Landsdel', 'Landsdel', 'Region'),
	link_centrality: text('Sentralitet', 'Sentralitet', 'Centrality'), link_kostra: text('KOSTRA-gruppe', 'KOSTRA-gruppe', 'KOSTRA group')
};
export const LINK_ENDINGS: Readonly<Record<Ending, Text>> = {
	matched: text('Koblet', 'Kopla', 'Matched'), recoded: text('Koblet etter omkoding', 'Kopla etter omkoding', 'Recoded'), chosen: text('Valgt av en person', 'Vald av ein person', 'Chosen by a person'),
	split: text('Delt, ikke avgjort', 'Delt, ikkje avgjord', 'Split, undecided'), unmatched: text('Ikke koblet', 'Ikkje kopla', 'Unmatched'),
	several: text('Flere kommuner', 'Fleire kommunar', 'Several municipalities'), not_applicable: text('Ikke aktuelt', 'Ikkje aktuelt', 'Not applicable')
};

/** Heading of the variable that says which part a row is of, where several are laid below one another. */
export const PART_LABEL: Text = text('Undersøkelse', 'Undersøking', 'Survey');
/** And which wave a row is of; which snapshot, where several are of one wave. */
export const WAVE_LABEL: Text = text('Runde', 'Runde', 'Wave');
export const SNAPSHOT_LABEL: Text = text('Datauttrekk', 'Datauttrekk', 'Snapshot');
export const LIST_SUFFIX: Text = text(' (populasjonsliste)', ' (populasjonsliste)', ' (population list)');
/** "Vekt: rolle, versjon 2" */
export const weightLabel = (name: string, version: number): Text => text(`Vekt: ${name}, versjon ${version}`, `Vekt: ${name}, versjon ${version}`, `Weight: ${name}, version ${version}`);
