/** What the methods of response have in common: where the figures come from, and R code that reads them. */
import { isViolation, type Violation } from '../../assumptions.ts';
import type { CellCounts, Seats } from '../../response/seats.ts';
import { seatsFromCells, seatsOf } from '../../response/seats.ts';
import type { MissingReport } from '../../result.ts';
import { rNumbers, rText, rTexts } from '../../r/write.ts';
import type { BaseSpec, Fields } from '../../spec/fields.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';

export const SOURCE_COUNTS: Fields = {
	population: { type: 'named_numbers', min: 0 },
	respondents: { type: 'named_numbers', min: 0 }
};
/** One stratum by counts: both named by the same levels; a level without respondents may be left out of them. */
export interface StratumCounts extends BaseSpec {
	population: Readonly<Record<string, number>>;
	respondents: Readonly<Record<string, number>>;
}

/** Several strata by counts of their crossed cells. */
export interface CellSpec extends BaseSpec, CellCounts {}
export const CELL_FIELDS: Fields = {
	strata: { type: 'texts' },
	cells: { type: 'other', needed: '[[level, level]]' },
	population: { type: 'numbers', min: 0, integer: true },
	respondents: { type: 'numbers', min: 0, integer: true }
};

export interface Read {
	seats: Seats;
	missing: MissingReport[];
	leftOut: number;
}

export function readTable(table: Table, responded: string, strata: readonly string[], levels?: readonly string[] | null): Read | Violation {
	const seats = seatsOf(table, responded, strata, levels);
	if (isViolation(seats)) return seats;
	return { seats, missing: missingReport(table, [responded, ...strata], seats.answered.length), leftOut: table.rows - seats.answered.length };
}

export function readCells(spec: CellSpec): Read | Violation {
	const seats = seatsFromCells(spec);
	return isViolation(seats) ? seats : { seats, missing: [], leftOut: 0 };
}

/** R: `y` and the list of factors `f`, levels that nobody has dropped, from the table. */
export function seatsR(responded: string, strata: readonly string[]): string {
	return `y <- num(${rText(responded)})
f <- lapply(${rTexts(strata)}, function(v) group(v))
names(f) <- ${rTexts(strata)}
ok <- Reduce(\`&\`, lapply(f, function(x) !is.na(x))) & !is.na(y)
y <- y[ok]; f <- lapply(f, function(x) droplevels(x[ok]))`;
}

/** R: the same from counts of cells. */
export function cellsR({ strata, cells, population, respondents }: CellCounts): string {
	const levels = strata.map((_, s) => `cells[, ${s + 1}]`);
	return `cells <- matrix(${rTexts(cells.flat())}, ncol = ${strata.length}, byrow = TRUE)
population <- ${rNumbers(population)}; respondents <- ${rNumbers(respondents)}
y <- unlist(Map(function(n, N) rep(c(1, 0), c(n, N - n)), respondents, population))
f <- lapply(list(${levels.join(', ')}), function(x) droplevels(factor(rep(x, population), levels = unique(x))))
names(f) <- ${rTexts(strata)}`;
}
