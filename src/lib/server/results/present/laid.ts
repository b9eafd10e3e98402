/** What a reader must know of results on several waves or snapshots laid below one another: whether their rows are of different people. */
import type { Condition } from '#analysis/spec/fields.ts';
import type { Dataset, Laid } from '#lib/domain/dataset/types.ts';
import { m, type Locale } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import { WAVE_VARIABLE } from '../snapshot/pooled.ts';

/** Snapshots that have rows in what the filter keeps. */
function met({ snapshots }: Laid, filter: readonly Condition[]): Laid['snapshots'] {
	const asked = filter.filter((f) => f.column === WAVE_VARIABLE);
	return snapshots.filter((s) => asked.every((f) => f.in.includes(s.value)));
}

export interface LaidWords { warnings: string[]; notes: string[] }

/** Empty where the rows are of one snapshot. */
export function laidWords(filter: readonly Condition[], dataset: Pick<Dataset, 'laid'> | null, locale: Locale): LaidWords {
	const found = dataset?.laid ? met(dataset.laid, filter) : [];
	if (!dataset?.laid || found.length < 2) return { warnings: [], notes: [] };
	const l = { locale };
	const { shared } = dataset.laid;
	const waves = new Map(found.map((s) => [s.waveId, s.wave]));
	const again = [...waves].filter(([id]) => found.filter((s) => s.waveId === id).length > 1).map(([, wave]) => wave);
	const warnings = again.length > 0 ? [m.result_waves_again({ wave: again.join(', ') }, l)] : [];
	if (waves.size < 2) return { warnings, notes: [] };
	if (shared.seats === 0) return { warnings, notes: [m.result_waves_apart({}, l)] };
	return { warnings: [...warnings, m.result_waves_shared({ seats: formatNumber(shared.seats, locale), answered: formatNumber(shared.answered, locale) }, l)], notes: [] };
}
