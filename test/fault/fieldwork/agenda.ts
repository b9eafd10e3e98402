/** Things that happen on their day of the simulation, a few at once. What fails is kept, to be told at the end. */
export interface Agenda {
	/** @param day since the clock began */
	add(day: number, work: () => Promise<void>): void;
	/** Begins what is due. To be called often. */
	look(): void;
	/** How many have not ended. */
	readonly left: number;
	/** How many are due and have not ended. */
	readonly late: number;
	readonly failures: string[];
}

export function agenda(atOnce: number, now: () => number): Agenda {
	const waiting: { day: number; work: () => Promise<void> }[] = [];
	const failures: string[] = [];
	let sorted = true;
	let working = 0;
	return {
		failures,
		get left() { return waiting.length + working; },
		get late() { return working + waiting.filter((w) => w.day <= now()).length; },
		add(day, work) {
			waiting.push({ day, work });
			sorted = false;
		},
		look() {
			// the earliest last, to be taken from the end
			if (!sorted) waiting.sort((a, b) => b.day - a.day);
			sorted = true;
			while (working < atOnce && (waiting.at(-1)?.day ?? Infinity) <= now()) {
				const next = waiting.pop();
				working++;
				void next?.work().catch((error: unknown) => failures.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error))).finally(() => {
					working--;
					this.look();
				});
			}
		}
	};
}
