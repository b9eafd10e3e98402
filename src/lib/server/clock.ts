/** What time it is, as an argument: a simulation runs days in seconds, a test stands still. */
export interface Clock { now(): Date }

/** The machine's own. */
export const systemClock: Clock = { now: () => new Date() };
