/** `npm run catalogue`: analysis/README.md from what the methods say of themselves. `catalogue()` is compared with the file by a test. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { METHODS } from '../../analysis/registry.ts';
import type { Method, Room } from '../../analysis/method.ts';
import type { Field } from '../../analysis/spec/fields.ts';

const ROOMS: Record<Room, string> = {
	response: 'Response and frafall',
	weight: 'Weights',
	describe: 'Describe',
	compare: 'Compare groups',
	crosstab: 'Crosstabs',
	associate: 'Associate',
	scale: 'Scales',
	recode: 'Recode',
	model: 'Models',
	survey: 'Design-based estimates',
	plan: 'Plan',
	proof: 'Checks on printed numbers',
	extraction: 'Extraction for the follow-up scheme'
};

const HEAD = `# The statistics library

\`run(spec, table)\` takes plain data and gives plain data: the spec names a method and columns, the result has \`n\`, what was missing and why,
\`values\`, effect sizes with intervals, assumptions with their outcome, and notes as message keys. A method that cannot give a number answers
with a \`Violation\`, a value that says what it needed; no method gives NaN. Every method is also an ordinary exported function in its room.

- \`node analysis/cli.ts spec.json data.csv [codebook.json]\` runs a spec, or an array of specs, from a terminal; \`--r\` prints the R code instead.
- \`toR(spec)\` (r/script.ts) gives R code, base packages only, that reads the exported CSV and prints the same names and numbers.
- \`npm run certify -- FILE...\` runs golden files, \`npm run certify:nist -- FOLDER\` NIST's reference data, \`npm run certify:r\` the R code in
  real R beside the engine, \`npm run certify:distributions\` the distribution functions ([distribution/README.md](distribution/README.md)), \`npm run bench -- analyse\` the speed.
- Missing: four kinds, never a number. A method says what it does with rows that have them; every result counts them by kind.
- p-values: \`p\` is never 0; where it is below what a double can hold, \`log_p\` (natural logarithm) still has it.

This page is made by \`npm run catalogue\` from what each method says of itself.
`;

const optional = (f: Field): string => (f.optional ? ', optional' : '');
function field([name, f]: [string, Field]): string {
	const kind = f.type === 'choice' ? f.of.map((o) => `"${o}"`).join(' \\| ') : f.type === 'column' || f.type === 'columns' ? `${f.kind === 'any' ? '' : `${f.kind} `}${f.type}` : f.type === 'other' ? f.needed : f.type.replace('_', ' ');
	return `\`${name}\` (${kind}${optional(f)})`;
}

function entry(m: Method): string {
	const { about } = m;
	return [
		`### ${about.title}: \`${m.name}\``,
		'',
		about.definition,
		'',
		`- Spec: ${Object.entries(m.fields).map(field).join(', ') || 'no fields'}`,
		`- Missing values: ${about.missing}`,
		`- Source: ${about.source}`,
		`- R: ${about.r.includes('`') ? about.r : `\`${about.r}\``}`,
		`- Golden cases: ${about.golden.length ? about.golden.map((g) => `\`${g}\``).join(', ') : 'none; held by R and by tests'}`,
		...(about.differs ? [`- Where R differs: ${about.differs}`] : []),
		''
	].join('\n');
}

export function catalogue(): string {
	const rooms = (Object.keys(ROOMS) as Room[]).map((room) => ({ room, methods: METHODS.filter((m) => m.room === room) })).filter(({ methods }) => methods.length > 0);
	const contents = rooms.map(({ room, methods }) => `- ${ROOMS[room]}: ${methods.map((m) => `\`${m.name}\``).join(', ')}`).join('\n');
	return [HEAD, contents, '', ...rooms.map(({ room, methods }) => [`## ${ROOMS[room]}`, '', ...methods.map(entry)].join('\n'))].join('\n');
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, '../../analysis/README.md'), catalogue());
