/** What a check in R may take of the server. */

/** Seconds that one entry's script may take. */
export const SECONDS = 60;
/** Megabytes that R's values may take. */
export const MEMORY_MB = 512;
/** Seconds after the last check that R is kept: it takes a few to start, and 200 MB while it waits. */
export const KEPT_SECONDS = 120;
