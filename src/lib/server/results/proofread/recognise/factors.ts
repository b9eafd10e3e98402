/** Tables of factors: eigenvalues with what they explain, loadings with communality and uniqueness. */
import { common, mostAgree, quotient, sumOfSquares, type Range } from '#analysis/proof/derived.ts';
import { interval, overlap } from '#analysis/proof/rounding.ts';
import type { Found } from '../found.ts';
import type { PrintedNumber } from '../number.ts';
import type { Checked } from './lines.ts';
import { isTotal, named, type Shape } from './shape.ts';

const SAID = /faktor|factor|komponent|component|ladning|loading|mønstermatrise|pattern matrix|egenverdi|eigenvalue/iu;
const OBLIQUE = /oblimin|promax|oblique|skjev|skeiv|direkte kvartimin|quartimin/iu;
const ORTHOGONAL = /varimax|quartimax|equamax|ortogonal|orthogonal|rettvinkl|uroter|unrotated|hovedkomponent|principal component/iu;
const EIGENVALUE = /egenverdi|eigenvalue/iu;
const CUMULATIVE = /kumulativ|cumulative|oppsamla|akkumulert/iu;
const EXPLAINED = /(?:forklar|explain|andel|share|prosent|per ?cent|%|proportion).*(?:varian)|(?:varian).*(?:forklar|explain|%|prosent|per ?cent)|^(?:forklart|explained|% av varians|% of variance)$/iu;
const COMMUNALITY = /kommunalit|communalit|^h²$|^h2$/iu;
const UNIQUENESS = /unik|uniqueness|^u²$|^u2$/iu;
const FACTOR = /^(?:faktor|factor|komponent|component|dimensjon|dimension|f|k|c|pc|pa|ml|mr|rc)?\s*(?:\d{1,2}|[ivx]{1,4})\b/iu;

const sum = (a: Range, b: Range): Range => ({ low: a.low + b.low, high: a.high + b.high });
const value = ({ value: of, decimals }: PrintedNumber): string => of.toFixed(decimals);
const exact = (one: PrintedNumber | null | undefined): one is PrintedNumber => one !== null && one !== undefined && one.relation === '=';

class FactorTable {
	readonly out: Checked = { found: [], checks: 0 };
	readonly #shape: Shape;
	readonly #rows: readonly string[];
	constructor(shape: Shape) {
		this.#shape = shape;
		this.#rows = named(shape.rows);
	}

	column(of: RegExp, not?: RegExp): number {
		return this.#shape.columns.findIndex(({ label, group }) => [label, `${group} ${label}`].some((text) => of.test(text) && !not?.test(text)));
	}

	#cell(i: number, j: number): PrintedNumber | null {
		const found = this.#shape.rows[i]?.cells[j];
		return exact(found) ? found : null;
	}

	#find(i: number, j: number, check: Found['check'], sure: string, fits: Range | null, verdict: Found['verdict'] = 'inconsistent'): void {
		const printed = this.#cell(i, j);
		if (printed) this.out.found.push({ table: this.#shape.table, cell: [this.#rows[i], this.#shape.columns[j]?.label].filter(Boolean).join(', '), check, verdict, printed: value(printed), sure, instead: fits ? { kind: 'between', values: [fits.low, fits.high] } : { kind: 'nothing', values: [] } });
	}

	/** What each explains is its eigenvalue by the number of items, which the rows tell together; what they explain together is the sum so far. */
	eigenvalues(): void {
		const [eigen, share, running] = [this.column(EIGENVALUE, CUMULATIVE), this.column(EXPLAINED, CUMULATIVE), this.column(CUMULATIVE)];
		const rows = this.#shape.rows.flatMap(({ label }, i) => (isTotal(label) ? [] : [i]));
		if (eigen >= 0 && share >= 0 && eigen !== share) {
			const told = rows.flatMap((i) => {
				const [own, part] = [this.#cell(i, eigen), this.#cell(i, share)];
				const of = own && part && part.value > 0 && own.value > 0 ? quotient(own, part) : null;
				return own && of ? [{ i, own, of }] : [];
			});
			const per = common(told.map(({ of }) => of));
			if (per !== null) for (const { i, own, of } of told) {
				this.out.checks += 1;
				const ends = interval(own);
				if (per < of.low || per > of.high) this.#find(i, share, 'eigenvalue', 'proofread_sure_explained', { low: ends.low / per, high: ends.high / per });
			}
		}
		if (share < 0 || running < 0 || share === running) return;
		rows.forEach((i, at) => {
			const [part, now, before] = [this.#cell(i, share), this.#cell(i, running), at > 0 ? this.#cell(rows[at - 1]!, running) : null];
			if (!part || !now || (at > 0 && !before)) return;
			this.out.checks += 1;
			const fits = before ? sum(interval(before), interval(part)) : interval(part);
			if (!overlap(fits, interval(now))) this.#find(i, running, 'eigenvalue', 'proofread_sure_running', fits);
		});
	}

	/** Columns of loadings: those named as factors, with decimals. */
	#loadings(): number[] {
		const others = [COMMUNALITY, UNIQUENESS, EIGENVALUE, EXPLAINED, CUMULATIVE];
		return this.#shape.columns.flatMap(({ label, group }, j) => {
			const cells = this.#shape.rows.flatMap((row) => row.cells[j] ?? []);
			const decimal = cells.length >= 2 && cells.filter((one) => one.decimals >= 2 && !one.percent && Math.abs(one.value) <= 1).length >= 0.6 * cells.length;
			return decimal && (FACTOR.test(label) || /ladning|loading/iu.test(`${group} ${label}`)) && !others.some((of) => of.test(label)) ? [j] : [];
		});
	}

	/** @param rotation as the table tells: by itself the sum of squares says nothing of a communality, since factors may be correlated a little */
	loadings(rotation: 'oblique' | 'orthogonal' | 'unknown'): void {
		const oblique = rotation === 'oblique';
		const loads = this.#loadings();
		const [shared, own] = [this.column(COMMUNALITY), this.column(UNIQUENESS)];
		// below the items there may be lines of sums
		const items = this.#shape.rows.flatMap(({ label }, i) => (isTotal(label) || EIGENVALUE.test(label) || EXPLAINED.test(label) || CUMULATIVE.test(label) || /alpha|α|ss ?load|^n$/iu.test(label) ? [] : [i]));
		for (const i of items) {
			for (const j of loads) {
				const cell = this.#cell(i, j);
				if (!cell) continue;
				this.out.checks += 1;
				if (Math.abs(cell.value) > 1) this.#find(i, j, 'loading', oblique ? 'proofread_sure_oblique' : 'proofread_sure_loading', { low: -1, high: 1 }, oblique ? 'undecidable' : 'inconsistent');
			}
			for (const j of [shared, own].filter((at) => at >= 0)) {
				const cell = this.#cell(i, j);
				if (!cell || cell.percent) continue;
				this.out.checks += 1;
				if (cell.value < 0 || cell.value > 1) this.#find(i, j, 'communality', 'proofread_sure_part', { low: 0, high: 1 });
			}
			const [h2, u2] = [shared >= 0 ? this.#cell(i, shared) : null, own >= 0 ? this.#cell(i, own) : null];
			if (!h2 || !u2 || h2.percent || u2.percent) continue;
			this.out.checks += 1;
			const rest = { low: 1 - interval(u2).high - 1e-9, high: 1 - interval(u2).low + 1e-9 };
			if (!overlap(rest, interval(h2))) this.#find(i, shared, 'communality', 'proofread_sure_rest', rest);
		}
		if (rotation === 'orthogonal' || (loads.length === 1 && !oblique)) this.#squares(items, loads, shared, own);
	}

	/** Squares of loadings make up the communality of uncorrelated factors, which most rows must bear out before one is told to be wrong; rows with loadings left out tell nothing. */
	#squares(items: readonly number[], loads: readonly number[], shared: number, own: number): void {
		const column = shared >= 0 ? shared : own;
		if (column < 0 || loads.length === 0) return;
		const told = items.flatMap((i) => {
			const [part, each] = [this.#cell(i, column), loads.map((j) => this.#cell(i, j))];
			if (!part || part.percent || !each.every(exact) || each.some((one) => Math.abs(one.value) > 1)) return [];
			const squares = sumOfSquares(each);
			const fits = column === shared ? squares : { low: 1 - squares.high, high: 1 - squares.low };
			return [{ i, fits, agrees: overlap(fits, interval(part)) }];
		});
		if (!mostAgree(told.map(({ agrees }) => agrees))) return;
		this.out.checks += told.length;
		for (const { i, fits, agrees } of told) if (!agrees) this.#find(i, column, 'communality', 'proofread_sure_squares', fits);
	}
}

/** Null where the table is of no factors, or allows no check. */
export function factors(shape: Shape): Checked | null {
	const words = [...shape.words, ...shape.columns.map(({ label }) => label)].join(' ');
	if (!SAID.test(words)) return null;
	const table = new FactorTable(shape);
	table.eigenvalues();
	table.loadings(OBLIQUE.test(words) ? 'oblique' : ORTHOGONAL.test(words) ? 'orthogonal' : 'unknown');
	return table.out.checks > 0 ? table.out : null;
}
