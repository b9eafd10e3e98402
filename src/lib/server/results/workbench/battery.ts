/** A battery by group as one analysis of the workbench: several specs of the library with their p-values corrected together. */
import { isViolation } from '#analysis/assumptions.ts';
import { codebookOf } from '#analysis/r/codebook.ts';
import { planToR } from '#analysis/r/plan-script.ts';
import type { Condition, Fields } from '#analysis/spec/fields.ts';
import { PLAN_FORMAT, type AnySpec, type Plan, type PlanEntry } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { LOCALES, type Locale } from '#lib/i18n.ts';
import { battery, CORRECTIONS, type BatteryOptions } from '../present/battery.ts';
import { present } from '../present/present.ts';
import type { Ran } from '../present/types.ts';
import { freeKey } from '../plan/edit.ts';
import { runPlan, type FamilyRun } from '../plan/run.ts';
import { engineTable } from '../snapshot/engine-table.ts';
import type { Fit } from './fits.ts';
import { methodTitle, variableLabel } from './words.ts';

export const BATTERY = 'battery';

export const BATTERY_FIELDS: Fields = {
	items: { type: 'columns', kind: 'numeric', min: 2, max: 60 },
	by: { type: 'column', kind: 'any' },
	test: { type: 'choice', of: ['means', 'ranks'], optional: true },
	correction: { type: 'choice', of: CORRECTIONS, optional: true },
	interval: { type: 'choice', of: ['sd', 'ci'], optional: true }
};

export const BATTERY_FIT: Fit = { method: BATTERY, rank: 1, same: ['items'], apart: ['items', 'by'], places: [{ field: 'items', want: 'number', many: true, min: 2, max: 60 }, { field: 'by', want: 'group' }] };

interface BatterySpec { items: readonly string[]; by: string; options: BatteryOptions }

function read(spec: AnySpec): BatterySpec {
	const { items, by, test, correction, interval, filter } = spec as AnySpec & BatteryOptions & { items: readonly string[]; by: string; filter?: readonly Condition[] };
	return { items, by, options: { ...(test ? { test } : {}), ...(correction ? { correction } : {}), ...(interval ? { interval } : {}), ...(filter ? { filter } : {}) } };
}

export function runBattery(dataset: Dataset, spec: AnySpec, locale: Locale): Ran {
	const { items, by, options } = read(spec);
	const made = battery(dataset, items, by, locale, options);
	if (isViolation(made)) return { result: made, presented: present(made, dataset, locale) };
	const base = present(made.results.means, dataset, locale);
	return { result: made.results.means, presented: { ...base, tables: [{ key: BATTERY, table: made.table }], sentences: made.sentences, warnings: made.warnings, figures: [made.figure] } };
}

const inAll = (of: (locale: Locale) => string): Text => Object.fromEntries(LOCALES.map((l) => [l, of(l)])) as Text;

/** The plan with the battery's means, a test for each item, and the family that corrects them. */
export function addBattery(plan: Plan, title: Text, data: readonly string[], spec: AnySpec, dataset: Dataset): Plan {
	const { items, by, options } = read(spec);
	const made = battery(dataset, items, by, 'nb', options);
	if (isViolation(made)) return plan;
	let next = plan;
	const add = (name: string, own: Text, entry: AnySpec): string => {
		const key = freeKey(next, name);
		const added: PlanEntry = { key, title: own, data, spec: entry };
		next = { ...next, entries: [...next.entries, added] };
		return key;
	};
	const first = add(title.nb ?? BATTERY, title, made.specs.means);
	const of = made.specs.tests.map((test, i) => add(`${first}-${items[i] ?? ''}`, inAll((l) => `${variableLabel(items[i] ?? '', dataset, l)}: ${methodTitle(test.method, l)}`), test));
	const families = plan.families ?? [];
	const key = families.some((f) => f.key === first) ? freeKey(next, `${first}-familie`) : first;
	return { ...next, families: [...families, { key, method: options.correction ?? 'holm', of: of.map((entry) => ({ entry, path: 'p' })) }] };
}

/** A battery alone as a plan: its means, its tests and their family; null where it cannot be made. */
export function batteryPlan(dataset: Dataset, spec: AnySpec): Plan | null {
	const plan = addBattery({ format: PLAN_FORMAT, title: {}, entries: [] }, inAll((l) => methodTitle(BATTERY, l)), [dataset.key], spec, dataset);
	return plan.entries.length > 0 ? plan : null;
}

/** The family of a battery's plan with its p-values corrected. */
export const batteryFamilies = (dataset: Dataset, plan: Plan): FamilyRun[] => runPlan(plan, () => dataset).families;

/** One R script for all that a battery is made of; null where it cannot be made. */
export function batteryR(dataset: Dataset, spec: AnySpec, locale: Locale): string | null {
	const plan = batteryPlan(dataset, spec);
	const codebook = codebookOf(engineTable(dataset, locale));
	return plan && planToR(plan.entries.map(({ key, title, spec: own }) => ({ key, title: title[locale] ?? key, spec: own, codebook, file: 'data.csv' })), plan.families?.map((family) => ({ ...family, key: `${family.key}.p` })));
}
