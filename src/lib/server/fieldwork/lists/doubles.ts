/**
 * Forms by the same link that may be one person's. Only the answers and the server's own times are looked at: no address, browser or other trace is kept.
 * What is found is suspected, and a person decides.
 */
import { setImmediate } from 'node:timers/promises';

export interface Form {
	seatId: number;
	/** Milliseconds since 1970. */
	startedAt: number;
	/** From consent to sending in; null: not known. */
	seconds: number | null;
	submitted: boolean;
	/** Answers to closed items, by item. An item without an answer has none. */
	answers: Readonly<Record<string, string>>;
	/** Items of any kind that have an answer. */
	answered: number;
}

export interface DoubleRule {
	/** Share of identical answers, of the items that both have answered, from which two forms are suspected: 0 to 1. */
	share: number;
	/** Fewer items answered by both say nothing. */
	items: number;
	/** Hours between the two starts at most; null: any. */
	hours: number | null;
}
export const RULE: DoubleRule = { share: 0.95, items: 8, hours: 24 };

export interface Pair {
	seatId: number;
	otherId: number;
	/** Items answered by both, and those answered alike. */
	items: number;
	same: number;
	share: number;
	/** Between the two starts. */
	minutes: number;
}

const PAIRS_A_TURN = 20_000;

/** Answers as numbers, one place an item; 0: none. Equal numbers are equal answers to one item. */
function encode(forms: readonly Form[]): { codes: Int32Array[]; answered: number[] } {
	const places = new Map<string, number>();
	const values = new Map<string, number>();
	const numberOf = (map: Map<string, number>, key: string, from: number) => {
		const known = map.get(key) ?? map.size + from;
		map.set(key, known);
		return known;
	};
	const read = forms.map(({ answers }) => Object.entries(answers).map(([item, value]) => [numberOf(places, item, 0), numberOf(values, value, 1)] as const));
	return {
		codes: read.map((entries) => {
			const codes = new Int32Array(places.size);
			for (const [place, value] of entries) codes[place] = value;
			return codes;
		}),
		answered: read.map((entries) => entries.length)
	};
}

/**
 * Pairs of forms that are alike, the most alike first. Likeness is Gower's for nominal variables (Gower, J. C. (1971), A General Coefficient of
 * Similarity and Some of Its Properties, Biometrics 27: 857–871): identical answers over the items that both have answered; "vet ikke" is an answer, a
 * blank is not compared. Two forms of which one holds much more than the other are not one form twice: the items in common must be at least `share` of
 * the fuller form's.
 * @param forms in any order
 */
export async function suspectedPairs(forms: readonly Form[], rule: DoubleRule): Promise<Pair[]> {
	const order = [...forms].sort((a, b) => a.startedAt - b.startedAt || a.seatId - b.seatId);
	const { codes, answered } = encode(order);
	const apart = rule.hours === null ? Infinity : rule.hours * 3_600_000;
	const pairs: Pair[] = [];
	let turns = 0;
	for (const [i, one] of order.entries()) {
		const a = codes[i] ?? new Int32Array();
		for (let j = i + 1; j < order.length; j++) {
			const other = order[j];
			const b = codes[j];
			if (!other || !b || other.startedAt - one.startedAt > apart) break;
			if (++turns % PAIRS_A_TURN === 0) await setImmediate();
			const fuller = Math.max(answered[i] ?? 0, answered[j] ?? 0);
			const needed = Math.max(rule.items, fuller * rule.share);
			if (Math.min(answered[i] ?? 0, answered[j] ?? 0) < needed) continue;
			// more unlike answers than this, and the share is not reached however many are alike
			const most = (1 - rule.share) * fuller + 1e-9;
			let items = 0;
			let unlike = 0;
			for (let k = 0; k < a.length && unlike <= most; k++) {
				if (a[k] === 0 || b[k] === 0) continue;
				items++;
				if (a[k] !== b[k]) unlike++;
			}
			if (unlike > most || items + 1e-9 < needed || items - unlike + 1e-9 < rule.share * items) continue;
			pairs.push({
				seatId: Math.min(one.seatId, other.seatId), otherId: Math.max(one.seatId, other.seatId), items, same: items - unlike, share: (items - unlike) / items,
				minutes: Math.round((other.startedAt - one.startedAt) / 60_000)
			});
		}
	}
	return pairs.sort((a, b) => b.share - a.share || b.items - a.items || a.seatId - b.seatId || a.otherId - b.otherId);
}

/** Faster than this share of the median is hardly read. */
export const FAST_SHARE = 1 / 3;
/** A median of fewer says nothing. */
export const FAST_LEAST = 10;

export interface Odd { seatId: number; why: 'empty' | 'fast'; seconds: number | null }

/**
 * Forms sent in without a single answer, and those sent in faster than a third of the median time, by the forms themselves.
 * @returns by seat; `limit`: seconds below which a form is fast, null with fewer than ten times
 */
export function oddForms(forms: readonly Form[]): { odd: Odd[]; limit: number | null } {
	const times = forms.flatMap((f) => (f.seconds === null ? [] : [f.seconds])).sort((a, b) => a - b);
	const middle = times.length >> 1;
	const median = times.length % 2 === 1 ? (times[middle] ?? 0) : ((times[middle - 1] ?? 0) + (times[middle] ?? 0)) / 2;
	const limit = times.length >= FAST_LEAST ? median * FAST_SHARE : null;
	const odd = forms.filter((f) => f.submitted).flatMap((f): Odd[] => {
		if (f.answered === 0) return [{ seatId: f.seatId, why: 'empty', seconds: f.seconds }];
		return limit !== null && f.seconds !== null && f.seconds < limit ? [{ seatId: f.seatId, why: 'fast', seconds: f.seconds }] : [];
	});
	return { odd: odd.sort((a, b) => a.seatId - b.seatId), limit };
}
