/** What lying and standing groups share. */
import type { Of } from '../drawing.ts';

export type Grouped = Of<'bars' | 'dots'>;
/** `panels`: every label has a panel, and every bar its series' name. */
export interface GroupedLook { fill: (series: number) => string; panels: boolean }

/** Where bars begin: the lower end of the scale when it is given, else zero. */
export const baseOf = (figure: Grouped): number => (figure.axis.min !== undefined && figure.axis.min > 0 ? figure.axis.min : 0);

/** Every number that must have room: values, ends of intervals, and where bars stand. */
export const extentOf = (figure: Grouped): number[] =>
	figure.series.flatMap((s) => s.points.flatMap((p) => (p.value === null ? [] : [p.value, ...(figure.interval ? [p.low, p.high] : [])].filter((v): v is number => typeof v === 'number'))));
