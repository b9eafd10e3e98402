/** What every step of the demo works with. */
import type { Config } from '#lib/server/config.ts';
import type { Database } from '#lib/server/db/connection.ts';
import type { SurveyKey } from '../surveys.ts';

/** Who the audit says did it. */
export const ACTOR = 'demo';

export interface Demo {
	config: Config;
	secret: string;
	database: Database;
	/** URL of the database, for what only its owner may do. */
	url: string;
	/** Comes when the person at the terminal wants to stop: a step ends with what it has in hand. */
	signal: AbortSignal;
}

/** Ids of the six surveys in the database. */
export type SurveyIds = Record<SurveyKey, number>;

export const number = (n: number): string => n.toLocaleString('en');
export const plural = (n: number, one: string, more = `${one}s`): string => `${number(n)} ${n === 1 ? one : more}`;
