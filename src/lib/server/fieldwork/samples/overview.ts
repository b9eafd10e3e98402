/** The sample of a survey as its page shows it. */
import type { Text } from '../../../domain/questionnaire/schema.ts';
import { Problem } from '../../../domain/problem.ts';
import { frameStrata } from '../../db/frames-overview.ts';
import { readSample, readSampleState, type SampleRow, type SampleState } from '../../db/samples.ts';
import type { DrawnStratum } from './draw.ts';
import { clustersDrawn, type SampleDeps } from './preview.ts';
import { storedSpec, type SampleSpec } from './spec.ts';

export interface SampleOverview {
	state: SampleState;
	/** The sample that stands. */
	sample: (Omit<SampleRow, 'spec' | 'report' | 'replacedAt'> & { spec: SampleSpec; strata: DrawnStratum[]; clusters: number | null; clustersDrawn: number }) | null;
	/** What can be drawn by. */
	variables: { name: string; label: Text; categories: { code: string; label: Text }[] }[];
}

/** @throws Problem sample_problem_no_survey */
export async function sampleOverview({ database }: SampleDeps, surveyId: number): Promise<SampleOverview> {
	return database.fieldwork.sql.begin('isolation level repeatable read read only', async (sql) => {
		const state = await readSampleState(sql, surveyId);
		if (!state) throw new Problem('sample_problem_no_survey', 404);
		const row = await readSample(sql, surveyId);
		const variables = (await frameStrata(sql, surveyId)).map(({ name, label, categories }) => ({ name, label, categories: categories.map((c) => ({ code: c.code, label: c.label })) }));
		if (!row) return { state, sample: null, variables };
		const { spec, report, replacedAt: _, ...kept } = row;
		const stored = { spec: storedSpec(spec), ...(report as { strata: DrawnStratum[]; clusters: number | null }) };
		return { state, variables, sample: { ...kept, ...stored, clustersDrawn: clustersDrawn(stored.spec, stored.strata) } };
	});
}
