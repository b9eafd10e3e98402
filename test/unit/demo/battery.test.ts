import { describe, expect, test } from 'vitest';
import { batteryColumns, batteryGrid } from '../../../src/demo/compare/battery.ts';

const answer = (ref: string, item: string, state: string, value: string | null = null) => ({ ref, item, state, value });

describe('stored answers as a battery', () => {
	const stored = [
		answer('A', 'x', 'answered', '1'), answer('A', 'y', 'dont_know'), answer('A', 'z', 'answered', '5'),
		answer('B', 'x', 'answered', '2'), answer('B', 'y', 'not_answered'),
		answer('C', 'x', 'not_asked'), answer('C', 'y', 'answered', '1')
	];

	test('are counted item by item, "vet ikke" in a row of its own and what is not answered in none', () => {
		expect(batteryGrid(batteryColumns(stored, ['x', 'y']), ['x', 'y'])).toEqual({ rows: ['yes', 'no', 'dont_know'], columns: ['x', 'y'], cells: [[1, 1], [1, 0], [0, 1]] });
	});

	test('are all zero before anyone has answered', () => {
		expect(batteryGrid(batteryColumns([], ['x', 'y']), ['x', 'y']).cells).toEqual([[0, 0], [0, 0], [0, 0]]);
		expect(batteryGrid(batteryColumns([answer('B', 'y', 'not_answered')], ['y']), ['y']).cells).toEqual([[0], [0], [0]]);
	});

	test('with a code that is not of the scale are refused', () => {
		expect(() => batteryColumns(stored, ['z'])).toThrow('"5" is not among the categories');
	});
});
