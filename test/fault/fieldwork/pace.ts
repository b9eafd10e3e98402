/**
 * A clock that all processes of a simulation share: days in seconds, fast while nobody does anything and slower while messages leave, so that a slow machine plays
 * the same fieldwork as a fast one. It is written in a file by one process, and never goes back.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Clock } from '../../../src/lib/server/clock.ts';

const DAY = 86_400_000;
const READ_EVERY_MS = 20;

/** From `real` on (milliseconds of the machine's clock) it is `simulated`, and a day lasts `dayMs`. */
interface Stretch { real: number; simulated: number; dayMs: number }

const at = (s: Stretch, real: number): number => s.simulated + (Math.max(0, real - s.real) * DAY) / s.dayMs;

/** The clock as another process reads it. */
export function readClock(file: string): Clock {
	let stretch = JSON.parse(readFileSync(file, 'utf8')) as Stretch;
	let read = Date.now();
	let latest = 0;
	return {
		now() {
			const real = Date.now();
			if (real - read > READ_EVERY_MS) {
				stretch = JSON.parse(readFileSync(file, 'utf8')) as Stretch;
				read = real;
			}
			latest = Math.max(latest, at(stretch, real));
			return new Date(latest);
		}
	};
}

export interface Pace extends Clock {
	/** From now on a day lasts so long. */
	set(dayMs: number): void;
}

/** Starts the clock at `start` and writes it. */
export function startPace(file: string, start: Date, dayMs: number): Pace {
	let stretch: Stretch = { real: Date.now(), simulated: start.getTime(), dayMs };
	const write = () => {
		writeFileSync(`${file}.part`, JSON.stringify(stretch));
		renameSync(`${file}.part`, file);
	};
	write();
	return {
		now: () => new Date(at(stretch, Date.now())),
		set(next) {
			if (next === stretch.dayMs) return;
			const real = Date.now();
			stretch = { real, simulated: at(stretch, real), dayMs: next };
			write();
		}
	};
}
