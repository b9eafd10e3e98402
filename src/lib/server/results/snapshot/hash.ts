/** What a snapshot's hash is of: a manifest, as canonical JSON, with the hash of every column. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { canonical } from '#lib/domain/questionnaire/hash.ts';
import type { DatasetColumn, DatasetVariable, Origin, PartKind } from '#lib/domain/dataset/types.ts';
import { SNAPSHOT_FORMAT } from '#lib/domain/dataset/definition.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { encodeColumn, type Encoded } from './encode.ts';

/** A part as it is frozen: its rows in their order. */
export interface FrozenPart {
	key: string;
	kind: PartKind;
	title: Text;
	rows: number;
	variables: readonly DatasetVariable[];
	columns: Readonly<Record<string, DatasetColumn>>;
}
export interface EncodedPart extends Omit<FrozenPart, 'columns'> { encoded: readonly (Encoded & { sha256: string })[] }

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Without what is only this database's: its numbers for links and weights. */
function portable(origin: Origin): unknown {
	if (origin.kind === 'link') return { ...origin, link: undefined };
	return origin.kind === 'weight' ? { ...origin, weight: undefined } : origin;
}

/** A column at a time, others who are served in between. @throws Error when a variable has no column */
export async function encodePart({ columns, ...part }: FrozenPart): Promise<EncodedPart> {
	const encoded: (Encoded & { sha256: string })[] = [];
	for (const { name } of part.variables) {
		const column = columns[name];
		if (!column) throw new Error(`the variable ${name} has no column`);
		const made = encodeColumn(column);
		encoded.push({ ...made, sha256: sha256(made.bytes) });
		await setImmediate();
	}
	return { ...part, encoded };
}

/** The manifest and its SHA-256 in hex: the same for the same content in every database. */
export function manifestOf(parts: readonly EncodedPart[]): { manifest: string; hash: string } {
	const manifest = canonical({
		format: SNAPSHOT_FORMAT,
		parts: parts.map(({ key, kind, title, rows, variables, encoded }) => ({
			key, kind, title, rows,
			variables: variables.map((variable, i) => ({ ...variable, origin: portable(variable.origin), encoding: encoded[i]?.encoding, sha256: encoded[i]?.sha256 }))
		}))
	});
	return { manifest, hash: sha256(manifest) };
}
