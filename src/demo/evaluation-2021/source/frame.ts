/** What is known of each seat before anyone answers: the columns of the population lists, but for contact and sampling. */
import { COUNTIES, FORUMS, INSTITUTIONS, OFFICES, ROLES, SCHOOL_TYPES, SOURCES, UNIONS, type Listed } from './lists.ts';
import { name, t, type FrameInput, type Survey, type Wording } from './types.ts';

const stratum = (variable: string, label: Wording, list: Listed[]): FrameInput => ({
	name: variable, label, stratum: true, categories: list.map((entry) => ({ code: entry.listed, label: entry.label }))
});
const only = (list: Listed[], listed: string[]): Listed[] => list.filter((entry) => listed.includes(entry.listed));
const except = (list: Listed[], listed: string[]): Listed[] => list.filter((entry) => !listed.includes(entry.listed));

const county = (list: Listed[]) => stratum('fylke', t('Fylke', 'Fylke', 'County'), list);
const role = (list: Listed[]) => stratum('rolle', t('Rolle', 'Rolle', 'Role'), list);
const position: FrameInput = { name: 'stilling', label: t('Stilling', 'Stilling', 'Position') };

/** @param networks the networks of the population list, in the order they are to be shown */
export function frameOf(survey: Survey, networks: string[]): FrameInput[] {
	switch (survey) {
		case 'samarbeidsforum':
			return [county(COUNTIES), stratum('forum', t('Samarbeidsforum', 'Samarbeidsforum', 'Forum'), FORUMS), role(ROLES), position];
		case 'nettverk':
			return [
				county(except(COUNTIES, ['Møre og Romsdal'])),
				stratum('nettverk', t('Nettverk', 'Nettverk', 'Network'), networks.map((listed) => ({ listed, label: name(listed) }))),
				role(ROLES)
			];
		case 'uh':
			return [stratum('institusjon', t('Universitet eller høgskole', 'Universitet eller høgskule', 'University or college'), INSTITUTIONS), position];
		case 'skoleledere':
			return [
				county(only(COUNTIES, ['Innlandet', 'Nordland', 'Rogaland', 'Trøndelag', 'Vestfold og Telemark'])),
				stratum('skoletype', t('Skoletype', 'Skuletype', 'Type of school'), SCHOOL_TYPES),
				stratum('liste', t('Liste', 'Liste', 'List'), SOURCES)
			];
		case 'tillitsvalgte':
			return [stratum('forbund', t('Forbund', 'Forbund', 'Union'), UNIONS), stratum('verv', t('Verv', 'Verv', 'Office'), OFFICES)];
	}
}
