import { describe, expect, it } from 'vitest';
import { cellText } from '#lib/ui/cell.ts';
import { formatClock, formatDate, formatNumber, formatPercent, formatTime } from '#lib/ui/format.ts';

const NBSP = '\u00a0';

describe('numbers', () => {
	it('have a decimal comma and a space that does not break in Norwegian', () => {
		for (const locale of ['nb', 'nn'] as const) {
			expect(formatNumber(4394, locale)).toBe(`4${NBSP}394`);
			expect(formatNumber(0.5, locale, 2)).toBe('0,50');
			expect(formatPercent(0.50328, locale)).toBe(`50,3${NBSP}%`);
		}
	});
	it('have a point and a comma in English', () => {
		expect(formatNumber(4394, 'en')).toBe('4,394');
		expect(formatPercent(0.50328, 'en')).toBe('50.3%');
	});
	it('round halves up, as printed tables do', () => {
		expect(formatPercent(0.1625, 'en', 0)).toBe('16%');
		expect(formatPercent(0.1625, 'en', 1)).toBe('16.3%');
	});
});

describe('times', () => {
	it('are Norwegian time, wherever the server is', () => {
		const at = new Date('2021-04-30T22:30:05Z');
		expect(formatTime(at, 'nb')).toBe('01.05.2021, 00:30');
		expect(formatDate(at, 'nn')).toBe('01.05.2021');
		expect(formatClock(at, 'en')).toBe('00:30:05');
	});
});

describe('a cell', () => {
	it('says which kind of missing it is', () => {
		const words = (['not_asked', 'not_answered', 'dont_know', 'suppressed', 'zero_denominator', 'not_applicable'] as const).map((reason) => cellText({ kind: 'missing', reason }, 'nb'));
		expect(new Set(words).size).toBe(6);
		for (const word of words) expect(word).not.toMatch(/common_|^0$|NaN/);
	});
});
