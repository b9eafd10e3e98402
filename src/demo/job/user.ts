/** The evaluator who signs in to the demo: a password of its own for each machine, kept beside the demo's data. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '#lib/domain/problem.ts';
import { createUser, newPassword, setPassword } from '#lib/server/access/users.ts';
import { ACTOR, type Demo } from './context.ts';

export const EMAIL = 'demo@grunnlag.example';
const NAME = 'Demo';

const passwordFile = (demo: Demo): string => join(demo.config.dataDir, 'demo-password');

export interface SignIn { email: string; password: string }

/** Makes the account on first use; later, on another database too, the same password signs in. */
export async function signIn(demo: Demo): Promise<SignIn & { outcome: string }> {
	const file = passwordFile(demo);
	const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
	const password = known ?? newPassword();
	if (!known) writeFileSync(file, `${password}\n`, { mode: 0o600 });
	try {
		await createUser(demo, { email: EMAIL, name: NAME, password }, ACTOR);
		return { email: EMAIL, password, outcome: 'account made' };
	} catch (error) {
		if (!(error instanceof Problem) || error.code !== 'evaluate_problem_user_exists') throw error;
	}
	// the account is there, but its password was kept somewhere else
	if (!known) await setPassword(demo, { email: EMAIL, password }, ACTOR);
	return { email: EMAIL, password, outcome: 'account already there' };
}
