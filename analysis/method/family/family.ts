import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { ADJUSTMENTS, adjustAll } from './adjust.ts';
import { rScript } from './r.ts';
import type { Note, Outcome, Value } from '../../result.ts';
import { run } from '../../run.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';

export interface FamilySpec extends BaseSpec {
	method: 'family';
	/** The tests, each a spec of its own. */
	specs: readonly BaseSpec[];
	/** Which value of each result is its p; `p` when absent. A value with several numbers brings them all into the family. */
	p?: string | null;
}

type Ps = (number | null)[];

function psOf(value: Value | undefined): Ps {
	if (Array.isArray(value)) return value.flatMap((v) => psOf(v as Value));
	return typeof value === 'number' ? [value] : [null];
}

const isSpec = (s: unknown): s is BaseSpec => typeof s === 'object' && s !== null && !Array.isArray(s) && 'method' in s && typeof s.method === 'string';

function runFamily(spec: FamilySpec, table: Table): Outcome | Violation {
	if (!Array.isArray(spec.specs) || spec.specs.length === 0 || !spec.specs.every(isSpec)) return violation('bad_field', { field: 'specs', needed: '[{method, ...}]' });
	const name = spec.p ?? 'p';
	const notes: Note[] = [];
	const results = spec.specs.map((member) => run(member, table));
	const p: Ps = [];
	const member: number[] = [];
	results.forEach((result, i) => {
		const found: Ps = isViolation(result) ? [null] : psOf(result.values[name]);
		if (isViolation(result)) notes.push({ key: 'family_member_refused', level: 'warning', params: { member: i + 1, violation: result.violation } });
		else if (found.every((x) => x === null)) notes.push({ key: 'family_no_p', level: 'warning', params: { member: i + 1, name } });
		p.push(...found);
		member.push(...found.map(() => i + 1));
	});
	const tests = p.filter((x) => x !== null).length;
	if (tests > 1) notes.push({ key: 'family_corrected', level: 'info', params: { tests } });
	return {
		n: table.rows,
		missing: results.flatMap((r) => (isViolation(r) ? [] : r.missing)),
		values: {
			tests,
			member,
			method: member.map((i) => spec.specs[i - 1]!.method),
			n: member.map((i) => (isViolation(results[i - 1]) ? null : (results[i - 1] as Outcome).n)),
			p,
			...adjustAll(p)
		},
		effects: results.flatMap((r, i) => (isViolation(r) ? [] : r.effects.map((e) => ({ ...e, of: [String(i + 1), ...(e.of ?? [])] })))),
		assumptions: results.flatMap((r) => (isViolation(r) ? [] : r.assumptions)),
		notes: [...notes, ...results.flatMap((r) => (isViolation(r) ? [] : r.notes))]
	};
}

/** Several tests looked at together, their p-values corrected for how many they are. */
export const family: Method<FamilySpec> = {
	name: 'family',
	room: 'compare',
	about: {
		title: 'A family of tests',
		definition: `Runs the specs and corrects their p-values: ${ADJUSTMENTS.join(', ')}. A test without a p-value is not counted.`,
		missing: 'As each test has it.',
		source: 'Holm (1979), Scand. J. Stat. 6, 65-70; Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300',
		r: 'p.adjust(p, "holm"), p.adjust(p, "BH")',
		golden: ['p_adjust']
	},
	fields: { specs: { type: 'other', needed: '[spec]' }, p: { type: 'text', optional: true } },
	run: runFamily,
	toR: rScript
};
