/** Regressions: categories without scores become indicators, the first category with rows as reference, as in the engine. */
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import { helperName, type SpssData } from './data.ts';
import { levelAt, percent, textAt, textsAt } from './fields.ts';
import type { Syntax } from './methods.ts';
import { command, comment } from './write.ts';

function columnsOf(data: SpssData, name: string, factors: readonly string[]): string[] {
	const variable = data.variable(name);
	const isFactor = factors.includes(name) || (variable.type === 'categorical' && variable.categories.some((c) => c.score === undefined));
	if (!isFactor) return [data.numeric(name)];
	return data.codes(name, data.met(name)).slice(1).map((code) => {
		const to = helperName(data.name(name), `is${String(code).replace(/\W/g, '_')}`);
		data.make(`COMPUTE ${to} = (${data.name(name)} = ${code}).`);
		return to;
	});
}

/** Null where a term is no column and no interaction of columns. */
function terms(data: SpssData, spec: AnySpec): string[] | null {
	const factors = textsAt(spec, 'factors');
	const out: string[] = [];
	for (const term of textsAt(spec, 'x')) {
		const names = data.has(term) ? [term] : term.split(':').map((part) => part.trim());
		if (!names.every((name) => data.has(name))) return null;
		const products = names.map((name) => columnsOf(data, name, factors)).reduce<string[][]>((sets, columns) => sets.flatMap((set) => columns.map((c) => [...set, c])), [[]]);
		for (const product of products) {
			if (product.length === 1) {
				out.push(product[0]!);
				continue;
			}
			const to = helperName(product.map((p) => p.slice(0, 24)).join('_x_').replaceAll('#', '_'), 'x');
			data.make(`COMPUTE ${to} = ${product.join(' * ')}.`);
			out.push(to);
		}
	}
	return out;
}

export const model: Readonly<Record<string, Syntax>> = {
	ols: (data, spec) => {
		const x = terms(data, spec);
		if (!x || x.length === 0) return null;
		return [
			comment('Robust standard errors (HC0 to HC4, clusters) are not in REGRESSION.'),
			command('REGRESSION', `/STATISTICS COEFF OUTS CI(${percent(levelAt(spec))}) R ANOVA COLLIN TOL`, ...(spec.intercept === false ? ['/ORIGIN'] : []), `/DEPENDENT ${data.numeric(textAt(spec, 'y'))}`, `/METHOD=ENTER ${x.join(' ')}`)
		];
	},
	logistic: (data, spec) => {
		const x = terms(data, spec);
		const y = textAt(spec, 'y');
		const met = data.met(y);
		const event = typeof spec.event === 'string' ? spec.event : met.at(-1);
		const code = event === undefined ? null : data.code(y, event);
		if (!x || x.length === 0 || code === null || met.length !== 2) return null;
		const to = helperName(data.name(y), 'event');
		data.make(`COMPUTE ${to} = (${data.name(y)} = ${code}).`);
		return [command('LOGISTIC REGRESSION', `VARIABLES=${to} WITH ${x.join(' ')}`, ...(spec.intercept === false ? ['/ORIGIN'] : []), `/PRINT=CI(${percent(levelAt(spec))})`, '/CRITERIA=BCON(0.0000000001) ITERATE(50)')];
	}
};
