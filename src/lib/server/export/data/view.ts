/** What the page of exports shows of a snapshot: its parts, and whom a file of the chosen one could point out. */
import { Problem } from '#lib/domain/problem.ts';
import type { Aloneness } from '#lib/domain/link/alone.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';
import { datasetOf, snapshotHead } from '../../results/snapshot/read.ts';
import { aloneInDataset } from './alone.ts';
import type { DeliverDeps } from './deliver.ts';

export interface ExportView {
	id: number;
	evaluation: string;
	wave: string;
	hash: string;
	madeAt: Date;
	parts: { key: string; title: string; rows: number }[];
	chosen: { key: string; title: string; rows: number; variables: number; texts: number };
	alone: (Aloneness & { labels: string[] })[];
}

/**
 * @param part key; the first where null
 * @throws Problem snapshot_problem_none, dataexport_problem_no_part (404)
 */
export async function exportView(deps: DeliverDeps, snapshotId: number, part: string | null, locale: Locale): Promise<ExportView> {
	const head = await snapshotHead(deps, snapshotId);
	const chosen = part === null ? head.parts[0] : head.parts.find((p) => p.key === part);
	if (!chosen) throw new Problem('dataexport_problem_no_part', 404, { part: (part ?? '').slice(0, 80) });
	const dataset = await datasetOf(deps, head, [chosen.key]);
	const label = (name: string): string => inLocale(dataset.variables.find((v) => v.name === name)?.label, locale) || name;
	return {
		id: head.id, evaluation: head.evaluation, wave: head.wave, hash: head.hash, madeAt: head.madeAt,
		parts: head.parts.map((p) => ({ key: p.key, title: inLocale(p.title, locale), rows: p.rows })),
		chosen: { key: chosen.key, title: inLocale(chosen.title, locale), rows: chosen.rows, variables: dataset.variables.length, texts: dataset.variables.filter((v) => v.type === 'text').length },
		alone: aloneInDataset(dataset).map((one) => ({ ...one, labels: one.columns.map(label) }))
	};
}
