import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { questionnaireSchema, SCHEMA_FILE } from '../../../src/cli/questionnaire-schema.ts';

it('the published JSON Schema is what the schema in code gives', () => {
	expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(questionnaireSchema());
});

it('the published JSON Schema resolves every reference in itself and describes its parts by name', () => {
	const text = questionnaireSchema();
	const { $defs } = JSON.parse(text) as { $defs: Record<string, unknown> };
	const named = new Set(text.match(/(?<="#\/\$defs\/)\w+/g));
	expect(Object.keys($defs).toSorted()).toEqual(['Block', 'Category', 'Condition', 'FrameVariable', 'Item', 'Key', 'Row', 'Scale', 'Text']);
	expect([...named].filter((name) => !Object.hasOwn($defs, name))).toEqual([]);
});
