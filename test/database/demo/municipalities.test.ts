import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenAnswers } from '../../../src/demo/data.ts';
import { holdMunicipalities } from '../../../src/demo/job/municipalities.ts';
import { resolve } from '../../../src/lib/domain/region/resolve.ts';
import { heldRegister } from '../../../src/lib/server/register/klass/store.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await createDatabase();
});
afterAll(() => db.drop());

describe('the municipalities of the demo', () => {
	it('are held once, and know every municipality that was answered', async () => {
		expect(await holdMunicipalities({ database: db })).toEqual({ outcome: '86 municipalities' });
		expect(await holdMunicipalities({ database: db })).toEqual({ outcome: 'already there' });
		const register = await heldRegister({ database: db });
		const answered = [...givenAnswers('nettverk').values()].flatMap((answers) => answers.get('municipality') || []).filter((code) => code !== 'DK');
		expect(new Set(answered).size).toBe(86);
		for (const code of answered) expect(resolve(register!.municipalities, null, code, '2021-04-15'), code).toMatchObject({ code: code.padStart(4, '0') });
	});
});
