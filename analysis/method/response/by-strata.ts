/** Methods that read several strata, from the seats themselves or from counts of their crossed cells: one outcome, two ways in. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { About, Method } from '../../method.ts';
import type { Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';
import { CELL_FIELDS, cellsR, readCells, readTable, seatsR, type CellSpec, type Read } from './shared.ts';

export interface SeatSpec extends BaseSpec {
	/** Column that is 1 for a seat that has answered, else 0. */
	responded: string;
	strata: readonly string[];
}

interface Shared {
	about: Omit<About, 'title' | 'missing' | 'golden'>;
	outcome: (read: Read) => Outcome | Violation;
	/** R on `y` and `f`, as `seatsR` and `cellsR` make them. */
	body: string;
	rTolerance: Readonly<Record<string, number>>;
}

/** The method on a table of seats. */
export function onSeats<S extends SeatSpec>(name: S['method'], title: string, { about, outcome, body, rTolerance }: Shared): Method<S> {
	return {
		name,
		room: 'response',
		about: { title, ...about, missing: 'Seats without one of the strata, or of which it is not known whether they have answered, are left out.', golden: ['r_indicator'] },
		fields: { responded: { type: 'column', kind: 'any' }, strata: { type: 'columns', kind: 'any' } },
		run(spec: S, table: Table) {
			const read = readTable(table, spec.responded, spec.strata);
			return isViolation(read) ? read : outcome(read);
		},
		toR: (spec: S) => `${seatsR(spec.responded, spec.strata)}\n${body}`,
		rTolerance
	};
}

/** The method on counts. */
export function onCells<S extends CellSpec>(name: S['method'], title: string, { about, outcome, body, rTolerance }: Shared): Method<S> {
	return {
		name,
		room: 'response',
		about: { title, ...about, missing: 'Counts have none.', golden: ['r_indicator'] },
		fields: CELL_FIELDS,
		run(spec: S) {
			if (spec.strata.length === 0) return violation('bad_field', { field: 'strata', needed: 'different texts' });
			const read = readCells(spec);
			return isViolation(read) ? read : outcome(read);
		},
		toR: (spec: S) => `${cellsR(spec)}\n${body}`,
		rTolerance
	};
}
