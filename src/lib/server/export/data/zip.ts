/** Packages written as they are read: nothing is held but the piece under way. */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

export interface ZipEntry {
	path: string;
	pieces: Iterable<Uint8Array>;
	/** 0: as it is; 1 to 9: the higher the smaller and slower. */
	level?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
}

/** Bytes packed at a time, so that what comes of them is handed on soon. */
const PIECE = 1 << 18;

function* small(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
	for (const piece of pieces) for (let at = 0; at < piece.length; at += PIECE) yield piece.subarray(at, at + PIECE);
}

/**
 * @param entries in their order; each is begun when the one before is written, so that a list of contents may come last
 * @param made every file's date: the same files are the same bytes
 */
export function* toZip(entries: Iterable<ZipEntry>, made: Date): Generator<Uint8Array> {
	const ready: Uint8Array[] = [];
	const zip = new Zip((error, piece) => {
		if (error) throw error;
		ready.push(piece);
	});
	// a zip has no time zone: noon is the same day everywhere
	const mtime = new Date(made.getUTCFullYear(), made.getUTCMonth(), made.getUTCDate(), 12);
	for (const { path, pieces, level = 6 } of entries) {
		const file = level === 0 ? new ZipPassThrough(path) : new ZipDeflate(path, { level });
		file.mtime = mtime;
		zip.add(file);
		for (const piece of small(pieces)) {
			file.push(piece);
			yield* ready.splice(0);
		}
		file.push(new Uint8Array(0), true);
		yield* ready.splice(0);
	}
	zip.end();
	yield* ready.splice(0);
}
