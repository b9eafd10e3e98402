/**
 * Codes that stand among municipalities in SSB's tables and files and are none: sums, counties, rest categories, and areas outside the
 * municipal division. Source: the region lists of StatBank and KOSTRA (EAK, EAKUO, EKA31, EKG14, K-3101, K-Rest, F-31, 21-22, 23, 9999).
 */

export type AggregateKind = 'country' | 'county' | 'group' | 'unspecified' | 'outside';

const PATTERNS: readonly [RegExp, AggregateKind][] = [
	[/^(0|EAK(UO)?|[Hh]ele landet|[Ll]andet)$/, 'country'],
	[/^(EKA\d{2}|F[-.]\d{2}|\d{2}|\d{2}00)$/, 'county'],
	// capitals only: "Eide" is a municipality
	[/^(EKG\d{1,2}|K[-.][\w-]+|EA[A-Z]+\d*)$/, 'group'],
	[/^(9999|\d{2}99|uoppgitt.*|uoppgjeve.*)$/i, 'unspecified']
];
/** Svalbard, Jan Mayen and the continental shelf have codes of four digits too, and are no municipalities. */
const OUTSIDE = /^(2[123]\d{2}|21-22|2[123]|svalbard|jan mayen|longyearbyen)$/i;

/** What kind of aggregate or rest category `value` names, or null when it may be a municipality. */
export function aggregateKind(value: string): AggregateKind | null {
	const wanted = value.trim();
	if (OUTSIDE.test(wanted)) return 'outside';
	return PATTERNS.find(([pattern]) => pattern.test(wanted))?.[1] ?? null;
}

/** Whether a code can be a municipality's at all: four digits, and no aggregate. */
export const isMunicipalityCode = (code: string): boolean => /^\d{4}$/.test(code) && aggregateKind(code) === null;
