import { afterAll, describe, expect, it } from 'vitest';
import { closeR } from '#lib/server/results/r-check/engine.ts';
import { cancelCheck, checkJob, specCheckName, startCheck } from '#lib/server/results/r-check/jobs.ts';
import { checkView } from '#lib/server/results/r-check/view.ts';

const MARGIN = { method: 'margin_of_error', n: 284, p: 0.5 };
const entry = (key: string) => ({ key, spec: MARGIN, dataset: null });

async function settled(name: string): Promise<string> {
	while (checkJob(name)?.state === 'running') await new Promise((done) => setTimeout(done, 50));
	return checkJob(name)!.state;
}

describe('checks that pages ask for', () => {
	afterAll(closeR);
	it('are nothing until they are asked for, then run, then told', async () => {
		const name = specCheckName(MARGIN, null);
		expect(checkView(name, 'nb')).toMatchObject({ state: 'none', table: null });
		startCheck(name, [entry('a')]);
		expect(checkView(name, 'nb')).toMatchObject({ state: 'running', done: 0, total: 1, table: null });
		expect(await settled(name)).toBe('done');
		const view = checkView(name, 'nb', { a: 'Feilmargin' });
		expect([view.agrees, view.table?.rows[0]?.label, view.differing]).toEqual([true, 'Feilmargin', null]);
	});
	it('are cancelled while they wait for R, and can be asked for again', async () => {
		startCheck('first', [entry('a')]);
		startCheck('second', [entry('a'), entry('b')]);
		cancelCheck('second');
		expect(checkView('second', 'nb').state).toBe('cancelled');
		startCheck('second', [entry('a')]);
		expect([await settled('first'), await settled('second')]).toEqual(['done', 'done']);
	});
	it('are refused when too many wait', async () => {
		const names = ['1', '2', '3', '4', '5'];
		for (const name of names) startCheck(name, [entry('a')]);
		expect(() => startCheck('6', [entry('a')])).toThrow('rcheck_problem_busy');
		for (const name of names) cancelCheck(name);
	});
	it('have names of what they are of', () => {
		expect(specCheckName(MARGIN, null)).not.toBe(specCheckName({ ...MARGIN, n: 285 }, null));
	});
});
