/** What the pages of lists are given of one. */
export interface ListShown {
	id: number;
	kind: 'personal' | 'open';
	name: string;
	state: 'active' | 'paused' | 'closed';
	issued: number;
	issuedAt: Date | null;
	link: string | null;
	ceiling: number | null;
	taken: number;
	opensAt: Date | null;
	closesAt: Date | null;
	perMinute: number | null;
	asksCode: boolean;
	over: boolean;
	asked: number;
	rate: number | null;
	counts: { seats: number; begun: number; complete: number; not_invited: number; ineligible: number };
	/** yyyy-mm-dd */
	sendings: string[];
	strata: { label: string; value: string | null; categories: number }[];
	codes: number;
	codesUsed: number;
}

/** A day as formats take it: noon, so that it is the same day wherever. */
export const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);
/** The word for how a list stands: past its deadline only while nothing else is said. */
export const stateOf = (list: Pick<ListShown, 'state' | 'over'>): 'active' | 'paused' | 'closed' | 'over' => (list.state !== 'closed' && list.over ? 'over' : list.state);
export const COLOURS = { active: 'success', paused: 'warning', closed: 'neutral', over: 'neutral' } as const;
