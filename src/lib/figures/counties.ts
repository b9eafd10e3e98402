/**
 * Norway's counties (KLASS 104) as tiles of the same size, each near where it lies. Place: column and row from the upper left.
 * Numbers and names of 1 January 2024 and of 1 January 2020.
 */
import { Problem } from '#lib/domain/problem.ts';

export interface County { code: string; name: string; column: number; row: number }
export type Division = '2024' | '2020';

const county = (code: string, name: string, column: number, row: number): County => ({ code, name, column, row });

export const COUNTIES: Record<Division, readonly County[]> = {
	2024: [
		county('55', 'Troms', 2, 0), county('56', 'Finnmark', 3, 0), county('18', 'Nordland', 2, 1), county('50', 'Trøndelag', 2, 2), county('15', 'Møre og Romsdal', 1, 3), county('34', 'Innlandet', 2, 3),
		county('46', 'Vestland', 0, 4), county('33', 'Buskerud', 1, 4), county('03', 'Oslo', 2, 4), county('32', 'Akershus', 3, 4),
		county('11', 'Rogaland', 0, 5), county('40', 'Telemark', 1, 5), county('39', 'Vestfold', 2, 5), county('31', 'Østfold', 3, 5), county('42', 'Agder', 1, 6)
	],
	2020: [
		county('54', 'Troms og Finnmark', 2, 0), county('18', 'Nordland', 2, 1), county('50', 'Trøndelag', 2, 2), county('15', 'Møre og Romsdal', 1, 3), county('34', 'Innlandet', 2, 3),
		county('46', 'Vestland', 0, 4), county('30', 'Viken', 1, 4), county('03', 'Oslo', 2, 4), county('11', 'Rogaland', 0, 5), county('38', 'Vestfold og Telemark', 1, 5), county('42', 'Agder', 1, 6)
	]
};

const has = (division: Division, code: string) => COUNTIES[division].some((c) => c.code === code);

/**
 * The division that every code is of; the newer one where both have them all.
 * @throws Problem `figure_problem_county`, `figure_problem_county_twice`
 */
export function divisionOf(codes: readonly string[]): Division {
	const twice = codes.find((code, i) => codes.indexOf(code) !== i);
	if (twice !== undefined) throw new Problem('figure_problem_county_twice', 400, { code: twice });
	const divisions: readonly Division[] = ['2024', '2020'];
	const found = divisions.find((d) => codes.every((code) => has(d, code)));
	if (found) return found;
	const nearest = divisions.toSorted((a, b) => codes.filter((c) => has(b, c)).length - codes.filter((c) => has(a, c)).length)[0] ?? '2024';
	throw new Problem('figure_problem_county', 400, { code: codes.find((code) => !has(nearest, code)) ?? '' });
}
