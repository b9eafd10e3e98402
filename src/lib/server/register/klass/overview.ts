/** What is held, as the register page tells it. */
import { readCopies, type CopyRow } from '../../db/classifications.ts';
import { rules } from './choices.ts';
import { addresses, sources } from './client.ts';
import { labelOf } from './lookup.ts';
import { FIRST_DAY, type RegisterDeps } from './refresh.ts';
import { doubts, heldRegister, type Register } from './store.ts';

export interface HeldPart {
	/** Part and classification: `codes_131`, `correspondence_128`. */
	key: string;
	/** Copies that it is in: years of a correspondence, else 1. */
	count: number;
	rows: number;
	from: string;
	to: string | null;
	source: string;
	fromFile: boolean;
	retrievedAt: Date;
	checkedAt: Date;
}
export interface RuleView { id: number; code: string; splitAt: string; direction: string; target: string; reason: string; madeAt: Date }

const ORDER = ['codes_131', 'changes_131', 'groups_131', 'codes_104', 'changes_104', 'correspondence_104', 'codes_112', 'correspondence_112', 'codes_128', 'correspondence_128'];
const last = (dates: Date[]): Date => new Date(Math.max(...dates.map((d) => d.getTime())));

function parts(copies: CopyRow[]): HeldPart[] {
	const grouped = Map.groupBy(copies, (c) => `${c.part}_${c.target ?? c.classification}`);
	return ORDER.flatMap((key) => {
		const own = grouped.get(key) ?? [];
		const [first, newest] = [own[0], own.at(-1)];
		if (!first || !newest) return [];
		return [{
			key, count: own.length, rows: own.reduce((sum, c) => sum + c.rowCount, 0), from: first.heldFrom, to: newest.heldTo, source: newest.source, fromFile: newest.fromFile,
			retrievedAt: last(own.map((c) => c.retrievedAt)), checkedAt: last(own.map((c) => c.checkedAt))
		}];
	});
}

async function ruleViews(deps: RegisterDeps, register: Register | null): Promise<RuleView[]> {
	const label = (code: string, day: string) => (register ? labelOf(register.municipalities, code, day) : code);
	return (await rules(deps)).map((r) => ({ id: r.id, code: label(r.code, r.splitAt), splitAt: r.splitAt, direction: r.direction, target: label(r.target, r.targetDate), reason: r.reason, madeAt: r.madeAt }));
}

/** @param today for the addresses of those who fetch by hand */
export async function registerOverview(deps: RegisterDeps, today: string) {
	const register = await heldRegister(deps);
	const copies = register?.copies ?? await readCopies(deps.database.evaluate.db);
	const at = addresses(sources());
	// a copy of a few years does not make the next as short
	const held = register?.municipalities.from ?? FIRST_DAY;
	const span = { from: held < FIRST_DAY ? held : FIRST_DAY, to: null };
	const doubt = register && doubts(register);
	const doubted = { ends: doubt?.ends.map((e) => e.code) ?? [], withoutCounty: doubt?.withoutCounty ?? [] };
	const newYear = `${today.slice(0, 4)}-01-01`;
	return {
		parts: parts(copies),
		held: register !== null,
		days: register ? { from: register.municipalities.from, to: register.municipalities.to } : null,
		changes: copies.some((c) => c.part === 'changes' && c.classification === 131),
		groups: (register?.municipalities.groups.length ?? 0) > 0,
		doubts: doubted,
		rules: await ruleViews(deps, register),
		firstDay: span.from,
		addresses: [at.codes(131, span), at.changes(131, span), at.codes(104, span), at.correspondsAt(112, newYear), at.correspondsAt(128, newYear), at.groups()]
	};
}
export type RegisterOverview = Awaited<ReturnType<typeof registerOverview>>;
