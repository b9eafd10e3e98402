import { comparePage } from '#lib/server/results/plan/page.ts';
import { idOf } from '#lib/server/results/plan/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

/** Two runs, `for` and `etter`, entry by entry. */
export const load: PageServerLoad = async ({ url, locals: { locale } }) =>
	({ view: await comparePage(await startRuntime(), idOf(url.searchParams.get('for') ?? ''), idOf(url.searchParams.get('etter') ?? ''), locale) });
