/** A system file read back by sav-reader. */
import { createRequire } from 'node:module';

interface SavVar { name: string; type: number; label: string | null; missing: null | number | { min: number; max: number }; printFormat: { width: number; nbdec: number } }
interface SavMeta { header: Record<string, unknown>; sysvars: SavVar[]; valueLabels: { appliesToNames: string[]; entries: { val: number; label: string }[] }[] }
interface Reader { open: () => Promise<void>; meta: SavMeta; readAllRows: (nulls: boolean) => Promise<Record<string, string | number | null>[]>; reader: { readString: (length: number, trim?: boolean) => Promise<string>; readBytes: (length: number) => Promise<Uint8Array> } }

const { SavBufferReader } = createRequire(import.meta.url)('sav-reader') as { SavBufferReader: new (bytes: Buffer) => Reader };

export interface ReadSav {
	header: Record<string, unknown>;
	variables: (Omit<SavVar, 'label'> & { label: string; values: Map<number, string> })[];
	rows: Record<string, string | number | null>[];
}

const utf8 = (latin: string): string => Buffer.from(latin, 'latin1').toString('utf8');

/** The reader makes text of eight bytes at a time, so that a letter across two of them is lost: it is given a letter a byte, and what it read is read as UTF-8 after. */
export async function readSav(bytes: Uint8Array): Promise<ReadSav> {
	const file = new SavBufferReader(Buffer.from(bytes));
	const { reader } = file;
	reader.readString = async (length, trim = false) => {
		const text = length < 1 ? '' : Buffer.from(await reader.readBytes(length)).toString('latin1');
		return trim ? text.trimEnd() : text;
	};
	await file.open();
	const { meta } = file;
	const variables = meta.sysvars.map((v) => ({
		...v, label: utf8(v.label ?? ''),
		values: new Map(meta.valueLabels.filter((set) => set.appliesToNames.includes(v.name)).flatMap((set) => set.entries.map((e) => [e.val, utf8(e.label)] as const)))
	}));
	const rows = (await file.readAllRows(true)).map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, typeof v === 'string' ? utf8(v).replace(/ +$/, '') : v])));
	return { header: meta.header, variables, rows };
}
