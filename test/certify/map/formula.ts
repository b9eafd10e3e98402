/** `y ~ a + b:c`, with any spacing; `a*b` is `a + b + a:b`. */
export function parseFormula(formula: string): { y: string; x: string[] } {
	const [y = '', right = ''] = formula.split('~');
	const terms = right
		.split('+')
		.map((t) => t.replace(/\s/g, ''))
		.filter((t) => t !== '' && t !== '1')
		.flatMap((t) => {
			const [a, b, ...more] = t.split('*');
			return b === undefined || more.length > 0 ? [t] : [a!, b, `${a!}:${b}`];
		});
	return { y: y.trim(), x: [...new Set(terms)] };
}
