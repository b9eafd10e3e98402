/** Looking into the mailbox. Only what is there is shown: file names are read from the folder, never taken from an address. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { Problem } from '../../../domain/problem.ts';
import { findSeats, readRefs } from '../../db/mail-read.ts';
import { mailboxFolder } from './mailbox.ts';
import type { MailDeps } from './mailing.ts';

const PAGE = 50;
const FILE = /\.(\d+)-(\d+)(?:\.[0-9a-f]{12})?\.eml$/;
const FOLDER = /^.+-(\d+)$/;

export interface MailboxFolder { name: string; surveyId: number; messages: number }
export interface MailboxEntry { file: string; ref: string | null; seatId: number; mailingId: number; subject: string; to: string }
export interface MailboxMessage { to: string; from: string; subject: string; date: string | null; text: string; html: string; links: string[] }

const missing = (error: unknown): never[] => {
	if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
	throw error;
};

interface Name { file: string; seatId: number; mailingId: number }

async function namesIn(dataDir: string, folder: string): Promise<Name[]> {
	const files = await readdir(join(mailboxFolder(dataDir), folder)).catch(missing);
	return files.flatMap((file) => {
		const match = FILE.exec(file);
		return match ? [{ file, seatId: Number(match[1]), mailingId: Number(match[2]) }] : [];
	});
}

/** Every survey's folder with how many messages it has. */
export async function mailboxFolders(deps: Pick<MailDeps, 'config'>): Promise<MailboxFolder[]> {
	const names = (await readdir(mailboxFolder(deps.config.dataDir)).catch(missing)).sort();
	const folders = names.flatMap((name) => {
		const id = FOLDER.exec(name)?.[1];
		return id ? [{ name, surveyId: Number(id) }] : [];
	});
	return Promise.all(folders.map(async (f) => ({ ...f, messages: (await namesIn(deps.config.dataDir, f.name)).length })));
}

/** @throws Problem mail_problem_no_message (404) when there is no such folder */
async function folderNamed(deps: Pick<MailDeps, 'config'>, name: string): Promise<MailboxFolder> {
	const folder = (await mailboxFolders(deps)).find((f) => f.name === name);
	if (!folder) throw new Problem('mail_problem_no_message', 404);
	return folder;
}

async function parsed(deps: Pick<MailDeps, 'config'>, folder: string, file: string) {
	return PostalMime.parse(await readFile(join(mailboxFolder(deps.config.dataDir), folder, file)));
}

const address = (a: { name?: string; address?: string } | undefined): string => (a ? [a.name, a.address && `<${a.address}>`].filter(Boolean).join(' ') : '');

/**
 * One page of a folder's messages, by seat; `search` is part of a seat's key in the population list.
 * @param page from 1; one beyond the last gives the last
 */
export async function mailboxPage(deps: MailDeps, name: string, search: string, page: number): Promise<{ entries: MailboxEntry[]; page: number; pages: number; total: number }> {
	const folder = await folderNamed(deps, name);
	const { sql } = deps.database.fieldwork;
	const wanted = search === '' ? null : await findSeats(sql, folder.surveyId, search);
	const names = (await namesIn(deps.config.dataDir, name)).filter((n) => wanted === null || wanted.has(n.seatId)).sort((a, b) => a.seatId - b.seatId || a.mailingId - b.mailingId);
	const pages = Math.max(1, Math.ceil(names.length / PAGE));
	const at = Math.min(Math.max(1, page), pages);
	const shown = names.slice((at - 1) * PAGE, at * PAGE);
	const refs = await readRefs(sql, folder.surveyId, shown.map((n) => n.seatId));
	const entries = await Promise.all(shown.map(async (n) => {
		const message = await parsed(deps, name, n.file);
		return { ...n, ref: refs.get(n.seatId) ?? null, subject: message.subject ?? '', to: address(message.to?.[0]) };
	}));
	return { entries, page: at, pages, total: names.length };
}

/** @throws Problem mail_problem_no_message (404) */
export async function mailboxMessage(deps: Pick<MailDeps, 'config'>, folder: string, file: string): Promise<MailboxMessage> {
	await folderNamed(deps, folder);
	if (!(await namesIn(deps.config.dataDir, folder)).some((n) => n.file === file)) throw new Problem('mail_problem_no_message', 404);
	const message = await parsed(deps, folder, file);
	const text = message.text ?? '';
	const own = `${deps.config.origin}/svar/`;
	const links = [...new Set(text.match(/https?:\/\/[^\s<>"]+/g) ?? [])].filter((link) => link.startsWith(own));
	return { to: address(message.to?.[0]), from: address(message.from), subject: message.subject ?? '', date: message.date ?? null, text, html: message.html ?? '', links };
}
