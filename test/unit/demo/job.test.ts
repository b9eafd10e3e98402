import { describe, expect, test } from 'vitest';
import { compare } from '../../../src/demo/compare/compare.ts';
import { comparisonView } from '../../../src/demo/compare/view.ts';
import { LOCALES } from '#lib/i18n.ts';
import { each } from '../../../src/demo/job/play.ts';
import { comparisonLines, wrap } from '../../../src/demo/job/print.ts';
import { Progress, type Output } from '../../../src/demo/job/progress.ts';
import { oursFromLists } from '../../support/demo-lists.ts';

const comparison = compare(oursFromLists());

function output(isTTY: boolean): Output & { text: string } {
	return { isTTY, columns: 80, text: '', write(text: string) { this.text += text; } };
}
/** A clock that moves 400 ms each time it is read. */
const clock = () => {
	let now = 0;
	return () => (now += 400);
};

describe('progress', () => {
	test('is a bar with a rate on a terminal, and one line in the end', async () => {
		const out = output(true);
		const progress = new Progress(out, clock());
		await progress.step('answers', async (ticker) => {
			for (let i = 1; i <= 10; i++) ticker.tick(i * 100, 1000);
			return { outcome: 'done' };
		});
		expect(out.text).toMatch(/\r\x1b\[2K {2}answers .*█+·+ 500\/1,000 {2}\d+\/s/);
		expect(out.text.endsWith('done (8.4 s)\n')).toBe(true);
		expect(progress.steps).toEqual([{ name: 'answers', seconds: 8.4, outcome: 'done' }]);
	});

	test('is plain lines, and few, elsewhere', async () => {
		const out = output(false);
		await new Progress(out, clock()).step('answers', async (ticker) => {
			for (let i = 1; i <= 60; i++) ticker.tick(i, 60);
			return { outcome: 'done' };
		});
		expect(out.text).not.toMatch(/[\r\x1b█]/);
		expect(out.text.trim().split('\n')).toHaveLength(3);
	});

	test('names the step that failed, and lets the error on', async () => {
		const out = output(false);
		const progress = new Progress(out, clock());
		await expect(progress.step('opening', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
		expect(out.text).toContain('opening              FAILED');
		expect(progress.steps).toEqual([]);
	});
});

describe('several at a time', () => {
	test('does every item once, never more at once than asked', async () => {
		let [now, most] = [0, 0];
		const done: number[] = [];
		await each(Array.from({ length: 50 }, (_, i) => i), 8, async (item) => {
			most = Math.max(most, ++now);
			await new Promise((wait) => setTimeout(wait, item % 3));
			now--;
			done.push(item);
		}, () => undefined);
		expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
		expect(most).toBe(8);
	});

	test('stops at the first failure, and ends those in hand', async () => {
		const begun: number[] = [];
		const ended: number[] = [];
		await expect(each([1, 2, 3, 4, 5, 6], 2, async (item) => {
			begun.push(item);
			await new Promise((wait) => setTimeout(wait, item));
			if (item === 1) throw new Error('one');
			ended.push(item);
		}, () => undefined)).rejects.toThrow('one');
		expect(begun).toEqual([1, 2]);
		expect(ended).toEqual([2]);
	});
});

describe('the comparison on a terminal', () => {
	const lines = comparisonLines(comparison);

	test('has every table, with its reasons below', () => {
		for (const number of [1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15]) expect(lines.some((line) => line.startsWith(`Table ${number}. `)), String(number)).toBe(true);
		expect(lines.join('\n')).toContain('its column sums to 214');
		expect(lines.find((line) => line.includes('258[1]'))).toBeDefined();
	});

	test('has the yearly reports, levels as columns', () => {
		const at = lines.findIndex((line) => line.startsWith('The yearly report of the follow-up scheme: measures by level, extraction of 2022  (18 of 18'));
		expect(lines[at + 2]).toMatch(/^ {2}Yes +20 +31 +35 +15 +15 +24$/);
		expect(lines[at + 4]).toMatch(/^ {2}Don’t know +2 +1 +0 +0 +2 +0$/);
	});

	test('marks what is unexplained', () => {
		const ours = oursFromLists();
		const row = ours.get(13)?.grid.cells[0];
		if (row) row[1] = 0;
		expect(comparisonLines(compare(ours)).join('\n')).toMatch(/0 \/ 47!\[1\][\s\S]*No rule explains this/);
	});

	test('wraps long lines at words', () => {
		expect(wrap('one two three four', '  ', 10)).toEqual(['  one two', '  three', '  four']);
	});
});

describe('the comparison as a page', () => {
	test.each(LOCALES)('has words for everything in %s', (locale) => {
		const view = comparisonView(comparison, locale);
		// an unknown key would be shown as itself
		expect(JSON.stringify(view)).not.toContain('demo_');
		expect(view.tables).toHaveLength(13);
		expect(view.holds).toBe(true);
	});

	test('gives each difference a letter, its reason once, and the cells it explains', () => {
		const table = comparisonView(comparison, 'nb').tables.find((one) => one.number === 10);
		expect(table?.notes).toHaveLength(1);
		expect(table?.notes[0]).toMatchObject({ letter: 'a', explained: true, cells: ['Innlandet, Svart: 31 her, 30 trykt.', 'Agder, Svart: 17 her, 16 trykt.'] });
		expect(table?.rows.find((row) => row.label === 'Agder')?.cells[1]).toMatchObject({ ours: '17', printed: '16', mark: 'different', note: 'a' });
	});

	test('shows what municipalities answered with per cent of those who did, "vet ikke" too', () => {
		const table = comparisonView(comparison, 'nb').tables.find((one) => one.number === 2022);
		expect(table?.title).toBe('Årsrapporten i oppfølgingsordningen: tiltak etter nivå, uttrekket i 2022');
		expect(table?.rows.map((row) => row.cells[0]?.ours.replaceAll('\u00a0', ' '))).toEqual(['20 (55,6 %)', '14 (38,9 %)', '2 (5,6 %)']);
		expect(table?.rows[0]?.share).toBeNull();
	});

	test('computes response shares of both, and says nothing where none was invited', () => {
		const view = comparisonView(comparison, 'en');
		const row = (number: number, label: string) => view.tables.find((one) => one.number === number)?.rows.find((one) => one.label === label);
		expect(row(1, 'Networks')?.share).toEqual({ ours: '29.5%', printed: '29.5%' });
		expect(row(8, 'No particulars')?.share).toEqual({ ours: '0.0%', printed: null });
		expect(row(2, 'Agder')?.share).toBeNull();
	});
});
