/** A variable in words: where it is from, what it was made by. */
import type { DatasetVariable, DerivedRule, Origin } from '#lib/domain/dataset/types.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';

/** A number as it was written, with the language's decimal sign. */
const plain = (x: number, locale: Locale): string => formatNumber(x, locale, Math.min(6, (String(x).split('.')[1] ?? '').length));

export function ruleWords(rule: DerivedRule, locale: Locale): string {
	const l = { locale };
	const of = typeof rule.of === 'string' ? rule.of : rule.of.join(', ');
	switch (rule.rule) {
		case 'recode': {
			const groups = rule.groups.map((g) => `${inLocale(g.label, locale) || g.value} = ${g.from.join(', ')}`).join('; ');
			return rule.rest ? m.snapshot_rule_recode_rest({ of, groups, rest: inLocale(rule.rest.label, locale) || rule.rest.value }, l) : m.snapshot_rule_recode({ of, groups }, l);
		}
		case 'reverse': return m.snapshot_rule_reverse({ of }, l);
		case 'index': {
			const needed = rule.at_least === undefined || rule.at_least === rule.of.length ? m.snapshot_rule_index_all({}, l) : m.snapshot_rule_index_some({ n: rule.at_least }, l);
			const turned = rule.reversed.length > 0 ? ` ${m.snapshot_rule_index_reversed({ items: rule.reversed.join(', ') }, l)}` : '';
			return `${m.snapshot_rule_index({ n: rule.of.length, items: of }, l)}${turned} ${needed}`;
		}
		case 'bands': {
			const limits = rule.upper.map((x) => plain(x, locale)).join('; ');
			return rule.closed === 'left' ? m.snapshot_rule_bands_left({ of, limits }, l) : m.snapshot_rule_bands({ of, limits }, l);
		}
		case 'quantiles': return m.snapshot_rule_quantiles({ of, n: rule.groups }, l);
		case 'natural': return m.snapshot_rule_natural({ of, n: rule.groups }, l);
	}
}

const blockName = ({ block, blockTitle }: { block: string; blockTitle?: Text }, locale: Locale): string => inLocale(blockTitle, locale) || block;

export function originWords(origin: Origin, locale: Locale): string {
	const l = { locale };
	switch (origin.kind) {
		case 'item': return m.snapshot_origin_item({ item: origin.item, block: blockName(origin, locale) }, l);
		case 'tick': return m.snapshot_origin_tick({ item: origin.item, code: origin.code }, l);
		case 'frame': return m.snapshot_origin_frame({ variable: origin.variable }, l);
		case 'seat': return m.snapshot_origin_seat({}, l);
		case 'link': return m.snapshot_origin_link({ source: origin.source, link: origin.link, hash: origin.hash.slice(0, 12) }, l);
		case 'weight': return m.snapshot_origin_weight({ name: origin.name, version: origin.version }, l);
		case 'coding': return m.snapshot_origin_coding({ item: origin.item, code: origin.code }, l);
		case 'part': return m.snapshot_origin_part({}, l);
		case 'wave': return m.snapshot_origin_wave({}, l);
		case 'derived': return ruleWords(origin.rule, locale);
	}
}

export const typeWords = ({ type, measure }: Pick<DatasetVariable, 'type' | 'measure'>, locale: Locale): string => {
	const l = { locale };
	if (type === 'text') return m.snapshot_type_text({}, l);
	if (type === 'numeric') return m.snapshot_type_numeric({}, l);
	return measure === 'ordinal' ? m.snapshot_type_ordinal({}, l) : m.snapshot_type_nominal({}, l);
};
