/** What comes back: see docs/mail.md, "Returned mail". */
export { fetchReturns, KEEP_REPLIES_DAYS, takeAll, type FetchDeps } from './fetch.ts';
export { fileReply, FILED_AS } from './file.ts';
export { readReturn, type Reading } from './read.ts';
export { recordReturn, type Recorded, type ReturnDeps } from './record.ts';
export { returnsOverview } from './overview.ts';
export { takeReturn, type TakeDeps } from './take.ts';
