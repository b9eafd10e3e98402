import { describe, expect, it } from 'vitest';
import { METHODS } from '#analysis/registry.ts';
import { LOCALES } from '#lib/i18n.ts';
import { formatOf } from '#lib/server/results/present/layout/format.ts';
import { present } from '#lib/server/results/present/present.ts';
import { cellText } from '#lib/ui/cell.ts';
import { everyResult } from '../../../support/result/every-method.ts';

const results = everyResult();

describe('the result of a method', () => {
	it('is tried here for every method of the library', () => {
		expect(METHODS.map((m) => m.name).filter((name) => !results.has(name))).toEqual([]);
	});

	describe.each(LOCALES)('in %s', (locale) => {
		it.each([...results.keys()])('has a labelled table of whole rows, and no name of the library’s own: %s', (name) => {
			const presented = present(results.get(name)!, null, locale);
			expect(presented.tables.length).toBeGreaterThan(0);
			expect(new Set(presented.tables.map((t) => t.key)).size).toBe(presented.tables.length);
			for (const { table } of presented.tables) {
				expect(table.title).not.toBe('');
				expect(table.rows.length).toBeGreaterThan(0);
				expect(new Set(table.rows.map((r) => r.key)).size).toBe(table.rows.length);
				expect(new Set(table.columns.map((c) => c.key)).size).toBe(table.columns.length);
				for (const row of table.rows) expect(row.cells).toHaveLength(table.columns.length);
			}
			const said = JSON.stringify({ ...presented, tables: presented.tables.map(({ table }) => ({ ...table, columns: table.columns.map((c) => [c.label, c.group]), rows: table.rows.map((r) => [r.label, r.group, r.cells.map((c) => cellText(c, locale))]) })) });
			expect(said.match(/\b(?:result|analysis|common|workbench|frafall)_[a-z0-9_]+|undefined|NaN|\{[a-z_]+\}|\[object/g)).toBeNull();
		});
	});

	it('is presented to the same bytes each time, and is not changed', () => {
		for (const [name, result] of results) {
			const before = JSON.stringify(result);
			expect(JSON.stringify(present(result, null, 'nn')), name).toBe(JSON.stringify(present(result, null, 'nn')));
			expect(JSON.stringify(result)).toBe(before);
		}
	});
});

describe('how a value is printed', () => {
	it.each([['p', 'p'], ['gof_p', 'p'], ['p_holm', 'p'], ['table_exact_p', 'p'], ['log_p', 'p'], ['n', 'count'], ['respondents', 'count'], ['df', 'df'], ['rate', 'share'], ['pct_valid', 'hundred'], ['alpha', 3], ['mean', 'auto'], ['p1', 'share']] as const)('goes by its name: %s is %s', (name, format) => {
		expect(formatOf(name)).toBe(format);
	});
});
