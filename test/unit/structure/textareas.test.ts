import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

describe('a field of several lines', () => {
	const files = globSync('src/**/*.svelte').filter((file) => readFileSync(file, 'utf8').includes('<textarea'));
	it.each(files)('has its text between its tags in %s: `defaultValue` is not there without JavaScript', (file) => {
		for (const [tag] of readFileSync(file, 'utf8').matchAll(/<textarea[^>]*>/g)) expect(tag).not.toContain('defaultValue');
	});
});
