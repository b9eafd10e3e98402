/** Which of a variable's categories are Norway's counties, by name or by number, of 2020 or 2024. */
import { COUNTIES, divisionOf } from '#lib/figures/counties.ts';
import { Problem } from '#lib/domain/problem.ts';
import { levelLabel, variableOf, type Reader } from '../reader.ts';

/** Two names of counties alone may be names of something else. */
const FEWEST = 3;

const bare = (name: string): string => (name.normalize('NFC').toLowerCase().replace(/^\d{1,2}[.:]?\s+/, '').split(/\s+[-–—/]\s+/)[0] ?? '').replace(/\s+(fylkeskommune|fylke|county)$/, '').trim();
const CODES = new Map(Object.values(COUNTIES).flat().map(({ code, name }) => [bare(name), code]));
const NUMBERS = new Set(CODES.values());

function codeOf(value: string, label: string): string | undefined {
	const number = value.padStart(2, '0');
	return CODES.get(bare(label)) ?? CODES.get(bare(value)) ?? (label === value && NUMBERS.has(number) ? number : undefined);
}

/**
 * @param name of the variable; @param levels of it that a result has
 * @returns the county number of every category by its value; null where one is no county, two are the same, or they are of different divisions
 */
export function countiesOf(name: string, levels: readonly string[], reader: Reader): Map<string, string> | null {
	const categories = variableOf(reader, name)?.categories.map((c) => c.value) ?? [];
	const found = new Map<string, string>();
	for (const value of new Set([...categories, ...levels])) {
		const code = codeOf(value, levelLabel(reader, [name], value));
		if (code === undefined) return null;
		found.set(value, code);
	}
	try {
		divisionOf([...found.values()]);
		return found.size >= FEWEST ? found : null;
	} catch (error) {
		if (error instanceof Problem) return null;
		throw error;
	}
}
