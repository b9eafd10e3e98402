/** Tables in the form in which reports print them, beside those of the method itself: named in a report as `view`. */
import type { Table } from '#analysis/report/table.ts';
import { isViolation } from '#analysis/assumptions.ts';
import type { RanEntry } from '../types.ts';
import { readerOf } from '../../present/reader.ts';
import { alphaLine, correlations, tests } from './associate.ts';
import { columnPercent, counts } from './crosstab.ts';
import { battery, frequencies, meanLine, response, summary } from './describe.ts';
import type { View } from './shared.ts';

const VIEWS: Readonly<Record<string, Readonly<Record<string, View>>>> = {
	crosstab: { print_percent: columnPercent, print_counts: counts },
	crosstab_counts: { print_percent: columnPercent, print_counts: counts },
	frequencies: { print: frequencies },
	response_rates: { print: response },
	means: { print: battery, print_line: meanLine },
	describe: { print: summary },
	correlation: { print: correlations },
	alpha: { print_line: alphaLine },
	family: { print: tests }
};

/** Names of the views that a method's result has besides its own tables. */
export const printViews = (method: string): string[] => Object.keys(VIEWS[method] ?? {});

/** The view of a suppressed result; undefined where its method has no such view, or the result not what it shows. */
export function printView({ result, dataset, presented }: RanEntry, view: string, locale: 'nb' | 'nn' | 'en'): Table | undefined {
	if (isViolation(result)) return undefined;
	const body = VIEWS[result.method]?.[view]?.(result.values, readerOf(result, dataset, locale));
	const [own] = presented.tables;
	return body ? { ...body, title: own?.table.title ?? '', notes: [], provenance: own?.table.provenance ?? [] } : undefined;
}
