/** The 2021 evaluation's given answers, lists and register figures as datasets, without a database: what a snapshot of it holds of the fora and networks. */
import * as v from 'valibot';
import { meanIndex } from '../../analysis/scale/mean-index.ts';
import { bandColumn } from '../../analysis/recode/columns.ts';
import { isViolation } from '../../analysis/assumptions.ts';
import { categoricalColumn, numericColumn, type Cell } from '../../analysis/table/build.ts';
import type { Column } from '../../analysis/table/table.ts';
import type { Dataset, DatasetColumn, DatasetVariable, Origin } from '#lib/domain/dataset/types.ts';
import { Questionnaire, type Text } from '#lib/domain/questionnaire/schema.ts';
import { pool } from '#lib/server/results/snapshot/pooled.ts';
import { FACTS, REPORT_SURVEYS, type SurveyKey } from '../../src/demo/surveys.ts';
import { frameRows, questionnaireDocument, registerRows, responders, type Responder } from '../../src/demo/data.ts';
import { INDEXES, REGISTERS } from '../../src/demo/report/subjects.ts';

const text = (nb: string): Text => ({ nb, nn: nb, en: nb });
type Made = { variable: DatasetVariable; column: DatasetColumn };

const described = (name: string, label: Text, origin: Origin, more: Partial<DatasetVariable> = {}): DatasetVariable =>
	({ name, label, question: null, type: 'numeric', measure: 'scale', categories: [], reversed: false, decimals: null, unit: null, origin, ...more });

function categorical(name: string, label: Text, origin: Origin, cells: readonly Cell[], categories: readonly { value: string; label: Text; score?: number }[], more: Partial<DatasetVariable> = {}): Made {
	const column = categoricalColumn(cells, '', categories.map((c) => ({ value: c.value, label: c.value, ...(c.score !== undefined && { score: c.score }) })));
	if (column.kind !== 'categorical') throw new Error(name);
	return { variable: described(name, label, origin, { type: 'categorical', measure: 'nominal', categories, ...more }), column: { kind: 'categorical', codes: column.codes } };
}

const asDataset = (column: Column): DatasetColumn => (column.kind === 'numeric' ? { kind: 'numeric', values: column.values, missing: column.missing } : { kind: 'categorical', codes: column.codes });

function items(survey: SurveyKey, seats: readonly Responder[], change: (ref: string, item: string, cell: string) => string): Made[] {
	const { blocks, scales } = v.parse(Questionnaire, questionnaireDocument(survey));
	const given = new Set(seats.flatMap((seat) => [...seat.given.keys()]));
	const fields = blocks.flatMap((block) => block.items.flatMap((item) => (item.type === 'matrix' ? item.rows.map((row) => ({ block: block.key, key: row.key, text: row.text, scale: item.scale, reversed: row.reversed }))
		: item.type === 'single' && item.scale ? [{ block: block.key, key: item.key, text: item.text, scale: item.scale, reversed: item.reversed }] : [])));
	return fields.filter((field) => given.has(field.key)).map(({ block, key, text: label, scale, reversed }) => {
		const cells = seats.map((seat): Cell => {
			const cell = change(seat.ref, key, seat.given.get(key) ?? '');
			return cell === '' ? null : cell === 'DK' ? { missing: 'dont_know' } : cell;
		});
		const categories = scales[scale]!.categories.map((c) => ({ value: String(c.code), label: c.label, score: c.code }));
		return categorical(key, label, { kind: 'item', survey, item: key, block }, cells, categories, { measure: 'ordinal', question: label, reversed: reversed === true });
	});
}

/** What is made of the answers, as the demo's snapshot has it. */
function derived(made: readonly Made[], rows: number): Made[] {
	const table = { rows, columns: Object.fromEntries(made.map(({ variable, column }) => [variable.name, column.kind === 'categorical'
		? { kind: 'categorical', label: '', codes: column.codes, categories: variable.categories.map((c) => ({ value: c.value, label: c.value, ...(c.score !== undefined && { score: c.score }) })) }
		: column.kind === 'numeric' ? { kind: 'numeric', label: '', values: column.values, missing: column.missing } : numericColumn([])] as [string, Column])) };
	const found: Made[] = [];
	const has = (name: string) => name in table.columns;
	const bands = (of: string, title: string, { upper, labels }: { upper: readonly number[]; labels: readonly string[] }, closed: 'left' | 'right') => {
		const column = bandColumn(table, { x: of, limits: upper, closed });
		if (isViolation(column)) throw new Error(JSON.stringify(column));
		found.push({ column: asDataset(column), variable: described(`${of}_band`, text(title), { kind: 'derived', rule: { rule: 'bands', of, upper, labels: labels.map(text), closed } },
			{ type: 'categorical', measure: 'ordinal', categories: labels.map((label, i) => ({ value: String(i + 1), label: text(label), score: i + 1 })) }) });
	};
	for (const { key, title, items: of, reversed, bands: cut } of INDEXES.filter((one) => one.items.every(has))) {
		const made = meanIndex(table, { items: of, reversed });
		if (isViolation(made)) throw new Error(JSON.stringify(made));
		const { column } = made;
		table.columns[key] = column;
		found.push({ column: asDataset(column), variable: described(key, text(title), { kind: 'derived', rule: { rule: 'index', of, reversed } }, { decimals: 2 }) });
		bands(key, title, cut, 'left');
	}
	for (const { key, title, bands: cut } of REGISTERS.filter((one) => has(one.key))) bands(key, title, cut, 'right');
	return found;
}

function linked(seats: readonly Responder[]): Made[] {
	const of = new Map(registerRows().map((row) => [row.kommunenr ?? '', row]));
	return REGISTERS.map(({ key, title }): Made => {
		const cells = seats.map((seat): Cell => {
			const cell = of.get(seat.given.get('municipality') ?? '')?.[key] ?? '';
			return cell === '' ? { missing: 'not_asked' } : Number(cell);
		});
		return { column: asDataset(numericColumn(cells)), variable: described(key, text(title), { kind: 'link', survey: 'nettverk', link: 1, hash: '', variable: key, source: key }) };
	});
}

const datasetOf = (key: string, kind: Dataset['kind'], title: Text, rows: number, made: readonly Made[]): Dataset => ({
	key, kind, title, hash: '0'.repeat(64), rows, variables: made.map((one) => one.variable), columns: Object.fromEntries(made.map((one) => [one.variable.name, one.column])), suppressBelow: 0
});

export interface Changes {
	/** Another answer than the one given. */
	answer?: (ref: string, item: string, cell: string) => string;
	suppressBelow?: number;
}

/** Gives the parts that the report's plan names, laid below one another when there are several. */
export function evaluationDatasets({ answer = (_ref, _item, cell) => cell, suppressBelow = 0 }: Changes = {}): (parts: readonly string[]) => Dataset {
	const everyone = responders();
	const parts = new Map<string, Dataset>();
	for (const survey of REPORT_SURVEYS) {
		const document = v.parse(Questionnaire, questionnaireDocument(survey));
		const seats = everyone.filter((seat) => seat.survey === survey);
		if (survey === 'nettverk' || survey === 'samarbeidsforum') {
			const own = [...items(survey, seats, answer), ...(survey === 'nettverk' ? linked(seats) : [])];
			parts.set(survey, datasetOf(survey, 'responses', document.title, seats.length, [...own, ...derived(own, seats.length)]));
		}
		const answered = new Set(seats.map((seat) => seat.ref));
		const list = frameRows(survey);
		const strata = FACTS[survey].strata.map((name) => {
			const { label, categories = [] } = document.frame.find((one) => one.name === name)!;
			return categorical(name, label, { kind: 'frame', survey, variable: name }, list.map((row) => row[name] || null), categories.map((c) => ({ value: c.code, label: c.label })));
		});
		const joined = survey === 'nettverk' ? [categorical('fylke_samlet', text('Fylke'), { kind: 'derived', rule: { rule: 'recode', of: 'fylke', groups: [] } }, list.map((row) => (row.fylke === 'Oslo' || row.fylke === 'Viken' ? 'Oslo og Viken' : row.fylke || null)),
			[...new Set(document.frame.find((one) => one.name === 'fylke')!.categories!.map((c) => (c.code === 'Oslo' || c.code === 'Viken' ? 'Oslo og Viken' : c.code)))].map((value) => ({ value, label: text(value) })))] : [];
		const disposition = list.map((row) => (answered.has(row.ref ?? '') ? 'complete' : 'trukket' in row && row.trukket !== '1' ? 'not_invited' : 'non_contact'));
		parts.set(`${survey}.liste`, datasetOf(`${survey}.liste`, 'seats', document.title, list.length, [
			...strata, ...joined,
			categorical('disposition', text('Status'), { kind: 'seat', survey, what: 'disposition' }, disposition, ['not_invited', 'non_contact', 'partial', 'complete', 'refusal', 'undeliverable', 'ineligible'].map((value) => ({ value, label: text(value) }))),
			categorical('responded', text('Har svart'), { kind: 'seat', survey, what: 'responded' }, disposition.map((one) => (one === 'complete' ? '1' : '0')), [{ value: '0', label: text('Nei'), score: 0 }, { value: '1', label: text('Ja'), score: 1 }])
		]));
	}
	return (keys) => {
		const found = keys.map((key) => {
			const part = parts.get(key);
			if (!part) throw new Error(`no part ${key}`);
			return { ...part, suppressBelow };
		});
		return found.length === 1 ? found[0]! : pool(found);
	};
}
