import { fail } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { FrameRefused } from '#lib/server/fieldwork/frames/issues.ts';
import { MAX_MEGABYTES } from '#lib/server/fieldwork/frames/table.ts';

/** As many rows as a page shows of a long table; the rest is in the file to download. */
export const SHOWN = 200;

/** Why a list was refused, as the page shows it: every reason (the first of many). What is no refusal is thrown on. */
export function refusalOf(error: unknown) {
	if (!(error instanceof Problem)) throw error;
	const { issues, file } = error instanceof FrameRefused ? error : { issues: [], file: null };
	return { problem: { code: error.code, params: error.params, file }, issues: issues.slice(0, SHOWN), count: issues.length };
}

/** Does a form's work; a refusal goes back to the page with what was typed, every reason and the status that fits. */
export async function orRefused<T, K extends object>(typed: K, work: () => Promise<T>) {
	try {
		return await work();
	} catch (error) {
		const refusal = refusalOf(error);
		return fail((error as Problem).status, { ...typed, ...refusal });
	}
}

/** The page that says what an import did; null: nothing had to be done. */
export const importedAddress = (surveyId: number, importId: number | null): string => `/evaluering/${surveyId}/populasjon?${importId === null ? 'ferdig=uendret' : `hentet=${importId}`}`;

/** The form, or a refusal that says how large a file may be: the server stops reading a larger body by itself. */
export async function formOf(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch (error) {
		const reasons = [error, (error as Error).cause];
		if (reasons.some((e) => (e as { status?: number } | undefined)?.status === 413)) throw new FrameRefused('frame_problem_too_large', 413, { max: MAX_MEGABYTES });
		throw new FrameRefused('frame_problem_no_list', 400);
	}
}

/** A file chosen in a form, or null when none was. */
export function chosenFile(value: FormDataEntryValue | null): File | null {
	return value instanceof File && (value.size > 0 || value.name !== '') ? value : null;
}

export const bytesOf = async (file: File): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());
