/** What the page of exports shows of a snapshot: its parts, and whom a file of the chosen one could point out. */
import { Problem } from '#lib/domain/problem.ts';
import type { Aloneness } from '#lib/domain/link/alone.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';
import { datasetOf, snapshotHead } from '../../results/snapshot/read.ts';
import { references } from '../../results/snapshot/reference.ts';
import { aloneInDataset } from './alone.ts';
import type { DeliverDeps } from './deliver.ts';

export interface ExportView {
	id: number;
	evaluation: string;
	wave: string;
	hash: string;
	madeAt: Date;
	parts: { key: string; title: string; rows: number }[];
	chosen: { key: string; /** Parts and snapshots laid below it. */ more: string[]; beside: number[]; title: string; rows: number; variables: number; texts: number };
	alone: (Aloneness & { labels: string[] })[];
}

/**
 * @param part key; the first where null
 * @param below more parts, and other snapshots of the evaluation, to lay below it
 * @throws Problem snapshot_problem_none, dataexport_problem_no_part (404)
 */
export async function exportView(deps: DeliverDeps, snapshotId: number, part: string | null, locale: Locale, below: { more: readonly string[]; beside: readonly number[] } = { more: [], beside: [] }): Promise<ExportView> {
	const head = await snapshotHead(deps, snapshotId);
	const chosen = part === null ? head.parts[0] : head.parts.find((p) => p.key === part);
	if (!chosen) throw new Problem('dataexport_problem_no_part', 404, { part: (part ?? '').slice(0, 80) });
	const more = [...new Set(below.more)].filter((key) => key !== chosen.key);
	const beside = await Promise.all(below.beside.filter((id) => id !== head.id).map((id) => snapshotHead(deps, id)));
	const dataset = await datasetOf(deps, head, references([chosen.key, ...more], head, beside));
	const label = (name: string): string => inLocale(dataset.variables.find((v) => v.name === name)?.label, locale) || name;
	return {
		id: head.id, evaluation: head.evaluation, wave: head.wave, hash: head.hash, madeAt: head.madeAt,
		parts: head.parts.map((p) => ({ key: p.key, title: inLocale(p.title, locale), rows: p.rows })),
		chosen: { key: chosen.key, more, beside: beside.map((h) => h.id), title: inLocale(dataset.title, locale), rows: dataset.rows, variables: dataset.variables.length, texts: dataset.variables.filter((v) => v.type === 'text').length },
		alone: aloneInDataset(dataset).map((one) => ({ ...one, labels: one.columns.map(label) }))
	};
}
