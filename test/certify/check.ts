/** Runs golden tests and gathers one verdict a method. */
import { compare, goldenData, readGolden, type Difference } from './golden.ts';
import { GOLDEN } from './map/index.ts';

export interface Case {
	method: string;
	file: string;
	args: string;
	worst: number;
	numbers: number;
	/** Empty when the case passes. */
	faults: string[];
}

const show = (v: unknown): string => (JSON.stringify(v) ?? 'undefined').slice(0, 120);
const line = (d: Difference): string => `${d.path}: expected ${show(d.expected)}, got ${show(d.actual)}${d.error === null ? '' : ` (relative error ${d.error.toExponential(1)})`}`;

/** Every test of a file, one case each. A method that is not mapped, and one that throws, is a fault. */
export function certifyFile(path: string, only?: RegExp): Case[] {
	const file = readGolden(path);
	const data = goldenData(file);
	return file.tests
		.filter((t) => !only || only.test(t.method))
		.map((test) => {
			const base = { method: test.method, file: file.name, args: JSON.stringify(test.args), worst: 0, numbers: 0 };
			const engine = Object.hasOwn(GOLDEN, test.method) ? GOLDEN[test.method] : undefined;
			if (!engine) return { ...base, faults: ['not mapped to a method of the engine'] };
			try {
				const differences = compare(test.expected, engine(test, data), test.tol);
				const worst = differences.reduce((w, d) => Math.max(w, d.error ?? 0), 0);
				const none = differences.length === 0 ? ['nothing was compared'] : [];
				return { ...base, worst, numbers: differences.length, faults: [...none, ...differences.filter((d) => !d.ok).map(line)] };
			} catch (error) {
				return { ...base, faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
			}
		});
}
