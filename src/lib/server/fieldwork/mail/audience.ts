/** Whether an audience can be: its variables and values are those of the survey's population list. */
import { tidyAudience, type MailAudience } from '../../../domain/mail-audience.ts';
import { Problem } from '../../../domain/problem.ts';
import type { FrameRow } from '../../db/mail-texts.ts';

const MAX_REFS = 10_000;

/**
 * The audience in one form, if the survey's list has its variables and values. '' stands for seats of which the list says nothing.
 * @throws Problem plan_problem_audience_none, plan_problem_audience_variable, plan_problem_audience_code, plan_problem_audience_refs
 */
export function checkedAudience(frame: readonly FrameRow[], audience: MailAudience): MailAudience {
	for (const { variable, codes } of audience.strata ?? []) {
		const there = frame.find((f) => f.name === variable && f.stratum);
		if (!there) throw new Problem('plan_problem_audience_variable', 422, { variable: variable.slice(0, 63) });
		const odd = codes.find((code) => code !== '' && !there.categories.has(code));
		if (odd !== undefined) throw new Problem('plan_problem_audience_code', 422, { variable, code: odd.slice(0, 60) });
	}
	const tidy = tidyAudience(audience);
	if (!tidy || tidy.strata?.some((s) => s.codes.length === 0) || tidy.refs?.length === 0) throw new Problem('plan_problem_audience_none', 422);
	if ((tidy.refs?.length ?? 0) > MAX_REFS) throw new Problem('plan_problem_audience_refs', 422, { max: MAX_REFS });
	return tidy;
}
