/** Variables that parts laid below one another do not share, with the reason, and those that are worded otherwise. */
import type { DatasetVariable } from '#lib/domain/dataset/types.ts';
import { inLocale, translate, type Locale } from '#lib/i18n.ts';
import { PART_VARIABLE, WAVE_VARIABLE, type LeftOut, type PooledDataset } from '../snapshot/pooled.ts';
import { variableLabel } from './words.ts';

export interface LeftOutView { reason: string; names: string[] }

const labelIn = (variable: DatasetVariable | undefined, value: string, locale: Locale): string => inLocale(variable?.categories.find((c) => c.value === value)?.label, locale) || value;

/** "Nettverk, Runde 2": which parts have it. */
function having(dataset: PooledDataset, parts: readonly string[], locale: Locale): string {
	const of = (name: string) => dataset.variables.find((v) => v.name === name && (v.origin.kind === 'part' || v.origin.kind === 'wave'));
	const [part, wave] = [of(PART_VARIABLE), of(WAVE_VARIABLE)];
	return parts.map((key) => {
		const [own = '', value] = key.split('@');
		return [...(part || value === undefined ? [labelIn(part, own, locale)] : []), ...(value === undefined ? [] : [labelIn(wave, value, locale)])].join(', ');
	}).join('; ');
}

/** By reason, in the order met; what some do not have by who does. */
export function leftOutViews(dataset: PooledDataset, locale: Locale): LeftOutView[] {
	const reasonOf = ({ reason, parts }: LeftOut): string => translate(`workbench_left_out_${reason}`, { parts: having(dataset, parts, locale) }, locale);
	return [...Map.groupBy(dataset.leftOut, reasonOf)].map(([reason, all]) => ({ reason, names: all.map((x) => x.name) }));
}

export const rewordedLabels = (dataset: PooledDataset, locale: Locale): string[] => dataset.reworded.map((name) => `${variableLabel(name, dataset, locale)} (${name})`);
