/** Whether a fieldwork kept its promises: one verdict a rule, from evidence alone. */
import type { Act, Delivery, Evidence, Sending } from './evidence.ts';

export interface Verdict { rule: string; checked: number; broken: string[] }

const arrived = (d: Delivery): boolean => d.outcome === 'accepted' || d.outcome === 'kept';
const keyOf = (seat: string, mailing: number | null): string => `${seat} #${mailing ?? '?'}`;

/** The cases of an evidence, found quickly. */
interface Index {
	bySeat: Map<string, Delivery[]>;
	acts: Map<string, Act[]>;
	uncertain: Set<string>;
	doubted: ReadonlySet<string>;
	failed: Set<string>;
}

function index(e: Evidence): Index {
	return {
		bySeat: Map.groupBy(e.deliveries, (d) => d.seat), doubted: e.doubted, acts: Map.groupBy(e.acts, (a) => a.seat),
		uncertain: new Set(e.uncertain.map((u) => keyOf(u.seat, u.mailing))), failed: new Set(e.failed.map((u) => keyOf(u.seat, u.mailing)))
	};
}

/** No seat has the same mailing twice in a mailbox, whoever sat in the seat. */
function once(i: Index): Verdict {
	const counts = new Map<string, number>();
	for (const d of [...i.bySeat.values()].flat().filter(arrived)) counts.set(keyOf(d.seat, d.mailing), (counts.get(keyOf(d.seat, d.mailing)) ?? 0) + 1);
	return { rule: 'no seat had a mailing twice', checked: counts.size, broken: [...counts].filter(([, n]) => n > 1).map(([key, n]) => `${key}: ${n} times`) };
}

/**
 * Until when a seat may wait for a sending. Something killed meanwhile may have put off a message whose turn had come (it is tried again later), past the last one that left:
 * who has gone before the next sending may then have gone while it waited.
 */
function waitsUntil(e: Evidence, sending: Sending): number {
	if (!e.kills.some((k) => k.until >= sending.from && k.from <= sending.until)) return sending.until;
	return e.sendings.reduce((next, other) => (other.from > sending.until ? Math.min(next, other.from) : next), Infinity);
}

/** Acts that end a seat's part in the mailings, begun before `until`: from then on it may or may not be sent to. */
const ended = (acts: Act[], until: number): boolean => acts.some((a) => ['submitted', 'opted_out', 'left', 'replaced', 'bounced'].includes(a.kind) && a.from < until);

const LATE_MS = 2_000;

/** Whether the seat was to have the mailing for certain, whatever was going on while it was sent. */
function isDue(e: Evidence, i: Index, seat: string, sending: Sending, added: boolean): boolean {
	const acts = i.acts.get(seat) ?? [];
	if (ended(acts, waitsUntil(e, sending))) return false;
	if (sending.late) return sending.late.has(seat);
	if (sending.mailing === 0) return !added;
	// who came late may have been invited after the reminder had been given its recipients
	const before = (i.bySeat.get(seat) ?? []).filter((d) => d.at < sending.from - (added ? LATE_MS : 0));
	if (before.some((d) => d.outcome === 'refused')) return false;
	// begun, or invited for certain: an invitation of unknown outcome waits for a person, or for the sender that had it in hand
	return acts.some((a) => a.kind === 'started' && a.at !== null && a.at < sending.from)
		|| (before.some((d) => d.mailing === 0 && d.outcome === 'accepted') && !i.doubted.has(seat));
}

/** Every seat that was to have a mailing had it, or is shown as uncertain; one that the server refused is shown as failed. */
function reached(e: Evidence, i: Index): Verdict {
	const late = new Set(e.acts.filter((a) => a.kind === 'added').map((a) => a.seat));
	const all = [...e.seats, ...late];
	let checked = 0;
	const broken: string[] = [];
	for (const sending of e.sendings) {
		for (const seat of all.filter((s) => isDue(e, i, s, sending, late.has(s)))) {
			checked++;
			const key = keyOf(seat, sending.mailing);
			const got = (i.bySeat.get(seat) ?? []).some((d) => d.mailing === sending.mailing && arrived(d));
			const refused = i.failed.has(key) && (i.bySeat.get(seat) ?? []).some((d) => d.outcome === 'refused' || d.outcome === 'deferred');
			if (!got && !refused && !i.uncertain.has(key)) broken.push(`${key}: never came`);
		}
	}
	return { rule: 'every seat that was to have a mailing had it, or is shown to a person', checked, broken };
}

/** A message whose answer the server never gave is shown as uncertain; one that came back since is known to have been sent. */
function shown(i: Index): Verdict {
	const returned = (d: Delivery) => (i.acts.get(d.seat) ?? []).some((a) => a.kind === 'bounced');
	const open = [...i.bySeat.values()].flat().filter((d) => (d.outcome === 'kept' || d.outcome === 'lost') && !returned(d));
	return { rule: 'every mail of unknown outcome is shown to a person', checked: open.length, broken: open.map((d) => keyOf(d.seat, d.mailing)).filter((key) => !i.uncertain.has(key)) };
}

const NO_MORE: Partial<Record<Act['kind'], string>> = {
	submitted: 'who had answered', opted_out: 'who had opted out', left: 'who had left', bounced: 'whose address was known to be dead', replaced: 'who sat in the seat before'
};

/** Nobody gets a message that began after the act was acknowledged. A person who sat in the seat before is known by the address. */
function silence(e: Evidence, i: Index, kind: Act['kind']): Verdict {
	const acts = e.acts.filter((a) => a.kind === kind && a.at !== null);
	const broken = acts.flatMap((a) => (i.bySeat.get(a.seat) ?? []).filter((d) => arrived(d) || d.outcome === 'lost')
		.filter((d) => (a.address === undefined || d.to === a.address) && d.begun > (a.at ?? Infinity) + e.toleranceMs)
		// a new person in the seat is somebody else, whichever of the two acts was begun first when they overlapped
		.filter((d) => kind === 'replaced' || !(i.acts.get(a.seat) ?? []).some((r) => r.kind === 'replaced' && (r.at ?? Infinity) > a.from && d.to !== r.address))
		.map((d) => `${keyOf(d.seat, d.mailing)}: begun ${d.begun - (a.at ?? 0)} ms after`));
	return { rule: `nobody ${NO_MORE[kind]} was sent to`, checked: acts.length, broken };
}

/**
 * An address refused for good is not tried again; but for the same mailing when a sender or the database was down meanwhile, since the refusal may not have been heard
 * or written down: nothing of the message had left, so nobody has to be asked. It may come a moment after the blow: what the sender had begun goes on.
 */
function refusedOnce(e: Evidence, i: Index): Verdict {
	const broken: string[] = [];
	let checked = 0;
	for (const deliveries of i.bySeat.values()) {
		for (const refused of deliveries.filter((d) => d.outcome === 'refused')) {
			checked++;
			const unheard = (d: Delivery) => d.mailing === refused.mailing && e.kills.some((k) => k.sends && k.until > refused.begun && k.from < d.begun);
			if (deliveries.some((d) => d.begun > refused.at && d.to === refused.to && !unheard(d))) broken.push(`${keyOf(refused.seat, refused.mailing)}: tried again`);
		}
	}
	return { rule: 'no address refused for good was tried again', checked, broken };
}

function sums(e: Evidence): Verdict {
	const broken = e.samples.filter((s) => s.sum < s.atLeast || s.sum > s.atMost || s.contradictions > 0)
		.map((s) => `${s.source} at ${s.at}: ${s.sum}, not ${s.atLeast === s.atMost ? s.atLeast : `${s.atLeast} to ${s.atMost}`}; ${s.contradictions} contradict their history`);
	return { rule: 'dispositions sum to the population list whenever looked at', checked: e.samples.length, broken };
}

/** @returns a verdict a rule; the fieldwork passes when none has anything broken and each had something to check */
export function judge(e: Evidence): Verdict[] {
	const i = index(e);
	return [
		once(i), reached(e, i), shown(i),
		...(Object.keys(NO_MORE) as Act['kind'][]).map((kind) => silence(e, i, kind)),
		refusedOnce(e, i), sums(e),
		{ rule: 'no acknowledged answer is lost', checked: e.answers.acknowledged, broken: [...e.answers.lost] },
		{ rule: 'no process ended by itself or wrote what it must not', checked: 1, broken: [...e.faults] }
	];
}

export const passed = (verdicts: readonly Verdict[]): boolean => verdicts.every((v) => v.broken.length === 0);
