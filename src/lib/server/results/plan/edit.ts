/** Changes of a plan, each giving a new plan: what a version says and what was changed from the one before. */
import type { AnySpec, Plan, PlanEntry } from '#lib/domain/analysis/types.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { Problem } from '#lib/domain/problem.ts';
import { ENTRY_KEY } from './check.ts';

const at = (plan: Plan, key: string): number => {
	const found = plan.entries.findIndex((e) => e.key === key);
	if (found < 0) throw new Problem('workbench_problem_no_entry', 404, { entry: key.slice(0, 63) });
	return found;
};

function checkKey(plan: Plan, key: string, except: string | null = null): void {
	if (!ENTRY_KEY.test(key)) throw new Problem('workbench_problem_entry_key', 400, { entry: key.slice(0, 63) });
	if (plan.entries.some((e) => e.key === key && e.key !== except)) throw new Problem('workbench_problem_entry_there', 409, { entry: key });
}

/** @throws Problem when the key is taken or is none */
export function addEntry(plan: Plan, entry: PlanEntry): Plan {
	checkKey(plan, entry.key);
	return { ...plan, entries: [...plan.entries, entry] };
}

/** Families lose what an entry that is gone gave them. */
export function removeEntry(plan: Plan, key: string): Plan {
	at(plan, key);
	const families = (plan.families ?? []).map((f) => ({ ...f, of: f.of.filter((m) => m.entry !== key) })).filter((f) => f.of.length > 0);
	return { ...plan, entries: plan.entries.filter((e) => e.key !== key), families };
}

/** @param by −1 is one place up, 1 one place down; at the ends nothing moves */
export function moveEntry(plan: Plan, key: string, by: -1 | 1): Plan {
	const from = at(plan, key);
	const to = Math.min(plan.entries.length - 1, Math.max(0, from + by));
	const entries = [...plan.entries];
	entries.splice(to, 0, ...entries.splice(from, 1));
	return { ...plan, entries };
}

/** Families follow an entry that gets a new key. */
export function changeEntry(plan: Plan, key: string, changed: PlanEntry): Plan {
	const place = at(plan, key);
	checkKey(plan, changed.key, key);
	const families = (plan.families ?? []).map((f) => ({ ...f, of: f.of.map((m) => (m.entry === key ? { ...m, entry: changed.key } : m)) }));
	return { ...plan, entries: plan.entries.map((e, i) => (i === place ? changed : e)), families };
}

/** A family of the entries' p-values; without entries it is taken away. */
export function setFamily(plan: Plan, key: string, method: NonNullable<Plan['families']>[number]['method'], entries: readonly string[], path = 'p'): Plan {
	if (!ENTRY_KEY.test(key)) throw new Problem('workbench_problem_entry_key', 400, { entry: key.slice(0, 63) });
	for (const entry of entries) at(plan, entry);
	const others = (plan.families ?? []).filter((f) => f.key !== key);
	return { ...plan, families: entries.length === 0 ? others : [...others, { key, method, of: entries.map((entry) => ({ entry, path })) }] };
}

/** A key that is free, made of a text: `Tillit etter fylke` gives `tillit-etter-fylke`. */
export function freeKey(plan: Plan, text: string): string {
	const plain = text.toLowerCase().replaceAll('æ', 'ae').replaceAll('ø', 'o').replaceAll('å', 'a').replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 40).replace(/-+$/, '') || 'analyse';
	const taken = new Set(plan.entries.map((e) => e.key));
	for (let n = 1; ; n++) {
		const key = n === 1 ? plain : `${plain}-${n}`;
		if (!taken.has(key)) return key;
	}
}

export const newEntry = (key: string, title: Text, data: readonly string[], spec: AnySpec): PlanEntry => ({ key, title, data, spec });
