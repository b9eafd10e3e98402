/** The two surveys that are set beside each other, by the names that they have in datasets of both. */
export const PARTS: Readonly<Record<string, string>> = { Samarbeidsforum: 'Samarbeidsfora' };
