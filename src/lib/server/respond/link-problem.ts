/** A link that leads to no form now. Each kind has its own plain page. */
import type { Locale, Text } from '#lib/domain/questionnaire/schema.ts';
import type { LinkStatus } from '#lib/server/db/respond.ts';
import type { ListStatus } from '#lib/server/db/respond-lists.ts';

export type LinkProblemKind = Extract<LinkStatus, 'unknown' | 'revoked' | 'expired' | 'not_yet_open' | 'closed'> | Extract<ListStatus, 'paused' | 'full'>;

const STATUS: Record<LinkProblemKind, number> = { unknown: 404, revoked: 410, expired: 410, not_yet_open: 403, closed: 410, paused: 503, full: 410 };

export interface LinkProblemContext {
	/** Of the seat or the response, where the link is known. */
	locale?: Locale | undefined;
	/** Milliseconds since 1970. */
	opensAt?: number | null;
	title?: Text | undefined;
	contact?: Text | undefined;
}

export class LinkProblem extends Error {
	readonly kind: LinkProblemKind;
	readonly status: number;
	readonly context: LinkProblemContext;

	constructor(kind: LinkProblemKind, context: LinkProblemContext = {}) {
		super(kind);
		this.name = 'LinkProblem';
		this.kind = kind;
		this.status = STATUS[kind];
		this.context = context;
	}
}
