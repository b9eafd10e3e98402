import { describe, expect, it } from 'vitest';
import type { Presented } from '#lib/server/results/present/types.ts';
import { presentedText } from '../../src/cli/grunnlag/text.ts';

describe('a result in a terminal', () => {
	it('says of each assumption whether it is met, in words: a sign before it would read as a list', () => {
		const made = { sentences: ['S.'], n: 'n = 3', tables: [], figures: [], assumptions: [{ text: 'A', met: true }, { text: 'B', met: false }, { text: 'C', met: null }], warnings: ['W'], notes: [], missing: null } as unknown as Presented;
		expect(presentedText(made, 'nb')).toBe('S.\nn = 3\n\nA: oppfylt\nB: ikke oppfylt\nC: kan ikke ses av dataene\n\n! W');
	});
});
