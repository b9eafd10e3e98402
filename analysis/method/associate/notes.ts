import type { Coefficient } from '../../association/coefficient.ts';
import type { CoefficientName } from '../../association/pairs.ts';
import type { Note } from '../../result.ts';
import type { Table } from '../../table/table.ts';
import { ceilingNotes, smallNotes } from '../describe/shared.ts';
import type { CorrelationSpec } from './correlation.ts';

/** Scales with fewer points than this pull Pearson's r towards zero: Bollen and Barb (1981), Am. Sociol. Rev. 46, 232-239. */
const FEW_POINTS = 7;

export function correlationNotes(table: Table, spec: CorrelationSpec, wanted: readonly CoefficientName[], found: Record<CoefficientName, Coefficient[]>): Note[] {
	const list = found[wanted[0]!];
	const sizes = list.map((c) => c.n);
	const notes: Note[] = [];
	const tell = (key: string, level: Note['level'], params: Note['params'], when: boolean) => {
		if (when) notes.push({ key, level, ...(params && { params }) });
	};
	const undefinedPairs = list.filter((c) => c.value === null).length;
	const perfect = list.filter((c) => c.value !== null && Math.abs(c.value) === 1).length;
	const short = list.filter((c) => c.value !== null && c.low === null && Math.abs(c.value) < 1).length;
	const few = spec.vars.filter((name) => {
		const c = table.columns[name]!;
		return c.kind === 'categorical' && c.categories.length > 2 && c.categories.length <= FEW_POINTS;
	}).length;
	const lowest = sizes.reduce((a, b) => Math.min(a, b), Infinity);
	const highest = sizes.reduce((a, b) => Math.max(a, b), 0);
	tell('correlation_undefined', 'warning', { pairs: undefinedPairs }, undefinedPairs > 0);
	tell('correlation_perfect', 'info', { pairs: perfect }, perfect > 0);
	tell('correlation_no_interval', 'info', { pairs: short }, short > 0);
	tell('correlation_unequal_n', 'info', { lowest, highest }, spec.missing !== 'listwise' && lowest < highest);
	tell('correlation_few_points', 'info', { columns: few }, few > 0 && wanted.includes('pearson'));
	tell('multiple_tests', 'warning', { tests: list.length * wanted.length }, list.length * wanted.length > 1 && list.length > 1);
	const underflow = wanted.some((name) => found[name].some((c) => c.tail !== null && c.tail.p <= Number.MIN_VALUE));
	tell('p_below', 'info', undefined, underflow);
	return [...notes, ...smallNotes(lowest === Infinity ? [] : [['', lowest]]), ...ceilingNotes(table, spec.vars)];
}
