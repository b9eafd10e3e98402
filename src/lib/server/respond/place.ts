/** Addresses of a form's pages, and the way between them. */
import type { Compiled, CompiledBlock } from '#lib/domain/questionnaire/fields.ts';
import type { Route } from '#lib/domain/questionnaire/routing.ts';

export const REVIEW = 'oppsummering';
export const OPT_OUT = 'avmeld';
export const OWN_LINK = 'lenke';
/** Pages that are no block. A block may have such a key all the same: its address then ends in '-', which no key has. */
const RESERVED = new Set([REVIEW, OPT_OUT, OWN_LINK, 'lagre']);

export const formPath = (token: string): string => `/svar/${token}`;
export const reviewPath = (token: string): string => `/svar/${token}/${REVIEW}`;
export const ownLinkPath = (token: string): string => `/svar/${token}/${OWN_LINK}`;
export const optOutPath = (token: string): string => `/svar/${token}/${OPT_OUT}`;
export const blockPath = (token: string, key: string): string => `/svar/${token}/${RESERVED.has(key) ? `${key}-` : key}`;
/** The block key in an address. */
export const blockKey = (segment: string): string => (segment.endsWith('-') ? segment.slice(0, -1) : segment);

const index = (compiled: Compiled, key: string): number => compiled.blocks.findIndex((b) => b.key === key);

/** The block that follows `key` among those with something to show (of which `key` need not be one); undefined after the last. */
export function nextBlock(compiled: Compiled, route: Route, key: string): string | undefined {
	const from = index(compiled, key);
	return route.blocks.find((b) => index(compiled, b) > from);
}

/** The block before `key`; undefined before the first. */
export function previousBlock(compiled: Compiled, route: Route, key: string): string | undefined {
	const from = index(compiled, key);
	return route.blocks.findLast((b) => index(compiled, b) < from);
}

const unconditional = (block: CompiledBlock): boolean =>
	block.block.if === undefined && block.items.some(({ item, fields }) => item.if === undefined && (item.type === 'information' || fields.some((f) => f.row?.if === undefined)));

/**
 * The block beside `key` that is shown whatever has been answered, `null` where there is none beyond, or undefined where only the answers
 * can tell. Most pages need no routing to lead on.
 */
export function certainNeighbour(compiled: Compiled, key: string, step: 1 | -1): string | null | undefined {
	const beside = compiled.blocks[index(compiled, key) + step];
	if (!beside) return null;
	return unconditional(beside) ? beside.key : undefined;
}

/** Where a person who comes back continues: the block, or undefined for the review. */
export function continueAt(compiled: Compiled, route: Route, block: string | null, onward: number | null): string | undefined {
	if (block === null || index(compiled, block) < 0) return route.blocks[0];
	if (onward === -1) return previousBlock(compiled, route, block) ?? route.blocks[0];
	if (onward === 1) return nextBlock(compiled, route, block);
	return route.blocks.includes(block) ? block : nextBlock(compiled, route, block);
}
