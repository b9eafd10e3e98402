/** The mailing that an address or a form names by its number: 0, or anything that is no number, is the invitation. */
export function mailingNumberOf(text: string | null): { kind: 'invitation' | 'reminder'; number: number } {
	const number = /^\d{1,4}$/.test(text ?? '') ? Number(text) : 0;
	return { kind: number > 0 && number <= 1000 ? 'reminder' : 'invitation', number: number <= 1000 ? number : 0 };
}
