/** Files of an extraction: six municipalities, one of them with two schools, two indicators over two years. */
const SHARES: Record<string, [number, number]> = { '3101': [0.35, 0.3], '3103': [0.1, 0.1], '3105': [0.3, 0.28], '3107': [0.12, 0.11], '3110': [0.05, 0.02], '3112': [0.2, 0.26] };

/** `extra` rows are put last. */
export function dataFile(extra: readonly string[] = []): Buffer {
	const rows = ['Kommune;Skole;Fylke;Indikator;År;Verdi;Elever;Kjennetegn: innbyggere'];
	Object.entries(SHARES).forEach(([code, shares], i) => {
		const people = 1000 * (i + 1) ** 2;
		shares.forEach((share, y) => {
			rows.push(`${code};;31;Mobbing;${2020 + y};${String(share).replace('.', ',')};120;${people}`);
			rows.push(`${code};;31;Karakterer;${2020 + y};${String(4.4 - 2 * share).replace('.', ',')};110;${people}`);
			if (code === '3107') rows.push(`${code};Nord;31;Mobbing;${2020 + y};0,5;30;${people}`, `${code};Sør;31;Mobbing;${2020 + y};0,01;40;${people}`);
		});
	});
	return Buffer.from([...rows, ...extra].join('\r\n'), 'latin1');
}
export const LIMITS = Buffer.from('indikator;verst;grense;persentil;poeng;vekt;type;standardavvik\nMobbing;høy;0,25;;1;1,5;andel;\nMobbing;høy;0,32;;2;;;\nKarakterer;lav;;20;;;snitt;0,9\n');
