/** Norwegian national identity numbers, which no list of keys may hold. */

const WEIGHTS = [[3, 7, 6, 1, 8, 9, 4, 5, 2, 1], [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]] as const;

/** Whether `text` is a fødselsnummer or D-number, with or without a space: a date, and both control digits (modulo 11). */
export function nationalNumber(text: string): boolean {
	const digits = text.replace(/\s/g, '');
	if (!/^\d{11}$/.test(digits)) return false;
	const [day, month] = [Number(digits.slice(0, 2)) % 40, Number(digits.slice(2, 4)) % 40];
	if (day < 1 || day > 31 || month < 1 || month > 12) return false;
	return WEIGHTS.every((weights) => weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11 === 0);
}
