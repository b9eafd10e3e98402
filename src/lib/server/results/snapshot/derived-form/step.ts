/** One step of making a derived variable by the form: its fields, adding it to the list, changing and removing those that are there. Nothing is kept but in the page. */
import type { Derived, DatasetVariable } from '#lib/domain/dataset/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { derive } from '../derive.ts';
import { definitionOf, faultWords, typedOf, type Typed } from '../form.ts';
import { assemble } from '../freeze.ts';
import type { SnapshotDeps } from '../read.ts';
import { scored, sourcesOf, type Fault } from '../rules.ts';
import { linesOf, type DerivedLine } from './lines.ts';
import { derivedOf, type FieldFault } from './rule.ts';
import { typedFrom, typedRule, type TypedRule } from './typed.ts';

export const STEPS = ['fields', 'add', 'edit', 'remove', 'leave'] as const;
export type Step = (typeof STEPS)[number];

interface Option { value: string; label: string }
/** What the form shows of one variable that is being made. */
export interface Builder {
	typed: Omit<TypedRule, 'into'>;
	variables: Option[];
	/** Of a recoding whose variable is chosen. */
	categories: (Option & { into: string })[];
	/** Of an index. */
	items: (Option & { chosen: boolean; turned: boolean; turns: boolean })[];
}
export interface Built {
	typed: Typed;
	lines: DerivedLine[];
	/** What must be mended, in the reader's words, under the field it is of. */
	faults: { field: FieldFault['field'] | ''; text: string }[];
	builder: Builder | null;
	/** What was done. */
	said: string | null;
}

const fitting = (rule: TypedRule['rule'], variables: readonly DatasetVariable[]): DatasetVariable[] => variables.filter((variable) => {
	if (rule === 'recode') return variable.type === 'categorical' && variable.categories.length > 0;
	return scored({ variable }) && (rule !== 'reverse' || variable.type === 'categorical');
});

function builderOf(typed: TypedRule, variables: readonly DatasetVariable[], locale: Locale): Builder {
	const fit = fitting(typed.rule, variables);
	const option = ({ name, label }: DatasetVariable): Option => ({ value: name, label: `${name} – ${inLocale(label, locale)}` });
	const chosen = fit.find((v) => v.name === typed.of);
	const { into, ...rest } = typed;
	return {
		typed: rest, variables: typed.rule === 'index' ? [] : fit.map(option),
		categories: typed.rule !== 'recode' ? [] : (chosen?.categories ?? []).map(({ value, label }) => {
			const said = inLocale(label, locale) || value;
			return { value, label: said === value ? value : `${value} – ${said}`, into: into.get(value) ?? (into.size > 0 ? '' : said) };
		}),
		items: typed.rule !== 'index' ? [] : fit.map((v) => ({ ...option(v), chosen: typed.items.includes(v.name), turned: typed.turned.includes(v.name) || (typed.items.length === 0 && v.reversed), turns: v.type === 'categorical' }))
	};
}

const wordsOf = ({ field, code, params }: FieldFault, locale: Locale): Built['faults'][number] => ({ field, text: translate(`snapshot_form_problem_${code}`, params, locale) });
const same = (a: Fault) => (b: Fault): boolean => a.name === b.name && a.code === b.code && JSON.stringify(a.params) === JSON.stringify(b.params);

const madeOf = (name: string, derived: readonly Derived[]): string[] => derived.filter((d) => sourcesOf(d.rule).includes(name)).map((d) => d.name);

/**
 * @param pick the name of the variable that is to be changed or removed
 * @returns the page's form as it is after the step; with `faults` the list stands as it was
 * @throws Problem as `assemble`, and snapshot_problem_json (422)
 */
export async function build(deps: SnapshotDeps, form: FormData, step: Step, locale: Locale): Promise<Built> {
	const typed = typedOf(form);
	const { waveId, definition, faults: unread } = definitionOf(typed);
	const list = definition.derived;
	const pickedName = form.get('d_pick');
	const picked = list.find((d) => d.name === pickedName);
	const result = (more: Partial<Built>): Built => ({ typed, lines: linesOf(typed.derived, locale), faults: [], builder: null, said: null, ...more });
	const withList = (derived: readonly Derived[], said: string): Built => {
		const after = { ...typed, derived: derived.length > 0 ? JSON.stringify(derived, null, 2) : '' };
		return result({ typed: after, lines: linesOf(after.derived, locale), said });
	};
	if (unread.length > 0) return result({ faults: unread.map((f) => ({ field: '', text: faultWords(f, locale) })) });
	if (step === 'leave') return result({});
	if (step === 'remove') {
		if (!picked) return result({});
		const needing = madeOf(picked.name, list.filter((d) => d !== picked));
		if (needing.length > 0) return result({ faults: [{ field: '', text: m.snapshot_form_problem_needed({ name: picked.name, by: needing.join(', ') }, { locale }) }] });
		return withList(list.filter((d) => d !== picked), m.snapshot_form_removed({ name: picked.name }, { locale }));
	}
	const { parts } = await assemble(deps, waveId, { ...definition, derived: [] });
	const editing = step === 'edit' ? picked : list.find((d) => d.name === form.get('d_editing'));
	const others = list.filter((d) => d !== editing);
	const { parts: having } = derive(parts, others);
	const rule = ((): TypedRule => {
		if (step !== 'edit' || !editing) return typedRule(form);
		const part = having.find((p) => (editing.parts ? editing.parts.includes(p.key) : sourcesOf(editing.rule).every((of) => Object.hasOwn(p.columns, of)))) ?? having[0];
		return typedFrom(editing, part?.key ?? '', part?.variables ?? [], locale);
	})();
	const part = having.find((p) => p.key === rule.part);
	if (!part) throw new Problem('snapshot_form_problem_part', 422, { has: having.map((p) => p.key).join(', ') });
	const builder = builderOf(rule, part.variables, locale);
	if (step !== 'add') return result({ builder });
	const made = derivedOf(rule, fitting(rule.rule, part.variables), editing, locale);
	if ('faults' in made) return result({ builder, faults: made.faults.map((f) => wordsOf(f, locale)) });
	const after = editing ? list.map((d) => (d === editing ? made.derived : d)) : [...list, made.derived];
	// first, for one named as what it is made of would seem to be made of itself
	const taken = parts.find((p, i) => (made.derived.parts?.includes(p.key) ?? sourcesOf(made.derived.rule).every((of) => Object.hasOwn(having[i]?.columns ?? {}, of))) && Object.hasOwn(p.columns, made.derived.name));
	if (taken) return result({ builder, faults: [{ field: 'name', text: faultWords({ name: made.derived.name, code: 'taken', params: { part: taken.key } }, locale) }] });
	const before = derive(parts, list).faults;
	const faults = derive(parts, after).faults.filter((f) => f.name === made.derived.name || !before.some(same(f)));
	if (faults.length > 0) return result({ builder, faults: faults.map((f) => ({ field: f.code === 'twice' || f.code === 'taken' ? 'name' : '', text: faultWords(f, locale) })) });
	return withList(after, editing ? m.snapshot_form_changed({ name: made.derived.name }, { locale }) : m.snapshot_form_added({ name: made.derived.name }, { locale }));
}
