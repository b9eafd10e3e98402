/** A county governor's change of a list: who was added or removed, who decided and why. Never overwritten; undone by the opposite. */
import { Problem } from '../../domain/problem.ts';
import { insertChange, readRun, type NewChange } from '../db/extraction.ts';
import type { ExtractionDeps } from './run.ts';
import { municipalityOf } from './sheet.ts';

const text = (value: string, max: number, code: string): string => {
	const found = value.normalize('NFC').trim();
	if (found === '' || found.length > max) throw new Problem(code, 400, { max });
	return found;
};

/** @throws Problem for a code that is none, a run that is not there, a reason that is missing, or a municipality that stands so already */
export async function changeList(deps: ExtractionDeps, asked: Omit<NewChange, 'kind'> & { kind: string }, actor: string): Promise<number> {
	const municipality = municipalityOf(asked.municipality);
	if (!municipality) throw new Problem('extraction_problem_municipality', 400);
	if (asked.kind !== 'add' && asked.kind !== 'remove') throw new Problem('extraction_problem_kind', 400);
	const decidedBy = text(asked.decidedBy, 200, 'extraction_problem_decided_by');
	const reason = text(asked.reason, 1000, 'extraction_problem_reason');
	if (!(await readRun(deps.database.evaluate.db, asked.runId))) throw new Problem('extraction_problem_no_run', 404, { id: asked.runId });
	return insertChange(deps.database.evaluate.db, { runId: asked.runId, municipality, kind: asked.kind, decidedBy, reason }, actor);
}
