/** The methods as a reader meets them: those that fit with the reason, those that do not with what would, and all of them by room. */
import { METHODS } from '#analysis/registry.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { translate, type Locale } from '#lib/i18n.ts';
import { fieldTitle, methodTitle, reasonSentence } from './words.ts';
import type { Offer, Offers } from './offers.ts';
import { queryOf, type Asked } from './query.ts';

export interface OfferView { method: string; title: string; reason: string; asks: string[]; href: string; chosen: boolean }
export interface RefusalView { method: string; title: string; reason: string }
export interface RoomView { room: string; title: string; methods: { method: string; title: string; href: string; fits: boolean }[] }

export const BENCH = '/evaluering/analyse';
export const hrefOf = (asked: Asked, over: Partial<Asked> = {}): string => `${BENCH}?${queryOf(asked, over)}`;

export function offerViews(offers: readonly Offer[], asked: Asked, dataset: Dataset | null, locale: Locale): OfferView[] {
	return offers.map((o) => ({
		method: o.method, title: methodTitle(o.method, locale), reason: reasonSentence(o.reason, dataset, locale), asks: o.asks.map((f) => fieldTitle(f, locale)),
		href: hrefOf(asked, { method: o.method, fields: null }), chosen: asked.method === o.method
	}));
}

/** Those that do not fit; what would stands once, above. */
export const refusalViews = (made: Offers, dataset: Dataset | null, locale: Locale): RefusalView[] =>
	made.refused.map((r) => ({ method: r.method, title: methodTitle(r.method, locale), reason: reasonSentence(r.reason, dataset, locale) }));

export function roomViews(made: Offers, asked: Asked, locale: Locale): RoomView[] {
	const fits = new Set(made.offers.map((o) => o.method));
	const rooms = Map.groupBy(METHODS, (method) => method.room);
	return [...rooms].map(([room, methods]) => ({
		room, title: translate(`workbench_room_${room}`, {}, locale),
		methods: methods.map((x) => ({ method: x.name, title: methodTitle(x.name, locale), href: hrefOf(asked, { method: x.name, fields: null }), fits: fits.has(x.name) }))
	}));
}
