/** Zip packages whose bytes depend on nothing but what is in them. */
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';

/** Files in the order given, all dated the same day: at noon, as zip has no time zone. Pictures are not packed twice. */
export function pack(files: Readonly<Record<string, Uint8Array>>, date: string): Uint8Array {
	const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
	const entries: Zippable = {};
	for (const [path, bytes] of Object.entries(files)) entries[path] = [bytes, { level: /\.(png|docx|xlsx)$/.test(path) ? 0 : 6 }];
	return zipSync(entries, { mtime: new Date(year, month - 1, day, 12), os: 0 });
}

/** An office file packed anew with fixed dates, in the order of names but for the list of contents, which readers look for first; XML goes through `change`. */
export function repack(file: Uint8Array, change: (path: string, xml: string) => string, date: string): Uint8Array {
	const files = unzipSync(file);
	const first = '[Content_Types].xml';
	const paths = Object.keys(files).sort((a, b) => (a === first ? -1 : b === first ? 1 : a < b ? -1 : 1));
	return pack(Object.fromEntries(paths.map((path) => {
		const bytes = files[path] ?? new Uint8Array();
		return [path, /\.(xml|rels)$/.test(path) ? strToU8(change(path, strFromU8(bytes))) : bytes];
	})), date);
}
