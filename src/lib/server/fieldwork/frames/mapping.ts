/** What the columns of a list are for. The mapping is data: made by a form or a file, stored with the import. */
import * as v from 'valibot';
import type { FrameVariable } from '#lib/domain/questionnaire/schema.ts';
import { issue, refusedRows, FrameRefused, type Issue } from './issues.ts';

/** `ref` is the row's key; `sampled` says who is drawn; `stratum` and `variable` become frame variables; `ignore` is not stored. */
export const USES = ['ref', 'name', 'email', 'locale', 'sampled', 'stratum', 'variable', 'ignore'] as const;
export type Use = (typeof USES)[number];

const Column = v.strictObject({
	column: v.pipe(v.string(), v.nonEmpty()),
	use: v.picklist(USES),
	/** Name of the frame variable (a-z, 0-9 and _, starting with a letter, at most 63 characters); only for `stratum` and `variable`. */
	name: v.optional(v.pipe(v.string(), v.maxLength(200)))
});
export const Mapping = v.array(Column);
export type Mapping = v.InferOutput<typeof Mapping>;

export interface MappedVariable {
	name: string;
	/** Header in the file. */
	column: string;
	/** Position in a row's cells. */
	index: number;
	stratum: boolean;
	/** As the questionnaire declares it, when it does. */
	declared: FrameVariable | undefined;
}

/** A mapping that has been found to fit a header and the questionnaire's declared variables. */
export interface Columns {
	header: string[];
	ref: number;
	email: number;
	name: number | null;
	locale: number | null;
	sampled: number | null;
	variables: MappedVariable[];
}

/** Takes an unknown value (a form, a JSON file) as a mapping. @throws FrameRefused when it is not one */
export function parseMapping(given: unknown): Mapping {
	const result = v.safeParse(Mapping, given);
	if (!result.success) throw new FrameRefused('frame_problem_mapping', 422);
	return result.output;
}

const NAME = /^[a-z][a-z0-9_]{0,62}$/;
const SINGLE = ['ref', 'email', 'name', 'locale', 'sampled'] as const;

/** All that is wrong with a mapping, by column. Declared variables that no column gives are a warning. */
export function checkMapping(mapping: Mapping, header: string[], declared: FrameVariable[]): Issue[] {
	const at = (code: string, column: string | null, params: Issue['params'] = {}, level: Issue['level'] = 'error') => issue(level, code, null, column, { params });
	const used = mapping.filter((c) => c.use !== 'ignore');
	const variables = used.filter((c) => c.use === 'stratum' || c.use === 'variable');
	const twice = <T>(list: T[]) => [...new Set(list.filter((x, i) => list.indexOf(x) < i))];
	return [
		...mapping.filter((c) => !header.includes(c.column)).map((c) => at('frame_issue_column_unknown', c.column)),
		...twice(mapping.map((c) => c.column)).map((column) => at('frame_issue_column_twice', column)),
		...(['ref', 'email'] as const).filter((use) => !used.some((c) => c.use === use)).map((use) => at(`frame_issue_no_${use}`, null)),
		...SINGLE.flatMap((use) => used.filter((c) => c.use === use).slice(1).map((c) => at('frame_issue_use_twice', c.column, { first: used.find((o) => o.use === use)?.column ?? '' }))),
		...variables.filter((c) => !c.name).map((c) => at('frame_issue_no_variable_name', c.column)),
		...variables.filter((c) => c.name && !NAME.test(c.name)).map((c) => at('frame_issue_variable_name', c.column)),
		...variables.flatMap((c, i) => {
			const first = variables.findIndex((o) => !!c.name && o.name === c.name);
			return first >= 0 && first < i ? [at('frame_issue_variable_twice', c.column, { name: c.name ?? '', first: variables[first]?.column ?? '' })] : [];
		}),
		...variables.flatMap((c) => {
			const own = declared.find((d) => d.name === c.name);
			return own && own.stratum !== (c.use === 'stratum') ? [at(own.stratum ? 'frame_issue_declared_stratum' : 'frame_issue_declared_variable', c.column, { name: own.name })] : [];
		}),
		...declared.filter((d) => !variables.some((c) => c.name === d.name)).map((d) => at('frame_issue_declared_missing', null, { name: d.name }, 'warning'))
	];
}

/** Resolves a mapping against a header. @throws FrameRefused with every fault when the mapping does not fit */
export function resolveMapping(mapping: Mapping, header: string[], declared: FrameVariable[]): Columns {
	const issues = checkMapping(mapping, header, declared);
	if (issues.some((i) => i.level === 'error')) throw refusedRows(issues);
	const of = (use: Use) => mapping.find((c) => c.use === use)?.column;
	const index = (column: string | undefined) => (column === undefined ? null : header.indexOf(column));
	return {
		header,
		ref: header.indexOf(of('ref') ?? ''), email: header.indexOf(of('email') ?? ''),
		name: index(of('name')), locale: index(of('locale')), sampled: index(of('sampled')),
		variables: mapping.filter((c) => c.use === 'stratum' || c.use === 'variable').map((c): MappedVariable => ({
			name: c.name ?? '', column: c.column, index: header.indexOf(c.column), stratum: c.use === 'stratum', declared: declared.find((d) => d.name === c.name)
		})).sort((a, b) => a.index - b.index)
	};
}
