/** Variables of kept links and kept weights, laid beside the rows of a part. */
import { emptyCodes, firstMissing } from '#lib/domain/dataset/column.ts';
import { MISSING, type DatasetCategory, type DatasetColumn, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import { LINK_ENDINGS, LINK_VARIABLES, weightLabel } from '#lib/domain/dataset/words.ts';
import type { Ending, Outcome } from '#lib/domain/link/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import type { Column } from '#analysis/table/table.ts';
import type { SourceWeight } from '../../db/snapshot-source.ts';
import { keptLink, type KeptLink } from '../../register/link/links.ts';
import { engineTable } from '../../register/link/table.ts';
import type { LinkDeps } from '../../register/link/held.ts';
import type { SourceSeat } from './frame.ts';
import type { Names } from './names.ts';
import type { Made } from './rules.ts';

const NOT_ASKED = MISSING.indexOf('not_asked');
const same = (text: string): Text => ({ nb: text, nn: text, en: text });

/** Takes rows of a column of the library; null is a row that the link does not have. */
function take(column: Column, rows: readonly (number | null)[]): DatasetColumn {
	if (column.kind === 'categorical') {
		const codes = emptyCodes(rows.length, column.categories.length);
		rows.forEach((row, i) => { if (row !== null) codes[i] = column.codes[row] ?? firstMissing(codes); });
		return { kind: 'categorical', codes };
	}
	const values = new Float64Array(rows.length);
	const missing = new Uint8Array(rows.length);
	rows.forEach((row, i) => {
		missing[i] = row === null ? 1 + NOT_ASKED : column.missing?.[row] ?? 0;
		if (row !== null) values[i] = column.values[row] ?? 0;
	});
	return { kind: 'numeric', values, missing: missing.some((kind) => kind > 0) ? missing : null };
}

/** What a link's codes are called: of municipalities, counties and the rest, by variable. */
function namesIn(outcomes: readonly Outcome[]): Record<string, Map<string, Text>> {
	const found = { link_municipality: new Map<string, Text>(), link_county: new Map<string, Text>(), link_centrality: new Map<string, Text>(), link_kostra: new Map<string, Text>() };
	for (const { code, name, county, centrality, kostra } of outcomes) {
		if (code !== null && name !== null) found.link_municipality.set(code, same(name));
		if (county) found.link_county.set(county.code, same(county.name));
		if (centrality) found.link_centrality.set(centrality.code, same(centrality.name));
		if (kostra) found.link_kostra.set(kostra.code, same(kostra.name));
	}
	return { ...found, link_ending: new Map(Object.entries(LINK_ENDINGS) as [Ending, Text][]) };
}

/**
 * A kept link's variables for some seats: how each row ended, its municipality and what that is in, and the figures.
 * @param sent seats whose form is sent in: a link of respondents must have them all
 * @throws Problem snapshot_problem_link_old (409) when somebody has answered since the link was made
 */
export function linkColumns(survey: string, link: KeptLink, seats: readonly SourceSeat[], sent: ReadonlySet<number>, names: Names): Made[] {
	const { linked, head } = link;
	const place = new Map(linked.rows.map((row, i) => [row.key, i]));
	const rows = seats.map((seat) => place.get(seat.ref) ?? null);
	const without = seats.filter((seat, i) => rows[i] === null && sent.has(seat.id)).length;
	if (without > 0) throw new Problem('snapshot_problem_link_old', 409, { link: head.id, survey, rows: without });
	const table = engineTable(linked);
	const called = namesIn(linked.outcomes);
	const register = new Map(linked.variables.map((v) => [v.key, v]));
	// of a classification that is not held nothing is known
	const known = Object.entries(table.columns).filter(([, column]) => column.kind === 'numeric' || column.categories.length > 0);
	return known.map(([key, column]): Made => {
		const found = register.get(key);
		const source = found ? `${found.source.table} ${found.source.title} (${head.spec.figureYear})`.trim() : 'KLASS';
		const categories = column.kind === 'categorical' ? column.categories.map(({ value, label }): DatasetCategory => ({ value, label: called[key]?.get(value) ?? same(label) })) : [];
		const variable: DatasetVariable = {
			name: names.give(key, 'link'), label: found ? same(found.label) : LINK_VARIABLES[key] ?? same(key), question: null, type: column.kind, measure: column.kind === 'numeric' ? 'scale' : 'nominal',
			categories, reversed: false, decimals: found?.decimals ?? null, unit: found ? same(found.unit) : null,
			origin: { kind: 'link', survey, link: head.id, hash: head.hash, variable: key, source }
		};
		return { variable, column: take(column, rows) };
	});
}

/** Of who has no weight, because the list says nothing of what was weighted by, it was not asked for. */
export function weightColumn(survey: string, weight: SourceWeight, seats: readonly SourceSeat[], names: Names): Made {
	const values = Float64Array.from(seats, (seat) => weight.values.get(seat.id) ?? 0);
	const missing = Uint8Array.from(seats, (seat) => (weight.values.has(seat.id) ? 0 : 1 + NOT_ASKED));
	return {
		variable: {
			name: names.give(weight.name, 'weight'), label: weightLabel(weight.name, weight.version), question: null, type: 'numeric', measure: 'scale', categories: [], reversed: false, decimals: 3, unit: null,
			origin: { kind: 'weight', survey, weight: weight.id, name: weight.name, version: weight.version }
		},
		column: { kind: 'numeric', values, missing: missing.some((kind) => kind > 0) ? missing : null }
	};
}

/** Kept links never change: they are made again before the moment that the answers are read of. */
export async function keptLinks(deps: LinkDeps, surveyId: number, ids: readonly number[]): Promise<KeptLink[]> {
	const links: KeptLink[] = [];
	for (const id of ids) links.push(await keptLink(deps, surveyId, id));
	return links;
}
