/** Parts laid below one another, of one snapshot or of several: what all of them ask alike, and the part and the wave that each row is of. */
import type { Dataset, DatasetCategory, DatasetColumn, DatasetVariable, LaidSnapshot, Origin } from '#lib/domain/dataset/types.ts';
import { PART_LABEL, SNAPSHOT_LABEL, WAVE_LABEL } from '#lib/domain/dataset/words.ts';
import { LOCALES, type Locale, type Text } from '#lib/domain/questionnaire/schema.ts';
import { Problem } from '#lib/domain/problem.ts';
import { differs, differsOverTime, madeOf, reworded, type LeftOutReason } from './alike.ts';
import { below, marked } from './below.ts';
import { shortTitles } from './short-titles.ts';

export type { LeftOutReason };

/** Name of the variable that says which part a row is of. */
export const PART_VARIABLE = 'del';
/** Name of the variable that says which wave or snapshot a row is of. */
export const WAVE_VARIABLE = 'runde';

export interface LeftOut {
	name: string;
	reason: LeftOutReason;
	/** Parts that have it; of several snapshots with the wave's value: `nettverk@2021`. */
	parts: string[];
}
export interface PooledDataset extends Dataset {
	leftOut: LeftOut[];
	/** Kept, and asked in other words in another of the snapshots; empty for parts of one snapshot, whose questions are each its own. */
	reworded: string[];
}

/** Of which snapshots the parts are: `of[i]` is the place of the i-th part's. */
export interface Snapshots { snapshots: readonly LaidSnapshot[]; of: readonly number[] }

/** First of a hash, as keys have it. */
export const SHORT_HASH = 12;

const joined = (of: (locale: Locale) => readonly string[]): Text => Object.fromEntries(LOCALES.map((locale) => [locale, of(locale).join(' + ')])) as Text;

function marker(name: string, label: Text, kind: 'part' | 'wave', categories: DatasetCategory[]): DatasetVariable {
	const origin: Origin = { kind };
	return { name, label, question: null, type: 'categorical', measure: 'nominal', categories, reversed: false, decimals: null, unit: null, origin };
}

type Made = readonly [DatasetVariable, DatasetColumn];

/** The variables that say where a row is from. */
function markers(parts: readonly Dataset[], laid: Snapshots | null): Made[] {
	const made: Made[] = [];
	if (laid) {
		const again = new Set(laid.snapshots.map((s) => s.waveId)).size < laid.snapshots.length;
		const variable = marker(WAVE_VARIABLE, again ? SNAPSHOT_LABEL : WAVE_LABEL, 'wave', laid.snapshots.map(({ value, label }) => ({ value, label })));
		made.push([variable, marked(parts.map(({ rows }, p) => ({ which: laid.of[p] ?? 0, rows })), laid.snapshots.length)]);
	}
	const distinct = [...new Set(parts.map((part) => part.key))].flatMap((key) => parts.find((part) => part.key === key) ?? []);
	if (laid && distinct.length === 1) return made;
	const labels = shortTitles(distinct);
	const variable = marker(PART_VARIABLE, PART_LABEL, 'part', distinct.map((part, p) => ({ value: part.key, label: labels[p] ?? part.title })));
	made.push([variable, marked(parts.map(({ key, rows }) => ({ which: distinct.findIndex((d) => d.key === key), rows })), distinct.length)]);
	return made;
}

/** Derived variables that rest on one that is not the same in all are not the same either. */
function resting(kept: readonly DatasetVariable[], leftOut: readonly LeftOut[]): Set<string> {
	const gone = new Set(leftOut.filter(({ reason }) => reason !== 'name' && reason !== 'absent').map((x) => x.name));
	const found = new Set<string>();
	for (let more = true; more;) {
		const next = kept.filter((v) => !found.has(v.name) && madeOf(v).some((name) => gone.has(name) || found.has(name)));
		for (const { name } of next) found.add(name);
		more = next.length > 0;
	}
	return found;
}

/**
 * One dataset of several: the rows of each after those of the one before. A variable is kept where every part has it, of the same type and with the same categories
 * and scores; its label is that of the first. `del` says which part a row is of, and `runde` which wave, where there are several. A variable whose limits were found in
 * the values of each part (quantiles, natural breaks) is left out: the same name means other limits. Of several snapshots so is what is made by another rule.
 * The limit for showing results is the strictest; where a wave is there more than once, so many times as strict, since each person has so many rows.
 * @param laid of which snapshots the parts are; null where all are of one
 * @throws Problem snapshot_problem_kinds when the parts are not of one kind
 */
export function pool(parts: readonly Dataset[], laid: Snapshots | null = null): PooledDataset {
	const [first] = parts;
	if (!first) throw new Problem('snapshot_problem_no_parts', 400);
	if (parts.some((part) => part.kind !== first.kind)) throw new Problem('snapshot_problem_kinds', 400, { parts: parts.map((p) => p.key).join(', ') });
	const rows = parts.reduce((sum, part) => sum + part.rows, 0);
	const own = markers(parts, laid);
	const taken = new Set(own.map(([v]) => v.name));
	const snapshotOf = (p: number): LaidSnapshot | undefined => laid?.snapshots[laid.of[p] ?? 0];
	const leftOut: LeftOut[] = [];
	const kept: DatasetVariable[] = [];
	const columns: Record<string, DatasetColumn> = Object.fromEntries(own.map(([v, column]) => [v.name, column]));
	const words: string[] = [];
	const found = parts.map((part) => new Map(part.variables.map((v) => [v.name, v])));
	const having = (name: string): string[] => parts.flatMap((part, p) => (found[p]?.has(name) ? [laid ? `${part.key}@${snapshotOf(p)?.value ?? ''}` : part.key] : []));
	for (const name of new Set(parts.flatMap((part) => part.variables.map((v) => v.name)))) {
		const variables = found.flatMap((of) => of.get(name) ?? []);
		const [variable, ...others] = variables;
		if (!variable) continue;
		const reason = taken.has(name) ? 'name' : variables.length < parts.length ? 'absent' : others.map((other) => (laid ? differsOverTime : differs)(variable, other)).find((r) => r !== null) ?? null;
		if (reason !== null) {
			leftOut.push({ name, reason, parts: having(name) });
			continue;
		}
		kept.push(variable);
		// of two parts of one snapshot the words are each its own
		if (laid && parts.some((part, p) => parts.some((other, q) => q < p && other.key === part.key && reworded(found[q]?.get(name) ?? variable, found[p]?.get(name) ?? variable)))) words.push(name);
		columns[name] = below(variable, parts.flatMap((part, p) => {
			const [held, column] = [variables[p], part.columns[name]];
			return held && column ? [{ variable: held, column, rows: part.rows }] : [];
		}), rows);
	}
	const rests = laid ? resting(kept, leftOut) : new Set<string>();
	for (const name of rests) {
		leftOut.push({ name, reason: 'rests', parts: having(name) });
		delete columns[name];
	}
	const titles = (locale: Locale): string[] => [...new Map(parts.map((p) => [p.key, p.title[locale] || p.title.nb || p.key])).values()];
	const waves = new Map<number, number>();
	for (const { waveId } of laid?.snapshots ?? []) waves.set(waveId, (waves.get(waveId) ?? 0) + 1);
	return {
		key: parts.map((p, i) => (laid ? `${p.key}@${snapshotOf(i)?.hash.slice(0, SHORT_HASH) ?? ''}` : p.key)).join('+'), kind: first.kind,
		title: laid ? joined((l) => [`${titles(l).join(' + ')} (${laid.snapshots.map((s) => s.label[l] ?? s.value).join(' + ')})`]) : joined(titles),
		hash: laid ? laid.snapshots.map((s) => s.hash).join('+') : first.hash, rows, variables: [...own.map(([v]) => v), ...kept.filter((v) => !rests.has(v.name))], columns,
		suppressBelow: Math.max(...parts.map((p) => p.suppressBelow)) * Math.max(1, ...waves.values()), leftOut, reworded: words.filter((name) => !rests.has(name)),
		...(laid && { laid: { snapshots: laid.snapshots, shared: { seats: 0, answered: 0 } } })
	};
}
