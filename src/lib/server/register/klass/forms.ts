/** The documents of KLASS and StatBank as they are documented, checked row by row before anything is kept. */
import * as v from 'valibot';
import { isDay, within } from '#lib/domain/region/dates.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { CodeChange, CodePeriod } from '#lib/domain/region/types.ts';
import type { GroupRow, MatchRow } from '../../db/classifications.ts';

/** The days asked for: `from` inclusive, `to` exclusive, null without an end. */
export interface Span { from: string; to: string | null }
export type Classification = 104 | 112 | 128 | 131;

const Code = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(20));
const Name = v.pipe(v.string(), v.trim(), v.maxLength(200));
const Day = v.nullish(v.union([v.pipe(v.string(), v.check(isDay)), v.literal('')]));
/** A code that is not there is null, or an empty text. */
const NoCode = v.nullish(v.pipe(v.string(), v.trim(), v.maxLength(20)));

const Codes = v.object({ codes: v.array(v.object({ code: Code, name: v.pipe(Name, v.minLength(1)), validFromInRequestedRange: Day, validToInRequestedRange: Day, validFrom: Day, validTo: Day })) });
const Changes = v.object({ codeChanges: v.array(v.object({ oldCode: NoCode, newCode: NoCode, changeOccurred: v.pipe(v.string(), v.check(isDay)) })) });
const Matches = v.object({ correspondenceItems: v.array(v.object({ sourceCode: Code, targetCode: Code, targetName: v.optional(v.nullable(Name)), validFrom: Day, validTo: Day })) });
const Groups = v.object({ values: v.array(v.object({ code: Code, label: Name, valueMap: v.array(Code) })) });

/** Where in the document a fault is: the row from 1, and the field. */
function refuse(code: string, source: string, row: number | string, field: string, more: Record<string, string | number> = {}): never {
	throw new Problem(code, 422, { source, row, field, ...more });
}

function read<T>(schema: v.GenericSchema<unknown, T>, json: unknown, source: string): T {
	const read = v.safeParse(schema, json);
	if (read.success) return read.output;
	const path = read.issues[0].path?.map((step) => step.key) ?? [];
	const row = path.find((key): key is number => typeof key === 'number');
	return row === undefined ? refuse('register_problem_form', source, '–', String(path[0] ?? 'codes')) : refuse('register_problem_row', source, row + 1, String(path.at(-1)));
}

const CODE: Record<Classification, RegExp> = { 131: /^\d{4}$/, 104: /^\d{2}$/, 112: /^[\w-]{1,10}$/, 128: /^[\w-]{1,10}$/ };

function checkPeriods(periods: CodePeriod[], source: string): void {
	for (const [code, own] of Map.groupBy(periods, (p) => p.code)) {
		const sorted = own.toSorted((a, b) => (a.from < b.from ? -1 : 1));
		const overlap = sorted.findIndex((p, i) => i > 0 && ((sorted[i - 1]?.to ?? '9999') > p.from));
		if (overlap > 0) throw new Problem('register_problem_overlap', 422, { source, code });
	}
}

/** Codes with their days. Where the document gives none (`codesAt`), a code is valid through the whole span. */
export function codesOf(json: unknown, classification: Classification, span: Span, source: string): CodePeriod[] {
	const { codes } = read(Codes, json, source);
	if (codes.length === 0) throw new Problem('register_problem_empty', 422, { source });
	const periods = codes.map((c, i): CodePeriod => {
		if (!CODE[classification].test(c.code)) refuse('register_problem_code', source, i + 1, 'code', { value: c.code });
		const [from, to] = [c.validFromInRequestedRange || c.validFrom || span.from, c.validToInRequestedRange || c.validTo || null];
		if (to !== null && to <= from) refuse('register_problem_row', source, i + 1, 'validToInRequestedRange');
		// a document of another span than was asked for
		if ((span.to !== null && from >= span.to) || (to !== null && to <= span.from)) refuse('register_problem_span', source, i + 1, 'validFromInRequestedRange', { from: span.from });
		return { code: c.code, name: c.name, from: from < span.from ? span.from : from, to: to ?? span.to };
	});
	checkPeriods(periods, source);
	return periods;
}

/** Changes in order of days, each pair of codes once. There may be none. */
export function changesOf(json: unknown, classification: Classification, span: Span, source: string): CodeChange[] {
	const seen = new Map<string, CodeChange>();
	for (const [i, c] of read(Changes, json, source).codeChanges.entries()) {
		const [oldCode, newCode] = [c.oldCode || null, c.newCode || null];
		for (const [field, code] of [['oldCode', oldCode], ['newCode', newCode]] as const) if (code !== null && !CODE[classification].test(code)) refuse('register_problem_code', source, i + 1, field, { value: code });
		if (oldCode === null && newCode === null) refuse('register_problem_row', source, i + 1, 'newCode');
		if (!within(c.changeOccurred, span.from, span.to)) refuse('register_problem_span', source, i + 1, 'changeOccurred', { from: span.from });
		seen.set(`${c.changeOccurred} ${oldCode} ${newCode}`, { date: c.changeOccurred, oldCode, newCode });
	}
	return [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change);
}

/** What each municipality corresponds to on the day `asOf`; rows for other days are left out. */
export function matchesOf(json: unknown, target: Classification, asOf: string, source: string): MatchRow[] {
	const found = new Map<string, MatchRow>();
	for (const [i, m] of read(Matches, json, source).correspondenceItems.entries()) {
		if (!CODE[131].test(m.sourceCode)) refuse('register_problem_direction', source, i + 1, 'sourceCode', { value: m.sourceCode });
		if (!CODE[target].test(m.targetCode)) refuse('register_problem_code', source, i + 1, 'targetCode', { value: m.targetCode });
		if (!within(asOf, m.validFrom || '0000', m.validTo || null)) continue;
		const before = found.get(m.sourceCode);
		if (before && before.target !== m.targetCode) refuse('register_problem_twice', source, i + 1, 'sourceCode', { value: m.sourceCode });
		found.set(m.sourceCode, { code: m.sourceCode, target: m.targetCode, targetName: m.targetName ?? '' });
	}
	if (found.size === 0) throw new Problem('register_problem_empty', 422, { source });
	return [...found.values()];
}

/** SSB's harmonised groups: StatBank's code list agg_KommSummer. */
export function groupsOf(json: unknown, source: string): GroupRow[] {
	const found = new Map<string, GroupRow>();
	for (const [i, g] of read(Groups, json, source).values.entries()) {
		for (const code of g.valueMap) {
			// StatBank has codes of its own beside the municipalities' (`0716u`): they stand in their groups and match none
			if (!/^\w{4,8}$/.test(code)) refuse('register_problem_code', source, i + 1, 'valueMap', { value: code });
			if (found.has(code)) refuse('register_problem_twice', source, i + 1, 'valueMap', { value: code });
			found.set(code, { group: g.code, name: g.label, code });
		}
	}
	if (found.size === 0) throw new Problem('register_problem_empty', 422, { source });
	return [...found.values()];
}
