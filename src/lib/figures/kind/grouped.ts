/** Bars or dots in groups: standing where the labels have room below them, else lying. More than six series stand in panels, each bar with its name. */
import { fills } from '../colour/pattern.ts';
import { EDGE, SERIES, seriesColours } from '../colour/palette.ts';
import type { Drawn, Key, Sheet } from '../drawing.ts';
import { square } from '../legend.ts';
import { missingNotes } from '../missing.ts';
import { lyingGroups } from './lying.ts';
import type { Grouped, GroupedLook } from './extent.ts';
import { sign } from './marks.ts';
import { fitsStanding, standingGroups } from './standing.ts';

export function drawGrouped(figure: Grouped, sheet: Sheet): Drawn {
	const panels = figure.series.length > SERIES.length;
	const count = panels ? 1 : figure.series.length;
	const { defs, fill } = fills(seriesColours(count, sheet.theme), sheet.patterns && figure.kind === 'bars' && !panels, sheet.id);
	const look: GroupedLook = { fill: (i) => fill(panels ? 0 : i), panels };
	const drawn = !figure.horizontal && fitsStanding(figure, sheet) ? standingGroups(figure, sheet, look) : lyingGroups(figure, sheet, look);
	const keys: Key[] = count < 2 ? [] : figure.series.map(({ label }, i) => ({
		label, width: 13,
		sample: figure.kind === 'bars' ? square(fill(i), EDGE) : (x, y) => sign(i, x + 6.5, y, fill(i))
	}));
	const notes = missingNotes(figure.series.flatMap((s) => s.points.flatMap((p) => (p.value === null ? [p.missing] : []))), sheet.locale);
	return { ...drawn, defs, keys, notes };
}
