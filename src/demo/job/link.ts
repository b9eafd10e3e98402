/** The register values of the representatives' municipalities, kept as tables of the app, and the link of the representatives to them. */
import { readRegisterCopies } from '#lib/server/db/register-tables.ts';
import { makeLink, specOf } from '#lib/server/register/link/links.ts';
import { storeTableFile } from '#lib/server/register/statbank/file.ts';
import type { Measure } from '#lib/domain/register/table.ts';
import { registerRows } from '../data.ts';
import { ACTOR, number, plural, type Demo, type SurveyIds } from './context.ts';

interface Variable { key: string; label: string; unit: string; measure: Measure; denominator: string | null; definition: string }

/** Population is real; the others are invented, and their titles say so. The labour force is not among them, so unemployment has no denominator. */
export const VARIABLES: readonly Variable[] = [
	{ key: 'population_2020', label: 'Folketall', unit: 'personer', measure: 'count', denominator: null, definition: 'Folkemengde 1. januar' },
	{ key: 'school_age_share', label: 'Andel barn i skolealder', unit: 'prosent', measure: 'rate', denominator: 'population_2020', definition: 'Andel av folkemengden som er 6–15 år' },
	{ key: 'unemployment_rate', label: 'Registrert arbeidsledige', unit: 'prosent', measure: 'rate', denominator: null, definition: 'Registrert arbeidsledige som andel av befolkningen 15–74 år' },
	{ key: 'free_income_per_capita', label: 'Frie inntekter per innbygger', unit: 'kroner', measure: 'mean', denominator: 'population_2020', definition: 'Frie inntekter delt på folkemengden' }
];
export const YEAR = 2020;

/** One variable as JSON-stat 2.0. A municipality without a value is missing (`..`). */
export function tableDocument({ key, label, unit }: Variable): object {
	const rows = registerRows();
	const texts = rows.map((row) => row[key] ?? '');
	const codes = rows.map((row) => row.kommunenr ?? '');
	return {
		version: '2.0', class: 'dataset', label: key === 'population_2020' ? label : `${label} (konstruerte tall)`, source: 'synthetic-2020.csv',
		id: ['Region', 'ContentsCode', 'Tid'], size: [rows.length, 1, 1], role: { geo: ['Region'], metric: ['ContentsCode'], time: ['Tid'] },
		dimension: {
			Region: { label: 'region', category: { index: codes, label: Object.fromEntries(rows.map((row) => [row.kommunenr ?? '', row.kommune ?? ''])) } },
			ContentsCode: { label: 'statistikkvariabel', category: { index: [key], label: { [key]: label }, unit: { [key]: { base: unit, decimals: 2 } } } },
			Tid: { label: 'år', category: { index: [String(YEAR)], label: { [YEAR]: String(YEAR) } } }
		},
		value: texts.map((text) => (text === '' ? null : Number(text))), status: Object.fromEntries(texts.flatMap((text, i) => (text === '' ? [[i, '..']] : [])))
	};
}

export async function holdTables(demo: Pick<Demo, 'database'>): Promise<{ outcome: string }> {
	const held = new Set((await readRegisterCopies(demo.database.evaluate.db)).map((copy) => copy.key));
	const missing = VARIABLES.filter((variable) => !held.has(variable.key));
	for (const variable of missing) {
		await storeTableFile(demo, { ...variable, fileName: 'synthetic-2020.csv', bytes: Buffer.from(JSON.stringify(tableDocument(variable))), actor: ACTOR });
	}
	return { outcome: missing.length === 0 ? 'already there' : plural(missing.length, 'variable') };
}

/** The municipality that a representative answered in 2021, and figures of 2020. */
export async function linkRepresentatives(demo: Pick<Demo, 'database'>, ids: Pick<SurveyIds, 'nettverk'>): Promise<{ outcome: string }> {
	const spec = await specOf(demo, { source: { kind: 'item', item: 'municipality' }, rows: 'respondents', codeYear: 2021, figureYear: YEAR, variables: VARIABLES.map((v) => v.key) });
	const { linked, created } = await makeLink(demo, { surveyId: ids.nettverk, spec, actor: ACTOR });
	const { matched, recoded, chosen, several, not_applicable: none, split, unmatched } = linked.audit;
	return { outcome: `${created ? '' : 'already there: '}${number(matched + recoded + chosen)} of ${plural(linked.rows.length, 'respondent')} linked, ${several} for several municipalities, ${none} not asked, ${split + unmatched} open` };
}
