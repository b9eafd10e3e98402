/** Lists that both a population list and an item use. `listed` is the text the population list has, exactly. */
import { name, t, type Wording } from './types.ts';

export interface Listed { listed: string; label: Wording }

const same = (listed: string): Listed => ({ listed, label: name(listed) });
const as = (listed: string, label: Wording): Listed => ({ listed, label });

/** Roles in forums and networks. The place in the list, from 1, is the code of the item `role`. */
export const ROLES: Listed[] = [
	as('Statsforvalter', t('Statsforvalter', 'Statsforvaltar', 'County governor')),
	as('Fylkeskommunal skoleeier', t('Fylkeskommunal skoleeier', 'Fylkeskommunal skuleeigar', 'School owner: county authority')),
	as('Kommunal skoleeier', t('Kommunal skoleeier', 'Kommunal skuleeigar', 'School owner: municipality')),
	as('Privat-/friskoleeier', t('Eier av privatskole eller friskole', 'Eigar av privatskule eller friskule', 'School owner: private or independent school')),
	as('Skoleleder', t('Skoleleder', 'Skuleleiar', 'School leader')),
	as('Lærerorganisasjon', t('Lærerorganisasjon', 'Lærarorganisasjon', 'Teachers’ union')),
	as('Elevrepresentant', t('Elevrepresentant', 'Elevrepresentant', 'Pupil representative')),
	as('Barnehage/PBL', t('Barnehage eller Private Barnehagers Landsforbund (PBL)', 'Barnehage eller Private Barnehagers Landsforbund (PBL)', 'Kindergarten or the national association of private kindergartens (PBL)')),
	as('UH', t('Universitet eller høgskole', 'Universitet eller høgskule', 'University or college')),
	as('KS', t('KS (Kommunesektorens organisasjon)', 'KS (Kommunesektorens organisasjon)', 'KS (Norwegian Association of Local and Regional Authorities)')),
	as('PPT', t('PPT (pedagogisk-psykologisk tjeneste)', 'PPT (pedagogisk-psykologisk teneste)', 'PPT (educational psychological service)')),
	as('Statped', t('Statped', 'Statped', 'Statped (national service for special needs education)')),
	as('Annet', t('Annet', 'Anna', 'Other'))
];

/** Codes of the item `role`, by the text of the population list. */
export const roleCode = (listed: string): number => {
	const index = ROLES.findIndex((role) => role.listed === listed);
	if (index < 0) throw new Error(`No role is listed as ${listed}`);
	return index + 1;
};
export const MUNICIPAL_OWNER = roleCode('Kommunal skoleeier');
export const SCHOOL_OWNERS = ['Fylkeskommunal skoleeier', 'Kommunal skoleeier', 'Privat-/friskoleeier'].map(roleCode);

export const COUNTIES: Listed[] = [
	'Agder', 'Innlandet', 'Møre og Romsdal', 'Nordland', 'Oslo', 'Rogaland', 'Troms og Finnmark', 'Trøndelag', 'Vestfold og Telemark', 'Vestland', 'Viken'
].map(same);

export const FORUMS: Listed[] = [
	...['Agder', 'Innlandet', 'Møre og Romsdal: Nordmøre', 'Møre og Romsdal: Nordre Sunnmøre'].map(same),
	as('Møre og Romsdal: Romsdal (grunnskole)', t('Møre og Romsdal: Romsdal (grunnskole)', 'Møre og Romsdal: Romsdal (grunnskule)', 'Møre og Romsdal: Romsdal (primary and lower secondary)')),
	as('Møre og Romsdal: Romsdal (VGS)', t('Møre og Romsdal: Romsdal (videregående)', 'Møre og Romsdal: Romsdal (vidaregåande)', 'Møre og Romsdal: Romsdal (upper secondary)')),
	...['Møre og Romsdal: Søre Sunnmøre', 'Nordland', 'Oslo', 'Rogaland', 'Troms og Finnmark', 'Trøndelag', 'Vestfold og Telemark', 'Vestland', 'Viken'].map(same)
];

/** Universities and colleges, each by its own name in the language. The place in the list, from 1, is the code of `uh_partner`. */
export const INSTITUTIONS: Listed[] = [
	as('Høgskolen i Innlandet', t('Høgskolen i Innlandet', 'Høgskulen i Innlandet', 'Inland Norway University of Applied Sciences')),
	as('Høgskolen i Østfold', t('Høgskolen i Østfold', 'Høgskulen i Østfold', 'Østfold University College')),
	as('Høgskulen i Volda', t('Høgskulen i Volda', 'Høgskulen i Volda', 'Volda University College')),
	as('Høgskulen på Vestlandet', t('Høgskulen på Vestlandet', 'Høgskulen på Vestlandet', 'Western Norway University of Applied Sciences')),
	as('NLA Høgskolen', t('NLA Høgskolen', 'NLA Høgskulen', 'NLA University College')),
	as('NMBU', t('NMBU – Norges miljø- og biovitenskapelige universitet', 'NMBU – Noregs miljø- og biovitskaplege universitet', 'NMBU – Norwegian University of Life Sciences')),
	as('Nord universitet', t('Nord universitet', 'Nord universitet', 'Nord University')),
	as('Norges arktiske universitet', t('UiT Norges arktiske universitet', 'UiT Noregs arktiske universitet', 'UiT The Arctic University of Norway')),
	as('Norges idrettshøgskole', t('Norges idrettshøgskole', 'Noregs idrettshøgskule', 'Norwegian School of Sport Sciences')),
	as('NTNU', t('NTNU – Norges teknisk-naturvitenskapelige universitet', 'NTNU – Noregs teknisk-naturvitskaplege universitet', 'NTNU – Norwegian University of Science and Technology')),
	as('OsloMet', t('OsloMet – storbyuniversitetet', 'OsloMet – storbyuniversitetet', 'OsloMet – Oslo Metropolitan University')),
	as('Samisk høgskole', t('Samisk høgskole', 'Samisk høgskule', 'Sámi University of Applied Sciences')),
	as('Universitetet i Agder', t('Universitetet i Agder', 'Universitetet i Agder', 'University of Agder')),
	as('Universitetet i Bergen', t('Universitetet i Bergen', 'Universitetet i Bergen', 'University of Bergen')),
	as('Universitetet i Oslo', t('Universitetet i Oslo', 'Universitetet i Oslo', 'University of Oslo')),
	as('Universitetet i Stavanger', t('Universitetet i Stavanger', 'Universitetet i Stavanger', 'University of Stavanger')),
	as('Universitetet i Sørøst-Norge', t('Universitetet i Sørøst-Norge', 'Universitetet i Søraust-Noreg', 'University of South-Eastern Norway'))
];

export const SCHOOL_TYPES: Listed[] = [
	as('Grunnskole', t('Grunnskole', 'Grunnskule', 'Primary and lower secondary school')),
	as('Videregående skole', t('Videregående skole', 'Vidaregåande skule', 'Upper secondary school')),
	as('Annet/ukjent', t('Annet eller ukjent', 'Anna eller ukjent', 'Other or unknown'))
];

export const SOURCES: Listed[] = [
	as('NSR', t('Nasjonalt skoleregister (NSR)', 'Nasjonalt skuleregister (NSR)', 'National School Register (NSR)')),
	as('Skolelederforbundet', t('Skolelederforbundet', 'Skolelederforbundet', 'Norwegian Association of School Leaders (Skolelederforbundet)'))
];

export const UNIONS: Listed[] = [
	as('Utdanningsforbundet', t('Utdanningsforbundet', 'Utdanningsforbundet', 'Union of Education Norway (Utdanningsforbundet)')),
	as('Norsk Lektorlag', t('Norsk Lektorlag', 'Norsk Lektorlag', 'Norwegian Association of Graduate Teachers (Norsk Lektorlag)')),
	as('Skolenes Landsforbund', t('Skolenes landsforbund', 'Skolenes landsforbund', 'Norwegian Union of School Employees (Skolenes landsforbund)'))
];

/** The place in the list, from 1, is the code of the item `office`. */
export const OFFICES: Listed[] = [
	as('Arbeidsplasstillitsvalgt', t('Arbeidsplasstillitsvalgt', 'Arbeidsplasstillitsvald', 'Workplace representative')),
	as('Hovedtillitsvalgt', t('Hovedtillitsvalgt', 'Hovudtillitsvald', 'Main union representative')),
	as('Annet', t('Annet verv', 'Anna verv', 'Other office'))
];
