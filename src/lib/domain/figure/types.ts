/** What a figure shows, never how it is drawn: data with labels in the reader's language. Page, file and Word get the same. */

import type { MissingKind } from '../dataset/types.ts';

export const FIGURE_KINDS = ['bars', 'likert', 'dots', 'histogram', 'scatter', 'curve', 'tiles'] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];

/** Null: there is no number, and the figure says so; it is never drawn as zero. `missing`: why, where it is known. */
export type Point = { value: number | null; low?: number | null; high?: number | null; n?: number; missing?: MissingKind };
interface Common {
	title: string;
	/** What stands below: n, what the error bars are, where the numbers come from. */
	notes: readonly string[];
	locale: 'nb' | 'nn' | 'en';
	/** Patterns besides colours, for print without colour. */
	patterns?: boolean;
}
export interface Axis { label: string; min?: number; max?: number; decimals: number; percent?: boolean }

export type Figure = Common & (
	/** Grouped bars or dots, a row of points for each series, a point for each label; intervals where points have them. */
	| { kind: 'bars' | 'dots'; labels: readonly string[]; series: readonly { label: string; points: readonly Point[] }[]; axis: Axis; horizontal: boolean; interval: 'sd' | 'ci' | null }
	/** Shares of each label's answers, categories in the order of the scale; `centred` lays the middle of the scale on a line. A row with a null is not drawn; `missing`: why. */
	| { kind: 'likert'; labels: readonly string[]; categories: readonly string[]; shares: readonly (readonly (number | null)[])[]; n: readonly number[]; centred: boolean; missing?: readonly (MissingKind | null)[] }
	/** `edges` has one more than `counts`; a null count is suppressed. `marks`: limits and jumps to look at. */
	| { kind: 'histogram'; edges: readonly number[]; counts: readonly (number | null)[]; axis: Axis; marks?: readonly { at: number; label: string }[] }
	| { kind: 'scatter'; points: readonly (readonly [number, number])[]; x: Axis; y: Axis; fit?: { intercept: number; slope: number; band?: readonly (readonly [number, number, number])[] } }
	| { kind: 'curve'; x: Axis; y: Axis; series: readonly { label: string; points: readonly (readonly [number, number])[]; band?: readonly (readonly [number, number, number])[] }[]; marks?: readonly { at: number; label: string }[] }
	/** Norway's counties as tiles of the same size; `code` is the county's number. */
	| { kind: 'tiles'; values: readonly { code: string; value: number | null; missing?: MissingKind }[]; axis: Axis }
);
