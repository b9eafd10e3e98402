/**
 * What is known of a fieldwork from outside: what the mail server took, and what was acknowledged to people. Nothing here is read from the
 * tables that the sender writes, but for what an evaluator is shown. Times are milliseconds since 1970 by the machine's own clock, which
 * every process of the simulation shares.
 */

/** One message that a sender offered, with what the mail server made of it. */
export interface Delivery {
	/** The seat's key in the population list. */
	seat: string;
	/** 0: the invitation; reminders from 1. Null: refused before the message told which it was. */
	mailing: number | null;
	/** The recipient. */
	to: string;
	/** The mail server was told that the message begins (DATA) and asked for it; of one that it refused before, that it read MAIL FROM. */
	begun: number;
	/** The server's answer was on its way, or the connection dropped. */
	at: number;
	/**
	 * accepted: in the recipient's mailbox, and the sender was told. kept: in the mailbox, but the connection was dropped before the answer. lost: dropped, and in no
	 * mailbox. refused: for good (5xx). deferred: for now (4xx).
	 */
	outcome: 'accepted' | 'kept' | 'lost' | 'refused' | 'deferred';
}

/**
 * What somebody did, from the first attempt until it was acknowledged; `at` null: never acknowledged.
 * submitted: the form was sent in. started: it was begun. opted_out: by the link. left: an evaluator marked the seat. replaced: another person has the seat, and
 * `address` was the one before. bounced: a report of a dead address was taken in. added: a late seat.
 */
export interface Act {
	kind: 'submitted' | 'started' | 'opted_out' | 'left' | 'replaced' | 'bounced' | 'added';
	seat: string;
	from: number;
	at: number | null;
	address?: string;
}

/** A time of sending one mailing; `late` names the seats when it is for those alone. */
export interface Sending { mailing: number; from: number; until: number; late?: ReadonlySet<string> }

/** One look at the dispositions. Seats are counted as known to exist, and as they may exist while an addition is under way. */
export interface Sample { at: number; source: string; sum: number; atLeast: number; atMost: number; contradictions: number }

/** Something was struck with -9 at `from` or a moment after, and was back at `until`; `sends`: a sender, or the database that senders write in. */
export interface Killed { from: number; until: number; sends: boolean }

export interface Evidence {
	/** The population list as it was at the start. */
	seats: readonly string[];
	deliveries: readonly Delivery[];
	acts: readonly Act[];
	sendings: readonly Sending[];
	/** Mails of unknown outcome that an evaluator sees on the page. */
	uncertain: readonly { seat: string; mailing: number }[];
	/** Seats whose invitation has been of unknown outcome at some time: while it is, no reminder goes to them. */
	doubted: ReadonlySet<string>;
	/** Mails that failed, as an evaluator sees them. */
	failed: readonly { seat: string; mailing: number }[];
	kills: readonly Killed[];
	samples: readonly Sample[];
	/** Acknowledged answers, and those found stored. */
	answers: { acknowledged: number; lost: readonly string[] };
	/** Processes that ended without being killed, and tokens or addresses found in what they wrote. */
	faults: readonly string[];
	/** How long before a message began an act may have been acknowledged and yet be missed: what the clock's milliseconds leave open, no more. */
	toleranceMs: number;
}
