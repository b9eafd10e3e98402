import { describe, expect, it } from 'vitest';
import { isViolation } from '../../analysis/assumptions.ts';
import { METHODS } from '../../analysis/registry.ts';
import { run } from '../../analysis/run.ts';
import type { BaseSpec, Field, Fields } from '../../analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '../../analysis/table/build.ts';
import { MISSING_KINDS, type Table } from '../../analysis/table/table.ts';
import { seededRandom } from '../../analysis/numeric/random.ts';
import { AREAS } from '../certify/r/areas.ts';
import { randomSample } from '../certify/r/tables.ts';

/** Where a result holds something that is not a number, or not plain data. */
function unsound(value: unknown, path = ''): string[] {
	if (value === undefined || (typeof value === 'number' && !Number.isFinite(value)) || typeof value === 'function') return [`${path} is ${String(value)}`];
	if (ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set) return [`${path} is not plain data`];
	if (value && typeof value === 'object') return Object.entries(value).flatMap(([k, v]) => unsound(v, `${path}.${k}`));
	return [];
}

const repeat = (n: number, make: (i: number) => Cell): Cell[] => Array.from({ length: n }, (_, i) => make(i));
const missing: Cell = { missing: 'not_asked' };
const points = [1, 2, 3, 4, 5].map((p) => ({ value: String(p), label: `${p}`, score: p }));

/** Tables that methods meet on bad days: each has the columns a to f (numbers), g and h (two groups, three groups), y and z (0 or 1). */
const TABLES: Record<string, Table> = Object.fromEntries(
	(
		[
			['empty', 0, () => 1, () => 'x', () => 1],
			['of a single row', 1, () => 3, () => 'x', () => 1],
			['of two rows', 2, (i) => i + 1, (i) => 'xy'[i]!, (i) => i % 2],
			['of constants', 30, () => 3, () => 'x', () => 1],
			['all missing', 30, () => missing, () => missing, () => missing],
			['missing by turns, so that no row is complete', 40, (i, j) => (i % 8 === j ? missing : (i % 5) + 1), (i) => (i % 2 ? 'x' : missing), (i) => (i % 2 ? missing : 1)],
			['of columns that are one another', 50, (i) => (i % 5) + 1, (i) => 'xyz'[i % 3]!, (i) => i % 2],
			['of huge and tiny numbers', 40, (i, j) => (j % 2 ? 1e150 : 1e-160) * (1 + (i % 7)), (i) => 'xyz'[i % 3]!, (i) => i % 2],
			['with an offset that swallows the variation', 40, (i) => 1e15 + (i % 3), (i) => 'xy'[i % 2]!, (i) => i % 2],
			['with one row in each group', 12, (i) => i, (i) => `g${i}`, (i) => i % 2],
			['with a group of one', 25, (i) => (i * 7) % 11, (i) => (i === 0 ? 'x' : 'y'), (i) => (i === 3 ? 1 : 0)],
			['that foretells the outcome', 40, (i) => i, (i) => (i < 20 ? 'x' : 'y'), (i) => (i < 20 ? 0 : 1)]
		] as [string, number, (i: number, j: number) => Cell, (i: number) => Cell, (i: number) => Cell][]
	).map(([name, n, number, group, binary]) => [
		name,
		tableOf({
			...Object.fromEntries([...'abcdef'].map((c, j) => [c, numericColumn(repeat(n, (i) => number(i, j)), c)])),
			likert: categoricalColumn(repeat(n, (i) => (n > 2 && name !== 'all missing' ? (i % 5) + 1 : missing)), 'likert', points),
			g: categoricalColumn(repeat(n, group), 'g'),
			h: categoricalColumn(repeat(n, (i) => group(i + 1)), 'h'),
			y: categoricalColumn(repeat(n, binary), 'y', [0, 1].map((v) => ({ value: String(v), label: String(v), score: v }))),
			z: categoricalColumn(repeat(n, (i) => binary(i + 1)), 'z', [0, 1].map((v) => ({ value: String(v), label: String(v), score: v })))
		})
	])
);

const pick = <T>(random: () => number, of: readonly T[]): T => of[Math.floor(random() * of.length)]!;

/** A value that the field's declaration allows, or now and then none at all. */
function valueFor(field: Field, random: () => number, table: Table): unknown {
	const names = Object.keys(table.columns);
	const whole = (n: number) => Math.floor(random() * n);
	const number = (f: { min?: number; max?: number; integer?: boolean }) => {
		const x = pick(random, [0, 1, 0.5, 2, 3, 20, 0.05, 0.95, 1000, -1]);
		const within = Math.min(f.max ?? Infinity, Math.max(f.min ?? -Infinity, x));
		return f.integer ? Math.round(within) : within;
	};
	const list = <T>(n: number, make: () => T): T[] => Array.from({ length: n }, make);
	switch (field.type) {
		case 'column': return pick(random, names);
		case 'columns': return names.toSorted(() => random() - 0.5).slice(0, Math.min(names.length, field.max ?? 7, (field.min ?? 1) + whole(4)));
		case 'number': return number(field);
		case 'numbers': return list(field.length ?? 1 + whole(4), () => number(field));
		case 'matrix': { const k = 1 + whole(4); return list(1 + whole(4), () => list(k, () => number({ min: field.min ?? 0, integer: true }))); }
		case 'choice': return pick(random, field.of);
		case 'flag': return random() < 0.5;
		case 'text': return pick(random, ['p', 'x', 'y']);
		case 'texts': return ['x', 'y', 'z', 'w'].slice(0, 1 + whole(4));
		case 'named_numbers': return Object.fromEntries(['x', 'y', 'z'].slice(0, 1 + whole(3)).map((k) => [k, number({ min: 0 })]));
		case 'margins': return { g: { x: 10, y: 20, z: 5 }, y: { 0: 12, 1: 23 } };
		case 'other': return pick<unknown>(random, [[], {}, 'x', 3, [{ method: 'describe', x: ['a'] }], [[1, 2], [3, 4]]]);
	}
}

function specFor(name: string, fields: Fields, random: () => number, table: Table): BaseSpec {
	const given = Object.entries(fields).filter(([, f]) => !f.optional || random() < 0.3).map(([key, f]) => [key, valueFor(f, random, table)]);
	return { method: name, ...Object.fromEntries(given) } as BaseSpec;
}

describe('whatever the spec and the table', () => {
	it.each(METHODS.map((m) => [m.name, m] as const))('%s answers with a sound result or a violation, never an exception or NaN, and changes nothing', (name, method) => {
		for (const [kind, table] of Object.entries(TABLES)) {
			const random = seededRandom(7);
			const before = JSON.stringify(table);
			for (let turn = 0; turn < 12; turn++) {
				const spec = specFor(name, method.fields, random, table);
				const asked = JSON.stringify(spec);
				const result = run(spec, table);
				expect(unsound(result), `on a table ${kind}: ${asked}`).toEqual([]);
				if (!isViolation(result)) expect(result.missing.every((m) => Object.keys(m.missing).length === MISSING_KINDS.length), `missing by kind: ${asked}`).toBe(true);
				expect(JSON.stringify(spec)).toBe(asked);
			}
			expect(JSON.stringify(table), `the table ${kind} was changed`).toBe(before);
		}
	});
	it('the specs that R is asked to agree on are answered soundly on random tables too', () => {
		let answered = 0;
		for (const seed of [901, 902, 903]) {
			const { table, roles } = randomSample(seed);
			for (const specs of Object.values(AREAS)) {
				for (const spec of specs(table, roles, seed)) {
					const result = run(spec, table);
					expect(unsound(result), JSON.stringify(spec)).toEqual([]);
					if (!isViolation(result)) answered += 1;
				}
			}
		}
		expect(answered).toBeGreaterThan(150);
	});
});
