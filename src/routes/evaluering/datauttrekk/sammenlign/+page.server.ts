import { inLocale } from '#lib/i18n.ts';
import { compareSnapshots } from '#lib/server/results/snapshot/compare.ts';
import { partView } from '#lib/server/results/snapshot/compare-view.ts';
import { snapshotHead, snapshotParam } from '#lib/server/results/snapshot/read.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals: { locale } }) => {
	const runtime = await startRuntime();
	const [before, after] = [await snapshotHead(runtime, snapshotParam(url.searchParams.get('fra') ?? '')), await snapshotHead(runtime, snapshotParam(url.searchParams.get('til') ?? ''))];
	const title = (key: string) => inLocale([...after.parts, ...before.parts].find((p) => p.key === key)?.title, locale) || key;
	const below = Math.max(before.suppressBelow, after.suppressBelow);
	const of = ({ id, evaluation, wave, madeAt }: typeof before) => ({ id, evaluation, wave, madeAt });
	const changes = before.hash === after.hash ? [] : await compareSnapshots(runtime, before, after);
	return { before: of(before), after: of(after), same: before.hash === after.hash, below, parts: changes.map((change) => ({ ...partView(change, below, locale), title: title(change.key) })) };
};
