/**
 * `npm run bench -- export [--rows N]`: data files of made respondents, each format in a process of its own that does nothing else: seconds, megabytes written, and the process's peak memory, the dataset
 * in it included. 100,000 respondents by 300 variables (240 categorical, 40 numeric, 20 texts) for all but Excel, which is 50,000 by 100. Prints JSON.
 */
import { execFileSync } from 'node:child_process';
import { seededRandom } from '../../analysis/numeric/random.ts';
import { MISSING, type Dataset, type DatasetColumn, type DatasetVariable } from '../../src/lib/domain/dataset/types.ts';
import type { FileWords } from '../../src/lib/server/export/data/words.ts';

const WORDS = ['samarbeid', 'nettverk', 'kommunen', 'tidsbruk', 'møter', 'lærere', 'godt', 'for lite', 'vi får', 'æøå'];
const text = (nb: string) => ({ nb });
const made = new Date('2021-06-01T00:00:00Z');

function variable(j: number, type: DatasetVariable['type']): DatasetVariable {
	return {
		name: `v${j + 1}`, label: text(`Spørsmål nummer ${j + 1}`), question: text(`Hvor enig er du i påstand nummer ${j + 1}?`), type, measure: type === 'numeric' ? 'scale' : 'ordinal', reversed: false, decimals: null, unit: null,
		categories: type === 'categorical' ? [1, 2, 3, 4, 5].map((k) => ({ value: String(k), label: text(`kategori ${k}`), score: k })) : [], origin: { kind: 'item', survey: 'prove', item: `v${j + 1}`, block: `side${Math.floor(j / 10)}` }
	};
}

/** A text in one piece, as one that was read. */
const page = Buffer.alloc(200);
const read = (joined: string): string => page.toString('utf8', 0, page.write(joined));

/** One in twenty-five is missing, in one of the four ways. Filled in place: what is measured is the writing, not the making up. */
function column(rows: number, type: DatasetVariable['type'], random: () => number): DatasetColumn {
	const missing = new Uint8Array(rows);
	for (let i = 0; i < rows; i++) if (random() < 0.04) missing[i] = 1 + Math.floor(random() * MISSING.length);
	if (type === 'categorical') {
		for (let i = 0; i < rows; i++) missing[i] = missing[i] ? 251 + missing[i]! : Math.floor(random() * 5);
		return { kind: 'categorical', codes: missing };
	}
	if (type === 'numeric') {
		const values = new Float64Array(rows);
		for (let i = 0; i < rows; i++) values[i] = Math.round(random() * 1e6) / 100;
		return { kind: 'numeric', values, missing };
	}
	const values = new Array<string | null>(rows).fill(null);
	for (let i = 0; i < rows; i++) if (!missing[i]) values[i] = random() < 0.5 ? '' : read(`${WORDS[Math.floor(random() * 10)]} ${WORDS[Math.floor(random() * 10)]}`);
	return { kind: 'text', values, missing };
}

function respondents(rows: number, columns: number): Dataset {
	const random = seededRandom(2021);
	const typeOf = (j: number): DatasetVariable['type'] => (j % 15 === 14 ? 'text' : j % 15 === 13 || j % 15 === 12 ? 'numeric' : 'categorical');
	const variables = Array.from({ length: columns }, (_, j) => variable(j, typeOf(j)));
	return { key: 'prove', kind: 'responses', title: text('Prøve'), hash: '0'.repeat(64), rows, variables, columns: Object.fromEntries(variables.map((v) => [v.name, column(rows, v.type, random)])), suppressBelow: 0 };
}

/** As `fileWords` gives them; its own would bring the texts of all pages into memory. */
const words: FileWords = {
	locale: 'nb', missing: { not_asked: 'Ikke spurt', not_answered: 'Ikke besvart', dont_know: 'Vet ikke', suppressed: 'Skjult' }, companion: 'hvorfor svaret mangler', sheets: { data: 'Data', book: 'Kodebok' },
	book: { name: 'Variabel', label: 'Betegnelse', question: 'Spørsmål', value: 'Verdi', category: 'Kategori', rows: 'Rader', valid: 'Gyldige' }
};
interface Measured { rows: number; columns: number; goal?: string; writer: () => Promise<(dataset: Dataset) => Iterable<Uint8Array>> }
const FORMATS: Record<string, Measured> = {
	sav: { rows: 100_000, columns: 300, goal: '20 s, 256 MB', writer: async () => { const { toSav } = await import('../../src/lib/server/export/data/sav/write.ts'); return (d) => toSav(d, { words, made }); } },
	xlsx: { rows: 50_000, columns: 100, goal: '30 s, 300 MB', writer: async () => { const { toXlsx } = await import('../../src/lib/server/export/data/xlsx/write.ts'); return (d) => toXlsx(d, { words, labels: true, made }); } },
	csv: { rows: 100_000, columns: 300, writer: async () => (await import('../../src/lib/server/export/data/csv.ts')).toCsv },
	dta: { rows: 100_000, columns: 300, writer: async () => { const { toDta } = await import('../../src/lib/server/export/data/dta/write.ts'); return (d) => toDta(d, { words, made }); } },
	parquet: { rows: 100_000, columns: 300, writer: async () => { const { toParquet } = await import('../../src/lib/server/export/data/parquet.ts'); return (d) => toParquet(d, 'nb'); } }
};

/** Room for what is thrown away at once; Node takes more where the machine has more, and the peak would be the machine's. */
const FLAGS = ['--max-semi-space-size=8'];

const argument = (name: string): string | undefined => { const at = process.argv.indexOf(name); return at < 0 ? undefined : process.argv[at + 1]; };
const only = argument('--format');
if (only === undefined) {
	const rows = argument('--rows');
	const results = Object.keys(FORMATS).map((format) => JSON.parse(execFileSync(process.execPath, [...FLAGS, import.meta.filename, '--format', format, ...(rows ? ['--rows', rows] : [])], { encoding: 'utf8', maxBuffer: 1e7 })) as object);
	console.log(JSON.stringify({ bench: 'export', results }, null, 2));
} else {
	const format = FORMATS[only];
	if (!format) throw new RangeError(`no format ${only}: ${Object.keys(FORMATS).join(', ')}`);
	const rows = Number(argument('--rows') ?? format.rows);
	const write = await format.writer();
	const dataset = respondents(rows, format.columns);
	const held = Math.round(process.memoryUsage().rss / 1e6);
	const started = performance.now();
	const cpu = process.cpuUsage();
	let bytes = 0;
	for (const piece of write(dataset)) bytes += piece.length;
	const used = process.cpuUsage(cpu);
	const seconds = (ms: number): number => Math.round(ms / 10) / 100;
	console.log(JSON.stringify({
		format: only, rows, columns: format.columns, seconds: seconds(performance.now() - started), cpuSeconds: seconds((used.user + used.system) / 1000), megabytes: Math.round(bytes / 1e5) / 10,
		peakMemory: Math.round(process.resourceUsage().maxRSS / 1e3), memoryBefore: held, ...(format.goal && { goal: format.goal })
	}));
}
