/** Sending in the background: orders, and the process that carries them out. */
export { listMailings, mailingProgress, pauseMailing, queueMailing, resumeMailing, stopMailing, type MailingName, type MailingProgress } from './queue.ts';
export { startJobs, type Jobs, type JobsOptions } from './runner.ts';
export type { PeriodicTask } from './periodic.ts';
