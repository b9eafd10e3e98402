/** Derived variables as SPSS makes them anew from what they are made of: COMPUTE and RECODE of their rules. */
import { inLocale, type Locale } from '#lib/i18n.ts';
import type { DatasetVariable } from '#lib/domain/dataset/types.ts';
import { categoryNumbers } from '#lib/server/export/data/coding.ts';
import type { SpssData } from './data.ts';
import { command, comment, spssText } from './write.ts';

function labels(variable: DatasetVariable, name: string, locale: Locale): string[] {
	const label = inLocale(variable.label, locale);
	const { numbers } = categoryNumbers(variable);
	return [
		...(label ? [command('VARIABLE LABELS', `${name} ${spssText(label)}`)] : []),
		...(variable.categories.length > 0 ? [command('VALUE LABELS', name, ...variable.categories.map((c, i) => `${numbers[i]!} ${spssText(inLocale(c.label, locale) || c.value)}`))] : [])
	];
}

function rule(data: SpssData, variable: DatasetVariable, name: string): string[] | null {
	if (variable.origin.kind !== 'derived') return null;
	const given = variable.origin.rule;
	const of = Array.isArray(given.of) ? given.of as readonly string[] : [given.of as string];
	if (!of.every((n) => data.has(n))) return null;
	const { numbers } = categoryNumbers(variable);
	const numberOf = (value: string): number => numbers[variable.categories.findIndex((c) => c.value === value)] ?? 0;
	switch (given.rule) {
		case 'recode': {
			const parts = given.groups.map((g) => `(${data.codes(given.of, g.from).join(' ')}=${numberOf(g.value)})`);
			const rest = given.rest ? `(MISSING=SYSMIS) (ELSE=${numberOf(given.rest.value)})` : '(ELSE=SYSMIS)';
			return [command('RECODE', `${data.name(given.of)} ${[...parts, rest].join(' ')} INTO ${name}`)];
		}
		case 'reverse': {
			const ends = data.ends(given.of);
			return ends && [command('COMPUTE', `${name} = ${ends[0] + ends[1]} - ${data.numeric(given.of)}`)];
		}
		case 'index': {
			const items = data.items(given.of, given.reversed);
			return items && [command('COMPUTE', `${name} = MEAN.${given.at_least ?? given.of.length}(${items.join(', ')})`)];
		}
		case 'bands': {
			const { upper, closed = 'right' } = given;
			const x = data.numeric(given.of);
			// of overlapping ranges RECODE takes the first that fits
			const ranges = closed === 'right'
				? [...upper.map((u, i) => `(LOWEST THRU ${u}=${numbers[i]})`), `(LOWEST THRU HIGHEST=${numbers[upper.length]})`]
				: [...upper.map((u, i) => `(${u} THRU HIGHEST=${numbers[i + 1]})`).reverse(), `(LOWEST THRU HIGHEST=${numbers[0]})`];
			return [command('RECODE', `${x} (MISSING=SYSMIS) ${ranges.join(' ')} INTO ${name}`)];
		}
		default:
			return null;
	}
}

/**
 * Commands that make the derived variables among `names` anew, those that they rest on before them, and what helpers they need.
 * A rule whose limits are found in the data (quantiles, natural breaks) is left to the file, with a comment.
 */
export function derivedSyntax(data: SpssData, names: readonly string[], locale: Locale): string[] {
	const out: string[] = [];
	const seen = new Set<string>();
	const visit = (name: string): void => {
		if (seen.has(name) || !data.has(name)) return;
		seen.add(name);
		const variable = data.variable(name);
		if (variable.origin.kind !== 'derived') return;
		const given = variable.origin.rule;
		for (const of of Array.isArray(given.of) ? given.of as readonly string[] : [given.of as string]) visit(of);
		const own = data.name(name);
		const before = data.made.length;
		const made = rule(data, variable, own);
		out.push(...data.made.slice(before));
		out.push(...(made ? [...made, ...labels(variable, own, locale)] : [comment(`${own} is taken from the file: ${given.rule} of ${of(given)}`)]));
	};
	const of = (given: { of: string | readonly string[] }): string => (typeof given.of === 'string' ? given.of : given.of.join(', '));
	names.forEach(visit);
	return out;
}
