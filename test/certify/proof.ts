/**
 * `npm run proof [-- FILE]`: all checks on printed numbers on a file of published figures, by default those of the 2021 evaluation. One finding a line with table, cell, what is printed,
 * what should be there and how sure it is; then how many checks were made. FILE has the form of src/demo/evaluation-2021/published.json, or is an array of printed tables
 * (analysis/proof/printed.ts). Exit code 0 also when there are findings: a misprint is no fault of ours.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isViolation } from '../../analysis/assumptions.ts';
import type { Finding, Instead } from '../../analysis/proof/printed.ts';
import { checkPrinted } from '../../analysis/proof/report.ts';
import { printedTables } from '../../src/demo/report/printed-tables.ts';

const root = join(import.meta.dirname, '../..');
const file = process.argv[2] ?? join(root, 'src/demo/evaluation-2021/published.json');
const texts = JSON.parse(readFileSync(join(root, 'src/i18n/messages/analysis_proof/en.json'), 'utf8')) as Record<string, string>;

const number = (x: number): string => String(Math.round(x * 10000) / 10000);
function insteadText({ kind, values }: Instead): string {
	switch (kind) {
		case 'nothing': return 'cannot be told';
		case 'value': return number(values[0]!);
		case 'one_of': return values.map(number).join(' or ');
		case 'between': return number(values[0]!) === number(values[1]!) ? number(values[0]!) : `${number(values[0]!)} to ${number(values[1]!)}`;
	}
}
function line(f: Finding): string {
	const params = Object.entries(f.params).map(([k, v]) => `${k} ${typeof v === 'number' ? number(v) : v}`).join(', ');
	return [`Table ${f.table}${f.cell ? `, ${f.cell}` : ''} [${f.check}] ${f.verdict}`, `  printed: ${f.printed || 'no mark'}; should be: ${insteadText(f.instead)}${params ? ` (${params})` : ''}`, `  ${texts[`analysis_note_${f.sure}`]}`].join('\n');
}

const report = checkPrinted(printedTables(file));
if (isViolation(report)) {
	console.error(`${report.violation} ${JSON.stringify(report.params ?? {})}`);
	process.exit(2);
}
for (const f of report.findings) console.log(line(f));
const { findings, checks, silent, family } = report;
const wrong = findings.filter((f) => f.verdict === 'inconsistent').length;
console.log(`\n${Object.values(checks).reduce((a, b) => a + b, 0)} checks (${Object.entries(checks).filter(([, n]) => n > 0).map(([k, n]) => `${k} ${n}`).join(', ')}), ${silent} of which could not have found anything`);
const marked = family.tables.flatMap((table, k) => (family.flagged[k] ? [`table ${table} p ${number(family.p[k]!)}, corrected ${number(family.holm[k]!)}`] : []));
console.log(`Marks of significance among ${family.tables.length} tests: ${marked.join('; ') || 'none'}`);
console.log(`${wrong} inconsistent, ${findings.length - wrong} undecidable`);
