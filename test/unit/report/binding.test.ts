import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { piecesOf } from '#lib/server/results/report-document/binding.ts';
import { formatValue, kindOf } from '#lib/server/results/report-document/format.ts';
import { findValue } from '#lib/server/results/report-document/value.ts';
import { ranEntry, violated } from '../../support/report-run.ts';

const NBSP = '\u00a0';

describe('a text with bindings', () => {
	it('is taken apart into words, numbers, sentences and references', () => {
		expect(piecesOf('Se {t:crosstab-41}: {r:crosstab-41.column_pct.0.2|1} og {f:battery-3}. {s:crosstab-41}')).toEqual([
			{ kind: 'words', text: 'Se ' }, { kind: 'reference', source: '{t:crosstab-41}', of: 'table', entry: 'crosstab-41' }, { kind: 'words', text: ': ' },
			{ kind: 'value', source: '{r:crosstab-41.column_pct.0.2|1}', entry: 'crosstab-41', path: 'column_pct.0.2', decimals: 1 }, { kind: 'words', text: ' og ' },
			{ kind: 'reference', source: '{f:battery-3}', of: 'figure', entry: 'battery-3' }, { kind: 'words', text: '. ' }, { kind: 'sentence', source: '{s:crosstab-41}', entry: 'crosstab-41' }
		]);
	});
	it.each(['{r:crosstab-41}', '{r:Crosstab.p}', '{r:a.p|x}', '{t:}', '{x:a}', '{r:a.p'])('is told of %s, which begins as a binding and is none', (source) => {
		expect(piecesOf(`før ${source}`)).toEqual([{ kind: 'words', text: 'før ' }, { kind: 'malformed', source }]);
	});
	it('keeps braces that mean nothing', () => {
		expect(piecesOf('{a} og {{b}}')).toEqual([{ kind: 'words', text: '{a} og {{b}}' }]);
	});
	it('is the same text when its pieces are joined, whatever it says', () => {
		fc.assert(fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'r', 't', ':', '.', '|', 'a', '1', ' ') }), (text) => {
			expect(piecesOf(text).map((piece) => (piece.kind === 'words' ? piece.text : piece.source)).join('')).toBe(text);
		}));
	});
});

describe('a bound number', () => {
	const result = ranEntry('crosstab', { p: 0.0004, exact: { p: 0.25, log_p: -1 }, column_pct: [[12.5, 'suppressed']], nothing: null, list: [1, 2] }, { n: 80, effects: [{ name: 'cramers_v', value: 0.3, low: 0.1, high: 0.5, level: 0.95 }] }).result;
	it('is found by its path in the values, among the effects, or as n', () => {
		expect(['p', 'exact.p', 'column_pct.0.0', 'n', 'effects.cramers_v.low'].map((path) => findValue(result, path))).toEqual([{ value: 0.0004 }, { value: 0.25 }, { value: 12.5 }, { value: 80 }, { value: 0.1 }]);
	});
	it('says why there is none', () => {
		expect(['column_pct.0.1', 'nothing', 'list', 'other', 'effects.d.value'].map((path) => findValue(result, path))).toEqual([{ gap: 'suppressed' }, { gap: 'undefined' }, { gap: 'not_single' }, { gap: 'no_place' }, { gap: 'no_place' }]);
		expect([findValue(undefined, 'p'), findValue(violated('too_few').result, 'p'), findValue(violated('suppressed').result, 'p')]).toEqual([{ gap: 'no_entry' }, { gap: 'violation' }, { gap: 'suppressed' }]);
	});
	it('has its kind by its name', () => {
		expect(['p', 'exact.p', 'r_p.3', 'adj_resid_p_holm.0.1', 'log_p', 'phi'].map(kindOf)).toEqual(['p', 'p', 'p', 'p', 'number', 'number']);
		expect(['column_pct.0.2', 'pct_valid.1', 'total.rate', 'n', 'df', 'n.0', 'table.1.2', 'mean.0.0', 'alpha'].map(kindOf)).toEqual(['percent', 'percent', 'share', 'count', 'count', 'count', 'count', 'number', 'number']);
	});
	it.each([
		[0.0004, 'p', null, 'nb', `p${NBSP}<${NBSP}0,001`], [0.0423, 'p', null, 'nb', `p${NBSP}=${NBSP}0,042`], [0.0423, 'exact.p', 3, 'nb', '0,042'], [0.0004, 'p', 3, 'en', `<${NBSP}0.001`],
		[38.4615, 'column_pct.0.1', null, 'nb', `38${NBSP}%`], [38.4615, 'column_pct.0.1', 1, 'en', '38.5%'], [0.2827, 'total.rate', null, 'nn', `28,3${NBSP}%`],
		[5592, 'total.population', null, 'nb', `5${NBSP}592`], [4.3907, 'total_mean.0', null, 'nb', '4,39'], [-0.18, 'r.3', 3, 'en', '−0.180'], [6, 'df', null, 'nb', '6'], [187.34, 'df', null, 'nb', '187,3'], [4, 'mean.0', 2, 'nb', '4,00'], ['Inf', 'odds_ratio.high', null, 'nb', '∞']
	] as const)('%s at %s with %s decimals is printed in %s as its kind asks for', (value, path, decimals, locale, text) => {
		expect(formatValue(value, path, decimals, locale)).toBe(text);
	});
});
