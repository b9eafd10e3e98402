/**
 * Writes the published JSON Schema of the questionnaire document: `node src/cli/questionnaire-schema.ts`.
 */
import { writeFile } from 'node:fs/promises';
import { toJsonSchema } from '@valibot/to-json-schema';
import { FORMAT, PARTS, Questionnaire } from '#lib/domain/questionnaire/schema.ts';

/** The file that a document's `$schema` points to, served with the application. */
export const SCHEMA_FILE = new URL('../../static/schema/questionnaire-1.json', import.meta.url);

/** The JSON Schema (draft 2020-12) of what an evaluator writes, as the text of the file. */
export function questionnaireSchema(): string {
	const schema = toJsonSchema(Questionnaire, { target: 'draft-2020-12', typeMode: 'input', definitions: PARTS });
	return JSON.stringify({ title: FORMAT, ...schema }, null, '\t') + '\n';
}

if (import.meta.main) await writeFile(SCHEMA_FILE, questionnaireSchema());
