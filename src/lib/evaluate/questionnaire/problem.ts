import { fail } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';

/** Does a form's work; a catalogued problem goes back to the page, with what was typed, under its own status. */
export async function orProblem<T, K extends object>(typed: K, work: () => Promise<T>) {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		return fail(error.status, { ...typed, problems: [{ code: error.code, params: error.params }] });
	}
}

/** A text field of a form, '' when it is missing or a file. */
export const field = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value : '';
};
