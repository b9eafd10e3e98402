import { describe, expect, it } from 'vitest';
import type { Dataset, DatasetColumn, DatasetVariable, DerivedRule, Laid } from '#lib/domain/dataset/types.ts';
import { LOCALES } from '#lib/i18n.ts';
import { laidWords } from '#lib/server/results/present/laid.ts';
import { laidSnapshots } from '#lib/server/results/snapshot/laid.ts';
import { pool } from '#lib/server/results/snapshot/pooled.ts';
import { parseReference, references, snapshotMeant } from '#lib/server/results/snapshot/reference.ts';
import { leftOutViews, rewordedLabels } from '#lib/server/results/workbench/left-out.ts';
import type { SnapshotHead } from '#lib/server/db/snapshots.ts';

const text = (nb: string) => ({ nb, nn: nb, en: nb });
const item = (name: string, values: number, label = name): DatasetVariable => ({
	name, label: text(label), question: null, type: 'categorical', measure: 'ordinal', categories: Array.from({ length: values }, (_, i) => ({ value: String(i + 1), label: text(String(i + 1)), score: i + 1 })),
	reversed: false, decimals: null, unit: null, origin: { kind: 'item', survey: 's', item: name, block: 'b' }
});
const number = (name: string, over: Partial<DatasetVariable> = {}): DatasetVariable => ({ ...item(name, 0), type: 'numeric', measure: 'scale', categories: [], ...over });
const derived = (name: string, rule: DerivedRule): DatasetVariable => number(name, { origin: { kind: 'derived', rule } });
const codes = (...of: number[]): DatasetColumn => ({ kind: 'categorical', codes: Uint8Array.from(of) });
const numbers = (...of: number[]): DatasetColumn => ({ kind: 'numeric', values: Float64Array.from(of), missing: null });
const part = (key: string, rows: number, made: [DatasetVariable, DatasetColumn][], suppressBelow = 5): Dataset =>
	({ key, kind: 'responses', title: text(`Del ${key}`), hash: 'h', rows, variables: made.map(([v]) => v), columns: Object.fromEntries(made.map(([v, c]) => [v.name, c])), suppressBelow });

const hash = (of: string) => of.repeat(64);
const head = (id: number, waveId: number, at: string, of = String(id)): SnapshotHead => ({
	id, hash: hash(of), format: '', engine: '', definition: { format: 'grunnlag-snapshot/1', surveys: [], responses: 'complete', frame: 'all', derived: [] }, madeAt: new Date(at), madeBy: '', waveId, waveKey: `v${waveId}`, wave: `Runde ${waveId}`,
	evaluationId: 1, evaluation: 'E', suppressBelow: 5, parts: []
});
const [first, second, again] = [head(1, 1, '2025-05-17T10:00Z', 'a'), head(2, 2, '2026-05-17T10:00Z', 'b'), head(3, 1, '2025-06-01T10:00Z', 'c')];
const both = laidSnapshots([first, second]);
const index = (...of: string[]): DerivedRule => ({ rule: 'index', of, reversed: [] });

describe('waves laid below one another', () => {
	const a = part('a', 2, [[item('lik', 5), codes(0, 4)], [item('skala', 5), codes(0, 0)], [item('gammel', 2), codes(0, 1)], [number('runde'), numbers(1, 2)], [derived('indeks', index('lik', 'skala')), numbers(1, 2)], [derived('over', { rule: 'reverse', of: 'indeks' }), numbers(1, 2)], [derived('snitt', index('lik', 'ny')), numbers(1, 2)], [number('lonn', { unit: text('kr') }), numbers(1, 2)]]);
	const b = part('a', 1, [[item('lik', 5, 'Lik, med andre ord'), codes(2)], [item('skala', 7), codes(0)], [number('runde'), numbers(1)], [derived('indeks', index('lik', 'skala')), numbers(3)], [derived('over', { rule: 'reverse', of: 'indeks' }), numbers(1)], [derived('snitt', index('lik')), numbers(3)], [number('lonn', { unit: text('1000 kr') }), numbers(1)]]);
	const laid = pool([a, b], { snapshots: both, of: [0, 1] });

	it('have a variable that says which wave a row is of, by the wave’s key and name', () => {
		expect([laid.rows, laid.variables.map((v) => v.name)]).toEqual([3, ['runde', 'lik']]);
		expect(laid.variables[0]).toMatchObject({ origin: { kind: 'wave' }, label: { nb: 'Runde', nn: 'Runde', en: 'Wave' } });
		expect(laid.variables[0]!.categories.map((c) => [c.value, c.label.en])).toEqual([['v1', 'Runde 1'], ['v2', 'Runde 2']]);
		expect([laid.columns.runde, laid.columns.lik]).toEqual([codes(0, 0, 1), codes(0, 4, 2)]);
		expect(Object.keys(laid.columns)).toEqual(['runde', 'lik']);
	});
	it('are known by the hashes of all', () => {
		expect([laid.hash, laid.key]).toEqual([`${hash('a')}+${hash('b')}`, 'a@aaaaaaaaaaaa+a@bbbbbbbbbbbb']);
		expect(laid.title.nb).toBe('Del a (Runde 1 + Runde 2)');
	});
	it('leave out what is not the same in all, what is made by another rule or in another unit, and what rests on what is left out', () => {
		expect(Object.fromEntries(laid.leftOut.map((x) => [x.name, x.reason]))).toEqual({ skala: 'categories', gammel: 'absent', runde: 'name', snitt: 'rule', lonn: 'unit', indeks: 'rests', over: 'rests' });
		expect(laid.leftOut.find((x) => x.name === 'gammel')!.parts).toEqual(['a@v1']);
	});
	it('say what was asked in other words', () => {
		expect(laid.reworded).toEqual(['lik']);
		expect(rewordedLabels(laid, 'nb')).toEqual(['lik (lik)']);
		expect(pool([a, a], { snapshots: laidSnapshots([first, again]), of: [0, 1] }).reworded).toEqual([]);
	});
	it('have the strictest limit, twice as strict where each person has two rows', () => {
		const [loose, strict] = [{ ...a, suppressBelow: 3 }, { ...b, suppressBelow: 10 }];
		expect(pool([loose, strict], { snapshots: both, of: [0, 1] }).suppressBelow).toBe(10);
		expect(pool([loose, { ...a, suppressBelow: 4 }], { snapshots: laidSnapshots([first, again]), of: [0, 1] }).suppressBelow).toBe(8);
	});
	it('tell parts apart beside waves where there are several of both', () => {
		const c = part('c', 1, [[item('lik', 5), codes(1)]]);
		const four = pool([a, c, b, c], { snapshots: both, of: [0, 0, 1, 1] });
		expect(four.variables.map((v) => v.name)).toEqual(['runde', 'del', 'lik']);
		expect([four.columns.runde, four.columns.del]).toEqual([codes(0, 0, 0, 1, 1), codes(0, 0, 1, 0, 1)]);
		// the words of another part are no change of words
		expect(four.reworded).toEqual(['lik']);
		expect(pool([a, c, a, c], { snapshots: both, of: [0, 0, 1, 1] }).reworded).toEqual([]);
	});
	it('are told of with every reason in three languages, and whose the rest are', () => {
		for (const locale of LOCALES) for (const { reason } of leftOutViews(laid, locale)) expect(reason).not.toMatch(/workbench_/);
		expect(leftOutViews(laid, 'nb')).toContainEqual({ reason: 'Bare i Runde 1', names: ['gammel'] });
	});
	it('of one wave are told apart by the day, else by the minute, else by number', () => {
		const labels = (...heads: SnapshotHead[]) => laidSnapshots(heads).map((s) => s.label.nb);
		expect(labels(first, again)).toEqual(['Runde 1, 17.05.2025', 'Runde 1, 01.06.2025']);
		expect(labels(first, head(4, 1, '2025-05-17T11:30Z'))).toEqual(['Runde 1, 17.05.2025, 12:00', 'Runde 1, 17.05.2025, 13:30']);
		expect(labels(first, head(4, 1, '2025-05-17T10:00Z'))).toEqual(['Runde 1, 17.05.2025, 12:00, 1', 'Runde 1, 17.05.2025, 12:00, 4']);
		expect(laidSnapshots([first, again, second]).map((s) => s.value)).toEqual(['v1_aaaaaaaa', 'v1_cccccccc', 'v2']);
		expect(pool([a, a], { snapshots: laidSnapshots([first, again]), of: [0, 1] }).variables[0]!.label.nb).toBe('Datauttrekk');
	});
});

describe('whether the groups are independent', () => {
	const dataset = (snapshots: Laid['snapshots'], seats = 0, answered = 0) => ({ laid: { snapshots, shared: { seats, answered } } });
	const shared = dataset(both, 40, 31);

	it('is warned of where the lists share seats, with how many have answered in both', () => {
		for (const locale of LOCALES) {
			const { warnings, notes } = laidWords([], shared, locale);
			expect([warnings.length, notes]).toEqual([1, []]);
			expect(warnings[0]).toMatch(/40.*31.*Welch/s);
		}
	});
	it('is warned of where one wave is there twice', () => {
		const { warnings } = laidWords([], dataset(laidSnapshots([first, again])), 'nb');
		expect(warnings).toEqual([expect.stringContaining('Runden Runde 1 er med mer enn én gang')]);
		expect(laidWords([], dataset(laidSnapshots([first, again, second]), 40, 31), 'nb').warnings).toHaveLength(2);
	});
	it('is a note where the lists share nothing, and nothing where the filter keeps one wave, or there is one', () => {
		expect(laidWords([], dataset(both), 'nb')).toEqual({ warnings: [], notes: [expect.stringContaining('uavhengige utvalg')] });
		expect(laidWords([{ column: 'runde', in: ['v2'] }], shared, 'nb')).toEqual({ warnings: [], notes: [] });
		expect(laidWords([{ column: 'rolle', in: ['v2'] }], shared, 'nb').warnings).toHaveLength(1);
		expect(laidWords([], {}, 'nb')).toEqual({ warnings: [], notes: [] });
	});
});

describe('a part of another snapshot', () => {
	it('is named by number or by the first of its hash', () => {
		expect(parseReference('nettverk.liste@3')).toEqual({ part: 'nettverk.liste', snapshot: { id: 3 } });
		expect(parseReference(`nettverk@${'0f'.repeat(8)}`)).toEqual({ part: 'nettverk', snapshot: { hash: '0f'.repeat(8) } });
		expect(parseReference('nettverk')).toEqual({ part: 'nettverk', snapshot: null });
		for (const wrong of ['@3', 'nettverk@', 'nettverk@0', 'nettverk@abc', 'nettverk@3@4', `nettverk@${'g'.repeat(16)}`]) expect(() => parseReference(wrong), wrong).toThrow(expect.objectContaining({ code: 'snapshot_problem_reference', status: 400 }));
	});
	it('is found in the evaluation alone, and by a hash that fits one', () => {
		const other = { ...head(9, 7, '2026-01-01T00:00Z', 'd'), evaluationId: 2 };
		const meant = (of: string) => snapshotMeant(parseReference(of), first, [first, second, again, other], of).id;
		expect([meant('a'), meant('a@2'), meant('a@cccccccccccc')]).toEqual([1, 2, 3]);
		for (const wrong of ['a@9', 'a@8', 'a@dddddddddddd']) expect(() => meant(wrong), wrong).toThrow(expect.objectContaining({ code: 'snapshot_problem_no_other', status: 404 }));
		const near = { ...again, id: 4, hash: `${'c'.repeat(20)}0` };
		expect(() => snapshotMeant(parseReference('a@cccccccccccc'), first, [again, near], 'a')).toThrow(expect.objectContaining({ code: 'snapshot_problem_ambiguous' }));
	});
	it('stands after that of an earlier wave, and without its snapshot where that is the one run on', () => {
		expect(references(['a', 'b'], second, [again, first])).toEqual(['a@aaaaaaaaaaaaaaaa', 'b@aaaaaaaaaaaaaaaa', 'a@cccccccccccccccc', 'b@cccccccccccccccc', 'a', 'b']);
		expect(references(['a'], first, [first])).toEqual(['a']);
	});
});
