/** A derived variable as a form has it: every field as it was typed, and from a variable that is there already. */
import type { DatasetVariable, Derived, DerivedRule } from '#lib/domain/dataset/types.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';

export const RULES = ['recode', 'reverse', 'index', 'bands', 'quantiles', 'natural'] as const satisfies readonly DerivedRule['rule'][];
export type RuleName = (typeof RULES)[number];

export interface TypedRule {
	part: string;
	rule: RuleName;
	/** The name that it had, where one in the list is changed. */
	editing: string;
	name: string;
	label: string;
	/** Only in `part`, not in every part that has what it is made of. */
	only: boolean;
	of: string;
	/** Of a recoding: the new category of each value; '' goes to the rest. */
	into: Map<string, string>;
	rest: string;
	ordered: boolean;
	items: string[];
	turned: string[];
	least: string;
	/** One on each line. */
	limits: string;
	labels: string;
	closed: 'left' | 'right';
	groups: string;
}

const MOST = 5_000;
const LONGEST = 2_000;

export function typedRule(form: FormData): TypedRule {
	const all = (name: string): string[] => form.getAll(name).slice(0, MOST).map((v) => (typeof v === 'string' ? v.slice(0, LONGEST) : ''));
	const one = (name: string): string => (all(name)[0] ?? '').normalize('NFC').trim();
	const into = all('d_into');
	return {
		part: one('d_part'), rule: RULES.find((rule) => rule === one('d_rule')) ?? 'recode', editing: one('d_editing'), name: one('d_name'), label: one('d_label'), only: one('d_only') !== '', of: one('d_of'),
		into: new Map((one('d_into_of') === one('d_of') ? all('d_from') : []).map((value, i) => [value, (into[i] ?? '').normalize('NFC').trim()])), rest: one('d_rest'), ordered: one('d_ordered') !== '',
		items: all('d_item'), turned: all('d_turned'), least: one('d_least'), limits: one('d_limits'), labels: one('d_labels'), closed: one('d_closed') === 'left' ? 'left' : 'right', groups: one('d_groups')
	};
}

const decimal = (x: number, locale: Locale): string => (locale === 'en' ? String(x) : String(x).replace('.', ','));

/** The form of a variable that is there. @param variables of the part, for what a recoding leaves to the rest */
export function typedFrom({ name, label, rule, parts }: Derived, part: string, variables: readonly DatasetVariable[], locale: Locale): TypedRule {
	const said = (text: Derived['label']): string => inLocale(text, locale);
	const lines = (texts: readonly Derived['label'][] | undefined): string => (texts ?? []).map(said).join('\n');
	const empty: TypedRule = {
		part, rule: rule.rule, editing: name, name, label: said(label), only: parts !== undefined, of: typeof rule.of === 'string' ? rule.of : '', into: new Map(), rest: '', ordered: false,
		items: [], turned: [], least: '', limits: '', labels: '', closed: 'right', groups: ''
	};
	switch (rule.rule) {
		case 'recode': {
			const of = new Map(rule.groups.flatMap((g) => g.from.map((value): [string, string] => [value, said(g.label)])));
			const values = variables.find((v) => v.name === rule.of)?.categories.map((c) => c.value) ?? [...of.keys()];
			return { ...empty, into: new Map(values.map((value) => [value, of.get(value) ?? ''])), rest: rule.rest ? said(rule.rest.label) : '', ordered: rule.groups.every((g) => g.score !== undefined) };
		}
		case 'reverse': return empty;
		case 'index': return { ...empty, items: [...rule.of], turned: [...rule.reversed], least: rule.at_least === undefined ? '' : String(rule.at_least) };
		case 'bands': return { ...empty, limits: rule.upper.map((x) => decimal(x, locale)).join('\n'), labels: lines(rule.labels), closed: rule.closed ?? 'right' };
		default: return { ...empty, groups: String(rule.groups), labels: lines(rule.labels) };
	}
}
