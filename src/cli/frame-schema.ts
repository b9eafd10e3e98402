/**
 * Writes the published JSON Schema of the merging recipe: `node src/cli/frame-schema.ts`.
 */
import { writeFile } from 'node:fs/promises';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Recipe, RECIPE_FORMAT, RECIPE_PARTS } from '#lib/server/fieldwork/frames/recipe.ts';

/** The file that a recipe's `$schema` points to, served with the application. */
export const SCHEMA_FILE = new URL('../../static/schema/frame-recipe-1.json', import.meta.url);

/** The JSON Schema (draft 2020-12) of a recipe, as the text of the file. */
export function recipeSchema(): string {
	const schema = toJsonSchema(Recipe, { target: 'draft-2020-12', typeMode: 'input', definitions: RECIPE_PARTS });
	return JSON.stringify({ title: RECIPE_FORMAT, ...schema }, null, '\t') + '\n';
}

if (import.meta.main) await writeFile(SCHEMA_FILE, recipeSchema());
