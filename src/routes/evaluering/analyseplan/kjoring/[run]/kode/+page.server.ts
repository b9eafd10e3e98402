import { idOf } from '#lib/server/results/plan/store.ts';
import { codePage } from '#lib/server/results/plan/take-out.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { locale } }) => ({ view: await codePage(await startRuntime(), idOf(params.run), locale) });
