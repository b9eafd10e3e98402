import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { headingFault, readColumn, separatorOf } from '../../../analysis/table/csv.ts';
import { countMissing } from '../../../analysis/table/table.ts';

describe('a column of a CSV file', () => {
	const numbersOf = (cells: string[], separator = ';') => {
		const { column } = readColumn(cells, 'y', undefined, separator);
		return column.kind === 'numeric' ? [...column.values] : null;
	};
	it('with a decimal comma holds numbers, and says so', () => {
		expect(numbersOf(['1,5', '2,25', '3'])).toEqual([1.5, 2.25, 3]);
		expect(readColumn(['1,5', '2'], 'y', undefined, ';')).toMatchObject({ decimalComma: true, remark: 'numbers with a decimal comma ("1,5"), read as numbers.' });
		expect(numbersOf(['1,5', '2,25'], ',')).toEqual([1.5, 2.25]);
	});
	it('in which a comma may set thousands apart is not taken for numbers, and says why', () => {
		const read = readColumn(['1,500', '2,250'], 'y', undefined, ',');
		expect(read.column.kind).toBe('categorical');
		expect(read.remark).toContain('because of "1,500" in row 1');
		expect(numbersOf(['1,500', '2,250'], ';')).toEqual([1.5, 2.25]);
	});
	it.each([
		['a text among numbers', ['1', 'DK', '3', '4'], '"DK" in row 2 below the heading (1 of 4 values)'],
		['points between thousands', ['1.234,5', '2.000,0'], '"1.234,5" in row 1'],
		['a decimal comma and a point', ['1,5', '2.5', '3'], '"1,5" in row 1'],
		['a text among numbers with a comma', ['1,5', 'x', '3'], '"x" in row 2']
	])('with %s is categorical, and names the cell', (_, cells, remark) => {
		const read = readColumn(cells, 'y', undefined, ';');
		expect(read.column.kind).toBe('categorical');
		expect(read.remark).toContain(remark);
	});
	it('of texts, dates or given categories needs no remark', () => {
		expect(readColumn(['a', 'b', '1'], 'y').remark).toBeNull();
		expect(readColumn(['01.02.2021', '13.02.2021'], 'y').remark).toBeNull();
		expect(readColumn(['1', 'DK'], 'y', { categories: [{ value: '1', label: '' }, { value: 'DK', label: '' }] }).remark).toBeNull();
	});
	it('keeps the zero that a code begins with, and still has its number', () => {
		const { column } = readColumn(['1103', '0301'], 'y');
		expect(column).toMatchObject({ kind: 'categorical', categories: [{ value: '0301', score: 301 }, { value: '1103', score: 1103 }] });
		expect(numbersOf(['0.5', '0.25'])).toEqual([0.5, 0.25]);
	});
	it('tells the kinds of missing apart; NA is not answered', () => {
		expect(countMissing(readColumn(['', 'NA', '<dont_know>', '<not_asked>', '<suppressed>', '1'], 'y').column)).toEqual({ not_asked: 1, not_answered: 2, dont_know: 1, suppressed: 1 });
	});
});

describe('a heading', () => {
	it('shows the separator, whatever stands in quotes', () => {
		expect([separatorOf('a;b,c;d'), separatorOf('a,b'), separatorOf('a\tb'), separatorOf('"a;b;c",d'), separatorOf('a')]).toEqual([';', ',', '\t', ',', ',']);
	});
	it('names each column once', () => {
		expect(headingFault(['g', 'y', 'y'])).toBe('line 1: the column name "y" stands twice (columns 2 and 3). Give each column a name of its own.');
		expect(headingFault([''])).toContain('no column names');
		expect(headingFault(['', 'y', ''])).toBeNull();
	});
});

describe('the command', () => {
	const folder = mkdtempSync(join(tmpdir(), 'csv-'));
	afterAll(() => rmSync(folder, { recursive: true }));
	const file = (name: string, content: string | Buffer) => {
		writeFileSync(join(folder, name), content);
		return join(folder, name);
	};
	const spec = file('spec.json', '{"method": "t_test", "y": "y", "group": "g"}');
	const told = (data: string | Buffer, specFile = spec) => {
		const { status, stderr } = spawnSync(process.execPath, ['analysis/cli.ts', specFile, file('data.csv', data)], { encoding: 'utf8' });
		return { status, stderr: stderr.trim() };
	};
	it.each<[string, string | Buffer, string]>([
		['an empty file', '', 'data.csv: the file is empty'],
		['a name twice', 'g,y,y\na,1,2\n', 'data.csv: line 1: the column name "y" stands twice'],
		['a row of another length', 'g,y\na,1\nb,2,5\n', 'data.csv: line 3: 3 fields, where the heading has 2. Put quotes'],
		['another encoding', Buffer.from([0x67, 0x2c, 0x79, 0x0a, 0xe6, 0x2c, 0x31, 0x0a]), 'data.csv is not UTF-8']
	])('says what is wrong with %s', (_, data, message) => {
		expect(told(data)).toEqual({ status: 1, stderr: expect.stringContaining(message) as string });
	});
	it('says what a spec is, when it is given none', () => {
		expect(told('g,y\na,1\n', file('none.json', 'null')).stderr).toContain('a spec is an object with the field "method"');
	});
	it('reads a Norwegian file, and gives R code that does', () => {
		const data = file('norsk.csv', '\ufeffg;y;id\r\na;1,5;x1\r\na;2,5;x2\r\nb;3,5;x3\r\nb;4;x4\r\n');
		const result = JSON.parse(execFileSync(process.execPath, ['analysis/cli.ts', spec, data], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as { values: { means: number[] } };
		expect(result.values.means).toEqual([2, 3.75]);
		const code = execFileSync(process.execPath, ['analysis/cli.ts', spec, data, '--r'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
		expect(code).toContain('d <- read_data("norsk.csv", sep = ";")\nd[["y"]] <- sub(",", ".", d[["y"]], fixed = TRUE)');
	});
	it('says so where items are reversed by the answers met only', () => {
		const data = 'a,b\n5,2\n4,3\n1,5\n';
		const index = (more: object) => file('index.json', JSON.stringify({ method: 'mean_index', items: ['a', 'b'], reversed: ['b'], ...more }));
		expect(told(data, index({})).stderr).toContain('column b: reversed between the lowest and highest answer met (2 and 5)');
		expect(told(data, index({ scale_min: 1, scale_max: 5 })).stderr).toBe('');
	});
	it('does not build columns that no spec names, however many values they have', () => {
		const rows = Array.from({ length: 65_600 }, (_, i) => `p${i},${i % 5},${i % 2}`).join('\n');
		expect(told(`id,y,g\n${rows}\n`)).toEqual({ status: 0, stderr: '' });
	});
});
