import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recipeSchema, SCHEMA_FILE } from '../../src/cli/frame-schema.ts';

describe('the published JSON Schema of the recipe', () => {
	it('is what the code takes (node src/cli/frame-schema.ts rewrites it)', () => {
		expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(recipeSchema());
	});
	it('describes conditions within conditions', () => {
		expect(recipeSchema()).toContain('"$ref": "#/$defs/Condition"');
		expect(recipeSchema()).not.toContain('$defs/0');
	});
});
