import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { building } from '$app/env';
import { startRuntime } from '#lib/server/runtime.ts';

export const init: ServerInit = async () => {
	if (!building) await startRuntime();
};

export const handle: Handle = async ({ event, resolve }) => {
	event.locals.locale = 'nb';
	event.locals.user = null;
	return resolve(event, { transformPageChunk: ({ html }) => html.replace('%grunnlag.lang%', event.locals.locale) });
};

export const handleError: HandleServerError = ({ kind, error }) => {
	console.error(kind, error);
	return { message: 'error' };
};
