/** NIST's linear regression data sets (StRD): the file's model through the engine, and the correct digits of every certified value. */
import { isViolation } from '../../analysis/assumptions.ts';
import type { Design } from '../../analysis/model/design.ts';
import { ols } from '../../analysis/model/ols.ts';

export interface Digits {
	name: string;
	/** Correct digits, -log10 of the relative error, from 0 to 15. */
	lre: number;
}

function digits(computed: number | null, certified: number): number {
	if (computed === null || Number.isNaN(computed)) return 0;
	if (computed === certified) return 15;
	const error = certified === 0 || !Number.isFinite(certified) ? Math.abs(computed) : Math.abs(computed - certified) / Math.abs(certified);
	return Math.max(0, Math.min(15, -Math.log10(error)));
}

const numbersIn = (line: string): number[] => line.trim().split(/\s+/).map((word) => (word === 'Infinity' ? Infinity : Number(word)));

/** The coefficients, their standard deviations, residual standard deviation, R2, F and sums of squares of one file. */
export function nistRegression(fileText: string): Digits[] {
	const lines = fileText.split(/\r?\n/);
	const start = lines.findLastIndex((line) => /^Data:/.test(line)) + 1;
	const data = lines.slice(start).filter((line) => line.trim() !== '').map(numbersIn);
	const certified = lines.slice(0, start);
	const coefficients = certified.flatMap((line) => {
		const [, degree, values] = /^\s*B(\d+)\s+(\S.*)$/.exec(line) ?? [];
		return values === undefined || !/^-?\d/.test(values) ? [] : [{ degree: Number(degree), values: numbersIn(values) }];
	});
	const after = (label: RegExp): number[] => {
		const line = certified.find((l) => label.test(l));
		return line === undefined ? [] : numbersIn(line.replace(label, ''));
	};
	const y = Float64Array.from(data, (row) => row[0]!);
	const several = data[0]!.length > 2;
	const columns = coefficients.map(({ degree }) => Float64Array.from(data, (row) => (degree === 0 ? 1 : several ? row[degree]! : row[1]! ** degree)));
	const names = coefficients.map(({ degree }) => `B${degree}`);
	const design: Design = { columns, names, term: names.map((_, i) => i), terms: names, intercept: coefficients[0]!.degree === 0 };
	const fit = ols(design, y);
	if (isViolation(fit)) return [{ name: fit.violation, lre: 0 }];
	const regression = after(/^\s*Regression\s/);
	const residual = after(/^\s*Residual\s+(?=\d)/);
	const sd = after(/^\s*Standard Deviation\s+(?=\d)/);
	const r2 = after(/^\s*R-Squared\s/);
	return [
		...coefficients.flatMap(({ values }, j) => [
			{ name: `${names[j]}`, lre: digits(fit.b[j]!, values[0]!) },
			{ name: `${names[j]} sd`, lre: digits(fit.se[j]!, values[1]!) }
		]),
		{ name: 'residual sd', lre: digits(fit.sigma, sd[0]!) },
		{ name: 'R2', lre: digits(fit.r2, r2[0]!) },
		{ name: 'SS regression', lre: digits(fit.mss, regression[1]!) },
		{ name: 'SS residual', lre: digits(fit.rss, residual[1]!) },
		...(Number.isFinite(regression[3]) ? [{ name: 'F', lre: digits(fit.f, regression[3]!) }] : [])
	];
}
