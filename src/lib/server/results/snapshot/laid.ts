/** Snapshots laid below one another: what each is called, and what their lists share. */
import type { LaidSnapshot } from '#lib/domain/dataset/types.ts';
import { LOCALES, type Locale, type Text } from '#lib/domain/questionnaire/schema.ts';
import { formatDate, formatTime } from '#lib/ui/format.ts';
import type { SnapshotHead } from '../../db/snapshots.ts';

type Head = Pick<SnapshotHead, 'id' | 'hash' | 'wave' | 'waveKey' | 'waveId' | 'madeAt'>;

/** Of snapshots of one wave the day that each was made, the minute where the day is the same, and the number where that is too. */
const APART: readonly ((head: Head, locale: Locale) => string)[] = [
	(head, locale) => formatDate(head.madeAt, locale), (head, locale) => formatTime(head.madeAt, locale), (head, locale) => `${formatTime(head.madeAt, locale)}, ${head.id}`
];

function labelOf(head: Head, ofWave: readonly Head[]): Text {
	const apart = APART.find((of) => new Set(ofWave.map((one) => of(one, 'nb'))).size === ofWave.length) ?? APART[2];
	return Object.fromEntries(LOCALES.map((locale) => [locale, ofWave.length === 1 || !apart ? head.wave : `${head.wave}, ${apart(head, locale)}`])) as Text;
}

/** In the order given. A wave goes by its key; several snapshots of one have the first of their hash besides. */
export function laidSnapshots(heads: readonly Head[]): LaidSnapshot[] {
	return heads.map((head) => {
		const ofWave = heads.filter((one) => one.waveId === head.waveId);
		return { value: ofWave.length === 1 ? head.waveKey : `${head.waveKey}_${head.hash.slice(0, 8)}`, label: labelOf(head, ofWave), id: head.id, hash: head.hash, waveId: head.waveId, wave: head.wave };
	});
}
