/** Addresses in plain text. */
export interface Part {
	text: string;
	href?: string;
}

const ADDRESS = /https:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

/** The text cut where e-mail and https addresses begin and end. Joined again, the parts are the text. */
export function linkify(text: string): Part[] {
	const parts: Part[] = [];
	let from = 0;
	for (const found of text.matchAll(ADDRESS)) {
		if (found.index > from) parts.push({ text: text.slice(from, found.index) });
		const [address] = found;
		parts.push({ text: address, href: address.startsWith('https:') ? address : `mailto:${address}` });
		from = found.index + address.length;
	}
	if (from < text.length) parts.push({ text: text.slice(from) });
	return parts;
}

/** Paragraphs are parted by empty lines. */
export const paragraphs = (text: string): string[] => text.split(/\n\s*\n/).map((p) => p.trim()).filter((p) => p !== '');
