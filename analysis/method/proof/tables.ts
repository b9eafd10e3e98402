import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import type { PrintedTable } from '../../proof/printed.ts';
import { checkPrinted } from '../../proof/report.ts';
import { malformed } from '../../proof/well-formed.ts';
import type { Note, Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { NO_ROWS, ROUNDING } from './shared.ts';

export interface ProofTablesSpec extends BaseSpec {
	method: 'proof_tables';
	/** As in proof/printed.ts. */
	tables: readonly PrintedTable[];
}

/** A mark that does not hold at this level among all the tests is named. */
const FAMILY_LEVEL = 0.05;
const NEEDED = '[{kind, table, ...}]';

function run(spec: ProofTablesSpec): Outcome | Violation {
	const tables: unknown = spec.tables;
	if (!Array.isArray(tables)) return violation('bad_field', { field: 'tables', needed: NEEDED });
	for (const [k, table] of tables.entries()) {
		const field = malformed(table);
		if (field) return violation('bad_field', { field: `tables[${k}].${field}`, needed: NEEDED });
	}
	const report = checkPrinted(spec.tables);
	if (isViolation(report)) return report;
	const { findings } = report;
	const wrong = findings.filter((f) => f.verdict === 'inconsistent').length;
	const notes: Note[] = [{ key: 'proof_tables_summary', level: wrong > 0 ? 'warning' : 'info', params: { checks: Object.values(report.checks).reduce((a, b) => a + b, 0), silent: report.silent, wrong, undecidable: findings.length - wrong } }];
	const chance = report.family.holm.filter((p, k) => report.family.flagged[k] && p >= FAMILY_LEVEL).length;
	if (chance > 0) notes.push({ key: 'proof_tables_family', level: 'warning', params: { tests: report.family.p.length, marks: chance } });
	for (const key of new Set(findings.map((f) => f.sure))) notes.push({ key, level: findings.some((f) => f.sure === key && f.verdict === 'inconsistent') ? 'warning' : 'info' });
	return {
		n: spec.tables.length, missing: [], effects: [], notes,
		values: {
			verdict: wrong > 0 ? 'inconsistent' : findings.length > 0 ? 'undecidable' : 'consistent',
			findings: {
				table: findings.map((f) => f.table), cell: findings.map((f) => f.cell), check: findings.map((f) => f.check), verdict: findings.map((f) => f.verdict),
				printed: findings.map((f) => f.printed), instead: findings.map((f) => f.instead.kind), instead_values: findings.map((f) => [...f.instead.values]), sure: findings.map((f) => f.sure)
			},
			checks: { ...report.checks },
			silent: report.silent,
			family: { ...report.family }
		},
		assumptions: [{ key: 'proof_rounding', met: null }]
	};
}

export const proofTables: Method<ProofTablesSpec> = {
	name: 'proof_tables',
	room: 'proof',
	about: {
		title: 'All checks on a set of printed tables',
		definition: `Every check that the printed figures allow: percentages against counts and margins, sums to 100, columns against how many people there are, the mark of significance, each mean against its number of answers and its bands, the total mean against the groups, r against n and p, pairs of r and p that are printed twice, parts against totals, percentages with two possible bases. Each finding with table, cell, what is printed, what should be there as far as can be told, and how sure it is. \`family\`: the tests behind all marks of significance with Holm's correction, since a mark may be borne out by its own table and still be what so many tests give by chance. ${ROUNDING}`,
		missing: NO_ROWS,
		source: 'The single checks, see above',
		r: 'none for the whole; each single check has R code of its own',
		golden: []
	},
	fields: { tables: { type: 'other', needed: NEEDED } },
	run,
	toR: () => null
};
