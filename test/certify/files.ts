/**
 * `npm run certify:files [-- N]`: data files as others read them: N random datasets (60) and one with everything, written as .sav and .dta, read by R's haven and by GNU PSPP (Debian: `r-cran-haven`,
 * `pspp`), and compared cell by cell, with the labels that haven sees. One line a program; the last says `N passed, N failed`. Says so where a program is not on the machine.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { MISSING, type Dataset } from '../../src/lib/domain/dataset/types.ts';
import { categoryNumbers } from '../../src/lib/server/export/data/coding.ts';
import { dtaVariables } from '../../src/lib/server/export/data/dta/variables.ts';
import { toDta } from '../../src/lib/server/export/data/dta/write.ts';
import { savVariables } from '../../src/lib/server/export/data/sav/variables.ts';
import { toSav } from '../../src/lib/server/export/data/sav/write.ts';
import { fileWords } from '../../src/lib/server/export/data/words.ts';
import { anyDataset } from '../support/dataset/arbitrary.ts';
import { buildDataset, cellAt, missing } from '../support/dataset/build.ts';

const runs = Number(process.argv[2] ?? 60);
const made = new Date('2021-06-01T12:00:00Z');
const words = fileWords('nb');
const folder = mkdtempSync(join(tmpdir(), 'grunnlag-files-'));

const everything = buildDataset([
	{ name: 'trivsel', type: 'categorical', label: 'Trives du på «jobb»?', question: 'Hvor enig er du?', measure: 'ordinal', categories: [['1', 'Helt uenig'], ['5', 'Helt enig']], cells: ['1', '5', ...MISSING.map(missing)] },
	{ name: 'fylke', type: 'categorical', categories: [['Agder', 'Agder'], ['Møre', 'Møre og Romsdal']], cells: ['Møre', 'Agder', ...MISSING.map(missing)] },
	{ name: 'kommune', type: 'categorical', categories: [['0301', 'Oslo'], ['4601', 'Bergen']], cells: ['0301', '4601', ...MISSING.map(missing)] },
	{ name: 'timer', type: 'numeric', decimals: 1, cells: [37.5, -97, ...MISSING.map(missing)] },
	{ name: 'mening', type: 'text', label: 'Åpent svar', cells: [`${'x'.repeat(250)}${'æøå'.repeat(2000)}`, 'kort', ...MISSING.map(missing)] },
	{ name: 'by', type: 'text', cells: ['å'.repeat(127), '', 'ØÆÅ', 'a', 'b', missing('not_answered')] }
]);
const datasets: Dataset[] = [everything, ...fc.sample(anyDataset, { numRuns: runs, seed: 2021 })];
datasets.forEach((dataset, i) => {
	writeFileSync(join(folder, `${i}.sav`), Buffer.concat([...toSav(dataset, { words, made })]));
	writeFileSync(join(folder, `${i}.dta`), Buffer.concat([...toDta(dataset, { words, made })]));
});

/** What a program has read: the cell of a variable in a row, both from 0, as `n 1.5`, `s text`, `m a` (an extended missing value) or `.`; and labels. */
type Seen = Map<string, string>;
let passed = 0;
const faults: string[] = [];
function check(where: string, seen: string | undefined, expected: string): void {
	const numbers = [seen, expected].map((text) => (text?.startsWith('n ') ? Number(text.slice(2)) : NaN));
	const [a = NaN, b = NaN] = numbers;
	// a program that writes fifteen digits has read all of them
	if (seen === expected || Math.abs(a - b) <= 1e-14 * Math.abs(b)) passed += 1;
	else faults.push(`${where}: ${JSON.stringify(seen)} instead of ${JSON.stringify(expected)}`);
}

interface Named { name: string; label: string; companion: boolean; missing?: readonly number[] | null }
/** @param gone what a kind of missing is, in a variable that is no text */
function compare(program: string, ending: string, read: (i: number) => Seen | null, named: (d: Dataset) => Named[], gone: (of: Named, kind: number) => string, labels: boolean): void {
	datasets.forEach((dataset, i) => {
		const seen = read(i);
		if (!seen) { faults.push(`${program} ${i}.${ending}: not read`); return; }
		const variables = named(dataset);
		variables.filter((v) => !v.companion).forEach((v, place) => {
			const variable = dataset.variables[place]!;
			const column = variables.indexOf(v);
			const where = `${program} ${i}.${ending} ${v.name}`;
			if (labels) check(`${where} label`, seen.get(`label ${column}`), v.label);
			check(`${where} name`, seen.get(`name ${column}`), v.name);
			for (let row = 0; row < dataset.rows; row++) {
				const cell = cellAt(dataset, variable.name, row);
				const expected = typeof cell === 'object' ? (variable.type === 'text' ? 's ' : gone(v, MISSING.indexOf(cell.missing)))
					: variable.type === 'text' ? `s ${cell}` : `n ${variable.type === 'numeric' ? cell : categoryNumbers(variable).numbers[variable.categories.findIndex((c) => c.value === cell)]}`;
				check(`${where} row ${row + 1}`, seen.get(`${column} ${row}`), expected);
			}
		});
	});
}

/** Texts as hexadecimal digits, so that no line break or encoding stands between. */
const IN_R = `
library(haven)
hex <- function(x) paste(as.character(charToRaw(enc2utf8(x))), collapse = "")
for (file in commandArgs(TRUE)) {
  d <- if (grepl("sav$", file)) read_sav(file, user_na = TRUE) else read_dta(file)
  out <- character()
  for (j in seq_along(d)) {
    x <- d[[j]]
    out <- c(out, paste("name", j - 1, hex(names(d)[j])), paste("label", j - 1, hex(if (is.null(attr(x, "label"))) "" else attr(x, "label"))))
    tags <- if (is.double(x)) na_tag(x) else rep(NA, length(x))
    v <- unclass(x)
    cells <- if (is.character(v)) vapply(v, function(s) paste("s", hex(s)), "") else ifelse(!is.na(tags), paste("m", tags), ifelse(is.na(v), ".", sprintf("n %.17g", as.double(v))))
    if (length(cells)) out <- c(out, paste(j - 1, seq_along(cells) - 1, cells))
  }
  writeLines(out, paste0(file, ".txt"))
}`;

const there = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const fromHex = (hex: string): string => Buffer.from(hex, 'hex').toString('utf8');

function readByHaven(ending: string): (i: number) => Seen | null {
	return (i) => {
		const lines = readFileSync(join(folder, `${i}.${ending}.txt`), 'utf8').split('\n').filter(Boolean);
		return new Map(lines.map((line) => {
			const [a = '', b = '', c = '', d = ''] = line.split(' ');
			return a === 'name' || a === 'label' ? [`${a} ${b}`, fromHex(c)] : [`${a} ${b}`, c === 's' ? `s ${fromHex(d)}` : c === '.' ? '.' : `${c} ${d}`];
		}));
	};
}

function readByPspp(i: number): Seen | null {
	const csv = join(folder, `${i}.csv`);
	const syntax = join(folder, `${i}.sps`);
	writeFileSync(syntax, `GET FILE='${join(folder, `${i}.sav`)}'.\nSAVE TRANSLATE /OUTFILE='${csv}' /TYPE=CSV /REPLACE /MISSING=IGNORE /FIELDNAMES /TEXTOPTIONS FORMAT=PLAIN.\n`);
	const { status, stdout, stderr } = spawnSync('pspp', ['--no-output', '-O', 'format=txt', syntax], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
	const said = `${stdout}${stderr}`.trim();
	if (status !== 0 || said !== '') { faults.push(`PSPP ${i}.sav says: ${said.slice(0, 300)}`); return null; }
	const [heading = [], ...rows] = parse(readFileSync(csv, 'utf8'), { relax_column_count: true }) as string[][];
	const variables = savVariables(datasets[i]!, words);
	return new Map([
		...heading.map((name, j) => [`name ${j}`, name] as const),
		...rows.flatMap((row, r) => row.map((cell, j) => [`${j} ${r}`, variables[j]!.width > 0 ? `s ${cell.replace(/ +$/, '')}` : cell.trim() === '' || cell.trim() === '.' ? '.' : `n ${Number(cell)}`] as const))
	]);
}

const sav = (d: Dataset): Named[] => savVariables(d, words);
const asNumber = (of: Named, kind: number): string => `n ${of.missing?.[kind]}`;
const report = (program: string, before: number): void => console.log(`${program}: ${passed - before} agree`);
try {
	if (there('Rscript', '-e', 'library(haven)')) {
		const script = join(folder, 'read.R');
		writeFileSync(script, IN_R);
		execFileSync('Rscript', [script, ...datasets.flatMap((_, i) => [join(folder, `${i}.sav`), join(folder, `${i}.dta`)])], { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, LC_ALL: 'C.UTF-8' } });
		let before = passed;
		compare('haven', 'sav', readByHaven('sav'), sav, asNumber, true);
		report('haven, .sav', before);
		before = passed;
		compare('haven', 'dta', readByHaven('dta'), (d) => dtaVariables(d, words), (_, kind) => `m ${'abcd'[kind]}`, true);
		report('haven, .dta', before);
	} else console.log('haven is not on this machine (apt-get install r-cran-haven): .sav and .dta are not read by it');
	if (there('pspp', '--version')) {
		const before = passed;
		compare('PSPP', 'sav', readByPspp, sav, asNumber, false);
		report('PSPP, .sav', before);
	} else console.log('PSPP is not on this machine (apt-get install pspp): .sav is not read by it');
} finally {
	rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults.slice(0, 40)) console.error(fault);
console.log(`${passed} passed, ${faults.length} failed`);
if (faults.length > 0) process.exitCode = 1;
