import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { certifyFile } from '../certify/check.ts';
import { goldenFiles } from '../certify/golden.ts';

for (const path of goldenFiles([join(import.meta.dirname, 'golden')])) {
	describe(`the engine gives the reference results of ${path.split('/').at(-1)}`, () => {
		const byMethod = Map.groupBy(certifyFile(path), (c) => c.method);
		for (const [method, cases] of byMethod) {
			it(`${method}, ${cases.length} case(s) within the stated tolerance`, () => {
				expect(cases.flatMap((c) => c.faults.map((f) => `${c.args.slice(0, 100)} ${f}`))).toEqual([]);
			});
		}
	});
}
