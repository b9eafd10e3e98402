import { isViolation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { Note, Outcome } from '../../result.ts';
import { bandNotation } from '../../recode/groups.ts';
import type { QuantileGroupSpec } from '../../recode/columns.ts';
import { quantileCuts, tieSafeCuts } from '../../recode/quantile-groups.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { emptyBands, grouped, LABELS, readNumbers, rX, wrongLabels, X, type RecodeSpec } from './shared.ts';

export interface QuantileGroupsSpec extends RecodeSpec, QuantileGroupSpec {
	method: 'quantile_groups';
}

/** Share of the rows that the largest group may be above the smallest before the reader is told. */
const UNEVEN = 0.1;

function run(spec: QuantileGroupsSpec, table: Table): Outcome | Violation {
	const groups = spec.groups ?? 4;
	const wrong = wrongLabels(spec.labels, groups);
	if (wrong) return wrong;
	const view = readNumbers(table, spec.x);
	if (isViolation(view)) return view;
	const cuts = (spec.cuts === 'type7' ? quantileCuts : tieSafeCuts)(view, groups);
	if (isViolation(cuts)) return cuts;
	const found = grouped(view, cuts, 'right');
	const notes: Note[] = emptyBands(found.group_sizes);
	const [largest, smallest] = [Math.max(...found.group_sizes), Math.min(...found.group_sizes)];
	if (largest - smallest > UNEVEN * view.n) notes.push({ key: 'recode_uneven_groups', level: 'warning', params: { smallest, largest } });
	return {
		n: view.n,
		missing: missingReport(table, [spec.x], view.n),
		values: { n: view.n, cuts, bands: spec.labels ? [...spec.labels] : bandNotation(cuts, 'right'), ...found },
		effects: [],
		assumptions: [],
		notes
	};
}

function toR(spec: QuantileGroupsSpec): string {
	const groups = spec.groups ?? 4;
	const cuts =
		spec.cuts === 'type7'
			? `cuts <- unname(quantile(valid, (1:${groups - 1}) / ${groups}, type = 7))`
			: `counts <- table(valid)
values <- sort(unique(valid))
cuts <- sapply(1:${groups - 1}, function(j) values[which.min(abs(${groups} * cumsum(counts) - j * length(valid)))])`;
	return `${rX(spec.x)}
${cuts}
group <- ifelse(is.na(x), NA, 1 + rowSums(outer(x, cuts, ">")))
show("n", length(valid))
show("cuts", cuts)
show("group", group)
show("group_sizes", tabulate(group, ${groups}))`;
}

export const quantileGroupsMethod: Method<QuantileGroupsSpec> = {
	name: 'quantile_groups',
	room: 'recode',
	about: {
		title: 'Groups of nearly equal size (quartiles)',
		definition: 'Right-closed at k - 1 cuts: group = 1 + the number of cuts below the value. Tie-safe: each cut is the distinct value whose cumulative share is nearest to j/k, the lower of two equally near. type7: cuts at quantiles of type 7. Equal values never part company.',
		missing: 'Missing values stay missing, of the same kind.',
		source: 'Hyndman and Fan (1996), Am. Stat. 50, 361-365.',
		r: 'findInterval(x, quantile(x, 1:3/4, type = 7), left.open = TRUE) + 1',
		golden: ['quartile_groups', 'quartile_groups_tie_safe']
	},
	fields: { x: X, groups: { type: 'number', integer: true, min: 2, max: 100, optional: true }, cuts: { type: 'choice', of: ['type7', 'tie_safe'], optional: true }, labels: LABELS },
	run,
	toR
};
