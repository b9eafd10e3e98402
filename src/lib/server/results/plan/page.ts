/** Plans and runs as pages show them. */
import { isViolation } from '#analysis/assumptions.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber, formatP, formatTime } from '#lib/ui/format.ts';
import { readEvaluations, readPlans, readRuns } from '../../db/analysis-plans.ts';
import { Problem } from '#lib/domain/problem.ts';
import { readSnapshots, type SnapshotHead } from '../../db/snapshots.ts';
import { parseReference, refersElsewhere, snapshotMeant } from '../snapshot/reference.ts';
import { crosstabP, namedP } from '../present/sentence/relate.ts';
import { faultText, methodTitle, titleAndName } from '../workbench/words.ts';
import { parsePlan, type PlanFault } from './check.ts';
import { compareRuns, type EntryChange, type NumberChange } from './compare.ts';
import type { RunOutcome } from './run.ts';
import type { OpenRun, PlanDeps } from './store.ts';
import { readUserNames } from '../../db/user-names.ts';
import { changeOf, openPlan, openRun } from './store.ts';

export const planTitle = (body: string, locale: Locale): string => inLocale(parsePlan(body).value?.title, locale);

export function faultSentence(fault: PlanFault, locale: Locale): string {
	const text = faultText(fault, null, locale, titleAndName);
	return fault.entry === null ? text : m.workbench_fault_in({ entry: fault.entry, text }, { locale });
}

export async function plansPage({ database }: PlanDeps, locale: Locale) {
	const { db } = database.evaluate;
	const plans = await readPlans(db);
	return {
		evaluations: (await readEvaluations(db)).map((e) => ({ value: String(e.id), label: e.name })),
		plans: plans.map((p) => ({
			id: p.id, key: p.key, title: planTitle(p.body, locale), evaluation: p.evaluation, version: p.version, entries: formatNumber(parsePlan(p.body).value?.entries.length ?? 0, locale),
			runs: formatNumber(p.runs, locale), changed: formatTime(p.changedAt, locale), locked: p.lockedAt ? formatTime(p.lockedAt, locale) : null
		}))
	};
}

const snapshotName = (s: { id: number; wave: string; madeAt: Date }, locale: Locale): string => m.workbench_snapshot_short({ id: s.id, wave: s.wave, time: formatTime(s.madeAt, locale) }, { locale });

/** `nettverk`, or of another snapshot "nettverk (Nr. 3: Runde 1 (17.05.2021, 14:32))"; what cannot be found stands as it was written. */
function dataName(text: string, snapshots: readonly SnapshotHead[], locale: Locale): string {
	const [own] = snapshots;
	if (!own || !refersElsewhere([text])) return text;
	try {
		const reference = parseReference(text);
		return m.workbench_entry_of({ part: reference.part, snapshot: snapshotName(snapshotMeant(reference, own, snapshots, text), locale) }, { locale });
	} catch (error) {
		if (error instanceof Problem) return text;
		throw error;
	}
}

export async function planPage(deps: PlanDeps, id: number, editing: string | null, locale: Locale) {
	const { head, plan, versions, lock } = await openPlan(deps, id);
	const { db } = deps.database.evaluate;
	const snapshots = (await readSnapshots(db)).filter((s) => s.evaluationId === head.evaluationId);
	const named = new Map(snapshots.map((s) => [s.id, snapshotName(s, locale)]));
	const lockedVersion = versions.find((v) => v.id === lock?.versionId)?.version ?? null;
	const edited = plan.entries.find((e) => e.key === editing);
	const names = await readUserNames(deps.database.auth.db, [...new Set([...versions.map((v) => v.madeBy), ...(lock ? [lock.lockedBy] : [])])]);
	const who = (actor: string) => names.get(actor) ?? actor;
	const said = (text: string) => { const { key, params = {} } = changeOf(text); return translate(key, params, locale); };
	return {
		id, key: head.key, title: inLocale(plan.title, locale), evaluation: head.evaluation, version: head.version,
		lock: lock ? { at: formatTime(lock.lockedAt, locale), by: who(lock.lockedBy), version: lockedVersion, before: snapshots.filter((s) => s.madeAt < lock.lockedAt).length, later: versions.filter((v) => v.afterLock).length } : null,
		entries: plan.entries.map((e) => ({ key: e.key, title: inLocale(e.title, locale) || e.key, method: methodTitle(e.spec.method, locale), data: e.data.map((text) => dataName(text, snapshots, locale)).join(' + '), spec: JSON.stringify(e.spec) })),
		families: (plan.families ?? []).map((f) => ({ key: f.key, method: translate(`workbench_family_${f.method}`, {}, locale), entries: [...new Set(f.of.map((x) => x.entry))] })),
		edited: edited ? { key: edited.key, title: inLocale(edited.title, locale), data: edited.data.join(', '), spec: JSON.stringify(edited.spec, null, '\t') } : null,
		versions: versions.map((v) => ({ version: v.version, change: said(v.change), reason: changeOf(v.change).reason ?? null, by: who(v.madeBy), at: formatTime(v.madeAt, locale), afterLock: v.afterLock, hash: v.hash })),
		snapshots: snapshots.map((s) => ({ value: String(s.id), label: snapshotName(s, locale) })),
		runs: (await readRuns(db, id)).map((r) => ({ id: r.id, version: r.version, snapshot: named.get(r.snapshotId) ?? String(r.snapshotId), at: formatTime(r.madeAt, locale), engine: r.engine, hash: r.hash }))
	};
}
export type PlanPage = Awaited<ReturnType<typeof planPage>>;

const number = (value: number | null, locale: Locale, decimals = 3): string => (value === null ? '–' : Number.isInteger(value) ? formatNumber(value, locale) : formatNumber(value, locale, decimals));
const pText = (value: number | null, locale: Locale): string => (value === null ? '–' : formatP(value, locale));

interface OwnP { p: number | null; of: ReturnType<typeof crosstabP>['of'] }

/** The p that an entry's own sentence goes by. */
function ownP(outcome: RunOutcome, method: string): OwnP {
	if (isViolation(outcome)) return { p: null, of: 'chi2' };
	return method === 'crosstab' ? crosstabP(outcome) : { p: typeof outcome.values.p === 'number' ? outcome.values.p : null, of: 'chi2' };
}

/** Corrected p-values by entry, where a family has it; with the p that was corrected, where the entry's own is another. */
function corrected(opened: OpenRun, key: string, { of }: OwnP, locale: Locale): string[] {
	return opened.run.families.flatMap((f) => {
		const mine = f.members.filter((x) => x.entry === key && x.adjusted !== null);
		const [first, ...rest] = mine.toSorted((a, b) => a.adjusted! - b.adjusted!);
		if (!first) return [];
		const said = m.workbench_corrected_by({ p: formatP(first.adjusted!, locale), method: translate(`workbench_family_${f.method}`, {}, locale), tests: f.tests }, { locale });
		return [of !== 'chi2' && first.path === 'p' && rest.length === 0 ? m.workbench_corrected_chi2({ corrected: said, p: formatP(first.p!, locale) }, { locale }) : said];
	});
}

export function runPage(opened: OpenRun, locale: Locale) {
	const { run, plan } = opened;
	return {
		id: opened.id, planId: opened.planId, title: inLocale(plan.title, locale), version: opened.version, snapshot: opened.snapshotId, hash: opened.hash, engine: opened.engine, at: formatTime(opened.madeAt, locale),
		entries: run.entries.map(({ key, title, outcome }) => {
			const method = plan.entries.find((e) => e.key === key)?.spec.method ?? '';
			const own = ownP(outcome, method);
			return {
				key, title: inLocale(title, locale) || key, method: methodTitle(method, locale), n: isViolation(outcome) ? '–' : formatNumber(outcome.n, locale),
				p: own.p === null ? '–' : namedP(own.of, formatP(own.p, locale), locale), corrected: corrected(opened, key, own, locale).join('; '), failed: isViolation(outcome)
			};
		})
	};
}

const changeRow = (c: NumberChange, locale: Locale) => ({ path: c.path, before: number(c.before, locale, 4), after: number(c.after, locale, 4), crossed: c.crossed });
/** Numbers told one by one; the rest are counted. */
const MOST_TOLD = 60;

function entryRow(e: EntryChange, locale: Locale) {
	return {
		key: e.key, title: inLocale(e.title, locale) || e.key, method: methodTitle(e.method, locale), state: translate(`workbench_state_${e.state}`, {}, locale), same: e.state === 'same', crossed: e.crossed,
		n: [number(e.n.before, locale), number(e.n.after, locale)], effect: e.effect ? { name: e.effect.name, values: [number(e.effect.before, locale), number(e.effect.after, locale)] } : null,
		p: e.p ? [pText(e.p.before, locale), pText(e.p.after, locale)] : null, changed: formatNumber(e.changes.length, locale), numbers: formatNumber(e.numbers, locale),
		changes: e.changes.slice(0, MOST_TOLD).map((c) => changeRow(c, locale)), more: Math.max(0, e.changes.length - MOST_TOLD)
	};
}

export async function comparePage(deps: PlanDeps, before: number, after: number, locale: Locale) {
	const [a, b] = [await openRun(deps, before), await openRun(deps, after)];
	const changes = compareRuns(a.run, b.run);
	const side = (x: OpenRun) => ({ id: x.id, version: x.version, snapshot: x.snapshotId, at: formatTime(x.madeAt, locale), engine: x.engine });
	return {
		planId: b.planId, title: inLocale(b.plan.title, locale), before: side(a), after: side(b), entries: changes.map((e) => entryRow(e, locale)),
		count: { all: changes.length, same: changes.filter((e) => e.state === 'same').length, crossed: changes.filter((e) => e.crossed).length }
	};
}

