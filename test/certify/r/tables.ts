/** Seeded random tables of the kinds an evaluation has, with missing values of every kind, and what their columns can be used for. */
import { categoricalColumn, numericColumn, tableOf, type Cell } from '../../../analysis/table/build.ts';
import { MISSING_KINDS, type Table } from '../../../analysis/table/table.ts';

export interface Roles {
	/** Points of one scale, in one column each; at least four. */
	items: string[];
	points: number;
	/** Measured numbers; at least two. */
	numeric: string[];
	/** Numbers measured twice on the same rows. */
	pairs: [string, string][];
	/** Two groups. */
	two: string[];
	/** Three groups or more. */
	groups: string[];
	/** Many groups that rows are drawn in: schools, municipalities. */
	clusters: string[];
	/** 0 or 1. */
	binary: string[];
	/** Positive numbers without missing values, or none. */
	weight: string | null;
}
export interface Sample {
	name: string;
	table: Table;
	roles: Roles;
}

/** mulberry32: enough for making test data, and apart from the engine's own generator. */
function generator(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/** A table of 40 to 300 rows: Likert items on a common factor, skewed and rounded numbers with ties, uneven groups, letters with æøå. */
export function randomSample(seed: number): Sample {
	const random = generator(seed);
	const whole = (lo: number, hi: number): number => lo + Math.floor(random() * (hi - lo + 1));
	const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	const n = whole(40, 300);
	const points = whole(4, 7);
	const share = [0, 0.02, 0.1][whole(0, 2)]!;
	const missing = (cell: Cell): Cell => (random() < share ? { missing: MISSING_KINDS[whole(0, 3)]! } : cell);
	const rows = (make: (i: number) => Cell): Cell[] => Array.from({ length: n }, (_, i) => missing(make(i)));
	const trait = Array.from({ length: n }, normal);
	const names = ['Østfold', 'Agder', 'Ålesund', 'Bærum', 'Troms, nord', 'Sápmi'];
	const many = whole(3, 6);
	const uneven = (k: number): number => Math.min(k - 1, Math.floor(random() ** 1.5 * k));
	const group = Array.from({ length: n }, () => uneven(many));
	const arm = Array.from({ length: n }, () => (random() < 0.4 ? 'A' : 'B'));
	const items = Array.from({ length: whole(4, 7) }, (_, j) => `item${j + 1}`);
	const likert = (i: number, load: number): number => Math.min(points, Math.max(1, Math.round((points + 1) / 2 + load * trait[i]! + normal())));
	const scale = Array.from({ length: points }, (_, p) => ({ value: String(p + 1), label: `point ${p + 1}`, score: p + 1 }));
	const loads = items.map(() => 0.4 + random());
	const round = (x: number, digits: number): number => Number(x.toFixed(digits));
	const pre = Array.from({ length: n }, (_, i) => round(50 + 10 * trait[i]! + 5 * normal(), 0));
	return {
		name: `random ${seed}`,
		table: tableOf({
			...Object.fromEntries(items.map((item, j) => [item, categoricalColumn(rows((i) => likert(i, loads[j]!)), item, scale)])),
			score: numericColumn(rows((i) => round(12 + 3 * trait[i]! + (arm[i] === 'A' ? 1 : 0) + 0.5 * group[i]! + 2 * normal(), 1)), 'score'),
			skewed: numericColumn(rows(() => round(Math.exp(normal()) * 100, 2)), 'skewed'),
			pre: numericColumn(rows((i) => pre[i]!), 'pre'),
			post: numericColumn(rows((i) => round(pre[i]! + 2 + 6 * normal(), 0)), 'post'),
			arm: categoricalColumn(rows((i) => arm[i]!), 'arm'),
			place: categoricalColumn(rows((i) => names[group[i]!]!), 'place'),
			level: categoricalColumn(rows((i) => 1 + ((group[i]! + whole(0, 1)) % 3)), 'level'),
			school: categoricalColumn(rows((i) => `S${10 + group[i]! * 4 + whole(0, 3)}`), 'school'),
			yes: categoricalColumn(rows((i) => (random() < 1 / (1 + Math.exp(-0.5 * trait[i]!)) ? 1 : 0)), 'yes'),
			done: categoricalColumn(Array.from({ length: n }, (_, i) => (random() < 0.4 + 0.06 * group[i]! ? 1 : 0)), 'done'),
			weight: numericColumn(Array.from({ length: n }, () => round(0.3 + 2 * random(), 3)), 'weight')
		}),
		roles: { items, points, numeric: ['score', 'skewed', 'pre'], pairs: [['pre', 'post']], two: ['arm'], groups: ['place', 'level'], clusters: ['school'], binary: ['yes', 'done'], weight: 'weight' }
	};
}
