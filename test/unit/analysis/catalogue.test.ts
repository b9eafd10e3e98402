import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { METHODS } from '../../../analysis/registry.ts';
import { GOLDEN } from '../../certify/map/index.ts';
import { catalogue } from '../../certify/catalogue.ts';

it('the catalogue in analysis/README.md is what the methods say of themselves (npm run catalogue makes it anew)', () => {
	expect(readFileSync('analysis/README.md', 'utf8')).toBe(catalogue());
});
it('every golden method that the catalogue names is mapped, and every mapped one but the bare distributions is named by a method', () => {
	const named = new Set(METHODS.flatMap((m) => m.about.golden));
	expect([...named].filter((g) => !Object.hasOwn(GOLDEN, g))).toEqual([]);
	expect(Object.keys(GOLDEN).filter((g) => !named.has(g) && !/^(dist|quantile)_/.test(g))).toEqual([]);
});
