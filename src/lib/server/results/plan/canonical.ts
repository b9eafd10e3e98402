/** One form of a plan, so that two plans that say the same have the same bytes and the same hash. */
import { createHash } from 'node:crypto';
import { findMethod } from '#analysis/registry.ts';
import { PLAN_FORMAT, type AnySpec, type Plan } from '#lib/domain/analysis/types.ts';

const has = (value: unknown): boolean => value !== undefined && value !== null;

/**
 * A spec with the method first, its fields in the order that the method has them, and the filter last. Fields that are absent or null are left out; what
 * stands within a field keeps its order, which may mean something (levels, named numbers). Fields that the method does not have come after its own.
 */
export function canonicalSpec(spec: AnySpec): AnySpec {
	const own = Object.keys(findMethod(spec.method)?.fields ?? {});
	const rest = Object.keys(spec).filter((k) => k !== 'method' && k !== 'filter' && !own.includes(k)).sort();
	const fields = [...own, ...rest].filter((k) => has(spec[k])).map((k) => [k, spec[k]] as const);
	const filter = (spec.filter ?? []).map(({ column, in: levels }) => ({ column, in: levels }));
	return { method: spec.method, ...Object.fromEntries(fields), ...(filter.length > 0 ? { filter } : {}) };
}

/** The plan with its keys in one order. */
export function canonicalPlan(plan: Plan): Plan {
	const families = plan.families ?? [];
	return {
		format: PLAN_FORMAT,
		title: plan.title,
		entries: plan.entries.map(({ key, title, data, spec }) => ({ key, title, data, spec: canonicalSpec(spec) })),
		...(families.length > 0 ? { families: families.map(({ key, method, of }) => ({ key, method, of: of.map(({ entry, path }) => ({ entry, path })) })) } : {})
	};
}

/** UTF-8 of the canonical plan. */
export const planBytes = (plan: Plan): Buffer => Buffer.from(JSON.stringify(canonicalPlan(plan)), 'utf8');

/** Hex SHA-256. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
