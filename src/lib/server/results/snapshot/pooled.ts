/** Parts laid below one another: what all of them ask alike, and the part that each row is of. */
import { emptyCodes, firstMissing, missingAt } from '#lib/domain/dataset/column.ts';
import type { Dataset, DatasetColumn, DatasetVariable, Origin } from '#lib/domain/dataset/types.ts';
import { PART_LABEL } from '#lib/domain/dataset/words.ts';
import { LOCALES, type Text } from '#lib/domain/questionnaire/schema.ts';
import { Problem } from '#lib/domain/problem.ts';
import { shortTitles } from './short-titles.ts';

/** Name of the variable that says which part a row is of. */
export const PART_VARIABLE = 'del';

/** `absent`: not in all parts. `type`, `categories`, `scores`, `limits`: not the same in all. `name`: the name is that of the variable for the part. */
export type LeftOutReason = 'absent' | 'type' | 'categories' | 'scores' | 'limits' | 'name';
export interface LeftOut {
	name: string;
	reason: LeftOutReason;
	/** Parts that have it. */
	parts: string[];
}
export interface PooledDataset extends Dataset { leftOut: LeftOut[] }

/** A rule whose limits follow from the values of the part that it is made in. */
const followsValues = (origin: Origin): boolean => origin.kind === 'derived' && (origin.rule.rule === 'quantiles' || origin.rule.rule === 'natural');

function differs(first: DatasetVariable, other: DatasetVariable): LeftOutReason | null {
	if (first.type !== other.type) return 'type';
	if (followsValues(first.origin) || followsValues(other.origin)) return 'limits';
	const [a, b] = [first.categories, other.categories];
	if (a.length !== b.length) return 'categories';
	const scores = new Map(b.map((c) => [c.value, c.score]));
	if (a.some((c) => !scores.has(c.value))) return 'categories';
	return a.some((c) => scores.get(c.value) !== c.score) ? 'scores' : null;
}

function categorical(variable: DatasetVariable, parts: readonly { variable: DatasetVariable; column: DatasetColumn }[], rows: number): DatasetColumn {
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

function below(variable: DatasetVariable, parts: readonly { variable: DatasetVariable; column: DatasetColumn; rows: number }[], rows: number): DatasetColumn {
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

/**
 * One dataset of several: the rows of each after those of the one before. A variable is kept where every part has it, of the same type and with the same categories
 * and scores; its label is that of the first. `del` says which part a row is of. A variable whose limits were found in the values of each part (quantiles, natural
 * breaks) is left out: the same name means other limits.
 * @throws Problem snapshot_problem_kinds when the parts are not of one kind
 */
export function pool(parts: readonly Dataset[]): PooledDataset {
	const [first] = parts;
	if (!first) throw new Problem('snapshot_problem_no_parts', 400);
	if (parts.some((part) => part.kind !== first.kind)) throw new Problem('snapshot_problem_kinds', 400, { parts: parts.map((p) => p.key).join(', ') });
	const rows = parts.reduce((sum, part) => sum + part.rows, 0);
	const leftOut: LeftOut[] = [];
	const kept: DatasetVariable[] = [];
	const columns: Record<string, DatasetColumn> = {};
	const found = parts.map((part) => new Map(part.variables.map((v) => [v.name, v])));
	for (const name of new Set(parts.flatMap((part) => part.variables.map((v) => v.name)))) {
		const having = parts.filter((_, p) => found[p]?.has(name));
		const variables = found.flatMap((of) => of.get(name) ?? []);
		const [variable, ...others] = variables;
		if (!variable) continue;
		const reason = name === PART_VARIABLE ? 'name' : having.length < parts.length ? 'absent' : others.map((other) => differs(variable, other)).find((r) => r !== null) ?? null;
		if (reason !== null) {
			leftOut.push({ name, reason, parts: having.map((p) => p.key) });
			continue;
		}
		kept.push(variable);
		columns[name] = below(variable, parts.flatMap((part, p) => {
			const [own, column] = [variables[p], part.columns[name]];
			return own && column ? [{ variable: own, column, rows: part.rows }] : [];
		}), rows);
	}
	const codes = emptyCodes(rows, parts.length);
	let at = 0;
	parts.forEach((part, p) => {
		codes.fill(p, at, at + part.rows);
		at += part.rows;
	});
	const labels = shortTitles(parts);
	const variable: DatasetVariable = {
		name: PART_VARIABLE, label: PART_LABEL, question: null, type: 'categorical', measure: 'nominal', categories: parts.map((part, p) => ({ value: part.key, label: labels[p] ?? part.title })),
		reversed: false, decimals: null, unit: null, origin: { kind: 'part' }
	};
	const title = Object.fromEntries(LOCALES.map((locale) => [locale, parts.map((p) => p.title[locale] || p.title.nb || p.key).join(' + ')])) as Text;
	return {
		key: parts.map((p) => p.key).join('+'), kind: first.kind, title, hash: first.hash, rows, variables: [variable, ...kept], columns: { [PART_VARIABLE]: { kind: 'categorical', codes }, ...columns },
		suppressBelow: first.suppressBelow, leftOut
	};
}
