/** What the pages of linking show. */
import { isViolation } from '#analysis/assumptions.ts';
import { aloneIn, type Aloneness, type Traits } from '#lib/domain/link/alone.ts';
import { rowOutcome, type Linked } from '#lib/domain/link/link.ts';
import { ENDINGS, type Source } from '#lib/domain/link/types.ts';
import { readBackground, readLinks, readSourceNames } from '../../db/links.ts';
import { bandsOf, MAX_BANDS, type Banded, type BandSpec } from './bands.ts';
import { heldVariables, type LinkDeps } from './held.ts';
import { keptLink } from './links.ts';
import { engineTable, traitsOf } from './table.ts';

export async function linksPage(deps: LinkDeps, surveyId: number) {
	const { db } = deps.database.evaluate;
	const links = (await readLinks(db, surveyId)).map(({ id, spec, n, madeAt, ...head }) => ({
		id, n, madeAt, source: spec.source, codeYear: spec.codeYear, figureYear: spec.figureYear, linked: head.matched + head.recoded + head.chosen, open: head.split + head.unmatched
	}));
	const variables = (await heldVariables(deps)).map(({ key, label, title }) => ({ key, label, title }));
	return { links, variables, names: await readSourceNames(db, surveyId) };
}

/** Rows that are alike and wait for a person. */
export interface OpenGroup { value: string; count: number; firstKey: string; ending: 'split' | 'unmatched'; reason: string; code: string | null; candidates: string[] }

function openGroups(linked: Linked): { groups: OpenGroup[]; empty: number } {
	const groups = new Map<string, OpenGroup>();
	let empty = 0;
	linked.rows.forEach((row, i) => {
		const { ending, reason, code, candidates } = rowOutcome(linked, i);
		if (ending !== 'split' && ending !== 'unmatched') return;
		if (row.value === null) {
			empty++;
			return;
		}
		const key = `${ending} ${row.value.trim()}`;
		const known = groups.get(key);
		if (known) known.count++;
		else groups.set(key, { value: row.value.trim(), count: 1, firstKey: row.key, ending, reason: ending === 'split' ? 'split' : reason ?? 'unknown', code, candidates });
	});
	return { groups: [...groups.values()], empty };
}

export interface VariableView { key: string; label: string; table: string; title: string; updated: string | null; retrievedAt: string; licence: string; definition: string; states: number[] }

function variableViews(linked: Linked): VariableView[] {
	return linked.variables.map(({ key, label, definition, source }, v) => {
		const states = [0, 0, 0, 0, 0, 0];
		for (const state of linked.columns[v]?.states ?? []) states[state] = (states[state] ?? 0) + 1;
		return { key, label, definition, table: source.table, title: source.title, updated: source.updated, retrievedAt: source.retrievedAt, licence: source.licence, states };
	});
}

/** What is asked of the bands, as the form gives it. */
export interface BandsAsked { variable: string; by: string; groups: string; limits: string }
export type BandsView = { asked: BandsAsked; failed: boolean; banded: Omit<Banded, 'column'> | null };

function specOf({ by, groups, limits }: BandsAsked): BandSpec | null {
	if (by === 'limits') {
		const numbers = limits.split(';').map((part) => part.replace(/[\s\u00a0]/g, '').replace(',', '.')).filter((part) => part !== '').map(Number);
		return numbers.length > 0 && numbers.length < MAX_BANDS && numbers.every(Number.isFinite) ? { by, limits: numbers } : null;
	}
	const count = /^\d{1,2}$/.test(groups) ? Number(groups) : 0;
	return count >= 2 && count <= MAX_BANDS ? { by: by === 'quantiles' ? 'quantiles' : 'natural', groups: count } : null;
}

function bandsView(linked: Linked, asked: BandsAsked): BandsView {
	const spec = specOf(asked);
	const banded = spec && linked.variables.some((v) => v.key === asked.variable) ? bandsOf(engineTable(linked), asked.variable, spec) : null;
	if (!banded || isViolation(banded)) return { asked, failed: true, banded: null };
	const { column: _, ...view } = banded;
	return { asked, failed: false, banded: view };
}

/** People alone in their combination of municipality and the strata of the population list, of those in the file. */
export async function warning(deps: LinkDeps, surveyId: number, linked: Linked): Promise<Aloneness[]> {
	const background = await readBackground(deps.database.evaluate.db, surveyId);
	const of = new Map(background.rows.map((row) => [row.key, row.codes]));
	const traits = background.names.map((name): Traits => ({ name, values: linked.rows.map((row) => of.get(row.key)?.[name] ?? null) }));
	const { columns, rows } = traitsOf(linked, traits);
	return aloneIn(columns, rows);
}

export interface LinkPage {
	id: number; n: number; madeAt: Date; hash: string; source: Source; codeYear: number; figureYear: number;
	audit: { ending: string; n: number }[];
	open: OpenGroup[]; empty: number; variables: VariableView[]; bands: BandsView; alone: Aloneness[];
}

export async function linkPage(deps: LinkDeps, surveyId: number, id: number, asked: Partial<BandsAsked>): Promise<LinkPage> {
	const { linked, head } = await keptLink(deps, surveyId, id);
	const { groups, empty } = openGroups(linked);
	const bands = { variable: asked.variable ?? linked.variables[0]?.key ?? '', by: asked.by ?? 'natural', groups: asked.groups ?? '4', limits: asked.limits ?? '' };
	return {
		id, n: head.n, madeAt: head.madeAt, hash: head.hash, source: head.spec.source, codeYear: head.spec.codeYear, figureYear: head.spec.figureYear,
		audit: ENDINGS.map((ending) => ({ ending, n: linked.audit[ending] })), open: groups, empty, variables: variableViews(linked), bands: bandsView(linked, bands), alone: await warning(deps, surveyId, linked)
	};
}
