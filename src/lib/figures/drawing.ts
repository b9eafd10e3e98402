/** What every kind of figure is given, and gives back. */
import type { Figure, FigureKind } from '#lib/domain/figure/types.ts';
import type { Locale } from '#lib/i18n.ts';
import type { Theme } from './colour/palette.ts';
import type { Markup } from './svg/element.ts';

/** A figure of one kind, or of one of several. */
export type Of<K extends FigureKind> = Extract<Figure, { kind: K }>;

export interface Sheet {
	/** Room for what is drawn, in pixels. */
	width: number;
	locale: Locale;
	theme: Theme;
	patterns: boolean;
	/** What ids begin with. */
	id: string;
}

export interface Key {
	label: string;
	/** How it looks: a filled square, a sign, or a line. */
	sample: (x: number, y: number) => Markup;
	/** Width of the sample in pixels. */
	width: number;
}

export interface Drawn {
	/** Drawn from (0, 0) to (width, height). */
	body: Markup;
	height: number;
	keys: readonly Key[];
	defs: readonly Markup[];
	/** Sentences that the drawing needs below it: what a dash stands for. */
	notes: readonly string[];
}
