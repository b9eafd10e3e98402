import { Problem } from '#lib/domain/problem.ts';
import { inLocale } from '#lib/i18n.ts';
import { readUserNames } from '#lib/server/db/user-names.ts';
import { codebook } from '#lib/server/results/snapshot/codebook.ts';
import { datasetOf, snapshotHead, snapshotParam } from '#lib/server/results/snapshot/read.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const runtime = await startRuntime();
	const head = await snapshotHead(runtime, snapshotParam(params.snapshot));
	const asked = url.searchParams.get('del');
	const part = asked === null ? head.parts[0] : head.parts.find((p) => p.key === asked);
	if (!part) throw new Problem('snapshot_problem_no_part', 404, { part: (asked ?? '').slice(0, 80), has: head.parts.map((p) => p.key).join(', ') });
	const typed = url.searchParams.get('side') ?? '';
	const query = { search: (url.searchParams.get('q') ?? '').slice(0, 100), page: /^[1-9]\d{0,6}$/.test(typed) ? Number(typed) : 1 };
	const names = await readUserNames(runtime.database.auth.db, [head.madeBy]);
	const { definition, hash, engine, madeAt, suppressBelow, id, evaluation, wave } = head;
	const surveys = [...Map.groupBy(head.parts, (p) => p.key.replace(/\.liste$/, ''))].map(([key, parts]) => ({ key, title: inLocale(parts[0]?.title, locals.locale) || key, parts: parts.map((p) => ({ key: p.key, kind: p.kind, rows: p.rows })) }));
	return {
		snapshot: { id, hash, engine, madeAt, evaluation, wave, suppressBelow, madeBy: names.get(head.madeBy) ?? head.madeBy, responses: definition.responses, derived: definition.derived.length },
		surveys, title: inLocale(part.title, locals.locale) || part.key, part: part.key, search: query.search,
		book: codebook(await datasetOf(runtime, head, [part.key]), query, locals.locale), done: url.searchParams.get('ferdig')
	};
};
