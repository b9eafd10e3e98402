/** The files of a merge, read and given the recipe's column names. */
import { clean } from './cells.ts';
import { FrameRefused, issue } from './issues.ts';
import { readTable } from './read.ts';
import type { Recipe, Source } from './recipe.ts';

export interface SourceFile { name: string; bytes: Uint8Array }

export interface SourceRow {
	source: string;
	/** Line or row in its file. */
	row: number;
	values: Record<string, string>;
	/** Columns that come from the file, not from a constant. */
	mapped: string[];
}

const baseName = (path: string): string => (path.split(/[/\\]/).at(-1) ?? path).normalize('NFC').toLowerCase();

async function readSource(source: Source, file: SourceFile): Promise<SourceRow[]> {
	const table = await readTable(file.bytes);
	const columns = Object.entries(source.columns).map(([name, header]) => ({ name, header, index: table.header.indexOf(clean(header)) }));
	const missing = columns.filter((c) => c.index < 0);
	if (missing.length > 0) {
		throw new FrameRefused('frame_problem_rows', 422, { count: missing.length }, missing.map((c) => issue('error', 'frame_issue_source_column', null, c.header)));
	}
	const mapped = columns.map((c) => c.name);
	return table.rows.map(({ row, cells }) => ({
		source: source.key, row, mapped,
		values: { ...Object.fromEntries(columns.map((c) => [c.name, clean(cells[c.index] ?? '')])), ...source.constants }
	}));
}

/** Every source with its rows. Files are found by name, whatever folder and letter case. @throws FrameRefused with `file` set */
export async function readSources(recipe: Recipe, files: SourceFile[]): Promise<{ key: string; file: string; rows: SourceRow[] }[]> {
	const result = [];
	for (const source of recipe.sources) {
		const file = files.find((f) => baseName(f.name) === baseName(source.file));
		if (!file) throw new FrameRefused('frame_problem_no_file', 422, { file: source.file });
		try {
			result.push({ key: source.key, file: file.name, rows: await readSource(source, file) });
		} catch (error) {
			throw error instanceof FrameRefused ? new FrameRefused(error.code, error.status, error.params, error.issues, file.name) : error;
		}
	}
	return result;
}
