/** What must hold when everyone has answered. Each check reads the database afresh and says what it found. */
import { readAnswers, respondedSeats, summariseResponses, type ResponseSummary } from '#lib/server/db/demo.ts';
import { findTokens } from '#lib/server/db/demo-owner.ts';
import { responseTotals, type ResponseCounts } from '#lib/server/results/response.ts';
import type { Comparison } from '../compare/compare.ts';
import type { ReportComparison } from '../report/compare.ts';
import { compiledQuestionnaire, GIVEN, givenAnswers, responders } from '../data.ts';
import { givenAnswer } from '../simulate/simulate.ts';
import { FACTS, SURVEYS, type SurveyKey } from '../surveys.ts';
import { number, plural, type Demo, type SurveyIds } from './context.ts';

export interface Check {
	name: string;
	ok: boolean;
	/** What was found: numbers, and the first of what is wrong. */
	detail: string;
}

export interface State {
	totals: Record<SurveyKey, ResponseCounts>;
	responses: Record<SurveyKey, ResponseSummary>;
}

export async function readState(demo: Demo, ids: SurveyIds): Promise<State> {
	const state = { totals: {}, responses: {} } as State;
	for (const key of SURVEYS) {
		state.totals[key] = await responseTotals(demo, ids[key]);
		state.responses[key] = await summariseResponses(demo.database.evaluate.db, ids[key]);
	}
	return state;
}

const some = (list: string[]): string => `${list.slice(0, 3).join(', ')}${list.length > 3 ? ` and ${number(list.length - 3)} more` : ''}`;
const check = (name: string, wrong: string[], right: string): Check => ({ name, ok: wrong.length === 0, detail: wrong.length === 0 ? right : some(wrong) });

export function frames({ totals }: State): Check {
	const wrong = SURVEYS.flatMap((key) => {
		const { population, invited } = totals[key];
		return population === FACTS[key].population && invited === FACTS[key].invited ? [] : [`${key} has ${number(population)} seats, ${number(invited)} invited`];
	});
	return check('six population lists with the right numbers', wrong, SURVEYS.map((key) => `${key} ${number(totals[key].population)}`).join(', '));
}

export function dispositions({ totals, responses }: State): Check {
	const wrong = SURVEYS.flatMap((key) => {
		const sum = Object.values(totals[key].dispositions).reduce((all, n) => all + n, 0);
		const { population, dispositions: counted, contradictions } = responses[key];
		return sum === population && counted === population && contradictions === 0 ? [] : [`${key}: ${sum} of ${population}, ${contradictions} at odds with their response`];
	});
	return check('dispositions sum to the population list', wrong, `${plural(SURVEYS.reduce((all, key) => all + responses[key].population, 0), 'seat')}, each with one`);
}

export async function responses(demo: Demo, ids: SurveyIds, state: State): Promise<Check> {
	const wrong: string[] = [];
	const expected = new Map(SURVEYS.map((key) => [key, new Set<string>()]));
	for (const { survey, ref } of responders()) expected.get(survey)?.add(ref);
	for (const key of SURVEYS) {
		const { responses: held, submitted, seats, incomplete } = state.responses[key];
		const refs = [...(await respondedSeats(demo.database.evaluate.db, ids[key])).keys()];
		const others = refs.filter((ref) => !expected.get(key)?.has(ref));
		const answered = FACTS[key].answered;
		if (held !== answered || submitted !== answered || seats !== answered) wrong.push(`${key}: ${held} responses, ${submitted} sent in, of ${seats} seats; ${answered} expected`);
		if (others.length > 0) wrong.push(`${key}: ${some(others)} should not have answered`);
		if (incomplete > 0) wrong.push(`${key}: ${plural(incomplete, 'response')} without every field accounted for`);
	}
	const total = SURVEYS.reduce((sum, key) => sum + state.responses[key].submitted, 0);
	const all = SURVEYS.reduce((sum, key) => sum + FACTS[key].answered, 0);
	return check(`${number(all)} responses, one a seat, every field accounted for`, wrong, `${plural(total, 'response')} sent in, each with every field answered, "vet ikke", not answered or not asked`);
}

/** Cell by cell. An empty cell is no answer; a municipality is given only where one is named, so an empty one may also be `several`. */
export async function givenAnswersAreStored(demo: Demo, ids: SurveyIds, impossible: string[]): Promise<Check> {
	const wrong = impossible.map((place) => `${place} can never be asked`);
	let cells = 0;
	for (const key of GIVEN) {
		const compiled = compiledQuestionnaire(key);
		const stored = new Map((await readAnswers(demo.database.evaluate.db, ids[key])).map((answer) => [`${answer.ref} ${answer.item}`, answer]));
		for (const [ref, row] of givenAnswers(key)) {
			for (const [item, cell] of row) {
				cells++;
				const field = compiled.byKey.get(item);
				const found = stored.get(`${ref} ${item}`);
				if (!field || !found || !sameCell(cell, item, found, () => givenAnswer(field, cell) !== undefined)) wrong.push(`${ref} ${item}: given "${cell}", stored ${found ? (found.value ?? found.state) : 'nothing'}`);
			}
		}
	}
	return check('given answers of forum and network members and municipalities are stored cell by cell', wrong, `${plural(cells, 'cell')} equal`);
}

function sameCell(cell: string, item: string, found: { state: string; value: string | null }, fits: () => boolean): boolean {
	if (cell === 'DK') return found.state === 'dont_know';
	if (cell !== '') return found.state === 'answered' && found.value === cell && fits();
	return found.state === 'not_answered' || found.state === 'not_asked' || (item === 'municipality' && found.value === 'several');
}

export async function tokens(demo: Demo): Promise<Check> {
	const { scanned, found } = await findTokens(demo.url, demo.secret);
	return check('no token in the database', found.map((place) => `a link's token stands in ${place}`), `${plural(scanned, 'table')} searched`);
}

export function comparison({ summary, inconsistent, tables }: Comparison): Check {
	const wrong = [
		...tables.flatMap(({ definition, rows, columns, cells }) => cells.flatMap((row, r) => row.flatMap((cell, c) =>
			cell.verdict === 'unexplained' ? [`Table ${definition.number}, ${rows[r] || '(no particulars)'}, ${columns[c]}: ${cell.ours} here, ${cell.printed ?? 'nothing'} in print`] : []))),
		...inconsistent.map((one) => `Table ${one.table} comes to ${one.sum} ${one.column}, the survey to ${one.total}`)
	];
	return check('every cell of the printed tables is the same, or different with a reason', wrong,
		`${plural(summary.compared, 'cell')}: ${number(summary.same)} the same, ${number(summary.different)} different with a reason`);
}

export function report({ numbers, response, summary }: ReportComparison): Check {
	const wrong = [
		...numbers.filter((one) => one.verdict === 'unexplained').map((one) => `Table ${one.table}, ${one.row}, ${one.column}: ${one.ours ?? 'nothing'} in the report, ${one.printed} in print`),
		...response.tables.flatMap(({ definition, rows, columns, cells }) => cells.flatMap((row, r) => row.flatMap((cell, c) =>
			cell.verdict === 'unexplained' ? [`Table ${definition.number}, ${rows[r] || '(no particulars)'}, ${columns[c]}: ${cell.ours} in the report, ${cell.printed ?? 'nothing'} in print`] : []))),
		...response.inconsistent.map((one) => `Table ${one.table} of the report comes to ${one.sum} ${one.column}, the survey to ${one.total}`)
	];
	return check('every printed number of Tables 1 to 50 is in the report, misprinted, or different with a reason', wrong,
		`${plural(summary.compared, 'number')}: ${number(summary.same)} the same, ${plural(summary.misprint, 'misprint')}, ${number(summary.different)} different with a reason`);
}
