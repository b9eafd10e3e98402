/** The file of limits: one limit a row, an indicator's first row saying what holds for the indicator. */
import type { IndicatorRule, Step } from '#analysis/extraction/types.ts';
import { issue, type Issue } from '../fieldwork/frames/issues.ts';
import { numberOf, readKnown, refuse, type Known } from './sheet.ts';

type Key = 'indicator' | 'worse' | 'value' | 'percentile' | 'points' | 'weight' | 'kind' | 'sd';
const COLUMNS: Known<Key> = {
	indicator: { names: ['indikator', 'indicator'], needed: true },
	worse: { names: ['verst', 'worse'], needed: true },
	value: { names: ['grense', 'limit'], needed: false },
	percentile: { names: ['persentil', 'percentile'], needed: false },
	points: { names: ['poeng', 'points'], needed: false },
	weight: { names: ['vekt', 'weight'], needed: false },
	kind: { names: ['type', 'kind'], needed: false },
	sd: { names: ['standardavvik', 'sd'], needed: false }
};
const WORSE: Record<string, 'low' | 'high'> = { lav: 'low', låg: 'low', low: 'low', høy: 'high', høg: 'high', high: 'high' };
const KINDS: Record<string, 'share' | 'percent' | 'mean'> = { andel: 'share', del: 'share', share: 'share', prosent: 'percent', percent: 'percent', snitt: 'mean', gjennomsnitt: 'mean', mean: 'mean' };

type Rule = Omit<IndicatorRule, 'limits'> & { limits: Step[] };

/** @throws FrameRefused with every problem by row and column */
export async function readLimits(bytes: Uint8Array): Promise<IndicatorRule[]> {
	const { rows, at, others, header } = await readKnown(bytes, COLUMNS);
	const issues: Issue[] = [...others.keys()].map((name) => issue('error', 'extraction_issue_column_unknown', null, name));
	const rules = new Map<string, Rule>();
	for (const { row, cells } of rows) {
		const of = (key: Key): string => (at[key] === undefined ? '' : (cells[at[key]] ?? '').trim().normalize('NFC'));
		const wrong = (code: string, key: Key): void => void issues.push(issue('error', code, row, at[key] === undefined ? null : header[at[key]] ?? null, { value: of(key) }));
		const number = (key: Key, ok: (x: number) => boolean): number | undefined => {
			if (of(key) === '') return undefined;
			const x = numberOf(of(key));
			if (x === undefined) wrong('extraction_issue_not_a_number', key);
			else if (!ok(x)) wrong('extraction_issue_outside', key);
			return x;
		};
		const worse = WORSE[of('worse').toLowerCase()];
		const kind = KINDS[of('kind').toLowerCase()];
		if (of('indicator') === '') wrong('extraction_issue_empty', 'indicator');
		if (!worse) wrong('extraction_issue_worse', 'worse');
		if (of('kind') !== '' && !kind) wrong('extraction_issue_kind', 'kind');
		if ((of('value') === '') === (of('percentile') === '')) wrong('extraction_issue_one_limit', 'value');
		const [value, percentile, points] = [number('value', () => true), number('percentile', (x) => x > 0 && x < 100), number('points', (x) => x > 0 && x <= 1000)];
		const [weight, sd] = [number('weight', (x) => x > 0 && x <= 1000), number('sd', (x) => x > 0)];
		const step: Step = { ...(value === undefined ? {} : { value }), ...(percentile === undefined ? {} : { percentile }), ...(points === undefined ? {} : { points }) };
		const known = rules.get(of('indicator'));
		if (!known) rules.set(of('indicator'), { indicator: of('indicator'), worse: worse ?? 'low', limits: [step], ...(weight === undefined ? {} : { weight }), ...(kind ? { kind } : {}), ...(sd === undefined ? {} : { sd }) });
		else {
			known.limits.push(step);
			// what a later row leaves open stands as the first said it
			if (worse && worse !== known.worse) wrong('extraction_issue_disagrees', 'worse');
			if (weight !== undefined && weight !== known.weight) wrong('extraction_issue_disagrees', 'weight');
			if (kind && kind !== known.kind) wrong('extraction_issue_disagrees', 'kind');
			if (sd !== undefined && sd !== known.sd) wrong('extraction_issue_disagrees', 'sd');
		}
	}
	refuse(issues);
	return [...rules.values()];
}
