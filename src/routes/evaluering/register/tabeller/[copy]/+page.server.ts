import { error } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { droppedOf, figurePage } from '#lib/server/register/statbank/overview.ts';
import { heldTable } from '#lib/server/register/statbank/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const runtime = await startRuntime();
	const held = await heldTable(runtime, /^\d{1,10}$/.test(params.copy) ? Number(params.copy) : 0).catch((cause: unknown) => {
		if (cause instanceof Problem) error(404);
		throw cause;
	});
	const { copy, table } = held;
	return {
		copy: {
			id: copy.id, key: copy.key, table: copy.sourceTable, title: copy.title, source: copy.source, updated: copy.updated, licence: copy.licence, hash: copy.hash, retrievedAt: copy.retrievedAt, replaced: copy.replacedAt !== null,
			responses: copy.responseCount, dropped: droppedOf(copy)
		},
		variables: table.variables.map(({ source: _, ...variable }) => variable),
		figures: await figurePage(runtime, table, { variable: url.searchParams.get('variabel'), page: Number(url.searchParams.get('side') ?? '1') })
	};
};
