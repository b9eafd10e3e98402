import { fail } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { MAX_CHARACTERS, MAX_MEGABYTES, proofread, proofReadView, readPasted, readWord } from '#lib/server/results/proofread/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({ maxMegabytes: MAX_MEGABYTES, maxCharacters: MAX_CHARACTERS });

const told = ({ code, params }: Problem) => ({ code, params });

async function formOf(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch (error) {
		const tooLarge = [error, (error as Error).cause].some((e) => (e as { status?: number } | undefined)?.status === 413);
		throw tooLarge ? new Problem('proofread_problem_too_large', 413, { max: MAX_MEGABYTES }) : new Problem('proofread_problem_nothing', 400);
	}
}

/** What came is read, told of and forgotten: it is nobody's but the reader's. */
export const actions: Actions = {
	file: async ({ request, locals }) => {
		try {
			const file = (await formOf(request)).get('file');
			if (!(file instanceof File) || file.size === 0) throw new Problem('proofread_problem_nothing', 400);
			if (file.size > MAX_MEGABYTES * 1e6) throw new Problem('proofread_problem_too_large', 413, { max: MAX_MEGABYTES });
			return { text: '', result: proofReadView(proofread(await readWord(new Uint8Array(await file.arrayBuffer()))), locals.locale) };
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, { text: '', problem: told(error) });
		}
	},
	text: async ({ request, locals }) => {
		let text = '';
		try {
			const given = (await formOf(request)).get('text');
			text = typeof given === 'string' ? given : '';
			if (text.trim() === '') throw new Problem('proofread_problem_nothing', 400);
			return { text, result: proofReadView(proofread(readPasted(text)), locals.locale) };
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, { text: text.slice(0, MAX_CHARACTERS), problem: told(error) });
		}
	}
};
