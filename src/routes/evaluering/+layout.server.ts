import { error } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => {
	// the guard has seen to it; said again here, so that a page below can rely on it by its type
	if (!locals.user) error(401);
	return { locale: locals.locale, user: locals.user };
};
