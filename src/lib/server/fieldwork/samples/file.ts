/** The sample that stands as a file: each seat drawn by its key in the population list, never by name or address. */
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { Problem } from '../../../domain/problem.ts';
import { readDrawnSeats } from '../../db/samples.ts';
import { rowsToCsv, rowsToXlsx, type Field } from '../../export/rows.ts';
import { sampleOverview, type SampleOverview } from './overview.ts';
import type { SampleDeps } from './preview.ts';
import { variablesOf } from './spec.ts';

export const SAMPLE_FORMATS = ['csv', 'xlsx'] as const;
export type SampleFormat = (typeof SAMPLE_FORMATS)[number];

function heading(variables: SampleOverview['variables'], names: readonly string[], locale: Locale): string[] {
	const label = (name: string) => inLocale(variables.find((v) => v.name === name)?.label, locale) || name;
	return [m.sample_file_ref({}, { locale }), ...names.map(label), m.sample_column_probability({}, { locale }), m.sample_file_weight({}, { locale })];
}

/**
 * A row a seat drawn, in order of ref: its key, its strata when it was drawn (and its cluster as the list has it now), its inclusion probability and the design
 * weight, one over it. A stratum that the list did not say is an empty field. Seats that are in the sample without having been drawn are not in the file.
 * @throws Problem sample_problem_no_survey, sample_problem_not_drawn (404) when no sample stands
 */
export async function sampleFile(deps: SampleDeps, surveyId: number, format: SampleFormat, locale: Locale): Promise<string | Uint8Array<ArrayBuffer>> {
	const { sample, variables } = await sampleOverview(deps, surveyId);
	if (!sample) throw new Problem('sample_problem_not_drawn', 404);
	const { by, cluster } = sample.spec;
	const label = (name: string, code: string | null): string => {
		const category = code === null ? undefined : variables.find((v) => v.name === name)?.categories.find((c) => c.code === code);
		return (category && inLocale(category.label, locale)) || (code ?? '');
	};
	const seats = await readDrawnSeats(deps.database.fieldwork.sql, surveyId, sample.id, cluster);
	const rows = seats.map((seat): Field[] => [
		seat.ref, ...by.map((name, i) => label(name, seat.stratum[i] ?? null)), ...(cluster === null ? [] : [label(cluster, seat.cluster)]), seat.probability, 1 / seat.probability
	]);
	const all = [heading(variables, variablesOf(sample.spec), locale), ...rows];
	return format === 'csv' ? rowsToCsv(all) : rowsToXlsx(all, m.sample_title({}, { locale }));
}
