/**
 * What is fixed before a simulated fieldwork begins: its size and pace, and how each address and person behaves. All of it follows from the
 * seed, so that the mail server's process and the respondents agree without talking.
 */
import { createHash } from 'node:crypto';

export interface World {
	seed: number;
	seats: number;
	/** How long a day lasts in milliseconds of the machine's time: while messages leave, and while none does. */
	busyDayMs: number;
	idleDayMs: number;
	kills: number;
	/** Sender processes at the same time. */
	workers: number;
	/** Days from the invitation to each reminder. */
	reminders: number[];
	/** At least so long between two mailings, by the fast clock. */
	gapHours: number;
	/** See `Evidence`. */
	toleranceMs: number;
	/** Makes the senders bad ones: see worker.ts. */
	sabotage?: 'twice' | 'unchecked';
}

export const SMALL: World = { seed: 20210406, seats: 300, busyDayMs: 40_000, idleDayMs: 1_000, kills: 6, workers: 2, reminders: [2, 4, 7], gapHours: 6, toleranceMs: 2 };
export const WHOLE: World = { ...SMALL, seats: 10_000, busyDayMs: 240_000, idleDayMs: 10_000, kills: 36 };

/** A Monday morning, long after any machine's own clock, so that what mixes the two clocks is found out. The survey is open by both. */
export const START = new Date('2030-09-02T06:30:00Z');
/** 9 in the morning in Norway. */
export const INVITATION = new Date('2030-09-02T07:00:00Z');
export const DEADLINE = new Date('2030-10-01T10:00:00Z');

/** A number in [0, 1) that belongs to `key` in the matter of `topic`. */
export function chance(seed: number, topic: string, key: string): number {
	return createHash('sha256').update(`${seed} ${topic} ${key}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

function pickBy<T extends string>(value: number, shares: readonly (readonly [T, number])[], rest: T): T {
	let sum = 0;
	return shares.find(([, share]) => value < (sum += share))?.[0] ?? rest;
}

/**
 * How the mail server treats an address: hard 5.1.1 at once (2 %) or by a report that comes back later (1 %); soft: 4xx always (1 %) or the first two times (1 %).
 */
export type Manner = 'hard' | 'hard_later' | 'soft_always' | 'soft_twice' | 'plain';
export const mannerOf = (seed: number, address: string): Manner =>
	pickBy(chance(seed, 'manner', address), [['hard', 0.02], ['hard_later', 0.01], ['soft_always', 0.01], ['soft_twice', 0.01]], 'plain');

/** Whether the connection is dropped after the message instead of an answer, and whether the message is in the mailbox then. */
export type Ending = 'answer' | 'kept' | 'lost';
export const endingOf = (seed: number, address: string, mailing: number): Ending =>
	pickBy(chance(seed, 'ending', `${address} ${mailing}`), [['kept', 0.008], ['lost', 0.004]], 'answer');

/** What the person does about one message. */
export type Reaction = 'answer' | 'start' | 'opt_out' | 'ignore';
export function reactionOf(seed: number, seat: string, mailing: number): Reaction {
	const share = mailing === 0 ? 0.25 : 0.18;
	return pickBy(chance(seed, 'reaction', `${seat} ${mailing}`), [['answer', share], ['start', 0.05], ['opt_out', 0.02]], 'ignore');
}

/** Days from a message to the reaction: most soon, some days later. */
export const delayDays = (seed: number, seat: string, mailing: number): number => Math.min(2.5, -Math.log(1 - chance(seed, 'delay', `${seat} ${mailing}`)) * 0.8);

/** What an evaluator comes to know about a seat, and when, in days after the invitation. */
export type Change = 'left' | 'replaced' | 'none';
export const changeOf = (seed: number, seat: string): Change => pickBy(chance(seed, 'change', seat), [['left', 0.03], ['replaced', 0.03]], 'none');
export const changeDay = (seed: number, seat: string, lastDay: number): number => 0.3 + chance(seed, 'change day', seat) * lastDay;

export const addressOf = (person: number): string => `person.${person}@example.org`;
