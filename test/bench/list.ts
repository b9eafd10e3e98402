/** A population list as an organisation would send it: N seats of teachers and leaders, some people with several, seeded. */
import { seededRandom } from '../../analysis/numeric/random.ts';

const COUNTIES = ['Oslo', 'Rogaland', 'Møre og Romsdal', 'Nordland', 'Viken', 'Innlandet', 'Vestfold og Telemark', 'Agder', 'Vestland', 'Trøndelag', 'Troms og Finnmark'];
const ROLES = ['Lærer', 'Skoleleder', 'Skoleeier', 'PPT', 'Tillitsvalgt', 'Veileder'];
const SCHOOLS = ['Barneskole', 'Ungdomsskole', 'Kombinert skole', 'Videregående skole', 'Voksenopplæring'];
const UNIONS = ['Utdanningsforbundet', 'Norsk Lektorlag', 'Skolenes landsforbund', ''];
const POSTS = ['Adjunkt', 'Lektor', 'Førskolelærer', 'Rektor', 'Avdelingsleder', 'Assistent'];
const LANGUAGES = ['bokmål', 'nynorsk', ''];

/** One seat in so many is held by somebody who has another. */
const SHARED = 20;

export const HEADER = ['Nøkkel', 'Navn', 'E-post', 'Språk', 'Fylke', 'Rolle', 'Skoletype', 'Forbund', 'Stilling'];

/** Rows of cells under `HEADER`; the first four strata have 11, 6, 5 and 3 categories, the last with some blank. */
export function listRows(count: number): string[][] {
	const random = seededRandom(50_000);
	const of = (words: readonly string[]) => words[Math.floor(random() ** 1.3 * words.length)] ?? '';
	return Array.from({ length: count }, (_, i) => {
		const person = i % SHARED === 0 && i > 0 ? i - 1 : i;
		return [`plass-${i + 1}`, `Navn Nordmann ${person}`, `navn.nordmann.${person}@skole${person % 900}.example.no`, of(LANGUAGES), of(COUNTIES), of(ROLES), of(SCHOOLS), of(UNIONS), of(POSTS)];
	});
}

/** The list as a file: UTF-8, `;`. */
export const listFile = (rows: readonly string[][]): Uint8Array => new TextEncoder().encode([HEADER, ...rows].map((cells) => cells.join(';')).join('\r\n'));
