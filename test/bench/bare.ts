/**
 * The yardstick: a bare node:http server that does one committed INSERT a request on the same PostgreSQL, and nothing else.
 * `GET /` answers a constant of the size of a page. Run as a process of its own: `node test/bench/bare.ts URL PORT`.
 */
import { createServer } from 'node:http';
import postgres from 'postgres';

const [url = '', port = '0'] = process.argv.slice(2);
const sql = postgres(url, { max: 16, onnotice: () => undefined });
await sql`create table if not exists bench_bare (id bigint generated always as identity primary key, body text not null)`;

createServer((request, response) => {
	if (request.method === 'GET') return void response.end('x'.repeat(8_000));
	let body = '';
	request.on('data', (chunk: Buffer) => (body += chunk.toString()));
	request.on('end', () => {
		sql`insert into bench_bare (body) values (${body}) returning id`.then(
			(rows) => response.end(JSON.stringify({ id: rows[0]?.id })),
			() => {
				response.statusCode = 500;
				response.end();
			}
		);
	});
}).listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
