/** A few municipalities with every kind of change among them, for machines that have no register folder. */
export interface Period { code: string; name: string; from: string; to: string }
export interface ChangeRow { date: string; oldCode: string; newCode: string }
export interface GroupRow { group: string; name: string; code: string }
export interface RegisterData { municipalities: Period[]; counties: Period[]; changes: ChangeRow[]; groups: GroupRow[] }

const rows = (text: string) => text.trim().split('\n').map((line) => line.trim().split(';').map((cell) => cell.trim()));

const MUNICIPALITIES = rows(`
	0301;Oslo;1838-01-01;
	0137;Våler (Østfold);1838-01-01;2020-01-01
	3018;Våler (Viken);2020-01-01;2024-01-01
	3114;Våler (Østfold);2024-01-01;
	0426;Våler (Hedmark);1854-01-01;2020-01-01
	3419;Våler (Innlandet);2020-01-01;
	1515;Herøy (Møre og Romsdal);1964-01-01;
	1818;Herøy (Nordland);1965-01-01;
	0441;Os (Hedmark);1976-01-01;2020-01-01
	3430;Os;2020-01-01;
	1241;Fusa;1964-01-01;2020-01-01
	1243;Os (Hordaland);1964-01-01;2020-01-01
	4624;Bjørnafjorden;2020-01-01;
	1902;Tromsø;1964-01-01;2020-01-01
	5401;Tromsø;2020-01-01;2024-01-01
	5501;Tromsø;2024-01-01;
	1940;Gáivuotna - Kåfjord;1995-01-01;2018-01-01
	1940;Gáivuotna - Kåfjord - Kaivuono;2018-01-01;2020-01-01
	5426;Gáivuotna - Kåfjord - Kaivuono;2020-01-01;2024-01-01
	5540;Gáivuotna - Kåfjord - Kaivuono;2024-01-01;
	1504;Ålesund;1977-01-01;2020-01-01
	1523;Ørskog;1977-01-01;2020-01-01
	1529;Skodje;1965-01-01;2020-01-01
	1534;Haram;1965-01-01;2020-01-01
	1546;Sandøy;1965-01-01;2020-01-01
	1507;Ålesund;2020-01-01;2024-01-01
	1508;Ålesund;2024-01-01;
	1580;Haram;2024-01-01;
	1551;Eide;1964-01-01;2020-01-01
	1548;Fræna;1964-01-01;2020-01-01
	1579;Hustadvika;2020-01-01;
	1571;Halsa;1965-01-01;2020-01-01
	1612;Hemne;1924-01-01;2018-01-01
	1613;Snillfjord;1924-01-01;2018-01-01
	1617;Hitra;1964-01-01;2018-01-01
	1638;Orkdal;1963-01-01;2018-01-01
	5011;Hemne;2018-01-01;2020-01-01
	5012;Snillfjord;2018-01-01;2020-01-01
	5013;Hitra;2018-01-01;2020-01-01
	5024;Orkdal;2018-01-01;2020-01-01
	5055;Heim;2020-01-01;
	5056;Hitra;2020-01-01;
	5059;Orkland;2020-01-01;
	1805;Narvik;1974-01-01;2020-01-01
	1849;Hamarøy - Hábmer;1964-01-01;2020-01-01
	1850;Tysfjord - Divtasvuodna;2012-01-01;2020-01-01
	1854;Ballangen;1925-01-01;2020-01-01
	1806;Narvik;2020-01-01;
	1875;Hábmer - Hamarøy;2020-01-01;
	1601;Trondheim;1964-01-01;2018-01-01
	5001;Trondheim;2018-01-01;2023-01-01
	5001;Trondheim - Tråante;2023-01-01;
	0220;Asker;1838-01-01;2020-01-01
	3025;Asker;2020-01-01;2024-01-01
	3203;Asker;2024-01-01;`);

const COUNTIES = rows(`
	01;Østfold;1919-01-01;2020-01-01
	02;Akershus;1919-01-01;2020-01-01
	03;Oslo;1919-01-01;
	04;Hedmark;1919-01-01;2020-01-01
	12;Hordaland;1919-01-01;2020-01-01
	15;Møre og Romsdal;1935-01-01;
	16;Sør-Trøndelag;1919-01-01;2018-01-01
	18;Nordland;1919-01-01;
	19;Troms;1919-01-01;2020-01-01
	30;Viken;2020-01-01;2024-01-01
	31;Østfold;2024-01-01;
	32;Akershus;2024-01-01;
	34;Innlandet;2020-01-01;
	46;Vestland;2020-01-01;
	50;Trøndelag - Trööndelage;2018-01-01;
	54;Troms og Finnmark - Romsa ja Finnmárku;2020-01-01;2024-01-01
	55;Troms - Romsa;2024-01-01;`);

const CHANGES = rows(`
	2018-01-01;1601;5001
	2018-01-01;1612;5011
	2018-01-01;1613;5012
	2018-01-01;1617;5013
	2018-01-01;1638;5024
	2018-01-01;1940;1940
	2020-01-01;0137;3018
	2020-01-01;0220;3025
	2020-01-01;0426;3419
	2020-01-01;0441;3430
	2020-01-01;1241;4624
	2020-01-01;1243;4624
	2020-01-01;1504;1507
	2020-01-01;1523;1507
	2020-01-01;1529;1507
	2020-01-01;1534;1507
	2020-01-01;1546;1507
	2020-01-01;1548;1579
	2020-01-01;1551;1579
	2020-01-01;1571;5055
	2020-01-01;1805;1806
	2020-01-01;1849;1875
	2020-01-01;1850;1806
	2020-01-01;1850;1875
	2020-01-01;1854;1806
	2020-01-01;1902;5401
	2020-01-01;1940;5426
	2020-01-01;5011;5055
	2020-01-01;5012;5055
	2020-01-01;5012;5056
	2020-01-01;5012;5059
	2020-01-01;5013;5056
	2020-01-01;5024;5059
	2023-01-01;5001;5001
	2024-01-01;1507;1508
	2024-01-01;1507;1580
	2024-01-01;3018;3114
	2024-01-01;3025;3203
	2024-01-01;5401;5501
	2024-01-01;5426;5540`);

/** Code of today, and those before it; what was divided is in the rest group. */
const GROUPS = rows(`
	0301;0301
	3114;3114,3018,0137
	3419;3419,0426
	1515;1515
	1818;1818
	3430;3430,0441
	4624;4624,1241,1243
	5501;5501,5401,1902
	5540;5540,5426,1940
	1508;1508,1507,1504,1523,1529,1546
	1580;1580,1534
	1579;1579,1551,1548
	5055;5055
	5056;5056
	5059;5059
	1806;1806
	1875;1875
	5001;5001,1601
	3203;3203,3025,0220
	Rest;1571,1612,1613,1617,1638,5011,5012,5013,5024,1805,1849,1850,1854,9999`);

const period = ([code = '', name = '', from = '', to = '']: string[]): Period => ({ code, name, from, to });

export const FIXTURE: RegisterData = {
	municipalities: MUNICIPALITIES.map(period),
	counties: COUNTIES.map(period),
	changes: CHANGES.map(([date = '', oldCode = '', newCode = '']) => ({ date, oldCode, newCode })),
	groups: GROUPS.flatMap(([group = '', codes = '']) => codes.split(',').map((code) => ({ group: `K-${group}`, name: group, code })))
};
