/** Who a mailing, or a variant of its text, is for. */
/** Seats with one of the codes; '' is for seats of which the population list says nothing. */
export interface StratumLimit { variable: string; codes: string[] }

/** All that is said must hold. `several`: people with more than one seat in the survey. Nothing said: everyone. */
export interface MailAudience { strata?: StratumLimit[]; refs?: string[]; several?: true }

/** What decides whether a seat is of an audience. `frame`: its codes by variable, where the list has any. */
export interface AudienceSeat { ref: string; seatsHeld: number; frame: Readonly<Record<string, string>> }

export function isOf(audience: MailAudience | null, seat: AudienceSeat): boolean {
	if (audience === null) return true;
	if (audience.several && seat.seatsHeld < 2) return false;
	if (audience.refs && !audience.refs.includes(seat.ref)) return false;
	return (audience.strata ?? []).every(({ variable, codes }) => codes.includes(Object.hasOwn(seat.frame, variable) ? (seat.frame[variable] ?? '') : ''));
}

/** The audience in one form: variables and codes sorted, doubles out; null when it limits nothing. */
export function tidyAudience(audience: MailAudience): MailAudience | null {
	const byVariable = new Map<string, Set<string>>();
	for (const { variable, codes } of audience.strata ?? []) {
		const there = byVariable.get(variable);
		// the same variable twice: both hold
		byVariable.set(variable, new Set(there ? codes.filter((code) => there.has(code)) : codes));
	}
	const strata = [...byVariable].sort(([a], [b]) => (a < b ? -1 : 1)).map(([variable, codes]) => ({ variable, codes: [...codes].sort() }));
	const tidy: MailAudience = {
		...(strata.length > 0 && { strata }), ...(audience.refs && { refs: [...new Set(audience.refs)].sort() }), ...(audience.several && { several: true as const })
	};
	return Object.keys(tidy).length > 0 ? tidy : null;
}

/** Whether everyone of `inner` is sure to be of `outer`: it is for everyone, or the two say the same. Both tidied. */
export const covers = (outer: MailAudience | null, inner: MailAudience | null): boolean => outer === null || JSON.stringify(outer) === JSON.stringify(inner);
