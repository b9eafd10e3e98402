/** The register of participation: rows from a file, and the counts by county. */
import { faultsOf, participation, type Participation, type Phase, type PhaseRow } from '../../domain/extraction/participation.ts';
import { Problem } from '../../domain/problem.ts';
import { resolve } from '../../domain/region/resolve.ts';
import { isDay } from '../../domain/region/dates.ts';
import { insertParticipation, readParticipation, withdrawParticipation, type ParticipationRow } from '../db/extraction.ts';
import { readRules } from '../db/region-choices.ts';
import { issue, type Issue } from '../fieldwork/frames/issues.ts';
import { heldRegister, type Register } from '../register/klass/store.ts';
import { municipalityNames, named } from './names.ts';
import type { ExtractionDeps } from './run.ts';
import { readKnown, refuse, type Known } from './sheet.ts';

type Key = 'municipality' | 'extraction' | 'phase' | 'from' | 'to';
const COLUMNS: Known<Key> = {
	municipality: { names: ['kommune', 'kommunenummer', 'municipality'], needed: true },
	extraction: { names: ['uttrekk', 'extraction'], needed: true },
	phase: { names: ['fase', 'phase'], needed: true },
	from: { names: ['fra', 'frå', 'from'], needed: true },
	to: { names: ['til', 'to'], needed: false }
};
const PHASES: Record<string, Phase> = { forberedelse: 'preparation', førebuing: 'preparation', preparation: 'preparation', gjennomføring: 'carrying_out', 'carrying out': 'carrying_out', carrying_out: 'carrying_out' };

async function register(deps: ExtractionDeps): Promise<Register> {
	const held = await heldRegister(deps);
	if (!held?.counties) throw new Problem('extraction_problem_no_register', 409);
	return held;
}

const standingRow = (r: ParticipationRow): PhaseRow => ({ code: r.code, extraction: r.extraction, phase: r.phase, from: r.fromDay, to: r.toDay });

/** @returns the row of the file, or null when a cell of it is wrong */
function readRow(held: Register, of: (key: Key) => string, wrong: (code: string, key: Key) => void): PhaseRow | null {
	const phase = PHASES[of('phase').toLowerCase()];
	const [from, to] = [of('from'), of('to') || null];
	if (!phase) wrong('extraction_issue_phase', 'phase');
	if (!/^\d{4}$/.test(of('extraction'))) wrong('extraction_issue_year', 'extraction');
	if (to !== null && !isDay(to)) wrong('extraction_issue_day', 'to');
	if (!isDay(from)) {
		wrong('extraction_issue_day', 'from');
		return null;
	}
	const read = resolve(held.municipalities, held.counties, of('municipality'), from);
	if (!('code' in read)) {
		wrong(`extraction_issue_municipality_${read.kind === 'ambiguous' || read.kind === 'not_valid' || read.kind === 'outside' ? read.kind : 'unknown'}`, 'municipality');
		return null;
	}
	return phase && /^\d{4}$/.test(of('extraction')) && (to === null || isDay(to)) ? { code: read.code, extraction: Number(of('extraction')), phase, from, to } : null;
}

/**
 * Adds the rows of a file to the register, all or none. Municipalities are read as they were on the first day of the phase.
 * @returns how many were added
 * @throws FrameRefused with every problem by row and column; Problem when no municipalities are held
 */
export async function importParticipation(deps: ExtractionDeps, bytes: Uint8Array, actor: string): Promise<number> {
	const held = await register(deps);
	const choices = await readRules(deps.database.evaluate.db);
	const { rows, at, others, header } = await readKnown(bytes, COLUMNS);
	const issues: Issue[] = [...others.keys()].map((name) => issue('error', 'extraction_issue_column_unknown', null, name));
	const read: { row: number; value: PhaseRow }[] = [];
	for (const { row, cells } of rows) {
		const of = (key: Key): string => (at[key] === undefined ? '' : (cells[at[key]] ?? '').trim().normalize('NFC'));
		const value = readRow(held, of, (code, key) => void issues.push(issue('error', code, row, at[key] === undefined ? null : header[at[key]] ?? null, { value: of(key) })));
		if (value) read.push({ row, value });
	}
	refuse(issues);
	await insertParticipation(deps.database.evaluate.db, read.map((r) => r.value), actor, (standing) => {
		const faults = faultsOf(held.municipalities, [...standing.map(standingRow), ...read.map((r) => r.value)], choices);
		refuse([...faults].flatMap(([i, fault]) => (i >= standing.length ? [issue('error', `extraction_issue_row_${fault}`, read[i - standing.length]?.row ?? null, null)] : [])));
	});
	return read.length;
}

/** The counts on `day`; null when nobody is in the register. @throws Problem when no municipalities are held, or not of that day */
export async function participationOn(deps: ExtractionDeps, day: string): Promise<Participation | null> {
	const rows = await readParticipation(deps.database.evaluate.db);
	if (rows.length === 0) return null;
	const held = await register(deps);
	if (!isDay(day) || day < held.municipalities.from) throw new Problem('extraction_problem_day', 400, { from: held.municipalities.from });
	return participation(held.municipalities, held.counties ?? held.municipalities, rows.map(standingRow), day, await readRules(deps.database.evaluate.db));
}

export interface StandingRow { id: number; municipality: string; extraction: number; phase: Phase; from: string; to: string | null }

/** The rows of the register that stand, by extraction and first day, the municipality with its name where it is known. */
export async function standingRows(deps: ExtractionDeps): Promise<StandingRow[]> {
	const names = await municipalityNames(deps);
	return (await readParticipation(deps.database.evaluate.db)).map((r) => ({ id: r.id, municipality: named(names, r.code), extraction: r.extraction, phase: r.phase as Phase, from: r.fromDay, to: r.toDay }));
}

/** Withdraws a row that was entered by mistake; it is kept, with who withdrew it. @throws Problem when no such row stands */
export async function withdraw(deps: ExtractionDeps, id: number, actor: string): Promise<void> {
	const gone = Number.isSafeInteger(id) && id > 0 && id < 2 ** 31 ? await withdrawParticipation(deps.database.evaluate.db, [id], actor) : 0;
	if (gone === 0) throw new Problem('extraction_problem_no_row', 404);
}
