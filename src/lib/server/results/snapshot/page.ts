/** What the pages of snapshots show. */
import { readKept } from '../../db/snapshot-source.ts';
import { readSnapshots, readWaves, type SnapshotHead } from '../../db/snapshots.ts';
import { readUserNames } from '../../db/user-names.ts';
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { LIST_SUFFIX } from '#lib/domain/dataset/words.ts';
import { formatNumber } from '#lib/ui/format.ts';
import { linesOf } from './derived-form/lines.ts';
import type { SnapshotDeps } from './read.ts';

export interface SnapshotLine {
	id: number;
	wave: string;
	madeAt: Date;
	madeBy: string;
	hash: string;
	/** Responses of each survey: "Nettverk: 216". */
	responses: { key: string; rows: number }[];
	derived: number;
}

async function lines(deps: SnapshotDeps, heads: readonly SnapshotHead[]): Promise<SnapshotLine[]> {
	const names = await readUserNames(deps.database.auth.db, [...new Set(heads.map((h) => h.madeBy))]);
	return heads.map((h) => ({
		id: h.id, wave: `${h.evaluation}, ${h.wave}`, madeAt: h.madeAt, madeBy: names.get(h.madeBy) ?? h.madeBy, hash: h.hash, derived: h.definition.derived.length,
		responses: h.parts.filter((p) => p.kind === 'responses').map(({ key, rows }) => ({ key, rows }))
	}));
}

/** @param query `runde`: which wave the form is for; `fra`: the snapshot that derived variables are taken from */
export async function listPage(deps: SnapshotDeps, query: URLSearchParams, locale: Locale) {
	const { db } = deps.database.evaluate;
	const [heads, waves] = [await readSnapshots(db), await readWaves(db)];
	const answered = (w: (typeof waves)[number]) => w.surveys.reduce((sum, s) => sum + s.submitted, 0);
	const [most] = [...waves].sort((a, b) => answered(b) - answered(a));
	const wave = waves.find((w) => String(w.id) === query.get('runde')) ?? most ?? null;
	const from = heads.find((h) => String(h.id) === query.get('fra'));
	const kept = wave ? await readKept(db, wave.id) : { weights: [], links: [], codings: [] };
	const derived = from && from.definition.derived.length > 0 ? JSON.stringify(from.definition.derived, null, 2) : '';
	const n = (value: number) => formatNumber(value, locale);
	return {
		snapshots: await lines(deps, heads), waves: waves.map((w) => ({ value: String(w.id), label: `${w.evaluation}, ${w.wave}` })),
		limits: [...new Map(waves.map((w) => [w.evaluationId, { id: w.evaluationId, evaluation: w.evaluation, below: w.suppressBelow }])).values()],
		wave: wave && {
			id: wave.id, name: `${wave.evaluation}, ${wave.wave}`,
			surveys: wave.surveys.map((s) => ({ value: s.key, label: m.snapshot_survey_option({ title: inLocale(s.title ?? undefined, locale) || s.key, submitted: n(s.submitted), open: n(s.open) }, { locale }), chosen: s.submitted > 0 })),
			parts: wave.surveys.flatMap((s) => {
				const title = inLocale(s.title ?? undefined, locale) || s.key;
				return [{ value: s.key, label: title }, { value: `${s.key}.liste`, label: `${title}${inLocale(LIST_SUFFIX, locale)}` }];
			}),
			links: kept.links.map((k) => ({ value: `${k.survey}:${k.id}`, label: m.snapshot_link_option({ survey: k.survey, id: k.id, year: k.figureYear, linked: n(k.linked), n: n(k.n), variables: k.variables.join(', ') }, { locale }) })),
			weights: kept.weights.map((k) => ({ value: `${k.survey}:${k.id}`, label: m.snapshot_weight_option({ survey: k.survey, name: k.name, version: k.version, n: n(k.n) }, { locale }) })),
			codings: kept.codings.map((k) => ({ value: k.survey, label: m.snapshot_coding_option({ survey: k.survey, codes: n(k.codes), items: n(k.items), judged: n(k.judged) }, { locale }) }))
		},
		derived, lines: linesOf(derived, locale), from: from ? String(from.id) : ''
	};
}
