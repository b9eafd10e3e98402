/** Takes a document as a recipe, or says everything that is wrong with it. */
import * as v from 'valibot';
import { FrameRefused, issue, type Issue } from './issues.ts';
import { Recipe, type Condition } from './recipe.ts';

type Path = (string | number)[];
const fault = (code: string, path: Path, params: Issue['params'] = {}) => issue('error', code, null, path.join('.'), { params });

/** Columns that a condition speaks of, with where it does. */
function columnsIn(condition: Condition, path: Path): [string, Path][] {
	if ('all' in condition) return condition.all.flatMap((c, i) => columnsIn(c, [...path, 'all', i]));
	if ('any' in condition) return condition.any.flatMap((c, i) => columnsIn(c, [...path, 'any', i]));
	if ('not' in condition) return columnsIn(condition.not, [...path, 'not']);
	return [[condition.column, [...path, 'column']]];
}

/** References to columns and sources that are not there, and names given twice. A derived column is known from its own place on. */
function referenceFaults(recipe: Recipe): Issue[] {
	const known = new Set(recipe.sources.flatMap((s) => [...Object.keys(s.columns), ...Object.keys(s.constants)]));
	const unknown = ([column, path]: [string, Path]) => (known.has(column) ? [] : [fault('frame_issue_recipe_column', path, { name: column })]);
	const twice = (names: string[], path: (i: number) => Path) => names.flatMap((name, i) => (names.indexOf(name) < i ? [fault('frame_issue_recipe_twice', path(i), { name })] : []));
	const sources = recipe.sources.map((s) => s.key);
	const issues = [
		...twice(sources, (i) => ['sources', i, 'key']),
		...twice(recipe.filters.map((f) => f.key), (i) => ['filters', i, 'key']),
		...recipe.sources.flatMap((s, i) => Object.keys(s.constants).filter((name) => Object.hasOwn(s.columns, name))
			.map((name) => fault('frame_issue_recipe_twice', ['sources', i, 'constants', name], { name })))
	];
	recipe.derive.forEach((derive, i) => {
		issues.push(...derive.rules.flatMap((rule, j) => columnsIn(rule.if, ['derive', i, 'rules', j, 'if'])).flatMap(unknown));
		if (known.has(derive.column)) issues.push(fault('frame_issue_recipe_twice', ['derive', i, 'column'], { name: derive.column }));
		known.add(derive.column);
	});
	issues.push(
		...recipe.filters.flatMap((f, i) => ('keep' in f ? columnsIn(f.keep, ['filters', i, 'keep']) : columnsIn(f.drop, ['filters', i, 'drop']))).flatMap(unknown),
		...unknown([recipe.dedupe.column, ['dedupe', 'column']]),
		...recipe.output.flatMap((column, i) => unknown([column, ['output', i]])),
		...twice([recipe.ref.column, ...recipe.output], (i) => ['output', i - 1]),
		...recipe.dedupe.prefer.flatMap((key, i) => (sources.includes(key) ? [] : [fault('frame_issue_recipe_source', ['dedupe', 'prefer', i], { name: key })])),
		...sources.filter((key) => !recipe.dedupe.prefer.includes(key)).map((key) => fault('frame_issue_recipe_not_preferred', ['dedupe', 'prefer'], { name: key }))
	);
	return issues;
}

/**
 * @param given a parsed JSON value of any kind
 * @throws FrameRefused with every fault by its place in the document
 */
export function parseRecipe(given: unknown): Recipe {
	const result = v.safeParse(Recipe, given);
	const issues = result.success ? referenceFaults(result.output)
		: result.issues.map((i) => fault('frame_issue_recipe_form', (i.path ?? []).map((p) => p.key as string | number), { expected: i.expected ?? i.message }));
	if (!result.success || issues.length > 0) throw new FrameRefused('frame_problem_recipe', 422, { count: issues.length }, issues);
	return result.output;
}

/** @throws FrameRefused also when `text` is not JSON */
export function parseRecipeText(text: string): Recipe {
	let given: unknown;
	try {
		given = JSON.parse(text);
	} catch {
		throw new FrameRefused('frame_problem_recipe_json', 422);
	}
	return parseRecipe(given);
}
