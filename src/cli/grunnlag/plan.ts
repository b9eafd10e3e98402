/** `plan`: every entry of a plan on a snapshot, and the code that does the same. */
import { isViolation } from '#analysis/assumptions.ts';
import { codebookOf } from '#analysis/r/codebook.ts';
import { planToR } from '#analysis/r/plan-script.ts';
import type { Plan } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { inLocale } from '#lib/i18n.ts';
import { readPlans } from '#lib/server/db/analysis-plans.ts';
import { parsePlan, planFaults, type PlanFault } from '#lib/server/results/plan/check.ts';
import { planSpss } from '#lib/server/results/plan/code.ts';
import { numbersUnder, valueAt } from '#lib/server/results/plan/path.ts';
import { runPlan, type PlanRun } from '#lib/server/results/plan/run.ts';
import { datasetsFor, planOf } from '#lib/server/results/plan/store.ts';
import { suppress } from '#lib/server/results/present/suppress/index.ts';
import { suppressAndPresent } from '#lib/server/results/present/run.ts';
import { checkInR } from '#lib/server/results/r-check/check.ts';
import { familyEntries, planTitles } from '#lib/server/results/r-check/families.ts';
import type { RCheck } from '#lib/server/results/r-check/types.ts';
import { checkRemarks, checkSentence, checkTable, differingTable } from '#lib/server/results/r-check/words.ts';
import { engineTable } from '#lib/server/results/snapshot/engine-table.ts';
import { asWritten, faultText } from '#lib/server/results/workbench/words.ts';
import { csvFiles } from './analyse.ts';
import { readInput, Refused, snapshotOf, type Deps, type Options } from './context.ts';
import { presentedText, tableText } from './text.ts';

const faultLines = (faults: readonly PlanFault[], { language }: Options): string => faults.map((f) => `${f.entry === null ? '' : `${f.entry}: `}${faultText(f, null, language, asWritten)}`).join('\n');

/** A file, or the key of a plan that is stored. @throws Refused with a line for each fault */
export async function planNamed(deps: Deps, name: string, options: Options): Promise<Plan> {
	if (/^[a-z][a-z0-9-]{0,62}$/.test(name)) {
		const stored = (await readPlans(deps.database.evaluate.db)).filter((p) => p.key === name);
		if (stored.length > 1) throw new Refused(`Several evaluations have a plan "${name}". Save it as a file from its page, and name the file.`);
		if (stored[0]) return planOf(stored[0].body);
	}
	const { value, faults } = parsePlan(await readInput(name));
	if (!value) throw new Refused(faultLines(faults, options));
	return value;
}

export interface RanPlan { plan: Plan; run: PlanRun; datasetFor: (parts: readonly string[]) => Dataset; snapshot: Awaited<ReturnType<typeof snapshotOf>> }

/** @throws Refused when the plan does not fit the snapshot */
export async function ranPlan(deps: Deps, plan: Plan, options: Options): Promise<RanPlan> {
	const snapshot = await snapshotOf(deps, options.snapshot);
	const datasetFor = await datasetsFor(deps, snapshot.id, plan);
	const faults = planFaults(plan, datasetFor);
	if (faults.length > 0) throw new Refused(faultLines(faults, options));
	return { plan, run: runPlan(plan, datasetFor), datasetFor, snapshot };
}

const dataOf = ({ datasetFor }: RanPlan, data: readonly string[]): Dataset | null => (data.length > 0 ? datasetFor(data) : null);

/** All entries in R, and the families after them. */
export function checkPlanInR(made: RanPlan): Promise<RCheck> {
	const spec = new Map(made.plan.entries.map((e) => [e.key, e.spec]));
	const say = process.stderr.isTTY ? (done: number, total: number) => process.stderr.write(`\rR ${done}/${total}${done === total ? '\n' : ''}`) : () => undefined;
	return checkInR([...made.run.entries.map((e) => ({ key: e.key, spec: spec.get(e.key)!, dataset: dataOf(made, e.data), result: e.outcome })), ...familyEntries(made.run.families)], { progress: say });
}

function code(made: RanPlan, { r, language }: Options): string {
	const { plan } = made;
	if (r) return planToR(plan.entries.map(({ key, title, spec, data }) => {
		const dataset = dataOf(made, data);
		return { key, title: inLocale(title, language), spec, codebook: dataset ? codebookOf(engineTable(dataset, language)) : {}, file: dataset ? csvFiles(dataset) : 'data.csv' };
	}), plan.families);
	return planSpss(plan, made.datasetFor, language);
}

/** The run as it may be shown: results suppressed, and no p-value of a family that its own result does not show. */
function shown(made: RanPlan): PlanRun {
	const entries = made.run.entries.map((e) => {
		const dataset = dataOf(made, e.data);
		return { ...e, outcome: dataset ? suppress(e.outcome, dataset.suppressBelow, engineTable(dataset, 'nb')) : e.outcome };
	});
	const outcome = new Map(entries.map((e) => [e.key, e.outcome]));
	const stands = (entry: string, path: string): boolean => {
		const found = outcome.get(entry);
		return found !== undefined && !isViolation(found) && numbersUnder(valueAt(found, path), path).length > 0;
	};
	return { ...made.run, entries, families: made.run.families.map((f) => ({ ...f, members: f.members.map((one) => (stands(one.entry, one.path) ? one : { ...one, p: null, adjusted: null })) })) };
}

/** @returns the exit code: 1 where an entry gives no result, or R does not agree */
export async function plan(deps: Deps, name: string, options: Options): Promise<number> {
	const { language, format = 'json' } = options;
	const made = await ranPlan(deps, await planNamed(deps, name, options), options);
	if (options.r || options.spss) {
		console.log(code(made, options));
		return 0;
	}
	const check = options['check-r'] ? await checkPlanInR(made) : null;
	if (format === 'text') {
		for (const e of made.run.entries) console.log(`== ${e.key}: ${inLocale(e.title, language)}\n\n${presentedText(suppressAndPresent(e.outcome, dataOf(made, e.data), language).presented, language)}\n`);
		if (check) {
			const titles = planTitles(made.plan, language);
			const differing = differingTable(check, language, titles);
			console.log([[checkSentence(check, language), ...checkRemarks(check, language, titles)].join('\n'), tableText(checkTable(check, language, titles), language), ...(differing ? [tableText(differing, language)] : [])].join('\n\n'));
		}
	} else console.log(JSON.stringify({ ...shown(made), snapshot: { id: made.snapshot.id, hash: made.snapshot.hash }, ...(check && { r_check: check }) }, null, '\t'));
	const bad = made.run.entries.filter((e) => isViolation(e.outcome)).map((e) => e.key);
	if (bad.length > 0) console.error(`No result: ${bad.join(', ')}`);
	return bad.length > 0 || (check && (check.agreeing < check.numbers || check.byEntry.some((e) => e.outcome === 'stopped'))) ? 1 : 0;
}
