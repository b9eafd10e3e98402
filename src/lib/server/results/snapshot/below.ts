/** The values of one variable in several parts, those of each after those of the one before. */
import { emptyCodes, firstMissing, missingAt } from '#lib/domain/dataset/column.ts';
import type { DatasetColumn, DatasetVariable } from '#lib/domain/dataset/types.ts';

export interface Piece { variable: DatasetVariable; column: DatasetColumn; rows: number }

function categorical(variable: DatasetVariable, parts: readonly Piece[], rows: number): DatasetColumn {
	const codes = emptyCodes(rows, variable.categories.length);
	const place = new Map(variable.categories.map((c, i) => [c.value, i]));
	const top = firstMissing(codes);
	let at = 0;
	for (const part of parts) {
		if (part.column.kind !== 'categorical') continue;
		const to = part.variable.categories.map((c) => place.get(c.value) ?? top);
		const { codes: own } = part.column;
		const first = firstMissing(own);
		for (let i = 0; i < own.length; i++) {
			const code = own[i] ?? first;
			codes[at + i] = code >= first ? top + code - first : to[code] ?? top;
		}
		at += own.length;
	}
	return { kind: 'categorical', codes };
}

/** @param variable what the parts' own variables are alike in; categories go by their values */
export function below(variable: DatasetVariable, parts: readonly Piece[], rows: number): DatasetColumn {
	if (variable.type === 'categorical') return categorical(variable, parts, rows);
	const missing = new Uint8Array(rows);
	const values = new Float64Array(variable.type === 'numeric' ? rows : 0);
	const texts: (string | null)[] = [];
	let at = 0;
	for (const { column, rows: own } of parts) {
		for (let i = 0; i < own; i++) missing[at + i] = missingAt(column, i);
		if (column.kind === 'numeric') values.set(column.values, at);
		if (column.kind === 'text') for (const text of column.values) texts.push(text);
		at += own;
	}
	const held = missing.some((kind) => kind > 0) ? missing : null;
	return variable.type === 'numeric' ? { kind: 'numeric', values, missing: held } : { kind: 'text', values: texts, missing: held };
}

/** For each row which of `count` it is of. @param of of each part which, and how many rows */
export function marked(of: readonly { which: number; rows: number }[], count: number): DatasetColumn {
	const codes = emptyCodes(of.reduce((sum, { rows }) => sum + rows, 0), count);
	let at = 0;
	for (const { which, rows } of of) {
		codes.fill(which, at, at + rows);
		at += rows;
	}
	return { kind: 'categorical', codes };
}
