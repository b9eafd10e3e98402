import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { Outcome } from '../../result.ts';
import { rNumbers } from '../../r/write.ts';
import { areRising, type BandSpec } from '../../recode/columns.ts';
import { bandNotation } from '../../recode/groups.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { emptyBands, grouped, LABELS, readNumbers, rX, wrongLabels, X, type RecodeSpec } from './shared.ts';

export interface BandsSpec extends RecodeSpec, BandSpec {
	method: 'bands';
}

function run(spec: BandsSpec, table: Table): Outcome | Violation {
	if (spec.limits.length === 0 || !areRising(spec.limits)) return violation('bad_field', { field: 'limits', needed: 'rising numbers' });
	const wrong = wrongLabels(spec.labels, spec.limits.length + 1);
	if (wrong) return wrong;
	const view = readNumbers(table, spec.x);
	if (isViolation(view)) return view;
	const closed = spec.closed ?? 'right';
	const found = grouped(view, spec.limits, closed);
	return {
		n: view.n,
		missing: missingReport(table, [spec.x], view.n),
		values: { n: view.n, limits: [...spec.limits], bands: spec.labels ? [...spec.labels] : bandNotation(spec.limits, closed), ...found },
		effects: [],
		assumptions: [],
		notes: emptyBands(found.group_sizes)
	};
}

const toR = (spec: BandsSpec): string => `${rX(spec.x)}
group <- as.integer(cut(x, c(-Inf, ${rNumbers(spec.limits)}, Inf), right = ${(spec.closed ?? 'right') === 'right' ? 'TRUE' : 'FALSE'}))
show("n", length(valid))
show("limits", ${rNumbers(spec.limits)})
show("group", group)
show("group_sizes", tabulate(group, ${spec.limits.length + 1}))`;

export const bandsMethod: Method<BandsSpec> = {
	name: 'bands',
	room: 'recode',
	about: {
		title: 'Bands by limits',
		definition: 'The band of a value is 1 + the number of limits below it (right-closed: a limit belongs to the band under it) or not above it (left-closed).',
		missing: 'Missing values stay missing, of the same kind.',
		source: 'Definition.',
		r: 'cut(x, c(-Inf, limits, Inf), right = TRUE)',
		golden: []
	},
	fields: { x: X, limits: { type: 'numbers' }, closed: { type: 'choice', of: ['right', 'left'], optional: true }, labels: LABELS },
	run,
	toR
};
