/**
 * Connections that are lost while they are in use. The driver (postgres 3.4) goes on with a transaction that has lost its connection: it writes its `rollback`, its
 * `commit` and whatever else the work has to say to the connection's next life, where they meet another's transaction, are answered in another's place, or
 * end the process. Here such a transaction is refused everything, and ends with the driver's CONNECTION_CLOSED.
 */
import { Socket } from 'node:net';
import { setImmediate as afterEvents } from 'node:timers/promises';
import type postgres from 'postgres';

/**
 * A connection whose end is one event. A reset comes as an error and, a turn later, the end; a query that the driver is given between the two is later answered with
 * nothing, as if it had been done. Errors before the connection stands come as they are.
 */
class Line extends Socket {
	#stands = false;
	readonly host: string;
	readonly port: number;
	constructor(host: string, port: number) {
		super();
		this.host = host;
		this.port = port;
		this.once('connect', () => { this.#stands = true; });
	}
	override emit(event: string | symbol, ...rest: unknown[]): boolean {
		if (this.#stands && event === 'error') return true;
		return this.#stands && event === 'close' ? super.emit('close', false) : super.emit(event as 'data', ...(rest as [never]));
	}
}

/** For the driver's option `socket`. */
export function openLine(options: { host: string[]; port: number[]; path?: string }): Socket {
	const [host = 'localhost', port = 5432] = [options.host[0], options.port[0]];
	const line = new Line(host, port);
	return options.path ? line.connect(options.path) : line.connect(port, host);
}

type Work = (tx: postgres.TransactionSql) => unknown;
interface Life { lost: boolean }

const never = new Promise<never>(() => undefined);

function refuse(): never {
	throw Object.assign(new Error('the transaction has lost its connection'), { code: 'CONNECTION_CLOSED' });
}

/** The transaction's handle, which refuses once the connection is lost. */
function guarded(tx: postgres.TransactionSql, life: Life): postgres.TransactionSql {
	const wrap = <F extends (...args: never[]) => unknown>(f: F) => (...args: Parameters<F>) => (life.lost ? refuse() : f(...args));
	return new Proxy(tx, {
		apply: (target, self, args) => (life.lost ? refuse() : (Reflect.apply(target as never, self, args) as unknown)),
		get(target, name) {
			const value = Reflect.get(target, name) as unknown;
			if (name === 'savepoint') {
				return wrap((first: string | Work, second?: Work) =>
					(typeof first === 'string' ? tx.savepoint(first, watched(second as Work, life) as never) : tx.savepoint(watched(first, life) as never)));
			}
			return typeof value === 'function' && (name === 'unsafe' || name === 'file') ? wrap(value as never) : value;
		}
	});
}

/** The work, which does not come back to the driver once the connection is lost: the driver would write to it. */
function watched(work: Work, life: Life): Work {
	return async (tx) => {
		const outcome = await Promise.resolve().then(() => work(guarded(tx, life))).then((value) => ({ value }), (error: unknown) => ({ error }));
		// a loss is told to the query under way and to the transaction in the same turn of events
		if ('error' in outcome) await afterEvents();
		if (life.lost) return never;
		if ('error' in outcome) throw outcome.error;
		return outcome.value;
	};
}

/** Makes `sql.begin` safe against the loss of its connection. */
export function guardTransactions(sql: postgres.Sql): void {
	const begin = sql.begin.bind(sql) as (options: string, work: Work) => Promise<unknown>;
	const safe = async (first: string | Work, second?: Work): Promise<unknown> => {
		const life: Life = { lost: false };
		const [options, work] = typeof first === 'string' ? [first, second as Work] : ['', first];
		try {
			return await begin(options, watched(work, life));
		} finally {
			life.lost = true;
		}
	};
	sql.begin = safe as typeof sql.begin;
}
