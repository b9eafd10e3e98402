import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint();
/** Rule messages for a file with this text at this place. */
async function lint(filePath: string, text: string): Promise<string[]> {
	const [result] = await eslint.lintText(text, { filePath });
	return (result?.messages ?? []).filter((m) => m.ruleId === 'no-restricted-imports' || m.ruleId?.startsWith('no-restricted')).map((m) => m.ruleId ?? '');
}

describe('the walls between rooms', () => {
	const forbidden: [string, string][] = [
		['src/lib/domain/a.ts', `import '#lib/server/config.ts';`],
		['src/lib/domain/a.ts', `import '../server/config.ts';`],
		['src/lib/domain/a.ts', `import 'node:fs';`],
		['src/lib/server/surveys/a.ts', `import 'drizzle-orm';`],
		['src/lib/server/respond/a.ts', `import 'postgres';`],
		['src/lib/server/respond/a.ts', `import '#lib/server/fieldwork/mail/send.ts';`],
		['src/lib/server/results/a.ts', `import '../fieldwork/frames/read.ts';`],
		['src/lib/server/access/a.ts', `import 'drizzle-orm/postgres-js';`],
		['src/lib/server/fieldwork/a.ts', `import '$app/env';`],
		['src/lib/respond/a.ts', `import '#lib/evaluate/x.ts';`],
		['src/lib/evaluate/a.ts', `import '../respond/x.ts';`],
		['src/lib/ui/a.ts', `import '#lib/server/config.ts';`],
		['src/routes/svar/a.ts', `import '#lib/server/fieldwork/mail/send.ts';`],
		['src/routes/svar/a.ts', `import '#lib/ui/x.ts';`],
		['src/routes/evaluering/a.ts', `import 'postgres';`],
		['src/demo/a.ts', `import 'postgres';`],
		['analysis/a.ts', `import '../src/lib/domain/problem.ts';`],
		['analysis/a.ts', `import 'node:fs';`],
		['analysis/a.ts', `import 'drizzle-orm';`],
		['analysis/a.ts', `export const x = Math.random();`]
	];
	it.each(forbidden)('%s may not contain %s', async (file, text) => {
		expect(await lint(file, text)).not.toEqual([]);
	});
	const allowed: [string, string][] = [
		['src/lib/domain/a.ts', `import 'valibot'; import './b.ts'; import '#lib/domain/problem.ts';`],
		['src/lib/server/db/a.ts', `import 'drizzle-orm'; import 'postgres';`],
		['src/lib/server/fieldwork/a.ts', `import '../db/connection.ts';`],
		['src/routes/svar/a.ts', `import '#lib/respond/x.ts'; import '#lib/server/respond/save.ts';`],
		['analysis/a.ts', `import './b.ts'; import 'jstat';`]
	];
	it.each(allowed)('%s may contain %s', async (file, text) => {
		expect(await lint(file, text)).toEqual([]);
	});
});
