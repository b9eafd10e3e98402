/** `snapshots`, `snapshot` and `export`: what is frozen, freezing, and data on their way out. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readSnapshots, readWaves } from '#lib/server/db/snapshots.ts';
import { deliver, FORMATS } from '#lib/server/export/data/deliver.ts';
import { freeze } from '#lib/server/results/snapshot/freeze.ts';
import { definitionOf, faultWords } from '#lib/server/results/snapshot/form.ts';
import { besideOf, partsOf, readInput, Refused, snapshotOf, UsageError, type Deps, type Options } from './context.ts';

/** Who did it, as audit rows have it. */
const ACTOR = 'terminal';

export async function snapshots(deps: Deps, { format = 'text' }: Options): Promise<number> {
	const found = await readSnapshots(deps.database.evaluate.db);
	if (format === 'json') {
		console.log(JSON.stringify(found.map(({ id, hash, madeAt, evaluation, wave, engine, suppressBelow, parts }) => ({ id, hash, made_at: madeAt, evaluation, wave, engine, suppress_below: suppressBelow, parts: parts.map(({ key, kind, rows }) => ({ key, kind, rows })) })), null, '\t'));
		return 0;
	}
	if (found.length === 0) console.error('There is no snapshot yet. Make one: npm run -s grunnlag -- snapshot --wave ID');
	for (const { id, hash, madeAt, evaluation, wave, parts } of found) console.log(`${id}\t${madeAt.toISOString()}\t${evaluation}, ${wave}\t${parts.map((p) => `${p.key} (${p.rows})`).join(' ')}\t${hash}`);
	return 0;
}

/** Freezes the surveys that are named, or all that are published in the wave. @throws Refused with a line for each fault of the derived variables */
export async function snapshot(deps: Deps, options: Options): Promise<number> {
	const waves = await readWaves(deps.database.evaluate.db);
	const wave = waves.find((w) => String(w.id) === options.wave || w.key === options.wave);
	if (!wave) throw new Refused(`Which wave, with --wave ID: ${waves.map((w) => `${w.id} (${w.evaluation}, ${w.wave})`).join(', ') || 'no wave has a published survey'}.`);
	const survey = options.survey.length > 0 ? options.survey : wave.surveys.map((s) => s.key);
	const derived = options.derived === undefined ? '' : await readInput(options.derived);
	const typed = definitionOf({ wave: String(wave.id), surveys: survey, links: options.link, weights: options.weight, codings: [], responses: options.partial ? 'with_partial' : 'complete', frame: 'all', derived });
	const told = (faults: typeof typed.faults): string => faults.map((f) => faultWords(f, options.language)).join('\n');
	if (typed.faults.length > 0) throw new Refused(told(typed.faults));
	const made = await freeze(deps, { waveId: typed.waveId, definition: typed.definition, actor: ACTOR });
	if (!made.ok) throw new Refused(told(made.faults));
	console.log(`${made.id}\t${made.hash}`);
	if (!made.created) console.error('The same answers had been frozen already; this is that snapshot.');
	return 0;
}

/** Writes a data file as the page does: whoever asks says that they know whom it could point out. */
export async function exportData(deps: Deps, options: Options): Promise<number> {
	const { out, format = /\.([a-z]+)$/.exec(out ?? '')?.[1], language, labels, texts, confirm } = options;
	if (!out || !format || !(FORMATS as readonly string[]).includes(format)) throw new UsageError(`Where to and as what: --out FILE --format ${FORMATS.join('|')}.`);
	const head = await snapshotOf(deps, options.snapshot);
	const [part, ...more] = partsOf(options.part);
	const beside = await besideOf(deps, options.beside);
	if (format !== 'archive' && part === undefined) throw new UsageError(`Which part, with --part KEY, or --part KEY,KEY to lay several below one another: ${head.parts.map((p) => p.key).join(', ')}.`);
	if (!confirm) throw new Refused('A data file can point out people to whoever knows them. Say that you have thought of it with --confirm.');
	const { stream } = await deliver(deps, { snapshotId: head.id, part: part ?? '', more, beside: beside.map((h) => h.id), format, locale: language, labels, texts, confirmed: true, actor: ACTOR });
	await pipeline(Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(out, { mode: 0o600 }));
	console.error(`${out}: snapshot ${[head, ...beside].map((h) => h.id).join(' + ')}, ${format === 'archive' ? 'all parts' : [part, ...more].join(' + ')}.`);
	return 0;
}
