/**
 * Regions (landsdel) by county: the standard of Statistics Norway (KLASS 106), the division before 2020 and the one since. Counties are told
 * apart by code, so that a code of before 2020 has its region of then.
 */
const BEFORE_2020: Readonly<Record<string, string>> = {
	'01': 'Sør-Østlandet', '02': 'Oslo og Akershus', '03': 'Oslo og Akershus', '04': 'Hedmark og Oppland', '05': 'Hedmark og Oppland', '06': 'Sør-Østlandet', '07': 'Sør-Østlandet',
	'08': 'Sør-Østlandet', '09': 'Agder og Rogaland', '10': 'Agder og Rogaland', '11': 'Agder og Rogaland', '12': 'Vestlandet', '14': 'Vestlandet', '15': 'Vestlandet',
	'16': 'Trøndelag', '17': 'Trøndelag', '50': 'Trøndelag', '18': 'Nord-Norge', '19': 'Nord-Norge', '20': 'Nord-Norge'
};
const SINCE_2020: Readonly<Record<string, string>> = {
	'03': 'Oslo og Viken', '30': 'Oslo og Viken', '31': 'Oslo og Viken', '32': 'Oslo og Viken', '33': 'Oslo og Viken', '34': 'Innlandet', '38': 'Agder og Sør-Østlandet', '39': 'Agder og Sør-Østlandet',
	'40': 'Agder og Sør-Østlandet', '42': 'Agder og Sør-Østlandet', '11': 'Vestlandet', '15': 'Vestlandet', '46': 'Vestlandet', '50': 'Trøndelag', '18': 'Nord-Norge', '54': 'Nord-Norge', '55': 'Nord-Norge', '56': 'Nord-Norge'
};

/** The region of municipality `code` in `year`; null for a county that the division of that year has not. */
export const regionOf = (code: string, year: number): string | null => (year < 2020 ? BEFORE_2020 : SINCE_2020)[code.slice(0, 2)] ?? null;
