/** Characters that cannot be seen, or that turn the direction of the text round them. */
const HIDDEN = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A cell as it can be looked at: what cannot be seen is named by its number, and no more is shown than fits a table. */
export function visible(value: string, most = 120): string {
	const shown = value.replace(HIDDEN, (c) => `[U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`);
	return shown.length > most ? `${shown.slice(0, most)}…` : shown;
}
