import { afterEach, describe, expect, it } from 'vitest';
import { openInbox } from '../../src/lib/server/fieldwork/returns/imap.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { startImap, type FakeImap, type ImapScript } from '../support/imap.ts';

let server: FakeImap;
const start = async (messages: string[], script: ImapScript = {}) => { server = await startImap(messages.map((m) => Buffer.from(m)), script); return server; };
afterEach(() => server.close());

describe('the mailbox of returned mail', () => {
	it('gives what has not been handled, oldest first, and flags it with a flag of its own', async () => {
		await start(['From: a\r\n\r\nÅ1', 'From: b\r\n\r\n2', 'From: c\r\n\r\n3']);
		const inbox = await openInbox(server.url);
		expect(await inbox.waiting()).toEqual([1, 2, 3]);
		expect((await inbox.read([1, 3])).map(({ id, raw }) => [id, Buffer.from(raw ?? []).toString()])).toEqual([[1, 'From: a\r\n\r\nÅ1'], [3, 'From: c\r\n\r\n3']]);
		await inbox.handled([1, 3]);
		expect(await inbox.waiting()).toEqual([2]);
		expect(server.mails.map((m) => [...m.flags])).toEqual([['$Grunnlag'], [], ['$Grunnlag']]);
		await inbox.close();
	});
	it('leaves messages unread and in place', async () => {
		await start(['From: a\r\n\r\n1']);
		const inbox = await openInbox(server.url);
		await inbox.read(await inbox.waiting());
		await inbox.close();
		expect(server.commands.some((c) => /BODY\.PEEK\[\]/.test(c))).toBe(true);
		expect(server.commands.filter((c) => /EXPUNGE|MOVE|COPY|Deleted\)/i.test(c))).toEqual([]);
		expect(server.mails[0]?.flags.size).toBe(0);
	});
	it('goes by what is seen where the server keeps no flags of others', async () => {
		await start(['From: a\r\n\r\n1', 'From: b\r\n\r\n2'], { ownFlags: false });
		const inbox = await openInbox(server.url);
		await inbox.handled([1]);
		expect(await inbox.waiting()).toEqual([2]);
		expect([...(server.mails[0]?.flags ?? [])]).toEqual(['\\Seen']);
		await inbox.close();
	});
	it('gives nothing of a message too large to read, and no more than that of one whose size the server is wrong about', async () => {
		await start(['From: a\r\n\r\n1', `From: a\r\n\r\n${'x'.repeat(3_000_000)}`]);
		const inbox = await openInbox(server.url);
		expect((await inbox.read([1, 2])).map(({ id, raw }) => [id, raw?.length ?? null])).toEqual([[2, null], [1, 12]]);
		expect(server.commands.filter((c) => /BODY/.test(c))).toHaveLength(1);
		await inbox.close();
		await server.close();
		await start([`From: a\r\n\r\n${'x'.repeat(3_000_000)}`], { size: 100 });
		const wrong = await openInbox(server.url);
		expect((await wrong.read([1]))[0]?.raw?.length).toBe(1_000_001);
		await wrong.close();
	});
	it('is not read where nothing can be marked as handled', async () => {
		await start(['From: a\r\n\r\n1'], { readOnly: true });
		await expect(openInbox(server.url)).rejects.toMatchObject({ code: 'returns_problem_flags' });
	});
	it('is refused in words a person can act on, which never hold the password', async () => {
		await start([], { password: 'another' });
		await expect(openInbox(server.url)).rejects.toMatchObject({ code: 'returns_problem_authentication' });
		await server.close();
		await start([]);
		await expect(openInbox(server.url.replace('/INBOX', '/Retur'))).rejects.toMatchObject({ code: 'returns_problem_folder' });
		await server.close();
		await expect(openInbox(server.url)).rejects.toMatchObject({ code: 'returns_problem_connection' });
	});
	it.each<[string, ImapScript]>([
		['says nothing', { greeting: 'silence' }], ['speaks another language', { greeting: 'HTTP/1.1 400 Bad Request\r\n\r\n' }], ['sends rubbish', { greeting: '\0\xff\xfe{999999999999}\r\n' }],
		['stops at the sign-in', { instead: (c) => (c.startsWith('LOGIN') ? 'silence' : undefined) }], ['hangs up at the sign-in', { instead: (c) => (c.startsWith('LOGIN') ? 'hang up' : undefined) }]
	])('is given up when the server %s', async (_, script) => {
		await start([], script);
		const began = performance.now();
		await expect(openInbox(server.url, 300)).rejects.toMatchObject({ code: 'returns_problem_connection' });
		// the library by itself waits for a minute and a half
		expect(performance.now() - began).toBeLessThan(60_000);
	});
	it.each<[string, string | 'silence' | 'hang up']>([['stops', 'silence'], ['hangs up', 'hang up'], ['sends rubbish', '* 1 FETCH (UID 1 BODY[] {99999999}\r\n'], ['refuses', 'X NO no\r\n']])('is given up when the server %s while it is read', async (_, instead) => {
		await start(['From: a\r\n\r\n1'], { instead: (c) => (/FETCH/.test(c) ? instead : undefined) });
		const inbox = await openInbox(server.url, 5000);
		await expect(inbox.read([1])).rejects.toMatchObject({ code: 'returns_problem_connection' });
		const began = performance.now();
		await inbox.close();
		expect(performance.now() - began).toBeLessThan(60_000);
	});
	it('is set by an address that is refused at start when it cannot be one, without being repeated', async () => {
		await start([]);
		expect(readConfig({ GRUNNLAG_IMAP_URL: server.url }).imapUrl).toBe(server.url);
		for (const url of ['http://a:hemmelig@b', 'imaps://hemmelig@b', 'hemmelig', 'imaps://:hemmelig@b/x']) {
			expect(() => readConfig({ GRUNNLAG_IMAP_URL: url }), url).toThrow(/GRUNNLAG_IMAP_URL/);
			expect(() => readConfig({ GRUNNLAG_IMAP_URL: url }), url).not.toThrow(/hemmelig/);
		}
		expect(readConfig({}).softBounces).toBe(3);
		for (const n of ['0', '1.5', 'x', '101']) expect(() => readConfig({ GRUNNLAG_SOFT_BOUNCES: n })).toThrow(/GRUNNLAG_SOFT_BOUNCES/);
	});
});
