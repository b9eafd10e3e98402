/** Tasks that are done again and again, each by one process at a time. */
import type { Clock } from '../../clock.ts';
import type { Pool } from '../../db/connection.ts';
import { asOnlyOne } from '../../db/mail-lock.ts';

export interface PeriodicTask {
	name: string;
	/** By the clock, from the end of one time to the beginning of the next. */
	everyMs: number;
	run(): Promise<void>;
}

/** Runs tasks when they are due; `look` is called often. What a task throws is reported, and it is tried again at its next time. */
export class Periodic {
	readonly #sql: Pool['sql'];
	readonly #clock: Clock;
	readonly #report: (what: string, error: unknown) => void;
	readonly #tasks: { task: PeriodicTask; next: number; running: Promise<void> | null }[];

	constructor(sql: Pool['sql'], clock: Clock, tasks: PeriodicTask[], report: (what: string, error: unknown) => void) {
		this.#sql = sql;
		this.#clock = clock;
		this.#report = report;
		this.#tasks = tasks.map((task) => ({ task, next: -Infinity, running: null }));
	}

	look(): void {
		for (const entry of this.#tasks) {
			if (entry.running || this.#clock.now().getTime() < entry.next) continue;
			entry.running = asOnlyOne(this.#sql, `task ${entry.task.name}`, () => entry.task.run())
				.then(() => undefined, (error: unknown) => this.#report(entry.task.name, error))
				.finally(() => {
					entry.next = this.#clock.now().getTime() + entry.task.everyMs;
					entry.running = null;
				});
		}
	}

	/** Waits for what is under way. */
	async settled(): Promise<void> {
		await Promise.all(this.#tasks.map((entry) => entry.running));
	}
}
