/** Steps of the fieldwork benchmark that run in a process of their own, so that their memory is theirs: `node test/bench/fieldwork-steps.ts import URL SURVEY FILE`. Prints JSON. */
import { existsSync, readFileSync } from 'node:fs';
import type postgres from 'postgres';
import { connect } from '../../src/lib/server/db/connection.ts';
import { importFrame } from '../../src/lib/server/fieldwork/frames/import.ts';

const TICKS = 100;

/** Processor seconds of processes, where the machine tells; else null. */
export function processorSeconds(pids: readonly number[]): number | null {
	if (!existsSync('/proc/self/stat')) return null;
	// after the name in brackets: user and system time are the 12th and 13th
	const of = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ').slice(11, 13).reduce((sum, t) => sum + Number(t), 0);
	return pids.reduce((sum, pid) => sum + of(pid), 0) / TICKS;
}

/** The database's processes that serve connections with this prefix of a name. */
export async function backends(sql: postgres.Sql, name: string): Promise<number[]> {
	return (await sql<{ pid: number }[]>`select pid from pg_stat_activity where application_name like ${`${name}%`} and datname = current_database()`).map((row) => row.pid);
}

export interface ImportFigures { seconds: number; cpuSeconds: number; databaseCpuSeconds: number | null; megabytes: { before: number; peak: number } }

async function importStep(url: string, surveyId: number, file: string): Promise<ImportFigures> {
	const database = connect(url);
	const { sql } = database.fieldwork;
	await sql`select 1`;
	const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);
	const before = megabytes();
	const cpu = process.cpuUsage();
	const start = performance.now();
	const { changes } = await importFrame({ database }, { surveyId, fileName: 'list.csv', bytes: readFileSync(file), actor: 'bench' });
	const seconds = (performance.now() - start) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	const peak = megabytes();
	const databaseCpuSeconds = processorSeconds(await backends(sql, 'grunnlag-fieldwork'));
	await database.close();
	if (changes.added === 0) throw new Error('nothing was imported');
	return { seconds, cpuSeconds: (user + system) / 1e6, databaseCpuSeconds, megabytes: { before, peak } };
}

if (import.meta.main) {
	const [step, url = '', survey = '', file = ''] = process.argv.slice(2);
	if (step !== 'import') throw new Error(`no step ${step}`);
	console.log(JSON.stringify(await importStep(url, Number(survey), file)));
}
